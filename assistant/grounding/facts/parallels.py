"""What a sentence says of several things side by side: "adults £5, children £3, dogs free"."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise, takewhile
from typing import Any, Generic

from assistant.grounding.claims import split_claims
from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind, Fact, FactType, Spot
from assistant.grounding.facts.cells import reads_as_row
from assistant.grounding.facts.dates import DATES, TIMES
from assistant.grounding.facts.names import NAMES
from assistant.language.numbers import Number, same_value
from assistant.language.parsed import Parsed, parse
from assistant.language.terms import content_stems
from assistant.language.tokens import Located, covered
from documents.text.calendar import WEEKDAY

_BREAKS = frozenset(", ; : ( ) — – and or but while whereas".split())
_LONGEST = 14  # words of one of the parts
_FEWEST = 2
_MOST = 0.6  # of the words of a claim, for its sentence to be about the same
_PREPOSITIONS = frozenset(
    "for in at on by with after before from to of under over until since during if".split()
)
_THE = frozenset("the a an your his her its their this that these those each every".split())
_OF_ALL = frozenset("both everyone everybody all each".split())
_PRONOUNS = frozenset("it them they he she him her".split())
_UNITS = frozenset("minute hour day night week fortnight month year".split())
# What is said of anything: it sets no part apart from the others.
_OF_ANY = content_stems(
    "pay pays cost costs price charge take takes last go goes come get need use have be is do"
)
# Words of which a thing has one: "the red tablet in the morning and the white one at night"
_CLASSES = tuple(
    re.compile(rf"(?:{words})", re.IGNORECASE)
    for words in (
        "red|blue|green|black|white|yellow|brown|gr[ea]y|orange|purple|pink|clear",
        "mornings?|afternoons?|evenings?|nights?|noon|midday|midnight|lunch(?:time)?|breakfast|bedtime",
        rf"(?:{WEEKDAY})s?",
        "spring|summer|autumn|fall|winter",
        "(?:north|south|east|west)(?:ern)?|left|right|upper|lower|top|bottom|front|back|inner|outer|inside|outside",
        "large|small|big|little|medium",
    )
)


@dataclass(frozen=True, slots=True)
class _Word(Spot):
    """A word as a fact."""

    stem: str


@dataclass(frozen=True)  # slots and Generic do not go together
class _Part(Generic[Fact]):
    """A part of a sentence with its facts, and the words that no other part has."""

    facts: tuple[Fact, ...]
    words: frozenset[str]
    subject: frozenset[str] = frozenset()
    of_all: bool = False  # "and both come with a biscuit"


def parallel_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Facts of a claim that its source has beside another thing than the claim does: "children pay £5".

    Only where the source has most other words of the claim, those that tell its parts apart in one of them,
    beside another fact. By the words alone that is never sure.
    """
    parts = split_claims(alignment.claim.read)
    alone = [replace(alignment, claim=parse(part.text)) for part in parts] if len(parts) > 1 else []
    for aligned in (alignment, *alone):  # "the chair is Ann and the treasurer Tom" are two
        for kind, fact_type in _KINDS:
            for fact in fact_type.of(aligned.claim):
                if (clash := _clash(aligned, kind, fact_type, fact)) is not None:
                    yield clash
                    return


def stated_beside(alignment: Alignment) -> set[str]:
    """The numbers of a claim that a sentence of several has beside what the claim says them of, and beside
    nothing else of it: "the train 25" behind "the ferry takes 40 minutes".
    """
    claim = alignment.claim
    stated: set[str] = set()
    for number in claim.numbers:
        rest = _other_words(claim, number)
        for source in alignment.aligned[:1]:
            parts = _parts(source, _NUMBERS) if rest <= _words(source, range(len(source.tokens))) else []
            matching = [part for part in parts if rest & part.words]
            if len(parts) >= _FEWEST and len(matching) == 1 and _NUMBERS.has(matching[0].facts, number):
                stated.add(number.text)
    return stated


def _other_words(claim: Parsed, fact: Located) -> frozenset[str]:
    """The words of a claim, but for a fact, that tell of what it is said."""
    rest = _words(claim, range(fact.first)) | _words(claim, range(fact.last, len(claim.tokens)))
    return rest - _OF_ANY


