"""A checked text as a Word document, its quotes as numbered endnotes."""

from collections.abc import Iterator

from assistant.export.checked import Checked, place, remark, tally, unsourced
from assistant.export.docx import Note, Piece, Run, docx
from assistant.export.flagged import INSTRUCTIONS
from assistant.types import Citation, Sentence


def checked_docx(checked: Checked) -> bytes:
    """The document: the text, parts without a source underlined with dots, a remark where one is due.

    What was not checked comes last, unmarked, under a line that says so.
    """
    numbers = checked.numbers
    paragraphs = [
        [piece for sentence in paragraph for piece in _sentence(sentence, checked)]
        for paragraph in checked.paragraphs()
    ]
    summary = [line for line in (tally(checked.sentences), checked.stopped) if line]
    rest = [line for line in checked.rest.splitlines() if line.strip()]
    ending = [[Run(line, quiet=True)] for line in summary] + [[Run(line)] for line in rest]
    return docx([*paragraphs, *ending], [_note(citation, checked.flagged(citation)) for citation in numbers])


def _note(citation: Citation, flagged: bool) -> str:
    warning = f" ({INSTRUCTIONS})" if flagged else ""
    return f"“{' '.join(citation.words.split())}” {place(citation)}{warning}"


def _sentence(sentence: Sentence, checked: Checked) -> Iterator[Piece]:
    end = 0
    for start, stop in unsourced(sentence):
        yield Run(sentence.text[end:start])
        yield Run(sentence.text[start:stop], dotted=True)
        end = stop
    yield Run(sentence.text[end:])
    numbers = checked.numbers
    for nth, citation in enumerate(dict.fromkeys(sentence.citations)):
        if nth:
            yield Run(",", raised=True)  # 1,2 and not 12
        yield Note(numbers[citation])
    note = remark(sentence)
    yield Run(f" ({note}) " if note else " ", quiet=bool(note))
