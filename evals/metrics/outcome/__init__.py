"""Shares of cases by what became of them."""
