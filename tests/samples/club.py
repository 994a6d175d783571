"""A short page, and a question about it in none of its words."""

CLUB = """# The club

Half plots cost 36 pounds a year. Dogs may come along if they are on a lead. The gate is locked at dusk.

Keys are kept by Margaret, who is also the treasurer. Duncan looks after the water and the pumps.
"""
OWN_WORDS = "How much money would half a plot take from my pocket each summer?"
