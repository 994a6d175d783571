"""Figures on `confidence`: how well it ranks and how true it is."""
