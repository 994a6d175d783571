"""How a question wants to be answered: questions of six authors with their forms, and what learns from them.

In reading order: `questions.jsonl` (written for this, of no document), `train` (fits and judges the model).
"""
