"""What two documents of one kind say differently: their sentences and rows, paired."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import HAS_DIGIT, plain_stems, stems
from assistant.showing.around import Around
from assistant.showing.families import section_of
from documents.library import Vectors

ALIKE = 0.3  # the share of two sentences' words, weighed by how rare they are, from which they say the same
# The cosine from which they do in other words: so of 60 pairs in four pairs of editions five in six. A wrong
# pair is seen to be one; what is left alone is said to be in one edition only.
ALIKE_IN_MEANING = 0.6
SAME = 0.1  # more for two sentences below the same headings, or with the same number
MOST_UNSHARED = 300  # sentences that one document has and the other has not: the two are no editions then
_REFERS_BACK = re.compile(
    r"(?:it|they|this|these|both|he|she) "
    r"(?:is|are|was|were|has|have|had|must|may|can(?:not)?|will|should|costs?|ends?)\b"
    r"|(?:es|sie|er|dies|beide) "
    r"(?:ist|sind|war|waren|hat|haben|muss|müssen|darf|dürfen|kann|können|wird|kostet)\b"
    r"|(?:ils?|elles?|cela) (?:est|sont|a|ont|doi(?:t|vent)|peu(?:t|vent)|coûte)\b|(?:c'est|ce sont)\b",
    re.IGNORECASE,
)

# The number of a paragraph: "1.3 The hirer"; not "2.5 kg" or "10.30 Coffee".
_OF_PARAGRAPH = re.compile(r"\A\s*\d(?:\.[1-9])+\.?\s+(?=[A-ZÀ-Þ])")
_OF_ITEM = re.compile(r"\A\s*\d{1,2}[.)]\s+")  # in one format it stands in the text, in another it does not
_WORD = re.compile(r"\w+|[£€$¥%]")
Key = tuple[str, ...]
Pair = tuple[EvidenceSentence, EvidenceSentence]  # a sentence each of two editions, the newer first
Side = tuple[EvidenceSentence, ...]
Embed = Callable[[Sequence[str]], Vectors]  # unit vectors, shape (texts, dimensions)
Likeness = tuple[float, int, int]  # how alike two sentences are, and their places on both sides


@dataclass(frozen=True, slots=True)
class Difference:
    """What the newer edition says and what the older one says of the same; empty where one says nothing.

    A sentence that refers back is behind the one that it refers to.
    """

    newer: Side
    older: Side

    @property
    def sides(self) -> list[Side]:
        """What there is of both, the newer first."""
        return [side for side in (self.newer, self.older) if side]

    @property
    def place(self) -> tuple[bool, int]:
        """What sorts differences by where they stand in the newer edition; those of the older come last."""
        return not self.newer, self.sides[0][0].citation.start


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """What differs between two documents, in the order of the newer one; what only the older says comes last.

    `shared` is the share of the shorter one's sentences that the other has too, in the same words or in like
    ones: more than half for editions of one text, a fifth for two minutes of one body.
    """

    differences: tuple[Difference, ...]
    shared: float


def compare_editions(pair: Pair, around: Around, embed: Embed | None = None) -> EditionComparison:
    """The two documents that a pair of sentences is from; no differences where one is too long to look at.

    With `embed` sentences that share few words are paired by their meaning.
    """
    new, old = (_stating(sentence, around) for sentence in pair)
    if not new or not old:
        return EditionComparison((), 0.0)
    rows, settled = _rows_paired(new, old, around)
    same = _same(new, old)
    now, before = (
        [sentence for sentence in side if _key(sentence) not in same and id(sentence) not in settled]
        for side in (new, old)
    )
    if max(len(rows), len(now), len(before)) > MOST_UNSHARED:
        return EditionComparison((), 0.0)
    in_new, in_old = ({_key(sentence): sentence for sentence in reversed(side)} for side in (new, old))
    # What one says twice and the other once is in both.
    both = in_new.keys() & in_old.keys()
    apart = [
        difference
        for difference in _paired(now, before, embed)
        if len(difference.sides) > 1 or _key(difference.sides[0][0]) not in both
    ]
    differences = sorted([*rows, *apart], key=lambda difference: difference.place)
    alike = sum(_key(sentence) in same for sentence in new) + sum(
        len(difference.sides) > 1 for difference in differences
    )
    joined = _joined(differences, {**_before(new), **_before(old)}, in_new, in_old)
    return EditionComparison(tuple(joined), alike / min(len(new), len(old)))


def _stating(sentence: EvidenceSentence, around: Around) -> list[EvidenceSentence]:
    """All that its document states: without headings and what stands around the text on each page."""
    every = around.stretch(sentence, 0, len(around.document(sentence).text))
    return [statement for statement in every if not statement.heading and not statement.furniture]


def unnumbered(sentence: EvidenceSentence) -> str:
    """The sentence without the number of its paragraph."""
    return _OF_PARAGRAPH.sub("", sentence.text)


def _key(sentence: EvidenceSentence) -> Key:
    """Its words and signs of currency: "not" and "until" count, as does "£5" for "€5"."""
    return tuple(_WORD.findall(unnumbered(sentence).casefold()))


def _same(new: Sequence[EvidenceSentence], old: Sequence[EvidenceSentence]) -> set[Key]:
    """What both say in the same words, below the same headings and as often."""
    now, before = _places(new), _places(old)
    return {key for key in now.keys() & before.keys() if now[key] == before[key]}


def _places(side: Sequence[EvidenceSentence]) -> dict[Key, Counter[str]]:
    """Of all that a document says the headings that it stands below, counted."""
    places: dict[Key, Counter[str]] = {}
    for sentence in side:
        places.setdefault(_key(sentence), Counter())[_section(sentence)] += 1
    return places


def _section(sentence: EvidenceSentence) -> str:
    return next(iter(section_of(sentence.citation)[-1:]), "")


# Rows


def _rows_paired(
    new: Sequence[EvidenceSentence], old: Sequence[EvidenceSentence], around: Around
) -> tuple[list[Difference], set[int]]:
    """The rows of the same name whose values differ, and the ids of all whose name both documents have."""
    now, before = _named(new, around), _named(old, around)
    both = [(row, before[name]) for name, row in now.items() if name in before]
    changed = [Difference((row,), (other,)) for row, other in both if _key(row) != _key(other)]
    return changed, {id(row) for rows in both for row in rows}


def _named(side: Sequence[EvidenceSentence], around: Around) -> dict[Key, EvidenceSentence]:
    """The rows that have a name, by it, their columns' names and their headings; the first of each."""
    rows: dict[Key, EvidenceSentence] = {}
    for row in side:
        if row.is_row and row.block is not None:
            name = around.document(row).text[row.block.start : row.block.end]
            # Without what stands in brackets behind it.
            if name := " ".join(stems(name.partition("(")[0])):
                rows.setdefault((name, *_columns(row), _section(row)), row)
    return rows


