"""Documents in all formats, written by real programs from descriptions that say what is in them."""
