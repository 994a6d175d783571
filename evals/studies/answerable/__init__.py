"""The models that tell what answers a question: their training, and what they are worth.

In reading order: `pairs`, `found` and `choices` (what they learn from), `lowrank` (how), `train` (writes
them), `folds` (Footnote's answers with models that did not see the document), and the report on short texts
and on what a search finds (`python -m evals.studies.answerable`).
"""
