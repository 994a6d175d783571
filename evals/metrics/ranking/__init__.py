"""Figures on the order of hits."""
