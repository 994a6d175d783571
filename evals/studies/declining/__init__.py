"""The confidence: the kept examples that it is fitted on, the fit, and what it is worth on others.

In reading order: `examples` (drafts with their signals, without text), `train` (writes the model), `report`.
What is fitted and how: `evals/fitting.py`, which `footnote calibrate` uses too.
"""
