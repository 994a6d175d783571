"""Measurements of this project itself, which are not installed: commands `python -m evals.studies.NAME`."""
