"""What the passages that were found say about a question.

In: a question's hits. Out: their sentences with the quotes that cite them, scored for the question. Read
`sentences` (with `context`, what they are from or below), then `gathering`; `rating` says how well a text
answers, `rankers` by which models, `namesakes` which files are told apart by name.
"""
