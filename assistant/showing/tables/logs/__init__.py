"""Logs: what a question asks of entries that somebody wrote down day by day.

In: the best rows and the whole table. Out: pieces of rows. Read `entries` (those of somebody, a month, a
kind), `sums` (what they cost together), `latest` (the last of them).
"""
