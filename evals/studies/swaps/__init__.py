"""Sentences of documents with one fact swapped, and the same in other words: how many are flagged.

In reading order: `sources` (sentences to change), `patterns` (facts swapped) and `paraphrases` (facts kept),
`pairs` (what is checked), `report` (how many are flagged).
"""
