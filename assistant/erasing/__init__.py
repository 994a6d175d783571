"""A source erased with all that was made from it, and a search that shows what is left."""

from assistant.erasing.receipt import Kept, Receipt
from assistant.erasing.steps import Eraser

__all__ = ["Eraser", "Kept", "Receipt"]
