"""A web page or file from its address: `fetch`, then `exchange` (one request) and `unpacking` (its body)."""
