"""Stored text taken apart, with exact offsets: sentences, passages, blocks, headings, and how it is shown.

In: the text of one version. Out: stretches of it. Read `sentences` with `sentence_ends`,
`passages`, `blocks`, then `shown`; `runs` is a loop that many need.
"""
