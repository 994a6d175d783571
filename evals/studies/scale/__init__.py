"""Libraries of up to a million passages, made of the sets' texts, and how a search in them does.

In reading order: `invented` (documents made of real passages), `filling` (the library's own writes, in
several processes), `searching` (seconds, recall and memory), `__main__` (the commands). docs/scale.md has the
figures.
"""
