"""Sentences with one fact swapped, and the same said otherwise: made, and counted."""
