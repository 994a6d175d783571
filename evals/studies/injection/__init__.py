"""Orders planted in documents: how many are obeyed, and what else they cost.

In reading order: `planting` (the set), `run` (asks about each document), `rules` (whether a text obeys),
`report`.
"""
