"""`make bench`: Footnote beside the usual LlamaIndex stack, in turns, as ratios.

In reading order: `measures` (what is compared), `peer` and `peer_files` (the usual stack), `files`, `waits`
and `processes` (more that is measured), `clock` and `rows` (seconds, and the table of comparisons).
"""