def _columns(row: EvidenceSentence) -> Iterator[str]:
    """The names of a row's columns as they are spelled in it, without numbers: "Price 2025"."""
    names = (cell.partition(":")[0] for cell in row.text.split("; ")[1:])
    return (" ".join(word for word in name.split() if not HAS_DIGIT.search(word)) for name in names)


# Sentences


def _paired(
    new: Sequence[EvidenceSentence], old: Sequence[EvidenceSentence], embed: Embed | None
) -> Iterator[Difference]:
    """Sentences that say the same of something, each once, those most alike first; the rest alone."""
    partners = _matched(_alike_in_words(new, old))
    if embed is not None:
        taken = set(partners.values())
        left = [place for place in range(len(new)) if place not in partners]
        right = [place for place in range(len(old)) if place not in taken]
        alike = _alike_in_meaning([new[place] for place in left], [old[place] for place in right], embed)
        partners |= {left[a]: right[b] for a, b in _matched(alike).items()}
    for place, sentence in enumerate(new):
        partner = old[partners[place]] if place in partners else None
        if partner is None or not _is_same(sentence, partner):  # else it was only moved
            yield Difference((sentence,), (partner,) if partner else ())
    taken = set(partners.values())
    for place, sentence in enumerate(old):
        if place not in taken:
            yield Difference((), (sentence,))


def _is_same(sentence: EvidenceSentence, other: EvidenceSentence) -> bool:
    """Whether two sentences have the same words, but for a number that only one has before it."""
    bare = [_OF_ITEM.sub("", side.text) for side in (sentence, other)]
    if (bare[0] == sentence.text) == (bare[1] == other.text):
        return _key(sentence) == _key(other)
    return bare[0].casefold() == bare[1].casefold()


