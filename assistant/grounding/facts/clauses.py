"""Clause by clause: what the source says of another, under a condition or only as a question."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.grounding.facts.alignment import Alignment, Clash
from assistant.grounding.facts.cells import reads_as_row
from assistant.language.denials import denies
from assistant.language.parsed import Parsed, parse, sentences
from assistant.language.tokens import Token

SAME_CLAUSE = 0.6  # of a claim's words that a clause of the source must have to speak of the same
NEARLY_ALL = 0.95  # of them: then the verb may be another
_BETWEEN = re.compile(
    r"[;\n]\s*|,?\s(?:but|while|whereas|although|though)\s|,\s(?:and\s)?(?=(?:the|those|these)\s)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:only|unless|provided(?: that)?|as long as|if|when|until"
    r"|(?P<but>except(?: for)?|apart from|with the exception of|excluding))\b[^,;.:()]*",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:provided|as long as|if|when|after|once)\b", re.IGNORECASE)
_UNLESS = re.compile(r"\b(?:unless|until)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:all|every|always|everyone|everybody|anyone|whatever|at any time|never|without)\b",
    re.IGNORECASE,
)
# "..., electricity is not.": what is denied was said before.
_IS_NOT = re.compile(
    r"([^\s,;.]+) (?:is|are|was|were|do|does|did|has|have|can|may|must) not\s*(?=[.,;!]|$)", re.IGNORECASE
)
# Such a beginning asks, with or without its mark.
_ASKS = re.compile(r"(?:is|are|was|were|does|did|can|could|should)\b(?! not\b)", re.IGNORECASE)
_PRONOUNS = frozenset("he she it they this these who which".split())  # they may stand for the subject
_NO = frozenset("no not unfortunately sorry never".split())


@lru_cache(maxsize=4096)
def clauses(parsed: Parsed) -> tuple[Parsed, ...]:
    """The parts of a sentence that may have a subject of their own."""
    return tuple(parse(part) for part in _BETWEEN.split(parsed.read) if part.strip())


def nearest(stems: frozenset[str], alignment: Alignment) -> tuple[Parsed | None, float]:
    """The clause of the quotes that has most of the stems, and the share of them that it has."""
    theirs = [clause for sentence in alignment.best_first for clause in clauses(sentence)]
    best = max(theirs, key=lambda clause: _share(stems, clause), default=None)
    return best, _share(stems, best) if best is not None else 0.0


def _share(stems: Iterable[str], clause: Parsed) -> float:
    """The share of the stems that a clause has; 0 of none."""
    wanted = set(stems)
    return len(wanted & clause.all_stems) / len(wanted) if wanted else 0.0


def _subject(clause: Parsed) -> Token | None:
    """The first word with meaning, of a name the last: a number is no subject."""
    places = (
        place for place, token in enumerate(clause.tokens) if token.content and not token.text[0].isdigit()
    )
    first = next(places, None)
    return None if first is None else clause.last_of_name(first)


def subject_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims whose subject stands in another clause of the source than what is said of it.

    Never sure: "the bridge" may be called "the structure" there. In a row the columns tell.
    """
    in_row = bool(alignment.aligned) and reads_as_row(alignment.aligned[0])
    for clause in clauses(alignment.claim) if alignment.english and not in_row else ():
        subject = _subject(clause)
        if subject is None:
            continue
        rest = clause.stems - {subject.stem}
        source, share = nearest(rest, alignment)
        other = _subject(source) if source is not None else None
        if source is None or other is None or share < SAME_CLAUSE or subject.stem in source.all_stems:
            continue
        same_verb = _next_stem(clause, subject) == _next_stem(source, other)
        may_be_meant = source.words & _PRONOUNS or other.stem in clause.all_stems
        same = same_verb or share > NEARLY_ALL
        if same and not may_be_meant and _says_less_of(subject, alignment, rest, share):
            reason = f"the source says this of “{other.text}”"
            yield Clash("role", subject.text, other.text, reason, False)


