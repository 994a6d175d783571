"""Comparisons: two editions row by row, or each part of the question looked for by itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import HAS_DIGIT, stems
from assistant.showing.around import Around
from assistant.showing.families import CLOSE, kin, named, newer
from assistant.showing.pieces import Piece, Wanted, count_words, is_in
from assistant.showing.quotes import quotes_of
from assistant.showing.table_rows import is_row

WORDS = 120  # of all pieces together
FIRST = 55  # words of the best quotes, before what the parts of the question ask for
PART = 30  # words of a quote for a part
PARTS = 3
SIDE = 50  # words of a quote of each edition
BEST = 5  # passages by which the main document is told
ROWS = 4  # of each edition
FEWEST = 2  # rows that differ
RATED = 32  # of them, those that the models read
_BREAK = re.compile(
    r"[,;:?]|\b(?:and|or|but|versus|vs|than|from|to|if|when|with|between|und|oder|et|ou)\b", re.IGNORECASE
)
_ASKING = frozenset(
    stem
    for word in "difference different differ compare comparison better worse cheaper dearer more less which "
    "one ones two both other next much many get got thing".split()
    for stem in stems(word)
)

_CHANGE = re.compile(
    r"\b(?:now(?:adays)?|since|before|formerly|previous(?:ly)?|earlier|older?|newe?r?|last year|used to|"
    r"still|editions?|versions?|change[ds]?|different|gone? (?:up|down)|(?:got|become) \w+er|(?:19|20)\d\d|"
    r"jetzt|bisher|früher|seit|alte[nrs]?|neue[nrs]?|"
    r"maintenant|avant|depuis|ancien(?:ne)?s?|nouve(?:l|lle|au)s?)\b",
    re.IGNORECASE,
)

Key = tuple[str, ...]
Pair = tuple[EvidenceSentence, EvidenceSentence]  # a sentence each of two documents of one kind


def sides(wanted: Wanted, around: Around) -> list[Piece]:
    """What differs between two editions, where the evidence is from two; else the parts of the question."""
    pair = _pair(wanted)
    editions = _rows_that_differ(pair, wanted, around) or _quote_of_each(pair, wanted, around) if pair else []
    return editions or _by_parts(wanted, around)


# Parts of the question


def _by_parts(wanted: Wanted, around: Around) -> list[Piece]:
    """The best quotes, then the best for each part of the question, each once."""
    pieces = quotes_of(wanted, around, words=FIRST, pieces=2, now=True)
    within = _main_source(wanted)
    for part in parts(wanted.question):
        best = [scored for scored in wanted.find(part, within) if not is_in(scored.sentence, pieces)]
        left = min(PART, WORDS - sum(piece.words for piece in pieces))
        if best and left > 0:
            pieces += quotes_of(wanted, around, words=left, pieces=1, scored=best[:1])
    return pieces


def _main_source(wanted: Wanted) -> set[str] | None:
    """The document that more than half of the best passages are from, in which the parts are looked for."""
    sources = {sentence.hit: sentence.citation.source_id for sentence in wanted.sentences}
    best = [sources[hit] for hit in sorted(sources)[:BEST]]
    main = Counter(best).most_common(1)
    return {main[0][0]} if main and main[0][1] > len(best) / 2 else None


def parts(question: str) -> list[str]:
    """The parts of a question between commas and words that join, those that mean something.

    >>> parts("What is different between the two plans if we rent a car and stay away for six weeks?")
    ['the two plans', 'we rent a car', 'stay away for six weeks']
    """
    pieces = (piece.strip() for piece in _BREAK.split(question))
    return [piece for piece in pieces if set(stems(piece)) - _ASKING][:PARTS]


# Editions


def _quote_of_each(pair: Pair, wanted: Wanted, around: Around) -> list[Piece]:
    """What each of two documents of one kind has that is nearest to a question about a change.

    Nothing where one of them has nothing.
    """
    if not _CHANGE.search(wanted.question):
        return []
    best = [wanted.find(wanted.question, {side.citation.source_id})[:1] for side in pair]
    quoted = [quotes_of(wanted, around, words=SIDE, pieces=1, scored=scored) for scored in best]
    if not all(quoted):
        return []
    return [replace(piece, title=named(piece.sentences[0].citation)) for (piece,) in quoted]


def _rows_that_differ(pair: Pair, wanted: Wanted, around: Around) -> list[Piece]:
    """The rows of two documents of one kind whose values differ, those nearest to the question.

    Nothing where the question asks for something, and no row is as near to it as the best evidence.
    """
    rows = [_rows(sentence, around) for sentence in pair]
    changed = [key for key in rows[0] if key in rows[1] and rows[0][key].text != rows[1][key].text]
    if len(changed) < FEWEST:
        return []
    asked = set(stems(wanted.question))
    best = [key for key in changed if set(key[0].split()) <= asked] or _nearest(changed, rows[1], wanted)
    chosen = [key for key in changed if key in best]
    if not chosen:
        return []
    shown = list(_fitting([[side[key] for side in rows] for key in chosen]))
    return [_side(side, wanted.best) for side in zip(*shown, strict=True)]


def _nearest(keys: Sequence[Key], rows: Mapping[Key, EvidenceSentence], wanted: Wanted) -> list[Key]:
    """The rows that are rated best for the question, of those that have most of its words.

    None where the best evidence is rated better, unless all that is asked is what differs.
    """
    asked = set(stems(wanted.question))
    near = sorted(keys, key=lambda key: -len(asked & set(stems(rows[key].text))))[:RATED]
    texts = [wanted.scored[0].sentence, *(rows[key] for key in near)]
    best, *scores = wanted.rate([wanted.candidate(0.0, each.text, each.label) for each in texts])
    shared = " ".join([wanted.scored[0].sentence.label, *(word for key in keys for word in key[1:])])
    if max(scores) < best - CLOSE and asked - _ASKING - set(stems(shared)):
        return []
    return [key for _, key in sorted(zip(scores, near, strict=True), reverse=True)[:ROWS]]


def _pair(wanted: Wanted) -> Pair | None:
    """A sentence each of the two documents of one kind that the best evidence is from, the newer first."""
    if not wanted.scored:
        return None
    first = wanted.scored[0].sentence
    own = first.citation.source_id
    sources = wanted.sources(own)
    alike, later = ({source.id for source in of_kind(own, sources)} for of_kind in (kin, newer))
    for other in (each.sentence for each in wanted.scored):
        if other.citation.source_id in alike:
            return (other, first) if other.citation.source_id in later else (first, other)
    return None


def _rows(like: EvidenceSentence, around: Around) -> Mapping[Key, EvidenceSentence]:
    """All rows of a document that have a name, by it and the names of their columns."""
    rows: dict[Key, EvidenceSentence] = {}
    text = around.document(like).text
    for row in around.stretch(like, 0, len(text)):
        if is_row(row) and row.block is not None and not row.heading:
            name = _plain(text[row.block.start : row.block.end])
            if name:
                rows.setdefault((name, *_columns(row)), row)
    return rows


def _columns(row: EvidenceSentence) -> Iterator[str]:
    """The names of a row's columns as they are spelled in it, without numbers: "Price 2025"."""
    names = (cell.partition(":")[0] for cell in row.text.split("; ")[1:])
    return (" ".join(word for word in name.split() if not HAS_DIGIT.search(word)) for name in names)


def _plain(name: str) -> str:
    """A row's name without what stands in brackets behind it."""
    return " ".join(stems(name.partition("(")[0]))


def _fitting(pairs: Iterable[Sequence[EvidenceSentence]]) -> Iterator[Sequence[EvidenceSentence]]:
    """The rows of both editions, as many of each, while there is room."""
    words = 0
    for pair in pairs:
        words += count_words(pair)
        if words > WORDS and words > count_words(pair):
            return
        yield pair


def _side(rows: Sequence[EvidenceSentence], score: float) -> Piece:
    return Piece("side", tuple(rows), score, named(rows[0].citation), sure=True)