def _clash(alignment: Alignment, kind: ClashKind, fact_type: FactType[Fact], fact: Fact) -> Clash | None:
    claim = alignment.claim
    clash: Clash | None = None
    for source in alignment.aligned:
        if not fact_type.has(fact_type.of(source), fact):
            continue
        parts = _parts(source, fact_type)
        around = _other_words(claim, fact)
        rest = around & _words(source, range(len(source.tokens)))
        if len(rest) < _MOST * len(around):
            return None
        matching = [part for part in parts if rest & part.words]
        if len(matching) > 1 and matching[0] is parts[0] and rest & matching[0].words <= matching[0].subject:
            # The subject of the first may be that of all: "it was built in 1912 and burned"
            matching = matching[1:]
        home = [part for part in parts if fact_type.has(part.facts, fact)]
        own = _words(claim, range(fact.first, fact.last))
        if len(parts) < _FEWEST or len(matching) != 1 or not any(part.words - own for part in home):
            return None
        if matching[0].of_all or any(
            fact_type.has(matching[0].facts, own_fact) for own_fact in fact_type.of(claim)
        ):
            return None
        other = matching[0].facts[0]
        text, stated = claim.read[slice(*claim.span(fact))], source.read[slice(*source.span(other))]
        reason = f"the source has {text} for something else, and {stated} for this"
        clash = clash or Clash(kind, text, stated, reason, False)
    return clash


def _parts(source: Parsed, fact_type: FactType[Fact]) -> list["_Part[Fact]"]:
    """The parts between commas and "and" that have facts of a type, each with what follows up to the next.

    None where one is longer than what is listed, nor in a row, whose columns tell.
    """
    facts = () if reads_as_row(source) else fact_type.of(source)
    if facts and "respectively" in source.words:
        return _respective(source, facts)
    spans: list[tuple[int, int, tuple[Fact, ...]]] = []
    for first, last in _spans(source, len(source.tokens)):
        own = tuple(
            fact for fact in facts if first <= fact.first < last and not source.tokens[fact.first].aside
        )
        if spans and (not own or not spans[-1][2]):
            first, own = spans[-1][0], (*spans.pop()[2], *own)
        spans.append((first, last, own))
    lengths = [
        sum(token.word and token.lower not in _BREAKS for token in source.tokens[first:last])
        for first, last, _ in spans
    ]
    if max(lengths[1:], default=0) > _LONGEST:
        return []
    counts = Counter(word for first, last, _ in spans for word in _words(source, range(first, last)))
    # What makes the first part longer than the others holds for all: "bake the loaf for 45 minutes".
    shared = max(0, lengths[0] - max(lengths[1:], default=lengths[0]))
    starts = [place for place, token in enumerate(source.tokens) if token.word][shared : shared + 1]
    own_words = [
        _words(source, range(max(first, starts[0]) if starts else first, last)) for first, last, _ in spans
    ]
    return [
        _Part(
            own,
            frozenset(word for word in words_of_part if counts[word] == 1),
            _sentence_part(source, first, last).subject,
            any(token.lower in _OF_ALL for token in source.tokens[first:last]),
        )
        for (first, last, own), words_of_part in zip(spans, own_words, strict=True)
    ]


def _spans(text: Parsed, end: int) -> list[tuple[int, int]]:
    """The tokens up to `end` between commas and "and", each with the break behind it."""
    breaks = [at + 1 for at in range(end) if text.tokens[at].lower in _BREAKS]
    return [(first, last) for first, last in pairwise([0, *breaks, end]) if first < last]


def _respective(source: Parsed, facts: Sequence[Fact]) -> list["_Part[Fact]"]:
    """Each fact with what is listed in its place before: "adults and children pay £5 and £3 respectively"."""
    end = next(place for place, token in enumerate(source.tokens) if token.lower == "respectively")
    facts = [fact for fact in facts if fact.first < end]
    listed = [
        _words(source, range(first, last)) for first, last in _spans(source, facts[0].first if facts else 0)
    ]
    if not facts or len(listed) != len(facts):
        return []
    counts = Counter(word for words in listed for word in words)
    return [
        _Part((fact,), frozenset(word for word in words if counts[word] == 1))
        for fact, words in zip(facts, listed[-len(facts) :], strict=True)
    ]


