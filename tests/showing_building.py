"""What tests of `assistant/showing/` stand on: documents of one's own, and what a question finds in them."""

from collections.abc import Collection, Sequence

from assistant.assistant import Assistant
from assistant.evidence.gathering import Gathered, Scored, gather
from assistant.evidence.rating import Rater
from assistant.showing.around import Around
from assistant.showing.forms import form_of
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.show import show
from assistant.types import Answer, Form
from tests.fakes import WordHashEmbedder

MANUAL = """# The Alder heater

Read this before you light the heater. It burns wood pellets.

## Lighting the heater

To light the heater go through these steps:

1. Open the air valve.
2. Fill the tray with pellets.
   - no more than two scoops
   - never with paper
3. Light the pellets from above.

Wait until the lamp is green.

## Safety

Never put these into the heater:

- painted wood
- wet leaves
- plastic bottles

## Cleaning

The ash pan is emptied once a week. The glass is cleaned with a damp cloth. Vinegar dulls the glass.
Have the flue swept each autumn by a sweep.
"""

PRICES = """# Price list of the Alder yard, {edition}

Valid from {day}.

| Goods | Small sack | Large sack |
|---|---|---|
| Pine pellets | £{pine} | £11 |
| Beech pellets | £{beech} | £14 |
| Kindling (dry) | £3 | £5 |
| Firelighters | £{lighters} | £4 |
"""
OLD_PRICES = PRICES.format(edition="edition of 2024", day="1 March 2024", pine=6, beech=8, lighters=2)
NEW_PRICES = PRICES.format(edition="edition of 2025", day="1 March 2025", pine=7, beech=9, lighters=2)

SPRING = """# Minutes of the Alder club, 4 March 2024

Date: 4 March 2024

## Boathouse

The club agreed to paint the boathouse green. Ada Fenn will buy the paint. The work begins in May.

## Annual Regatta Fund

The regatta fund stands at 900 pounds.
"""
AUTUMN = """# Minutes of the Alder club, 7 October 2024

Date: 7 October 2024

## Boathouse

The club no longer wants to paint the boathouse green. The boathouse will be sold.

## Library

Twelve books were given to the library.
"""


WET_GOODS = """# Rules of the Alder yard, edition of {0}

Date: 1 May {0}

## Wet goods

You must bring back these wet goods:

- wet sacks
- wet boxes

You must bring back wet goods within {1} days.
"""


def add(assistant: Assistant, **documents: str) -> None:
    """Adds each text as a Markdown file of that name, whose path is beside the data folder."""
    folder = assistant.settings.home.parent / "documents"
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    report = assistant.add([folder / f"{name}.md" for name in documents])
    assert [entry.status for entry in report.entries] == ["added"] * len(documents), report


def looked_for(assistant: Assistant, question: str, form: Form | None = None) -> tuple[Wanted, Around]:
    """What a question finds, as the pipeline makes it, in the form given or that of its words."""
    library = assistant.library

    def gathered(query: str, k: int, sources: Collection[str] | None = None) -> Gathered:
        hits, rater = assistant.search(query, k, sources), Rater(query, WordHashEmbedder(), None)
        return gather(query, hits, library=library, rater=rater, tokens=300)

    def find(query: str, sources: Collection[str] | None) -> list[Scored]:
        return gathered(query, 4, sources).readable

    evidence = gathered(question, 10)
    wanted = Wanted(
        question=question,
        form=form or form_of(question),
        scored=evidence.readable,
        sentences=[each for each in evidence.sentences if evidence.may_be_read(each)],
        hits=[hit.score for hit in evidence.hits],
        rate=evidence.rater.rate,
        find=find,
        sources=library.namesakes,
    )
    return wanted, Around(library, evidence.may_be_read)


def pieces(assistant: Assistant, question: str, form: Form | None = None) -> list[Piece]:
    """The pieces that are shown for a question; each must be true to its text."""
    found = show(*looked_for(assistant, question, form))
    for one in (sentence.citation for piece in found for sentence in piece.sentences):
        assert assistant.text(one.source_id, one.version)[one.start : one.end] == one.quote
    return found


def first_of(scored: Sequence[Scored], words: str) -> list[Scored]:
    """The evidence with the sentence first that has the words."""
    chosen = [each for each in scored if words in each.sentence.text]
    return [*chosen, *(each for each in scored if each not in chosen)]


def texts(piece: Piece) -> list[str]:
    """The words of each of its sentences."""
    return [one.text for one in piece.sentences]


def compared(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """What two editions say of the same things: the newer and the older one's words."""
    said = [" ".join(texts(piece)) for piece in pieces if piece.kind == "side"]
    return list(zip(said[::2], said[1::2], strict=True))


def is_true_to_its_text(assistant: Assistant, answer: Answer) -> bool:
    """Whether each sentence and each quote stand at their offsets, in the answer and in the document."""
    for one in answer.sentences:
        if answer.text[one.start : one.end] != one.text:
            return False
        for cited in one.citations:
            if assistant.text(cited.source_id, cited.version)[cited.start : cited.end] != cited.quote:
                return False
    return bool(answer.sentences)
