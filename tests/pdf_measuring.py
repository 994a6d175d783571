"""How much of what is known of a PDF its reader finds."""

from collections import Counter
from collections.abc import Hashable, Iterable
from difflib import SequenceMatcher

from documents.types import Block, RawDocument
from tests.pdf_making import Known


def figures(document: RawDocument, known: Known) -> dict[str, float]:
    """Shares (0-1) of the words kept in order, headings, items and cells found; those that do not apply are
    left out. `invented` is the share of the document's words that are not the file's."""
    flat = [
        word for block in document.blocks if block.kind != "furniture" for word in _words(document, block)
    ]
    matcher = SequenceMatcher(None, known.words, flat, autojunk=False)
    kept = sum(match.size for match in matcher.get_matching_blocks())
    more = Counter(flat) - Counter(known.words)
    found = {"words": kept / len(known.words), "invented": sum(more.values()) / len(flat)}
    headings = [(block.level, _text(document, block)) for block in document.blocks if block.kind == "heading"]
    items = [(b.number, b.level, _text(document, b)) for b in document.blocks if b.kind == "item"]
    cells = [(_text(document, b), b.row_header, b.column_header) for b in document.blocks if b.kind == "cell"]
    around = [_text(document, block) for block in document.blocks if block.kind == "furniture"]
    for name, wanted, got in (
        ("headings", known.headings, headings),
        ("items", known.items, items),
        ("cells", known.cells, cells),
        ("furniture", known.furniture, around),
    ):
        if wanted or got:
            found[name] = _f1(wanted, got)
    return found


def _f1(wanted: Iterable[Hashable], got: Iterable[Hashable]) -> float:
    """Of what is found and what is wanted, how much is the same (the harmonic mean of both shares)."""
    one, other = Counter(wanted), Counter(got)
    return 2 * (one & other).total() / (one.total() + other.total())


def _text(document: RawDocument, block: Block) -> str:
    return document.text[block.start : block.end]


def _words(document: RawDocument, block: Block) -> list[str]:
    return _text(document, block).split()
