"""What a question asks for: the types its answer can have, whose it is, and the words for the relation."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.conflicts.mentions import Kind, Mention
from assistant.language.opposites import has_opposite
from assistant.language.terms import content_stems, names
from assistant.language.tokens import same_stem
from assistant.language.units import CURRENCIES
from index.words import WORD

AnswerType = Literal["number", "time", "date", "weekday", "person", "place", "thing", "role", "denial"]

_WHEN: tuple[AnswerType, ...] = ("date", "time", "weekday", "number")
_ANY: tuple[AnswerType, ...] = ("number", "time", "date", "weekday")
# The first that fits tells the types of the answer; none where there can be several answers.
_ANSWER_TYPES: tuple[tuple[str, tuple[AnswerType, ...]], ...] = (
    (
        r"^\W*(?:\w+ )?when\b|\b(?:what|which) (?:year|month|day|date|time|hour)\b|\b(?:birth|death) date\b",
        _WHEN,
    ),
    (r"\bhow (?:late|early)\b|\bopening (?:hours|times)\b", _WHEN),
    (
        r"\bhow (?!(?:is|are|was|were|do|does|did)\b)|\bwhat (?:age|price|rate|share|percentage|percent)\b",
        ("number",),
    ),
    (r"\bwho(?:se|m)?\b|\b(?:what|which) (?:band|singer|artist|actor|author|person)\b", ("person", "role")),
    (r"\bwh\w+ .*\b(?:can|could|may) (?:i|we|you|one)\b", ()),  # one of several ways
    (
        r"^\W*where\b|\b(?:what|which) (?:city|town|country|state|county|region|village)\b|\blocation of\b",
        ("place",),
    ),
    (r"\b(?:what|which) (?!is\b|was\b|does\b|has\b)[a-z]+(?<![su])s\b", ()),
    (
        r"\b(?:what|which) (?:is|was|are|were) (?:the|our|my|your)\b|\bmade of\b|\bcolou?r\b|\bwhich\b",
        (*_ANY, "thing"),
    ),
    (r"\bwhat\b", _ANY),
    (r"^\W*(?:is|are|was|were|do|does|did|can|may|must|should|will|has|have)\b", ("denial",)),
)
# Of a captain or a writer there is one, of those who sail and sing there are many.
_ONE_PERSON = re.compile(
    r"\bwho(?:m|se)?(?:'s|’s)? (?:(?:is|was|are|were) (?:the|our|my|your|liable|responsible|in charge)\b"
    r"|(?:do|does|should|must|can|did) (?:i|we|you|one|they)\b)|\bwhose\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«]([^\"”»]{2,80})[\"”»]")
_WHAT_IS = re.compile(
    r"^\s{0,9}[Ww]hat(?:'s|’s| is| are| was| were) (?=(?:the|an?|its|our|my) |[A-Z])(.{1,400}?)"
    r"(?: like)?[\s?.!]{0,9}$"
)


def _stems(text: str) -> frozenset[str]:
    return frozenset(same_stem(word) for word in text.split())


# Words for one relation: what is asked with one may be stated with another. The letters say which kinds of
# value it can have: d(ate), n(umber), p(erson), w(here).
_RELATIONS = tuple(
    (line.split()[0], _stems(line.partition(" ")[2]))
    for line in """
