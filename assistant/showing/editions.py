"""What has changed from one edition of a document to the next, as far as it is asked for."""

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.terms import number_key, stems
from assistant.showing.around import Around
from assistant.showing.differences import Difference, Pair, Side, compare
from assistant.showing.families import CLOSE, kin, named, newer
from assistant.showing.pieces import Piece, Wanted, count_words, is_in
from assistant.showing.table_rows import is_named, is_row
from documents.inputs import file_name

WORDS = 120  # of both sides together
DIFFERENCES = 4  # that are shown where something is asked for
ALL = 8  # where all that differs is
RATED = 64  # differences that the models are asked about, those with most words of the question
EDITIONS = 0.5  # the share of a document that the other has too, from which they are editions of one text
LEADING = 12  # of the best evidence, whose documents are looked at
PAIRS = 2  # of documents
# The score from which the best difference is surely what is asked for. Of 96 questions about changes of what
# the documents do not have 25 are answered, as many as before differences were looked for; without it 41.
SURE = 0.35
NEAR = 0.6  # the score by which others may be below the best difference
BESIDE = 0.3  # more for what is in one paragraph with the best
ALONE = 0.4  # less for what only one edition says
OF_EDITION = 12  # words of a line that says which edition it is: "Valid from 1 May 2025."
_OF_CHANGE = re.compile(
    r"\bused to\b|\bdid(?:n.t)? \w+ use to\b|\bchang(?:e[ds]?|ing)\b|\balter(?:ed)?\b|\bdifferent\b"
    r"|\b(?:got|gotten|become|became|getting) (?:\w+er|worse|better|more|less)\b|\bgone? (?:up|down)\b"
    r"|\b(?:do|does|is|are)\b.{1,40}\bstill\b|\bany ?more\b|\bis new\b"
    r"|\b(?:than|compared (?:with|to)|was it|were they) (?:before|last \w+|previously|in (?:19|20)\d\d)\b"
    r"|\b(?:previous|old|last) (?:edition|version|rules|prices|list|year|season|summer)\b|\bno longer\b"
    r"|\bpreviously\b|\bformerly\b|\b(?:between|of) the (?:two )?\w*\s?(?:editions|versions|lists|booklets)\b"
    r"|\b(?:früher|bisher|noch immer|immer noch|nicht mehr|geändert|(?:voriges|letztes) jahr|als vorher)\b"
    r"|\b(?:auparavant|ne .{1,40} plus|changé|l'an dernier|l'année dernière|qu'avant)\b"
    r"|\b(?:que antes|todavía|ya no|ha cambiado|el año pasado)\b",
    re.IGNORECASE,
)
_WHICH_EDITION = re.compile(
    r"\b(?:editions?|versions?|valid|in force|effective|replaces?|ausgabe|fassung|gültig|ersetzt|édition"
    r"|valable|remplace|edición|vigente|sustituye)\b",
    re.IGNORECASE,
)
# Words of a question that asks for all that differs.
_ASKS_ALL = frozenset(
    stem
    for word in "what whats difference different differ changed change changes new news old newer older "
    "edition version now then before between one two both got get have has the since compare list price "
    "rules dearer cheaper more less expensive next last other main".split()
    for stem in stems(word)
)


def asks_of_change(question: str) -> bool:
    """Whether a question asks how something was before, or whether it has changed.

    >>> asks_of_change("Do we still need tokens?"), asks_of_change("How long before the boat leaves?")
    (True, False)
    """
    return _OF_CHANGE.search(question.replace("what's", "what is")) is not None


def what_differs(wanted: Wanted, around: Around) -> list[Piece]:
    """Two sides: what two editions say differently of what is asked, in the same order.

    Nothing where the evidence is of no two editions, or nothing that differs is as near as the best evidence.
    """
    of_change = asks_of_change(wanted.question)
    for pair in _editions(wanted, PAIRS if of_change else 1):
        compared = compare(pair, around)
        if compared.shared < EDITIONS and not of_change:
            continue
        found = [each for each in compared.differences if not _tells_edition(each)]
        chosen, sure = _asked_for(found, pair, wanted)
        chosen.sort(key=found.index)
        pieces = [
            Piece("side", told, wanted.best, title, sure=sure)
            for title, told in zip(_titles(pair, wanted), _columns(chosen), strict=True)
            if told
        ]
        if pieces and ((of_change and wanted.form == "compare") or _has_best(pieces, pair, wanted)):
            return pieces
    return []


def changed(wanted: Wanted, around: Around) -> list[Piece]:
    """What differs, where the question asks of a change and the best evidence is among it; else nothing."""
    return what_differs(wanted, around) if asks_of_change(wanted.question) else []


def _editions(wanted: Wanted, most: int) -> Iterator[Pair]:
    """At most so many times a sentence each of two documents of one kind, one of the best evidence."""
    seen: set[str] = set()
    pairs = 0
    for each in wanted.scored[:LEADING]:
        own = each.sentence.citation.source_id
        if own in seen or pairs == most:
            continue
        sources = wanted.sources(own)
        alike, later = ({source.id for source in of_kind(own, sources)} for of_kind in (kin, newer))
        seen |= {own, *alike}
        other = _first_of(alike, wanted) if alike else None
        if other is not None:
            pairs += 1
            yield (other, each.sentence) if other.citation.source_id in later else (each.sentence, other)


