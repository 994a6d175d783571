"""What has changed from one edition of a document to the next: two documents in, two sides of an answer out.

`differences` pairs what both say, `asked` picks what a question asks for; `amended` and
`named_clause` are what one document says of itself, `new_value` which of that stands first.
"""

from assistant.showing.editions.amended import amended_first, corrected_first
from assistant.showing.editions.asked import asks_of_change, not_meant, what_differs
from assistant.showing.editions.named_clause import with_amendment

__all__ = [
    "amended_first",
    "asks_of_change",
    "corrected_first",
    "not_meant",
    "what_differs",
    "with_amendment",
]
