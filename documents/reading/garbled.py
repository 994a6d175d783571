"""Text that is garbled in the file itself: its fonts do not say which letters they show, or it was misread.

Here it is told of PDFs and office files; of formats that are text see `documents.reading.encodings.doubts`.
"""

import re
from collections.abc import Iterator

from documents.reading.notes import numbers_in_words
from documents.storage.facts import MADE_BY_PROGRAMS
from documents.types import RawDocument

# Characters that mean something in one font only, lost ones, controls, and a PDF's own numbers of glyphs.
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x01-\x08\x0e-\x1f]|\\(cid:\\d{1,6}\\)")
_VISIBLE = re.compile(r"\S")
_STRANGE_SHARE = 0.05  # of a page's characters: strange ones from which it is garbled, where they are
_FEWEST_STRANGE = 15  # or more
_BADNESS = 0.02  # ftfy's badness for each character: a place in hundred is two characters


def garbled_note(document: RawDocument) -> str | None:
    """A sentence on the pages that are garbled and what to do, or None."""
    if document.media_type not in MADE_BY_PROGRAMS:
        return None
    numbers = [number for number, text in _pages(document) if _is_garbled(text)]
    if not numbers:
        return None
    if document.page_starts is None:
        return (
            "Text of it is garbled: its fonts do not say which letters they show. "
            "Save it as PDF, run text recognition (OCR) on that and add the result."
        )
    return (
        f"{numbers_in_words('page', numbers, 'is', 'are')} garbled: the fonts do not say which letters they "
        "show. Run text recognition (OCR) on the file and add the result."
    )


def _pages(document: RawDocument) -> Iterator[tuple[int, str]]:
    starts = document.page_starts or (0,)
    ends = (*starts[1:], len(document.text))
    return (
        (number, document.text[start:end])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _is_garbled(text: str) -> bool:
    if text.isascii() and not _STRANGE.search(text):
        return False
    from ftfy.badness import badness

    strange = sum(len(match[0]) for match in _STRANGE.finditer(text))
    seen = sum(1 for _ in _VISIBLE.finditer(text))
    if strange >= _FEWEST_STRANGE and strange >= _STRANGE_SHARE * seen:
        return True
    bad: int = badness(text)
    return bad >= _FEWEST_STRANGE and bad >= _BADNESS * seen
