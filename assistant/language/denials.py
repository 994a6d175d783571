"""What a text denies: each word in the scope of a "not", a "never", a "without" or the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, islice, takewhile

from assistant.language.parsed import Parsed
from assistant.language.tokens import Token

# Denies what stands behind it.
_PLAIN_CUES = frozenset(
    "not never cannot without neither nor no none nobody nothing nowhere hardly barely scarcely rarely "
    "seldom false untrue unable impossible unlikely".split()
)
# These deny too, but name an act of its own: what they prevent or lack may stand elsewhere as it is.
VERB_CUES = frozenset(
    "lacks lack lacked lacking fails fail failed failing refused refuses refuse denied denies deny declined "
    "declines prevented prevents prevent absence avoided avoids avoid avoiding".split()
)
_FALSE_CUES = re.compile(
    r"\b(?:not only|not just|not merely|not simply|not least|not necessarily|(?:no|not) (?:more|less"
    r"|fewer|later|earlier|longer|sooner) than"
    r"|no doubt|without doubt|not to mention|no matter|not until|no sooner|whether or not"
    r"|with (?:or|and) without|or not|nothing but|cannot but"
    r"|no\. ?\d|(?<=, )no more(?=\s?[,.;])|not unlike|not uncommon|not without|nor any)\b",
    re.IGNORECASE,
)
# What may stand before a verb that comes before its subject; and what is said of a subject.
_WHY = frozenset("why how come so and but".split())
_SAID = re.compile(r"\w{2,20}(?:ed|en|able|ible)|free|shut|in|on|off")
_ASIDE = frozenset({("rather", "than"), ("other", "than"), ("instead", "of")})
_CELLS, _ENDS = frozenset(("no", "none")), frozenset(";(")
_QUOTES = frozenset("\"“”‘’'")
MOST_DENIALS = 24  # denials of a text: each is compared with all words of the other text
_SCOPE = 12  # tokens behind a cue
_WORDS = 6  # with meaning among them
_STOPS = frozenset(
    '. , ; : ! ? ( ) — – but because although though while which who since when if and or as " '
    "“ ” ' ’ `".split()
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue with the words it denies, the nearest first."""

    cue: str
    words: tuple[int, ...]  # tokens
    plain: bool  # no quoted word, and not in brackets


@lru_cache(maxsize=4096)
def denials(parsed: Parsed) -> tuple[Denial, ...]:
    """What a text denies, in order; of very many denials the first MOST_DENIALS.

    >>> from assistant.language.parsed import parse
    >>> text = parse("The ship did not sail to Gao.")
    >>> [(denial.cue, [text.tokens[place].text for place in denial.words]) for denial in denials(text)]
    [('not', ['sail', 'Gao'])]
    """
    skipped = [match.span() for match in _FALSE_CUES.finditer(parsed.read)]
    in_order = (
        Denial(token.text, tuple(_denied(parsed.tokens, place)), _is_plain(parsed.tokens, place))
        for place, token in enumerate(parsed.tokens)
        if (_is_cue(token) or _sets_aside(parsed.tokens, place))
        and not any(start <= token.start < end for start, end in skipped)
    )
    return tuple(islice(in_order, MOST_DENIALS))


def is_denied(parsed: Parsed, place: int) -> bool:
    """Whether the token at `place` stands in the scope of a denial."""
    return any(place in denial.words for denial in denials(parsed))


def denies(parsed: Parsed) -> bool:
    """Whether a text denies anything with a cue that is neither quoted nor in brackets."""
    return any(denial.plain for denial in denials(parsed))


def _is_cue(token: Token) -> bool:
    return token.lower in _PLAIN_CUES or token.lower in VERB_CUES or token.lower.endswith("n't")


def _sets_aside(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word is the end of "rather than", "other than" or "instead of": what follows is not meant."""
    before = tokens[place - 1].lower if place else ""
    return (before, tokens[place].lower) in _ASIDE


def _is_plain(tokens: tuple[Token, ...], place: int) -> bool:
    around = tokens[max(0, place - 1) : place + 2]
    is_quoted = len(around) == 3 and around[0].text in _QUOTES and around[2].text in _QUOTES
    return not tokens[place].aside and not is_quoted


def _denied(tokens: tuple[Token, ...], cue: int) -> Iterator[int]:
    """The words with meaning behind a cue, as far as its clause goes.

    In a row, "Toxic to cats: no", they are the column's. In a question such as "Why aren't dogs allowed?" the
    subject follows the cue, and is not what is denied.
    """
    if column := _column_of(tokens, cue):
        yield from column
        return
    words = list(_in_clause(tokens, cue))
    is_question = bool(tokens[:cue]) or tokens[-1].text == "?"  # "Don't touch the bowls" asks nothing
    inverted = tokens[cue].lower.endswith(("n't", "n’t")) and all(
        token.lower in _WHY for token in tokens[:cue]
    )
    if inverted and is_question:
        start = next((n for n, place in enumerate(words) if _SAID.fullmatch(tokens[place].lower)), 0)
        words = words[start:] if start else [*dropwhile(lambda place: tokens[place].text[0].isupper(), words)]
    yield from words


def _column_of(tokens: tuple[Token, ...], cue: int) -> list[int]:
    """The words of the column of a row that has "no" and nothing else in it."""
    behind = tokens[cue + 1].text if cue + 1 < len(tokens) else ";"
    if tokens[cue].lower not in _CELLS or not cue or tokens[cue - 1].text != ":" or behind not in _ENDS:
        return []
    name = takewhile(lambda place: tokens[place].text != ";", range(cue - 2, -1, -1))
    return [place for place in reversed([*name]) if tokens[place].content]


def _in_clause(tokens: tuple[Token, ...], cue: int) -> Iterator[int]:
    count = 0
    for place in range(cue + 1, min(len(tokens), cue + 1 + _SCOPE)):
        if tokens[place].lower in _STOPS or count == _WORDS:
            return
        if tokens[place].content and not _is_cue(tokens[place]):
            count += 1
            yield place
