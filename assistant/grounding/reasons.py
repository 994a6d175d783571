"""Why a sentence is not simply found, and which part of it has no source."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.grounding.facts import Clash
from assistant.grounding.facts.alignment import is_foreign
from assistant.grounding.matching import LONGEST, PAYING, keyed_words
from assistant.grounding.overlap import HAVE, Overlap
from assistant.language.numbers import Number
from assistant.language.parsed import parse
from assistant.language.terms import names, number_key, numbers
from assistant.language.tokens import same_stem
from assistant.language.units import Unit
from documents.text.runs import grouped
from index.words import STOP_WORDS, content_words, words

_SEVERAL = "its words come from several documents or rows, none of which states it alone"
BEGINNING = "only its beginning was checked"
_ONLY_IN_PART = "the source says it only in part"
_REST = 0.3  # the share of a claim that must stand beside another figure for its own to be doubted
_OWN = 0.5  # ... and how much less of it may stand beside the figure
_OF_AMOUNTS = PAYING | {same_stem(word) for word in "minute hour day week month year person".split()}
_THERE = 0.6  # ... and the share of that which must stand there
_ALONE = 0.8  # of what all quotes have of a claim, what those of one document must have
_FEWEST_SAID = 2  # words beside a name that say something of it
_SAID = 0.75  # the share of them in the sentence that says it
_LESS = 0.35  # how much fewer of them are in any sentence with the name
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|this|these|those|who|which|his|her|its|their|him|them|i|we|my|our|you|your)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:the|an?|our|their|its|his|her)\b", re.IGNORECASE)  # who does it, without a name
_MOST_NAMED = 4
_SOFT = frozenset({"name"})  # kinds whose mere doubts are left to the score, unless no passage has the word
_ALIKE = 0.62  # cosine from which on a word that the quotes have not may be said in another
# The best cosine from which on a word may say the same. Most pairs of synonyms are above;
# a higher one costs more true sentences than it finds false ones.
_STRANGE = 0.38
_RARE = 0.8  # without vectors any synonym is strange: the weight from which on a word counts then
# Words that join sentences or speak of the sources; they say nothing that could be wrong.
_HARMLESS = frozenset(
    "additionally furthermore moreover finally alternatively secondly thirdly firstly lastly respectively "
    "overall likewise similarly specifically via whereas passage passages text texts source sources document "
    "documents excerpt mention mentions mentioned mentioning states stated suggests suggest according note "
    "following follows process one another "
    # What says little beside a figure or a name that is looked up itself; and where it was read
    "made makes make earn earns carry carries carried run runs take takes took give gives let lets hold "
    "holds put puts count counts counted offer offers offered get gets page pages list lists guide sheet "
    "leaflet manual handbook column row".split()
)
# With these a thing did not happen, or is only said to have: strange however like another word.
_UNDOING = frozenset(
    "fail failed fails failing refuse refused refuses decline declined deny denied denies stop stopped stops "
    "cease ceased quit avoid avoided forget forgot almost barely hardly allegedly supposedly falsely wrongly "
    "myth rumour rumor pretend pretended attempt attempted try tried plan planned intend intended".split()
)


def doubts(overlap: Overlap, cited: Sequence[int], clashes: Sequence[Clash]) -> list[str]:
    """What keeps a sentence from being found whatever its score."""
    reasons = [
        clash.reason
        for clash in clashes
        if not clash.veto and (clash.kind not in _SOFT or _is_nowhere(overlap, clash.said))
    ]
    named = set(words(" ".join(clash.said for clash in clashes)))
    strange = [word for word in dict.fromkeys(_strange_words(overlap)) if word.lower() not in named]
    reasons += [f"no passage says “{word}”" for word in strange[:_MOST_NAMED]]
    reasons += _figures_of_others(overlap)
    if not _has_one_source(overlap, cited):
        reasons.append(_SEVERAL)
    reasons += _said_of_others(overlap)
    return reasons


def _said_of_others(overlap: Overlap) -> list[str]:
    """Names of which the source does not say what the claim says: the sentence that does names another."""
    parsed = parse(overlap.text)
    if is_foreign(parsed):
        return []
    spans = [parsed.span(name) for name in parsed.names]
    reasons = []
    for rows in overlap.claims:
        for start, end in spans:
            name = [row for row in rows if start <= overlap.words[row].start < end]
            rest = [row for row in rows if row not in name]
            if name and len(rest) >= _FEWEST_SAID and _is_said_of_another(overlap, name, rest):
                reasons.append(f"the source does not say this of “{overlap.text[start:end]}”")
    return reasons


def _is_said_of_another(overlap: Overlap, name: Sequence[int], rest: Sequence[int]) -> bool:
    total = float(overlap.weights[rest].sum())
    shares = overlap.weights[rest] @ overlap.credit[rest] / total
    named = overlap.credit[name].max(axis=0) >= HAVE
    best = int(np.argmax(shares))
    text = overlap.sentences[best].evidence.text
    if named[best] or shares[best] < _SAID or _PRONOUN.search(text):
        return False
    less = bool(shares[named].max(initial=0.0) <= shares[best] - _LESS)
    return less and (_BY.search(text) is not None or _names_another(overlap, text))


def _names_another(overlap: Overlap, text: str) -> bool:
    """Whether a sentence has a name of which the claim has no word."""
    own = {word.key for word in overlap.words}
    return any(
        name.sure and own.isdisjoint(word.key for word in keyed_words(name.text))
        for name in parse(text).names
    )


def _strange_words(overlap: Overlap) -> list[str]:
    """The words that neither the question nor an evidence sentence has, or has a word like.

    One is enough to make a true sentence false.
    """
    cosines = overlap.word_cosine_in(overlap.near)
    strange = []
    for row, credit in enumerate(overlap.credit_anywhere):
        if credit >= HAVE or overlap.in_question[row]:
            continue
        word = overlap.word(row).lower()
        unlike = cosines[row] < _STRANGE if overlap.embedded else overlap.weights[row] >= _RARE
        if word in _UNDOING or (unlike and word not in _HARMLESS):
            strange.append(overlap.word(row))
    return strange


def _is_nowhere(overlap: Overlap, name: str) -> bool:
    """Whether a word of the name stands in no evidence sentence at all."""
    start = overlap.text.find(name)
    return start >= 0 and any(
        start <= word.start < start + len(name) and credit < HAVE
        for word, credit in zip(overlap.words, overlap.credit_anywhere, strict=True)
    )


def _figures_of_others(overlap: Overlap) -> list[str]:
    """Figures given for something else: what the claim is about stands beside another figure."""
    reasons = []
    for rows in overlap.claims:
        # "One" that is no number stands for a thing: "the green one".
        figures = [
            row
            for row in rows
            if overlap.words[row].key[:1].isdigit()
            and (overlap.word(row).lower() != "one" or _number_at(overlap, row))
        ]
        if len(figures) == 1 and _stands_beside_another(overlap, rows, figures[0]):
            reasons.append(f"the source has {overlap.word(figures[0])} for something else")
    return reasons


def _number_at(overlap: Overlap, row: int) -> Number | None:
    """The number of the claim that a word is or belongs to: the days of "21 days"."""
    parsed, place = parse(overlap.text), overlap.words[row].start
    spans = ((number, *parsed.span(number)) for number in parsed.numbers)
    return next((number for number, start, end in spans if start <= place < end), None)


def _stands_beside_another(overlap: Overlap, rows: Sequence[int], figure: int) -> bool:
    shares = overlap.weights[rows] @ overlap.credit[rows]
    with_figure = np.flatnonzero(overlap.credit[figure] >= HAVE)
    if not len(with_figure):
        return False
    credit = overlap.credit[:, with_figure[int(np.argmax(shares[with_figure]))]]
    number = _number_at(overlap, figure)
    units = number.units if number else ()
    rest = [row for row in rows if credit[row] < HAVE]
    if float(overlap.weights[rest].sum()) < _REST * float(overlap.weights[rows].sum()):
        return False
    own = [
        row
        for row in rows
        if credit[row] >= HAVE
        and overlap.words[row].key not in _OF_AMOUNTS
        and (number is None or _number_at(overlap, row) != number)
    ]
    if float(overlap.weights[own].sum()) > _OWN * float(overlap.weights[rest].sum()):
        return False  # what it is said of stands beside it, too: "return the router in 21 days"
    anywhere = [row for row in rest if overlap.credit_anywhere[row] >= HAVE]
    return any(
        (
            _share_in(overlap, rest, column) >= _THERE
            and (not units or _has_unit(sentence.evidence.text, units))
        )
        or (_has_unit(sentence.evidence.text, units) and _share_in(overlap, anywhere, column) >= _THERE)
        for column, sentence in enumerate(overlap.sentences)
        if column not in with_figure and any(key[:1].isdigit() for key in sentence.keys)
    )


def _share_in(overlap: Overlap, rows: Sequence[int], column: int) -> float:
    """How much of these words a sentence has, by their weights; 0 of none."""
    total = float(overlap.weights[rows].sum())
    return float(overlap.weights[rows] @ overlap.credit[rows, column]) / total if total else 0.0


def _has_unit(text: str, units: tuple[Unit, ...]) -> bool:
    """Whether a text has a number of these units."""
    return bool(units) and any(number.units == units for number in parse(text).numbers)


def _has_one_source(overlap: Overlap, cited: Sequence[int]) -> bool:
    """Whether each claim of the sentence has most of its words in the quotes of one document, or one row."""
    sources = grouped(cited, overlap.record)
    if len(sources) < 2:
        return True
    together = overlap.coverage_by_claim([overlap.credit_in(cited)])
    alone = overlap.coverage_by_claim(overlap.credit_in(own) for own in sources.values())
    return all(share >= _ALONE * both for share, both in zip(alone, together, strict=True))


def unknown_terms(overlap: Overlap) -> list[str]:
    """The names and numbers of the sentence that no evidence sentence has, as reasons."""
    terms = [*names(overlap.text), *numbers(overlap.text)]
    missing = [overlap.word(row) for row, credit in enumerate(overlap.credit_anywhere) if credit < HAVE]
    return [
        f"no passage has the {'number' if word[:1].isdigit() else 'name'} {word}"
        for word in dict.fromkeys(missing)
        if word in terms or number_key(word) in terms
    ][:_MOST_NAMED]


def unread(overlap: Overlap, longest: int) -> list[tuple[int, int]]:
    """The offsets of what stands behind the words that are looked up, or behind `longest` characters."""
    text = overlap.text.rstrip()
    end = min(longest, overlap.words[-1].end if len(overlap.words) >= LONGEST else len(text))
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():  # no word is cut
        end += 1
    end = len(text) - len(text[end:].lstrip())
    return [(end, len(text))] if any(word not in STOP_WORDS for word in words(text[end:])) else []


def unsupported(overlap: Overlap, cited: Sequence[int], clashes: Sequence[Clash]) -> list[tuple[int, int]]:
    """Offsets in the sentence of what the quotes do not state: clashing facts, and words in a row."""
    credit, cosines = overlap.credit_in(cited), overlap.word_cosine_in(cited)
    spans = [
        (word.start, word.end)
        for row, word in enumerate(overlap.words)
        if credit[row] < HAVE and cosines[row] < _ALIKE and not overlap.in_question[row]
    ]
    for clash in clashes:
        start = overlap.text.find(clash.said) if clash.said else -1
        if start >= 0:
            spans.append((start, start + len(clash.said)))
    return _joined(overlap, sorted(spans))


def _joined(overlap: Overlap, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with no word with meaning between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not any(joined[-1][1] <= word.start < start for word in overlap.words):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def name_unsupported(text: str, spans: Sequence[tuple[int, int]], reasons: Sequence[str]) -> list[str]:
    """The parts without a source that no other reason has named."""
    named = set(words(" ".join(reasons)))
    parts = [text[start:end] for start, end in spans]
    new = [f"“{part}”" for part in parts if not named.issuperset(content_words(part))]
    if new:
        return ["not in the source: " + ", ".join(new[:_MOST_NAMED])]
    return [] if reasons else [_ONLY_IN_PART]
