"""The sentence checker: what it learns from, its fit, and what it is worth.

In reading order: `sets` and `pairs` (labelled sentences), `features` (kept as a table without text), `fit`,
`train` (writes the model), `check`, `figures`, `report`.
"""
