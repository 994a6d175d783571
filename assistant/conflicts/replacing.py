"""What one of the sources says of replacing another."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.conflicts.value import differ, values
from assistant.language.terms import stems
from assistant.types import Citation, ConflictRow
from documents.text.sentences import sentence_spans

TextOf = Callable[[Citation], str]

_EDITION = (
    r"(?:editions?|versions?|revisions?|lists?|issues?|notices?|policy|policies|rules?|regulations?|"
    r"documents?|pages?|reports?|minutes|statements?|guides?|manuals?|handbooks?|prices?|fares?|timetables?|schedules?|"
    r"figures?|laws?|acts?|contracts?|agreements?|plans?|circulars?|letters?|standards?|specifications?|"
    r"drafts?|ones?|articles?)"
)
_REPLACES = re.compile(
    rf"\b(?:replaces|replacing|supersedes|superseding|cancels|repeals|corrects)\b[^.;]{{0,60}}\b{_EDITION}\b"
    rf"|\b{_EDITION}\b[^.;]{{0,60}}\b(?:no longer (?:valid|in force|applies|apply)|(?:is|are|was|were) "
    r"(?:hereby )?(?:withdrawn|superseded|obsolete|repealed|cancelled))\b",
    re.IGNORECASE,
)
_ACTS = re.compile(r"replac|supersed|cancel|repeal|correct", re.IGNORECASE)
_AROUND = 400  # characters on both sides of a match in which its sentence is


def replacing(rows: Sequence[ConflictRow], text_of: TextOf) -> tuple[str, str] | None:
    """The one source that says that it replaces another of them, and a sentence that says so; else None.

    `text_of` gives the stored text that a citation's offsets refer to. The source is given by its id.
    """
    firsts = {row.citation.source_id: row.citation for row in reversed(rows)}
    said = [
        (citation, sentence)
        for citation in firsts.values()
        for sentence in _claims(text_of(citation))
        if any(_means(sentence, citation, other) for other in firsts.values() if other is not citation)
    ]
    if len({citation.source_id for citation, _ in said}) != 1:
        return None
    citation, sentence = said[0]
    dated = f" ({citation.date})" if citation.date else ""
    return citation.source_id, f"{citation.title}{dated} says: “{sentence}”"


def _claims(text: str) -> Iterator[str]:
    """The sentences of a document that say that it replaces something."""
    for found in _REPLACES.finditer(text):
        if text[: found.start()].lower().endswith("this ") and not _ACTS.search(found[0]):
            continue  # "this edition is withdrawn" is said by the one that is replaced
        begin = max(0, found.start() - _AROUND)
        around = text[begin : found.end() + _AROUND]
        for start, end in sentence_spans(around):
            if start <= found.start() - begin < end:
                yield " ".join(around[start:end].split())


def _means(sentence: str, own: Citation, other: Citation) -> bool:
    """Whether the other source can be the replaced one: of the same title, or named by title or date."""
    if own.title == other.title or set(stems(other.title)) <= set(stems(sentence)):
        return True
    dates = values("date", other.date or "")
    return any(not differ(date, said) for date in dates for said in values("date", sentence))
