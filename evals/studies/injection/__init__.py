"""Orders planted in documents: how many are obeyed, and what else they cost."""
