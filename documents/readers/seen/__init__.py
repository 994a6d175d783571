"""A second look at a file, apart from its reader's: which words are seen in it, and how many were kept."""
