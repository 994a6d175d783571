"""What a text denies: each word in the reach of a "not", a "never", a "without" or the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.grounding.facts.alignment import Alignment, Spot, counterpart, likeness
from assistant.grounding.facts.clash import Clash
from assistant.language.parsed import Parsed
from assistant.language.tokens import Token

# Denies what stands behind it.
_PLAIN_CUES = frozenset(
    "not never cannot without neither nor no none nobody nothing nowhere hardly barely scarcely rarely "
    "seldom false untrue unable impossible unlikely".split()
)
# These deny too, but name an act of its own: what they prevent or lack may stand elsewhere as it is.
_VERB_CUES = frozenset(
    "lacks lack lacked lacking fails fail failed failing refused refuses refuse denied denies deny declined "
    "declines prevented prevents prevent absence avoided avoids avoid".split()
)
_FALSE_CUES = re.compile(
    r"\b(?:not only|not just|not merely|not simply|not least|not necessarily|no (?:more|less"
    r"|fewer|later|earlier|longer|sooner) than"
    r"|no doubt|without doubt|not to mention|no matter|not until|no sooner|whether or not"
    r"|or not|nothing but|cannot but"
    r"|no\. ?\d|not unlike|not uncommon|not without|nor any)\b",
    re.IGNORECASE,
)
_QUOTES = frozenset("\"”’'")
MOST = 24  # denials of a sentence: each is compared with all words of the other text
_REACH = 12  # tokens behind a cue
_WORDS = 4  # with meaning among them
_NEXT, _LATER = 0.4, 0.6  # likeness that the first denied word needs, and the others
_STOPS = frozenset(
    '. , ; : ! ? ( ) — – but because although though while which who since when if and or as " '
    "“ ” ' ’ `".split()
)
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non|mis)(?=\w{4})")


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue with the words it denies, the nearest first."""

    cue: str
    words: tuple[int, ...]  # tokens
    plain: bool  # no quoted word, and not in brackets


@lru_cache(maxsize=4096)
def denials(parsed: Parsed) -> tuple[Denial, ...]:
    """What a text denies, in order; of very many denials the first MOST."""
    skipped = [match.span() for match in _FALSE_CUES.finditer(parsed.read)]
    found = (
        Denial(token.text, tuple(_governed(parsed.tokens, place)), _is_plain(parsed.tokens, place))
        for place, token in enumerate(parsed.tokens)
        if _is_cue(token) and not any(start <= token.start < end for start, end in skipped)
    )
    return tuple(islice(found, MOST))


def _is_cue(token: Token) -> bool:
    return token.lower in _PLAIN_CUES or token.lower in _VERB_CUES or token.lower.endswith("n't")


def _is_plain(tokens: tuple[Token, ...], place: int) -> bool:
    behind = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return not tokens[place].aside and behind not in _QUOTES


def _governed(tokens: tuple[Token, ...], place: int) -> Iterator[int]:
    """The words with meaning behind a cue, as far as its clause goes."""
    count = 0
    for at in range(place + 1, min(len(tokens), place + 1 + _REACH)):
        if tokens[at].lower in _STOPS or count == _WORDS:
            return
        if tokens[at].content and not _is_cue(tokens[at]):
            count += 1
            yield at


def negation_clashes(alignment: Alignment) -> Iterator[Clash]:
    """What the claim denies and the source states, or the other way round."""
    if alignment.aligned and alignment.english:
        clash = _denied(alignment) or _stated(alignment) or _uneven(alignment)
        if clash is not None:
            yield clash


def _denied(alignment: Alignment) -> Clash | None:
    claim = alignment.claim
    for denial in denials(claim):
        for nth, at in enumerate(denial.words):
            found = counterpart(claim, at, alignment.best_first)
            if found is None:
                if _affixed(claim, at, alignment.aligned[0]):
                    break
                continue
            source, place, alike = found
            if is_denied(source, place) or alike < (_NEXT if nth == 0 else _LATER):
                break
            return _clash(
                denial, claim.tokens[at].text, "the sentence denies what the source states", alignment
            )
    return None


def _stated(alignment: Alignment) -> Clash | None:
    claim, source = alignment.claim, alignment.aligned[0]
    for denial in denials(source):
        for nth, at in enumerate(denial.words):
            found = counterpart(source, at, (claim,))
            if found is None:
                if _affixed(source, at, claim):
                    break
                continue
            _, place, alike = found
            alike = max(alike, likeness(claim, Spot(place), source, Spot(at)))  # the source may say more
            back = counterpart(claim, place, alignment.best_first)
            mutual = back is not None and back[:2] == (source, at)
            if not mutual or is_denied(claim, place) or alike < (_NEXT if nth == 0 else _LATER):
                break
            return _clash(
                denial, source.tokens[at].text, "the source denies what the sentence states", alignment
            )
    return None


def _uneven(alignment: Alignment) -> Clash | None:
    """The same words but for a "not": it may stand before none that carries meaning."""
    claim, source = alignment.claim, alignment.aligned[0]
    said, stated = ([one for one in denials(text) if one.plain] for text in (claim, source))
    if len(said) % 2 == len(stated) % 2 or not alignment.nearly_same:
        return None
    if len(said) > len(stated):
        return Clash(
            "negation",
            said[-1].cue,
            None,
            f"the sentence has a “{said[-1].cue}” that the source has not",
            True,
        )
    return Clash(
        "negation", "", stated[-1].cue, f"the source has a “{stated[-1].cue}” that the sentence has not", True
    )


def _clash(denial: Denial, word: str, reason: str, alignment: Alignment) -> Clash:
    veto = denial.cue.lower() not in _VERB_CUES or alignment.nearly_same
    return Clash("negation", word, denial.cue, f"{reason}: “{denial.cue} … {word}”", veto)


def _affixed(parsed: Parsed, at: int, other: Parsed) -> bool:
    """Whether the other text denies the word by its beginning: "not able", "unable"."""
    return any(_PREFIX.sub("", stem) == parsed.tokens[at].stem != stem for stem in other.stems)


def is_denied(parsed: Parsed, place: int) -> bool:
    """Whether a word stands in the reach of a denial."""
    return any(place in denial.words for denial in denials(parsed))
