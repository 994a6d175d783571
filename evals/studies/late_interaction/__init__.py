"""The model that ranks the passages which a search found, and their sentences: its training.

In reading order: `scorer` (how it learns), `train` (from what; writes it). What it is worth on any set says
`python -m evals.studies.rankers SET...`.
"""
