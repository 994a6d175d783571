"""What a question asks for: the kind of value, the words of the relation, and whose value it is."""

import re
from dataclasses import dataclass

from assistant.conflicts.relations import RELATIONS
from assistant.conflicts.value import Kind
from assistant.conflicts.words import CATEGORIES
from assistant.terms import names, stems
from index.words import STOP_WORDS, stem, words

_QUOTED = re.compile(r"[\"“„«]([^\"”»]{2,80})[\"”»]")
_DATE = re.compile(
    r"^\W*(?:when\b|(?:in )?(?:what|which) (?:year|date|month|day)\b)|\bin which year\b|\bdate of\b"
    r"|\b(?:birth|death|release) date\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow (?:many|much|long|tall|high|old|large|big|far|deep|wide|heavy)\b"
    r"|\bwhat (?:is|was|are|were) the (?:\w+ ){0,12}"
    r"(?:population|number|length|height|size|area|median|average|percentage|amount|cost|price|total|income|age|"
    r"capacity|speed|weight|depth|width|temperature|distance|fee|rate|salary)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^\W*where\b|\b(?:what|which) (?:city|town|country|state|county|province|region|place|village)\b"
    r"|\bthe location of\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bwho(?:se|m)?\b|\b(?:what|which) (?:band|singer|artist|actor|author|person)\b", re.IGNORECASE
)
_CATEGORY = re.compile(rf"\b({'|'.join(CATEGORIES)})\b", re.IGNORECASE)
LETTER = re.compile(r"(?<=\w[ -])[A-Z]\b(?![.'’&-])")
_NUMBERED = re.compile(r"\b\d[\w,.]*\b")
# Words of a question that neither name what it is about nor the relation.
_FRAME = frozenset(
    stem(word)
    for word in "name called type kind year date month day city town country state county province region "
    "place many much number estimated current currently member part associated affiliated primary main take "
    "took come conducted play played working specialize professional career film movie album song book novel "
    "series show television tv named title refer referred known belong does used get getting "
    "stand say says said describe described explain tell mention".split()
)
# They come and go before a name.
_HONORIFICS = frozenset(
    stem(word)
    for word in "mr mrs ms dr sir lord lady president general governor senator judge justice king queen "
    "prince princess emperor empress pope bishop cardinal captain colonel major minister mayor professor "
    "attorney".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The slot that a question leaves open.

    All are stems. `relation`: any one of them states the relation, also other words for the same;
    `rest`: the question's other words, which are not names; `named`: those that are names or stand in
    quotation marks. `category` is the noun asked with ("sport"), where a closed list of answers is known.
    """

    kind: Kind | None
    relation: frozenset[str]
    rest: frozenset[str]
    named: frozenset[str]
    title: str = ""
    category: str = ""
    acronyms: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()  # capitals that name, as in "plan B"; no stems


def asked(question: str) -> Asked:
    """The slot of a question; `kind` is None where no form of answer can be expected."""
    quoted = _QUOTED.search(question)
    title = quoted[1] if quoted else ""
    plain = question.replace(quoted[0], " ") if quoted else question
    category = _CATEGORY.search(plain)
    kind = _kind(plain, bool(category))
    named = frozenset(
        one
        for one in stems(" ".join([title, *names(question), *_NUMBERED.findall(plain)]))
        if (len(one) > 1 or one.isdigit()) and one not in _HONORIFICS
    )
    wanted = {
        word
        for word in words(plain)
        if word not in STOP_WORDS
        and stem(word) not in named | _FRAME | _HONORIFICS
        and not _NUMBERED.match(word)
    }
    relation = _relation(wanted, kind) if kind != "term" else frozenset()
    rest = frozenset(stem(word) for word in wanted) - relation
    return Asked(
        kind,
        relation,
        rest - {stem(category[1].lower())} if category else rest,
        named,
        title,
        category[1].lower() if category else "",
        frozenset(stem(word.lower()) for word in names(question) if len(word) > 2 and word.isupper()),
        frozenset(LETTER.findall(question)),
    )


def _kind(question: str, category: bool) -> Kind | None:
    if category:
        return "term"
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), None)


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("date", _DATE),
    ("number", _NUMBER),
    ("place", _PLACE),
    ("person", _PERSON),
)
_LETTERS = {"date": "d", "number": "n", "place": "w", "person": "p"}


def _relation(wanted: set[str], kind: Kind | None) -> frozenset[str]:
    """The stems of the relation's words and of others for the same relation; empty where it is not known."""
    letter = _LETTERS.get(kind or "", "-")
    groups = [group for kinds, group in RELATIONS if letter in kinds and group & wanted]
    return frozenset(stem(word) for group in groups for word in group)
