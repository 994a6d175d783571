"""`make bench`: Footnote beside the usual LlamaIndex stack (`peer`), in turns, as ratios."""
