"""Ages, weekdays and months: those that a question tells, and those that a line of a price list is for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.language.dates import MONTHS
from assistant.language.number_words import SMALL, TENS
from assistant.language.tokens import fold

# Behind a number, an age as it is said and as it is typed on a phone: "3 yr old", "15yo".
YEARS_OLD = r"[ -]?(?:(?:years?|yrs?)[ -]?olds?|y/?o(?!-))"
_NUMBER = rf"(\d{{1,3}}|(?:(?:{'|'.join(TENS)})[ -])?(?:{'|'.join(SMALL)}))"
KIN = "|".join(
    "son daughter mum mother dad father gran grandma grandpa grandmother grandfather boy girl lad kid child "
    "wife husband".split()
)
_THING = r"(?! (?:car|van|bike|boiler|house|boat|machine|building)\b)"  # "a ten year old car"
_ANIMAL = r"(?:dog|cat|rabbit|horse|pony|ponies|puppy|puppies|kitten|pet)s?"
_OF_ANIMAL = re.compile(rf"\b{_ANIMAL}\b", re.IGNORECASE)
_OLD_ANIMAL = re.compile(rf"(?:\bolds?|y/?o)\b (?:\w+ )?{_ANIMAL}\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"(?<![\d.,])\b{_NUMBER}(?:{YEARS_OLD}\b{_THING}|[ -]?jährige"
    r"|(?: Jahre alt| ans\b| años\b))"
    rf"|\b(?:aged|(?:i am|i['’]m|(?:he|she|who|they)(?: is| are|['’]s|['’]re)|(?:{KIN}) is)"
    rf"(?: just| only| already| nearly)?(?: turned| turning)?) {_NUMBER}"
    r"(?=\s*(?:$|[,;:!?)]|\.(?!\d)|(?:and|or|but|so|now|years?)\b))"
    rf"|\bim {_NUMBER}(?=\s*(?:$|[,!?)]|(?:and|or|but|so|now|years?)\b))",  # German "im 3. Stock" is no age
    re.IGNORECASE,
)
_AGED = (
    r"(?:^|\()(?:aged? |ages |children |kids |adults? |kinder |enfants |niños |von |de "
    r"|(?:[^\W\d_]{2,20} ){1,3}(?=aged )"  # "Drivers aged 21 to 24"
    rf"|{_ANIMAL}(?:(?:,| or| and| &) {_ANIMAL}){{0,3}},? )?(?:aged |from |of |de )?"
)
_YEARS = r"(?: ?years?\b| ?jahren?\b| ?ans\b| ?años\b| ?yrs?\b)?"
_OPEN = (
    r"(?![\d:%]|[.,]\d| ?(?:am|pm|o'clock|weeks?|days?|months?|hours?|minutes?|members?|persons?|people"
    r"|[ap]\.m\.)\b)"
)
_BETWEEN = re.compile(
    rf"{_AGED}(\d{{1,2}}){_YEARS} ?(?:to|and|-|–|bis|à|a) ?(?P<below>under )?(\d{{1,3}})\b{_OPEN}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"{_AGED}(?:over[ -]|from |ab |dès |à partir de |desde |a partir de )(\d{{1,3}})s?\b{_OPEN}"
    rf"|{_AGED}(\d{{1,3}}){_YEARS} ?(?:and (?:over|older|above|up)|or (?:over|older)|\+|plus\b|und älter"
    r"|et plus|y más|o más)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"{_AGED}(?:under[ -]|below |unter |moins de |menos de |menores de )(\d{{1,3}})s?\b{_OPEN}"
    rf"|{_AGED}(?:up to |bis |jusqu'à |hasta )(\d{{1,3}})\b{_OPEN}",
    re.IGNORECASE,
)
_OLDEST = 130
_DAYS = (
    "monday mondays mon montag montags mo lundi lunes",
    "tuesday tuesdays tue tues dienstag dienstags di mardi martes",
    "wednesday wednesdays wed mittwoch mittwochs mi mercredi miercoles",
    "thursday thursdays thu thur thurs donnerstag donnerstags do jeudi jueves",
    "friday fridays fri freitag freitags fr vendredi viernes",
    "saturday saturdays sat samstag samstags sa samedi sabado sabados",
    "sunday sundays sun sonntag sonntags so dimanche domingo domingos",
)
_WEEKDAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
_ALL = range(7)
_SEVERAL_DAYS = {
    **dict.fromkeys(("weekday", "weekdays", "werktags"), range(5)),
    **dict.fromkeys(("weekend", "weekends", "wochenende"), range(5, 7)),
    **dict.fromkeys(("daily", "täglich"), _ALL),
}
_SHORT = 3  # letters of a name of a day or month that is one in a cell, not in a sentence
_WORD = re.compile(r"[^\W\d_]+")
_TO = re.compile(
    r"\.? ?(?:to|till|until|through|bis|à|au|a|al|hasta|-|–|—) ?(?:\d{1,2}\.? )?(?:de )?", re.IGNORECASE
)
_JOINING = frozenset("to till until through and bis und et y à au a al hasta".split())
_BESIDE = 40  # characters before a name that are looked at: cells may be long
_BEFORE = re.compile(r"(\w+)\W{0,9}$")
_BEHIND = re.compile(r"\W{0,9}(\w+)")
_MAY = re.compile(
    r"\b(?:in|of|to|from|since|until|by|during|on|early|mid|late|this|next) may\b"
    r"|\b(?:im|ab|bis|en|au|de) mai\b|\d (?:of )?may\b|\bmay \d"
    r"|\bmay(?:['’]s)? (?:meeting|minutes|newsletter|issue|edition|report|bill|rota|holiday|half)",
    re.IGNORECASE,
)
_OF_BEINGS = re.compile(
    r"\b(?:ages?|aged|alter|âge|edad|whom?|child(?:ren)?|kids?|adult\w*|kinder|erwachsene|enfants?|niños|seniors?"
    rf"|{_ANIMAL})\b",
    re.IGNORECASE,
)
_BY_WORDS = re.compile(  # "under 16" needs no header to be of persons
    r"(?:^|\()(?:under|over)[ -]\d{1,2}s?\b|\d{1,2} (?:and|or) (?:over|older)|und älter|et plus|y más"
    r"|\d (?:years?|jahren?|ans|años)\b",
    re.IGNORECASE,
)
_NO_AGES = re.compile(
    r"\b(?:price|cost|fee|size|term|warranty|guarantee|contract|hours?|times?|open\w*|places|weight|number)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """For whom and when a question asks: ages in years (of `animals`, or persons), weekdays from 0, months
    from 1.
    """

    ages: frozenset[int] = frozenset()
    animals: bool = False
    weekdays: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()

    def parts(self) -> "list[Circumstances]":
        """The ages, the weekdays and the months, each by themselves, where there are any."""
        parts = (
            Circumstances(self.ages, self.animals),
            Circumstances(weekdays=self.weekdays),
            Circumstances(months=self.months),
        )
        return [part for part in parts if part != Circumstances()]


def circumstances(question: str) -> Circumstances:
    """The ages, weekdays and months that a question tells.

    >>> circumstances("What is it for my nine year old on a Saturday in July?")
    Circumstances(ages=frozenset({9}), animals=False, weekdays=frozenset({5}), months=frozenset({7}))
    """
    words = [fold(word) for word in _WORD.findall(question)]
    months = {MONTHS[word] for word in words if word in MONTHS and len(word) > _SHORT}
    if _MAY.search(question):
        months.add(MONTHS["may"])
    days = {_WEEKDAYS[word] for word in words if word in _WEEKDAYS and len(word) > _SHORT}
    days |= {
        day for word in words for day in _SEVERAL_DAYS.get(word, ()) if len(_SEVERAL_DAYS[word]) < len(_ALL)
    }
    animals = _OLD_ANIMAL.search(question) is not None
    return Circumstances(frozenset(ages_in(question)), animals, frozenset(days), frozenset(months))


def is_for(cell: str, column: str, conditions: Circumstances) -> bool | None:
    """Whether a cell below a header is for what a question tells; None where it does not say.

    >>> asked = circumstances("on a Saturday in July")
    >>> is_for("Saturday, May to September", "", asked), is_for("Monday to Thursday", "", asked)
    (True, False)
    >>> is_for("October to April", "", asked), is_for("£5", "", asked)
    (False, None)
    >>> asked = circumstances("for a 9 yr old cat")
    >>> is_for("Cat or rabbit under 8", "", asked), is_for("Children under 10", "", asked)
    (False, None)
    """
    alike = conditions.animals == bool(_OF_ANIMAL.search(f"{column} {cell}"))
    span = age_range(cell, column) if conditions.ages and alike else None
    fits = [
        span and any(span[0] <= age <= span[1] for age in conditions.ages),
        _meets(conditions.weekdays, _spanned(cell, _WEEKDAYS, 7) | _several_days(cell)),
        _meets(conditions.months, _spanned(cell, MONTHS, 12)),
    ]
    known = [fit for fit in fits if fit is not None]
    return all(known) if known else None


def _meets(wanted: Collection[int], stated: Collection[int]) -> bool | None:
    return not set(wanted).isdisjoint(stated) if wanted and stated else None


def _several_days(cell: str) -> set[int]:
    return {day for word in _WORD.findall(cell) for day in _SEVERAL_DAYS.get(word.lower(), ())}


def _spanned(cell: str, names: Mapping[str, int], many: int) -> set[int]:
    """The numbers of the names in a cell, and of those between two joined by "to", round the year or week."""
    least = min(names.values())
    numbers: set[int] = set()
    before: re.Match[str] | None = None
    for word in _WORD.finditer(cell):
        if fold(word[0]) not in names or (len(word[0]) <= _SHORT and not _is_short_name(cell, word, names)):
            continue
        number = names[fold(word[0])]
        if before and _TO.fullmatch(cell, before.end(), word.start()):
            first = names[fold(before[0])]
            numbers.update((first + step - least) % many + least for step in range((number - first) % many))
        numbers.add(number)
        before = word
    return numbers


def _is_short_name(cell: str, word: re.Match[str], names: Mapping[str, int]) -> bool:
    """Whether "Mo" or "Mar" is a name: beside it stands one too, a number, "to" or the like, or nothing."""
    if not word[0][0].isupper():
        return False
    before, behind = (
        _BEFORE.search(cell[max(0, word.start() - _BESIDE) : word.start()]),
        _BEHIND.match(cell, word.end()),
    )
    neighbours = [match[1] for match in (before, behind) if match]
    return not neighbours or any(
        neighbour[0].isdigit() or fold(neighbour) in names or neighbour.lower() in _JOINING
        for neighbour in neighbours
    )


def ages_in(question: str) -> tuple[int, ...]:
    """The ages in years that a question tells of somebody.

    >>> ages_in("would my nine year old pay?"), ages_in("My gran is 71"), ages_in("I'm 15 minutes late")
    ((9,), (71,), ())
    >>> ages_in("my 3 yr old and her 15yo cousin"), ages_in("a 10-year-old car, 5 yo-yos")
    ((3, 15), ())
    """
    matches = (match[1] or match[2] or match[3] for match in _TOLD.finditer(question))
    return tuple(int(age) if age.isdecimal() else _value(age) for age in matches)


def _value(number: str) -> int:
    """The value of "nine" or "twenty-five"."""
    return sum(SMALL[word] for word in re.split(r"[ -]", number.lower()))


def age_range(cell: str, column: str = "") -> tuple[int, int] | None:
    """The youngest and the oldest for whom a cell says that its row is, None where it names no ages.

    `column` is the header of its column.

    >>> age_range("8 to 11", "Age group"), age_range("8 to 11", "Open"), age_range("Adults (15 and over)")
    ((8, 11), None, (15, 130))
    """
    if _NO_AGES.search(column) or not (_OF_BEINGS.search(f"{column} {cell}") or _BY_WORDS.search(cell)):
        return None
    plain = " ".join(cell.split())
    if match := _BETWEEN.search(plain):
        first, last = int(match[1]), int(match[3]) - bool(match["below"])
        return (first, last) if first <= last else None
    if match := _FROM.search(plain):
        return int(match[1] or match[2]), _OLDEST
    if match := _BELOW.search(plain):
        return 0, int(match[1]) - 1 if match[1] else int(match[2])
    return None
