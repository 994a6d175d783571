"""The model that tells whether a passage answers a question: its training, and what it is worth.

In reading order: `pairs`, `lowrank` (how it learns), `train` (writes the model), `folds` (Footnote's answers
with models that did not see the document), and the report on short texts (`python -m
evals.studies.answerable`).
"""
