"""Sources that disagree on what was asked, side by side."""

from assistant.conflicts.find import find_conflicts

__all__ = ["find_conflicts"]
