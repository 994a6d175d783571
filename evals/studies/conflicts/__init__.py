"""Sources that disagree: how often an answer shows it, and how often where there is nothing to show.

In reading order: `disputes` (questions and what their documents state), `run` (asks them), `judge` (what was
shown beside the gold), `figures`, `report`.
"""
