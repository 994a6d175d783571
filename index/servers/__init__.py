"""What is asked of servers of others: embeddings and rankings, and how any server is asked.

In reading order: `addresses` (what is shown of an address, what is on this computer), `retries` (when a
request is made again), `http_client` (a request and what may be wrong with it), `embedder` and `reranker`.
"""