d established establishment founded foundation formed formation created launched instituted opened started
dp built build construction constructed erected completed
dw born birth birthplace
dw die died death
d released release issued published publication
d introduced introduction adopted
d begin started commenced debut
d end ended finished closed abolished dissolved
dp married marry marriage wife husband spouse
n population inhabitants people residents persons
p directed director
p artist album single song singer band performer recorded performed sung
p author written wrote writer
p created creator
p composed composer
p produced producer
p designed designer architect
p father son daughter
p mother son daughter
p led leader commanded commander chair manage head run
p approve sign own hold win discover invent found paint keep decide pay
w located location situated lies
w published publication
d elected appointed""".strip().splitlines()
)
_LETTERS: dict[Kind, str] = {"date": "d", "number": "n", "place": "w", "person": "p"}
# What the kind of a value says as well: "a car costs 12 pounds" gives its fare, a date the year.
_AMOUNTS = _stems(
    """cost price fare fee charge pay amount weight weigh heavy long length last take far distance high height
    tall wide width deep depth large size often many much old age percentage percent temperature speed number
    population income"""
)
_COUNTS = _stems("many number population size large")  # amounts of things, which have no unit
_MEASURED = _AMOUNTS | _stems(
    """time day date month year hour colour color made name material kind sort type city town country state
    county region place"""
)
# What is asked with "how", and the dimensions of its amounts, as in language/units.py.
_HOW = re.compile(r"\bhow (old|long|far|heavy|tall|wide|deep)\b", re.IGNORECASE)
_DIMENSIONS = {"old": {"time"}, "long": {"time", "length"}, "far": {"time", "length"}, "heavy": {"mass"}}
_IN_WHICH = r"(?:an?|per|each|every) (hour|day|week|month|quarter|year)\b"
# Behind the unit: "three days a week", but not "12 pounds for a day ticket".
_BEHIND = re.compile(
    rf"(?: (?!(?:for|of|in|on|at|to|from|with|than)\b)[a-z]{{1,20}})? {_IN_WHICH}", re.IGNORECASE
)
_ASKED_PERIOD = re.compile(
    rf"\bhow (?:many|much|long|often)(?: [a-z]{{1,20}}){{0,2}} {_IN_WHICH}"
    r"(?= (?:can|may|do|does|is|are|must)\b)",
    re.IGNORECASE,
)
# These ask what the subject is: "a Canadian ice hockey goaltender".
_SORTS = _stems(
    "sport profession occupation job calling genre medium format position role rank party kind type sort "
    "species nationality"
)


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """A question by the types that its answer can have, the likeliest first, and its words as stems.

    `named` are names and what stands in quotation marks, `measured` words that a value can stand for, or
    whose opposite answers as well; any of `relation` states the relation; `rest` are all others.
    """

    types: tuple[AnswerType, ...]
    kind: Kind | None  # of the value that stands near the relation's words
    named: frozenset[str]
    measured: frozenset[str]
    relation: frozenset[str]
    rest: frozenset[str]
    written: frozenset[str]  # the names as words, no stems
    title: str  # what stands in quotation marks
    how: str  # "old" of "how old"; "" where nothing like it is asked
    period: str = ""  # "month" of "how many days a month"

    @property
    def known(self) -> frozenset[str]:
        """All of the question's stems."""
        return self.named | self.measured | self.rest

    @property
    def asks_for_unit(self) -> bool:
        """Whether the amount that is asked has a unit: how long, how heavy, at what price; not how many."""
        return bool(self.measured) and not self.measured & _COUNTS

    def takes(self, value: Mention) -> bool:
        """Whether a value can be of what is asked with "how": no pounds say how old something is."""
        fitting = _DIMENSIONS.get(self.how, {"length"})
        is_money = any(dimension in CURRENCIES for dimension in value.dimensions)
        return not (self.how and is_money) or not value.dimensions.isdisjoint(fitting)


def analyse(text: str) -> QuestionAnalysis:
    """What a question asks for; whatever that is, one sentence can deny what another states.

    >>> question = analyse("When was St Mary's Church built?")
    >>> question.types[0], sorted(question.named), "erect" in question.relation
    ('date', ['church', 'mari', 'st'], True)
    """
    matching = (types for pattern, types in _ANSWER_TYPES if re.search(pattern, text, re.IGNORECASE))
    types = next(matching, ())
    kind = _kind(text, types)
    quoted = _QUOTED.search(text)
    title = quoted[1] if quoted else ""
    written = frozenset(names(text))
    stems = content_stems(unnamed(text.replace(title, " ") if title else text))
    measured = {stem for stem in stems if stem in _MEASURED or (types == ("denial",) and has_opposite(stem))}
    relations = [
        relation
        for kinds, relation in _RELATIONS
        if kind and _LETTERS.get(kind, "-") in kinds and relation & stems
    ]
    of_many = "person" in types and not relations and not _ONE_PERSON.search(text)
    of_anything = "thing" in types and not stems  # "What is the Marigold?"
    if of_many or of_anything:
        types = ()
    return QuestionAnalysis(
        (*(answer_type for answer_type in types if answer_type != "denial"), "denial"),
        kind,
        content_stems(" ".join([title, *written])),
        frozenset(measured),
        frozenset().union(*relations),
        stems - measured,
        written,
        title,
        asked_how[1].lower() if (asked_how := _HOW.search(text)) else "",
        period[1].lower() if (period := _ASKED_PERIOD.search(text)) else "",
    )


def period_behind(text: str) -> str:
    """The period in which there is so much, right behind a number; "" for none.

    >>> period_behind(" days a week"), period_behind(" days"), period_behind(" for a day ticket")
    ('week', '', '')
    """
    match = _BEHIND.match(text)
    return match[1].lower() if match else ""


def _kind(text: str, types: tuple[AnswerType, ...]) -> Kind | None:
    if types and types[0] in ("date", "person", "place"):
        return types[0]
    if types == ("number",) or ("number" in types and content_stems(text) & _AMOUNTS):
        return "number"
    return "term" if "number" in types and content_stems(text) & _SORTS else None


def unnamed(text: str) -> str:
    """The text without the words that are a part of a name: "the Dorn Building" says nothing of building."""
    parts = set(names(text))
    return " ".join(word for word in WORD.findall(text) if word not in parts)


def topic_of(question: str) -> str:
    """What a question asks for, in words that go after "about", or itself in quotation marks.

    >>> topic_of("What is the population of Handa?"), topic_of("Who founded Handa?")
    ('the population of Handa', '“Who founded Handa?”')
    """
    asks_what = _WHAT_IS.match(question)
    return asks_what[1] if asks_what else f"“{' '.join(question.split())}”"
