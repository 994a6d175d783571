"""A checked text as a Word document, its quotes as numbered endnotes."""

from collections.abc import Iterator

from assistant.checked import Checked, place, remark, tally, unsourced
from assistant.docx_notes import Note, Piece, Run, docx
from assistant.types import Sentence


def checked_docx(checked: Checked) -> bytes:
    """The document: the text, parts without a source underlined with dots, a remark where one is due."""
    numbers = checked.numbers
    paragraphs = [
        [piece for one in part for piece in _sentence(one, checked)] for part in checked.paragraphs()
    ]
    notes = [f"“{' '.join(citation.quote.split())}” {place(citation)}" for citation in numbers]
    return docx([*paragraphs, [Run(tally(checked.sentences), quiet=True)]], notes)


def _sentence(one: Sentence, checked: Checked) -> Iterator[Piece]:
    end = 0
    for start, stop in unsourced(one):
        yield Run(one.text[end:start])
        yield Run(one.text[start:stop], dotted=True)
        end = stop
    yield Run(one.text[end:])
    numbers = checked.numbers
    for nth, citation in enumerate(dict.fromkeys(one.citations)):
        if nth:
            yield Run(",", raised=True)  # 1,2 and not 12
        yield Note(numbers[citation])
    said = remark(one)
    yield Run(f" ({said}) " if said else " ", quiet=bool(said))