def _first_of(sources: set[str], wanted: Wanted) -> EvidenceSentence | None:
    """The best evidence in some documents."""
    there = [each for each in wanted.scored if each.sentence.citation.source_id in sources]
    return next((each.sentence for each in there or wanted.find(wanted.question, sources)), None)


def _has_best(pieces: Sequence[Piece], pair: Pair, wanted: Wanted) -> bool:
    """Whether the best evidence is among the pieces; or it is of another document, and they are nearer."""
    best = wanted.scored[0].sentence
    return is_in(best, pieces) or not _is_of(best, pair)


def _is_of(sentence: EvidenceSentence, pair: Pair) -> bool:
    return sentence.citation.source_id in {side.citation.source_id for side in pair}


def _asked_for(found: Sequence[Difference], pair: Pair, wanted: Wanted) -> tuple[list[Difference], bool]:
    """The differences that the question asks for, as many as there is room for; whether it surely does."""
    titles = " ".join(side.citation.title for side in pair)
    if not set(stems(wanted.question)) - _ASKS_ALL - set(stems(titles)):
        return _fitting(sorted(found, key=_is_small), ALL), True
    best = wanted.scored[0].sentence
    rows = [each for each in found if any(is_named(side[0], wanted.question) for side in each.sides)]
    if rows and _is_of(best, pair):
        return _fitting(rows, DIFFERENCES), True
    rated = _rated(found, wanted)
    if not rated:
        return [], False
    (limit,) = wanted.rate([wanted.candidate(0.0, best.text, best.label)])
    top, first = rated[0]
    if top < (limit - CLOSE if _is_of(best, pair) else limit):
        return [], False
    near = [(score + BESIDE * _are_beside(each, first), each) for score, each in rated]
    near.sort(key=lambda each: -each[0])
    chosen = [each for score, each in near if score >= top - NEAR]
    return _fitting(chosen, DIFFERENCES), top >= SURE


def _is_small(difference: Difference) -> tuple[bool, bool]:
    """What sorts the differences where all are asked for: other values of the same thing come first."""
    plain = [{stem for stem in stems(_text(side)) if number_key(stem) is None} for side in difference.sides]
    return len(plain) < 2, plain[0] != plain[-1]


def _rated(found: Sequence[Difference], wanted: Wanted) -> list[tuple[float, Difference]]:
    """The differences with most words of the question and how well both sides answer it, the best first."""
    asked = set(stems(wanted.question))
    near = sorted(found, key=lambda each: -max(_shared(side, asked) for side in each.sides))[:RATED]
    sides = [side for each in near for side in each.sides]
    scores = iter(wanted.rate([wanted.candidate(0.0, _text(side), side[0].label) for side in sides]))
    rated = [
        (fmean(next(scores) for _ in each.sides) - (ALONE if len(each.sides) < 2 else 0.0), each)
        for each in near
    ]
    return sorted(rated, key=lambda each: -each[0])


def _are_beside(difference: Difference, other: Difference) -> bool:
    """Whether both are in one paragraph of an edition."""
    blocks = [
        {(side[0].citation.source_id, side[0].block) for side in each.sides} for each in (difference, other)
    ]
    return not blocks[0].isdisjoint(blocks[1])


def _text(side: Side) -> str:
    return " ".join(sentence.text for sentence in side)


def _shared(side: Side, asked: set[str]) -> int:
    return len(asked & set(stems(f"{side[0].label} {_text(side)}")))


def _fitting(found: Sequence[Difference], most: int) -> list[Difference]:
    """As many of them as there is room for, one at least."""
    shown: list[Difference] = []
    for each in found:
        if shown and sum(count_words(side) for other in (*shown, each) for side in other.sides) > WORDS:
            continue
        shown.append(each)
    return shown[:most]


def _tells_edition(difference: Difference) -> bool:
    """Whether it says no more than which edition it is: "Valid from 1 May 2025."."""
    return all(
        not is_row(side[0])
        and len(text.split()) <= OF_EDITION
        and bool(YEAR.search(text) and _WHICH_EDITION.search(text))
        for side in difference.sides
        for text in [_text(side)]
    )


def _columns(chosen: Sequence[Difference]) -> Iterator[Side]:
    """What the newer edition says, and what the older one does."""
    for side in ([each.newer for each in chosen], [each.older for each in chosen]):
        yield tuple(sentence for told in side for sentence in told)


def _titles(pair: Pair, wanted: Wanted) -> list[str]:
    """The names of both editions; those alike with the names of their files."""
    names = [named(side.citation) for side in pair]
    if names[0] != names[1]:
        return names
    files = {source.id: file_name(source.uri) for source in wanted.sources(pair[0].citation.source_id)}
    return [f"{name} ({files[side.citation.source_id]})" for name, side in zip(names, pair, strict=True)]