def subjects_exchanged(alignment: Alignment) -> Iterator[Clash]:
    """Claims with the subject of one part of a sentence and what another part says of its own: "swifts nest
    in the mill" of "barn owls nest in the mill, swifts below the roof". Never sure.
    """
    claim = alignment.claim
    for source in alignment.aligned[:1]:
        if reads_as_row(source) or not claim.stems - _OF_ANY <= source.all_stems:
            return
        if not (_PRONOUNS | _OF_ALL).isdisjoint(source.words):  # "the roof leaked and the builder mended it"
            return
        parts = [_sentence_part(source, first, last) for first, last in _spans(source, len(source.tokens))]
        counts = Counter(stem for part in parts for stem in part.words)
        once = {stem for stem in claim.stems if counts[stem] == 1}
        touched = [part for part in parts if once & part.words]
        if len(touched) > _FEWEST and touched[0] is parts[0] and once & parts[0].words <= parts[0].subject:
            touched = touched[1:]  # what the first begins with holds for all
        if len(touched) != _FEWEST:
            return
        for own, other in (touched, touched[::-1]):
            says_more = own.words - own.subject - claim.stems and once & own.words <= own.subject
            if says_more and other.key and other.key not in claim.stems:
                reason = f"the source says this of “{other.name}”"
                yield Clash("role", own.name, other.name, reason, False)
                return


@dataclass(frozen=True, slots=True)
class _SentencePart:
    """A part of a sentence: the stems of its words with meaning; of what it tells of, the `key` first."""

    name: str
    key: str
    subject: frozenset[str]
    words: frozenset[str]


def _sentence_part(text: Parsed, first: int, last: int) -> _SentencePart:
    """What a part tells of: its first words with meaning, of "Water the ferns" those behind "the"."""
    tokens = [token for token in text.tokens[first:last] if token.word and token.lower not in _BREAKS]
    ordered = len(tokens) > 1 and tokens[0].content and tokens[1].lower in _THE
    rest = dropwhile(lambda token: not token.content, tokens[1:] if ordered else tokens)
    aside = bool(tokens) and tokens[0].lower in _PREPOSITIONS  # "for the exhibition"
    counted = {text.tokens[place].start for place in covered(text.numbers)}
    subject = [] if aside else [*takewhile(lambda token: token.content and token.start not in counted, rest)]
    return _SentencePart(
        " ".join(token.text for token in subject),
        subject[0].stem if subject else "",
        frozenset(token.stem for token in subject),
        frozenset(token.stem for token in tokens if token.content),
    )


def _words(text: Parsed, places: range) -> frozenset[str]:
    """The stems of words with meaning, and numbers as they are written."""
    tokens = (text.tokens[place] for place in places)
    return frozenset(token.stem for token in tokens if token.content)


def _numbers(text: Parsed) -> list[Number | _Word]:
    """The numbers, "an hour", and what costs nothing."""
    words = [
        _Word(at, token.stem)
        for at, token in enumerate(text.tokens)
        if token.lower == "free"
        or (at and token.lower in _UNITS and text.tokens[at - 1].lower in ("a", "an"))
    ]
    return sorted((*text.numbers, *words), key=lambda fact: fact.first)


def _same(fact: Number | _Word, other: Number | _Word) -> bool:
    if isinstance(fact, Number) and isinstance(other, Number):
        return same_value(fact, other)
    return isinstance(fact, _Word) and isinstance(other, _Word) and fact.stem == other.stem


def _of_class(words: re.Pattern[str]) -> Callable[[Parsed], list[_Word]]:
    return lambda text: [
        _Word(at, token.stem) for at, token in enumerate(text.tokens) if words.fullmatch(token.text)
    ]


_NUMBERS = FactType(_numbers, _same)
# Any: each has facts of its own type.
_KINDS: tuple[tuple[ClashKind, FactType[Any]], ...] = (
    ("number", _NUMBERS),
    ("date", DATES),
    ("date", TIMES),
    ("role", NAMES),
    *(("role", FactType(_of_class(words), _same)) for words in _CLASSES),
)
