"""What a text says, told once for all who ask: its tokens, numbers, dates, names and the words that matter.

In: a text. Out: records with offsets. Read `tokens`, `numbers`, `dates`, `names`, then `parsed`, which holds
all.
"""
