"""From values that differ to the rows that are shown, and what one source says of replacing another."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.conflicts.mentions import Mention, differ, mentions, with_counted_word
from assistant.conflicts.statements import StatedValue
from assistant.language.terms import stems
from assistant.types import Citation, ConflictRow
from documents.text.sentences import sentence_spans

TextOf = Callable[[Citation], str]

_LONG_QUOTE = 400  # characters; what is longer is a table or a menu
_BESIDE = 150  # characters on each side of a value in a long quote
_ROWS_A_VALUE = 2  # sources shown for one value
_AROUND = 400  # characters on both sides of a match in which its sentence is
_EDITION = (
    r"(?:editions?|versions?|revisions?|lists?|issues?|notices?|policy|policies|rules?|regulations?|"
    r"documents?|pages?|reports?|minutes|statements?|guides?|manuals?|handbooks?|prices?|fares?|timetables?|"
    r"schedules?|figures?|laws?|acts?|contracts?|agreements?|plans?|circulars?|letters?|standards?|"
    r"specifications?|drafts?|ones?|articles?)"
)
_REPLACES = re.compile(
    rf"\b(?:replaces|replacing|supersedes|superseding|cancels|repeals|corrects)\b[^.;]{{0,60}}\b{_EDITION}\b"
    rf"|\b{_EDITION}\b[^.;]{{0,60}}\b(?:no longer (?:valid|in force|applies|apply)|(?:is|are|was|were) "
    r"(?:hereby )?(?:withdrawn|superseded|obsolete|repealed|cancelled))\b",
    re.IGNORECASE,
)
_REPLACING = re.compile(r"replac|supersed|cancel|repeal|correct", re.IGNORECASE)


def rows_of(groups: Sequence[Sequence[StatedValue]]) -> tuple[ConflictRow, ...]:
    """The first sentences of each value, the newest document first."""
    rows = [_row(stated) for group in groups for stated in group[:_ROWS_A_VALUE]]
    return tuple(sorted(rows, key=lambda row: row.date or "", reverse=True))


def _row(stated: StatedValue) -> ConflictRow:
    value, citation = stated.value, stated.sentence.citation
    return ConflictRow(
        with_counted_word(value, stated.sentence.text), citation.date, _narrowed(citation, value)
    )


def _narrowed(citation: Citation, value: Mention) -> Citation:
    """The citation of a sentence, or of what stands around the value where the sentence is very long."""
    quote = citation.quote
    if len(quote) <= _LONG_QUOTE:
        return citation
    start = max(0, value.start - _BESIDE)
    end = min(len(quote), value.end + _BESIDE)
    start = quote.find(" ", start, value.start) + 1 if start else 0  # no word is cut
    end = max(quote.rfind(" ", value.end, end), value.end) if end < len(quote) else end
    return replace(citation, start=citation.start + start, end=citation.start + end, quote=quote[start:end])


def replacing(rows: Sequence[ConflictRow], text_of: TextOf) -> tuple[str, str] | None:
    """The one source that says that it replaces another of them, and a sentence that says so; else None.

    `text_of` gives the stored text that a citation's offsets refer to. The source is given by its id.
    """
    citations = {row.citation.source_id: row.citation for row in reversed(rows)}.values()
    claims = [
        (citation, sentence)
        for citation in citations
        for sentence in _claims_to_replace(text_of(citation))
        if any(_may_mean(sentence, citation, other) for other in citations if other is not citation)
    ]
    if len({citation.source_id for citation, _ in claims}) != 1:
        return None
    citation, sentence = claims[0]
    dated = f" ({citation.date})" if citation.date else ""
    return citation.source_id, f"{citation.title}{dated} says: “{sentence}”"


def _claims_to_replace(text: str) -> Iterator[str]:
    """The sentences of a document that say that it replaces something."""
    for match in _REPLACES.finditer(text):
        if text[: match.start()].lower().endswith("this ") and not _REPLACING.search(match[0]):
            continue  # "this edition is withdrawn" is said by the one that is replaced
        begin = max(0, match.start() - _AROUND)
        around = text[begin : match.end() + _AROUND]
        for start, end in sentence_spans(around):
            if start <= match.start() - begin < end:
                yield " ".join(around[start:end].split())


def _may_mean(sentence: str, own: Citation, other: Citation) -> bool:
    """Whether the other source can be the replaced one: of the same title, or named by title or date."""
    if own.title == other.title or set(stems(other.title)) <= set(stems(sentence)):
        return True
    dates = mentions("date", other.date or "")
    return any(not differ(date, named) for date in dates for named in mentions("date", sentence))