def _next_stem(clause: Parsed, subject: Token) -> str:
    """The stem of the next word with meaning behind the subject, mostly its verb; "" for none."""
    behind = (token.stem for token in clause.tokens if token.content and token.start > subject.start)
    return next(behind, "")


def _says_less_of(subject: Token, alignment: Alignment, rest: frozenset[str], share: float) -> bool:
    """Whether the source speaks of the subject too, but says nothing like the claim of it."""
    own = [
        clause
        for sentence in alignment.everywhere
        for clause in clauses(sentence)
        if subject.stem in clause.all_stems
    ]
    return bool(own) and all(_share(rest, clause) < share for clause in own)


def condition_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Conditions and exceptions of the source that the claim leaves out, and claims of all that it limits."""
    if not alignment.aligned or not alignment.english or alignment.best < SAME_CLAUSE:
        return
    if (excepted := exception(alignment)) is not None:
        yield Clash("quantity", "", excepted, f"the source makes an exception: “{excepted}”", False)
    elif (condition := _left_out(alignment)) is not None:
        yield Clash("quantity", "", condition, f"the source says it with a condition: “{condition}”", False)
    general = _GENERAL.search(alignment.claim.read)
    if general and not any(_GENERAL.search(quote.read) for quote in alignment.quotes):
        word = general.group()
        if word.lower() == "without" and any(map(denies, alignment.quotes)):
            return  # "no scaffold"
        yield Clash("quantity", word, None, f"the source does not say “{word}”", False)


def exception(alignment: Alignment) -> str | None:
    """What the source excepts, where the claim is of that and does not say that it is an exception."""
    if not alignment.aligned or _CONDITION.search(alignment.claim.read):
        return None
    source = alignment.aligned[0]
    for match in _CONDITION.finditer(source.read):
        if match["but"] and _only_in(source, match) & alignment.claim.all_stems:
            return match.group().strip()
    return None


def are_conditional(alignment: Alignment) -> bool:
    """Whether of the claim and its best sentence one says "unless", the other "if": they may say the same."""
    claim, source = alignment.claim.read, " ".join(quote.read for quote in alignment.aligned[:1])
    return any(
        _IF.search(first) and _UNLESS.search(second) for first, second in ((claim, source), (source, claim))
    )


def _left_out(alignment: Alignment) -> str | None:
    """The first condition of the best sentence for what the claim says without one."""
    claim, source = alignment.claim, alignment.aligned[0]
    if _CONDITION.search(claim.read):
        return None
    for match in _CONDITION.finditer(source.read):
        condition = _only_in(source, match)
        of_claim = _share(source.stems - condition, claim) >= SAME_CLAUSE  # else it may limit another part
        if condition and of_claim and not condition & claim.all_stems:
            return match.group().strip()
    return None


def _only_in(parsed: Parsed, match: re.Match[str]) -> set[str]:
    """The stems with meaning of a stretch that the rest of the text does not have."""
    start, end = match.span()
    return parsed.stems_in(start, end) - {
        token.stem for token in parsed.tokens if not start <= token.start < end
    }


def denial_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims that the source denies in another sentence or clause than the one with their words."""
    if is_denied_beside(alignment) and not denies(alignment.claim):
        yield Clash("negation", "", "not", "the source denies it", True)


def is_denied_beside(alignment: Alignment) -> bool:
    """Whether the source answers no to the claim, or says of its subject only that it "is not"."""
    if _answers_no(alignment):
        return True
    subject = _subject(alignment.claim)
    return subject is not None and any(
        token.stem == subject.stem
        for source in alignment.aligned[:1]
        for match in _IS_NOT.finditer(source.read)
        for token in source.tokens
        if match.start(1) <= token.start < match.end(1)
    )


def _answers_no(alignment: Alignment) -> bool:
    """Whether the source asks the claim's words as a question, and a sentence begins with a no to it."""
    if not alignment.aligned or not _ASKS.match(alignment.aligned[0].read.strip()):
        return False
    answers = (*alignment.quotes, *sentences(alignment.context.text))
    return any(answer.tokens[0].lower in _NO for answer in answers if answer.tokens)
