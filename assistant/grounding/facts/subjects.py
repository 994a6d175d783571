"""What the source says with a condition, of another or only as a question, and the claim without."""

import re
from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment
from assistant.grounding.facts.clash import Clash
from assistant.grounding.facts.clauses import clauses, nearest, share, subject
from assistant.grounding.facts.negation import denials
from assistant.language.parsed import Parsed, sentences
from assistant.language.tokens import Token

ENOUGH = 0.6  # of a claim's words that a clause of the source must have to speak of the same
_CONDITION = re.compile(
    r"\b(?:only|unless|provided(?: that)?|as long as|if|when|until"
    r"|(?P<but>except(?: for)?|apart from|with the exception of|excluding))\b[^,;.:()]*",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:all|every|always|everyone|everybody|anyone|whatever|at any time|never|without)\b",
    re.IGNORECASE,
)
# "..., electricity is not.": what is denied was said before.
_SHORT = re.compile(
    r"([^\s,;.]+) (?:is|are|was|were|do|does|did|has|have|can|may|must) not\s*(?=[.,;!]|$)", re.IGNORECASE
)
# Such a beginning asks, with or without its mark.
_ASKS = re.compile(r"(?:is|are|was|were|does|did|can|could|should)\b(?! not\b)", re.IGNORECASE)
_PRONOUNS = frozenset("he she it they this these who which".split())  # they may stand for the subject
_NO, _YES = frozenset("no not unfortunately sorry never".split()), frozenset("yes sure certainly".split())


def subject_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims whose subject stands in another clause of the source than what is said of it.

    Never sure: "the bridge" may be called "the structure" there.
    """
    for clause in clauses(alignment.claim) if alignment.english else ():
        said = subject(clause)
        if said is None:
            continue
        rest = clause.stems - {said.stem}
        source, has = nearest(rest, alignment)
        rival = subject(source) if source is not None else None
        if source is None or rival is None or has < ENOUGH or said.stem in source.all_stems:
            continue
        alike = _behind(clause, said) == _behind(source, rival) and not source.words & _PRONOUNS
        if (
            alike
            and rival.stem not in alignment.claim.all_stems
            and _is_of_another(alignment, said, rest, has)
        ):
            yield Clash("role", said.text, rival.text, f"the source says this of “{rival.text}”", False)


def _behind(clause: Parsed, said: Token) -> str:
    """The stem of the next word with meaning behind the subject, mostly its verb; "" for none."""
    return next((one.stem for one in clause.tokens if one.content and one.start > said.start), "")


def _is_of_another(alignment: Alignment, said: Token, rest: frozenset[str], has: float) -> bool:
    """Whether the source speaks of the subject too, but says nothing like the claim of it."""
    own = [
        one
        for sentence in (*alignment.quotes, alignment.context)
        for one in clauses(sentence)
        if said.stem in one.all_stems
    ]
    return bool(own) and all(share(rest, one) < has for one in own)


def condition_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Conditions and exceptions of the source that the claim leaves out, and claims of all that it limits."""
    if not alignment.aligned or not alignment.english or alignment.best < ENOUGH:
        return
    claim, source = alignment.claim, alignment.aligned[0]
    if (found := exception(alignment)) is not None:
        yield Clash("quantity", "", found, f"the source makes an exception: “{found}”", False)
    elif not _CONDITION.search(claim.read):
        for match in _CONDITION.finditer(source.read):
            new = _only_in(source, *match.span())
            whole = share(source.stems - new, claim) >= ENOUGH  # else it may be a condition of another part
            if new and whole and not new & claim.all_stems:
                told = match.group().strip()
                yield Clash("quantity", "", told, f"the source says it with a condition: “{told}”", False)
                break
    said = _GENERAL.search(claim.read)
    if said and not any(_GENERAL.search(one.read) for one in alignment.quotes):
        yield Clash("quantity", said.group(), None, f"the source does not say “{said.group()}”", False)


def exception(alignment: Alignment) -> str | None:
    """What the source excepts, where the claim is of that and does not say that it is an exception."""
    if not alignment.aligned or _CONDITION.search(alignment.claim.read):
        return None
    source = alignment.aligned[0]
    for match in _CONDITION.finditer(source.read):
        if match["but"] and _only_in(source, *match.span()) & alignment.claim.all_stems:
            return match.group().strip()
    return None


def _only_in(parsed: Parsed, start: int, end: int) -> set[str]:
    """The stems with meaning of a stretch that the rest of the text does not have."""
    inside = {token.stem for token in parsed.tokens if token.content and start <= token.start < end}
    return inside - {token.stem for token in parsed.tokens if not start <= token.start < end}


def answered(alignment: Alignment) -> bool | None:
    """What the source answers to its own question of the claim's words: yes or no; None: it asks nothing."""
    if not alignment.aligned or not _ASKS.match(alignment.aligned[0].read.strip()):
        return None
    words = {
        one.tokens[0].lower for one in (*alignment.quotes, *sentences(alignment.context.text)) if one.tokens
    }
    return False if words & _NO else True if words & _YES else None


def denial_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims that the source denies in another sentence or clause than the one with their words."""
    if is_denied_beside(alignment) and not any(one.plain for one in denials(alignment.claim)):
        yield Clash("negation", "", "not", "the source denies it", True)


def is_denied_beside(alignment: Alignment) -> bool:
    """Whether the source answers no to the claim, or says of its subject only that it "is not"."""
    if answered(alignment) is False:
        return True
    said = subject(alignment.claim)
    return said is not None and any(
        token.stem == said.stem
        for one in alignment.aligned[:1]
        for match in _SHORT.finditer(one.read)
        for token in one.tokens
        if match.start(1) <= token.start < match.end(1)
    )
