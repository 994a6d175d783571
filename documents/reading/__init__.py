"""From a file to a raw document, whatever its format: in a process of its own, within limits.

In: a file and its name. Out: a `RawDocument` with its text, blocks and what is known of it. Read `pool` (the
processes), then `pool_child` (what one does), `members` (files in files), `encodings` and `describing`.
"""
