"""One question's way to its answer.

In: a question with what was said before. Out: events, the last of which is the answer. Read `pipeline` first;
`followup` makes the question stand alone, `prompt` asks the model, `deciding` answers, doubts or declines.
"""
