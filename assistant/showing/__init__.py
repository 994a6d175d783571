"""What was found, shown in the documents' own words: no language model is needed for it.

`form_of` says how a question wants to be answered, `Around` what stands around a sentence in its document,
and `show` makes the pieces of an answer: quotes, lists, rows, sides, summaries.
"""
