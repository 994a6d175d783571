"""A second look at a file, apart from its reader's: which words are seen in it, and how many were kept.

In: a file and the text that was read. Out: the share of the seen words that is in the text. Read `words`,
then `office` and `markup`, which find them by a format's marks alone.
"""
