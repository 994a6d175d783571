"""The model that tells what answers a question: its training, and what it is worth.

In reading order: `found`, `choices` and `traps` (what it learns from), `scorer` (how), `train` (writes it),
`half` (Footnote's answers on documents that the model did not see), and the report on short texts and on
what a search finds (`python -m evals.studies.answerable`).
"""