def _matched(alike: Iterable[Likeness]) -> dict[int, int]:
    """The place of each one's partner: those most alike, of these the nearest by place, each once."""
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, a, b in sorted(
        alike, key=lambda likeness: (-likeness[0], abs(likeness[1] - likeness[2]), likeness[1:])
    ):
        if a not in partners and b not in taken:
            partners[a] = b
            taken.add(b)
    return partners


def _alike_in_words(new: Sequence[EvidenceSentence], old: Sequence[EvidenceSentence]) -> Iterator[Likeness]:
    texts = [[unnumbered(sentence) for sentence in side] for side in (new, old)]
    plain = [[plain_stems(text) for text in side] for side in texts]
    figures = [
        [set(stems(text)) - own for text, own in zip(side, words, strict=True)]
        for side, words in zip(texts, plain, strict=True)
    ]
    sections = [[_section(sentence) for sentence in side] for side in (new, old)]
    counts = Counter(word for side in plain for own in side for word in own)
    weights = {word: math.log(1 + (len(new) + len(old)) / count) for word, count in counts.items()}
    totals = [[_weight(own, weights) for own in side] for side in plain]
    for a, own in enumerate(plain[0]):
        for b, others in enumerate(plain[1]):
            if own and others:
                share = _weight(own & others, weights) / max(totals[0][a], totals[1][b])
                if share >= ALIKE:
                    # "Berth 2" is no other berth, and "The fee" below the same heading no other fee.
                    same = (sections[0][a] == sections[1][b]) + bool(figures[0][a] & figures[1][b])
                    yield share + SAME * same, a, b


def _alike_in_meaning(
    new: Sequence[EvidenceSentence], old: Sequence[EvidenceSentence], embed: Embed
) -> Iterator[Likeness]:
    if not new or not old:
        return
    vectors = embed([unnumbered(sentence) for sentence in (*new, *old)])
    cosines = vectors[: len(new)] @ vectors[len(new) :].T
    for a, b in np.argwhere(cosines >= ALIKE_IN_MEANING - SAME).tolist():
        section = _section(new[a])
        alike = float(cosines[a, b]) + SAME * (section != "" and section == _section(old[b]))
        if alike >= ALIKE_IN_MEANING and new[a].is_row == old[b].is_row:
            yield alike, a, b


def _weight(words: set[str], weights: Mapping[str, float]) -> float:
    return sum(map(weights.__getitem__, words))


# What they refer to


def _before(side: Sequence[EvidenceSentence]) -> dict[int, EvidenceSentence]:
    """For a sentence that refers back, by its id, the one right before it in its paragraph."""
    return {
        id(sentence): before
        for before, sentence in pairwise(side)
        if sentence.block is not None and sentence.block == before.block and _REFERS_BACK.match(sentence.text)
    }


def _joined(
    differences: Sequence[Difference],
    before: Mapping[int, EvidenceSentence],
    in_new: Mapping[Key, EvidenceSentence],
    in_old: Mapping[Key, EvidenceSentence],
) -> list[Difference]:
    """The differences with what they refer to: one that refers to another becomes one with it.

    `in_new` and `in_old` are all sentences of the newer and the older edition. What is referred to is said of
    both where both have it, though only one goes on.
    """
    joined: list[Difference] = []
    places: dict[int, int] = {}  # where in `joined` a sentence is, by its id
    for difference in differences:
        referred = [before[id(side[0])] for side in difference.sides if id(side[0]) in before]
        at = next((places[id(sentence)] for sentence in referred if id(sentence) in places), None)
        if at is None:
            at = len(joined)
            newer, older = (
                (before[id(side[0])], *side) if side and id(side[0]) in before else side
                for side in (difference.newer, difference.older)
            )
            if referred and not older:
                older = _counterpart(referred[0], in_old)
            elif referred and not newer:
                newer = _counterpart(referred[0], in_new)
            joined.append(Difference(newer, older))
        else:
            first = joined[at]
            joined[at] = replace(
                first, newer=first.newer + difference.newer, older=first.older + difference.older
            )
        places.update((id(sentence), at) for side in joined[at].sides for sentence in side)
    return joined


def _counterpart(sentence: EvidenceSentence, edition: Mapping[Key, EvidenceSentence]) -> Side:
    """The sentence as the other edition has it; empty where it has it not."""
    counterpart = edition.get(_key(sentence))
    return (counterpart,) if counterpart else ()
