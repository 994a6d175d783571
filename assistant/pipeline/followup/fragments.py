"""Follow-ups that are no sentences: "for children?", "and in 2019?", "the Petrel?", "Und am Samstag?"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.language.circumstances import KIN, YEARS_OLD
from assistant.language.terms import names, number_key
from assistant.language.units import UNITS
from assistant.pipeline.followup.days import another_weekday, moved_date, replaced_date
from assistant.pipeline.followup.noun_phrases import (
    DETERMINERS,
    FOREIGN_PREPOSITIONS,
    PREPOSITIONS,
    TIME,
    TOKEN,
    Phrase,
    is_plural,
    noun_phrases,
    preposition_phrases,
)
from assistant.pipeline.followup.questions import ONE, kind_of_one
from assistant.pipeline.followup.turn import (
    CLAUSE,
    PREPOSITION,
    SHORT,
    Rule,
    Turn,
    capitalised,
    lowered,
    without_mark,
)
from documents.text.calendar import MONTHS, WEEKDAY
from index.words import STOP_WORDS, content_words

COPULA = re.compile(r"^(?:what|who|where|when|how \w+) (?P<be>is|are|was|were) ", re.I)
YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
UNIT = re.compile(rf"\s(?:quid|bucks|people|persons|guests|{'|'.join(filter(str.isalpha, UNITS))})\b", re.I)
WITH_UNIT = re.compile(
    r"\d{1,6}(?:[.,]\d{1,3})?(?:k|m|kg|g|l|ml|cl|mm|cm|km|m2|kw|w|gb|mb|h|hrs?|mins?)", re.I
)
CODE = re.compile(r"\b(?P<letters>[A-Za-z]{1,4})-?\d{1,6}[A-Za-z]?\b")
# Somebody of an age: "my 12 yr old", "I'm 40".
AGED = re.compile(rf"^(?:[a-z]+ )?\d{{1,3}}{YEARS_OLD}s?$", re.I)
IS_AGED = re.compile(
    rf"^(?P<if>if )?(?:i am|i['’]?m|i was|(?:he|she)(?: is|['’]?s| was)|they(?: are|['’]?re| were)"
    rf"|(?:my|the) (?:{KIN}|driver)(?: is|['’]s| was)) (?P<age>\d{{1,3}})$",
    re.I,
)
TOLD_AGE = re.compile(rf"(?<!\d)\d{{1,3}}(?={YEARS_OLD})", re.I)
_PERSON = (
    rf"(?:{KIN}|child|children|kids?|bab(?:y|ies)|toddlers?|teen(?:ager)?s?|adults?|students?|pensioners?"
    r"|seniors?|members?|non-members?|guests?|visitors?|beginners?|couples?|famil(?:y|ies)|women|men|woman|man)"
)
PERSON = re.compile(rf"(?:(?:a|an|the|my|our|his|her|their) )?(?:[a-z]+ )?{_PERSON}", re.I)
PERSON_IN = re.compile(rf"\b{_PERSON}\b", re.I)
OF_AGES = re.compile(rf"{YEARS_OLD}|\b(?:under|over|aged|ages?|up to|from) \d", re.I)
WHY = re.compile(r"^why\b", re.I)
ANYBODY = re.compile(r"(?:some|any|every)(?:one|body|thing)\b", re.I)
# What stands behind these says which or when: "and her ramipril?" is none of "before the operation".
OF_ANOTHER = frozenset("of before after during until since".split())
DAYS = re.compile(rf"{WEEKDAY}s?|weekdays|weekends|holidays", re.I)
SEASONS = re.compile(rf"{'|'.join(MONTHS)}|spring|summer|autumn|fall|winter|(?:1[5-9]|20)\d\d", re.I)
# Where one goes or sends something, in small letters: "drive to france" and not "allowed to park".
WAY = re.compile(
    r"\b(?:(?:go|goes|drive|travel|fly|sail|cycle|walk|bus|train|trains|ferry|flight|trip)"
    r"|(?:take|bring|send|get|move|post|deliver|ship) (?:the|a|an|my|our|your|his|her|their|this|it|them)\b"
    r"[^.?]{0,40}?) (to [^\W\d]\w+)\W{0,3}$",
    re.I,
)
# What a thing has: "and the deposit?" is that of what was spoken of, and takes no thing's place.
OF_A_THING = frozenset(
    "deposit price cost fee charge fine discount weight size colour color height length width age limit "
    "deadline address email number".split()
)
# Halves of a pair that stand before what they are of: "a male cat", "and a female?".
PAIRS = (
    "male female", "adult child", "single double", "small large", "short long", "new old", "first second",
    "upper lower", "early late", "indoor outdoor", "left right", "red white",
)  # fmt: skip
OTHER_HALF = {own: other for pair in PAIRS for own, other in (pair.split(), pair.split()[::-1])}
LONG = 4  # words with meaning; a fragment with so many says itself what it asks
# The noun that key words begin with, before a preposition; and a verb's form, which is none.
HEAD = re.compile(r"^(?!\w+(?:ing|ed)\b)(?P<noun>[a-z]+) (?:for|of|in|on|at)\b", re.I)
FORM = re.compile(r"(?:ing|ed)$", re.I)
BEFORE = re.compile(
    r"(?:(?:what|when|which) (?:was|were) )?the (?:(?:one|time) )?(?:before|previous)"
    r"(?: that| it| one| time)?",
    re.I,
)
LAST = re.compile(
    r"\b(?:the|my|our|your|his|her|its|their) "
    r"(?P<order>(?:(?P<place>second|third) )?(?:last|latest|most recent))\b"
    r"(?! (?:but|to|years?|seasons?|months?|weeks?|days?|nights?|times?"
    rf"|{DAYS.pattern}|{SEASONS.pattern})\b)",
    re.I,
)
HAPPENED = re.compile(r"(?:when|how much) (?:is|are|was|were|do|does|did) ", re.I)
ORDER = re.compile(r"(?:very )?\b(?:last|latest|most recent|next)\b", re.I)
# German and French
DAY = re.compile(
    r"\b(?:(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|matin|soir|été|hiver)\b",
    re.I,
)
ARTICLE = r"(?:der|die|das|den|dem|eine?[mnr]?|les?|la|une?|mon|ma|mes|mein(?:e[mnr]?)?)"
FOREIGN_PREPOSITION = re.compile(rf"\b(?P<word>in|{FOREIGN_PREPOSITIONS})\s+(?:{ARTICLE}\s+)?[\w-]+", re.I)
FOREIGN_NOUN = re.compile(rf"\b{ARTICLE}\s+[\w-]+", re.I)


def added_clause(turn: Turn) -> str | None:
    """Adds "if I cancel late?" to the last question, or puts it in the place of another condition.

    Why something is so is not asked under another condition: that asks what there is then.
    """
    joint = CLAUSE.match(turn.text)
    if joint is None:
        return None
    if ONE.search(turn.text):
        return kind_of_one(turn)
    old = re.search(rf"\s{joint.group()}\s.*", turn.last, re.I | re.S)
    if old is None and joint.group().lower() == "if" and WHY.match(turn.last):
        return f"What {turn.text}"
    return _added(turn.last[: old.start()] if old else turn.last, turn)


def added_age(turn: Turn) -> str | None:
    """Adds "my 12 yr old" or "I'm 40" to a question that tells no age: its numbers are others. In one that
    tells somebody's, "if she was 23" takes its place.
    """
    aged = IS_AGED.match(turn.bare)
    if OF_AGES.search(turn.last):
        ages = TOLD_AGE.findall(turn.last)
        return TOLD_AGE.sub(aged["age"], turn.last) if aged and len(ages) == 1 else None
    if AGED.match(turn.bare):
        return _added(turn.last, replace(turn, text=f"for {lowered(turn.bare)}"))
    if aged:
        return _added(turn.last, replace(turn, text=f"{'' if aged['if'] else 'if '}{lowered(turn.bare)}"))
    return None


def replaced_code(turn: Turn) -> str | None:
    """Puts "E90" in the place of "E20": of the one code with its letters, else of the only one."""
    new = CODE.fullmatch(turn.bare)
    codes = list(CODE.finditer(turn.last)) if new else []
    alike = [code for code in codes if new and code["letters"].lower() == new["letters"].lower()]
    old = alike or codes
    if len(old) != 1:
        return None
    return turn.last[: old[0].start()] + turn.bare + turn.last[old[0].end() :]


def replaced_number(turn: Turn) -> str | None:
    """A year takes the place of the last year, another number that of the last other number.

    The "one" of "an electric one" is no number.
    """
    text = without_one(turn.bare)
    new = [word.group() for word in TOKEN.finditer(text) if _is_number(word.group())]
    old = [word for word in TOKEN.finditer(turn.last) if _is_number(word.group())]
    fitting = [word for word in old if new and _is_year(word, turn.last) == bool(YEAR.match(new[-1]))]
    if not fitting or turn.is_name:
        return None
    return turn.last[: fitting[-1].start()] + new[-1] + turn.last[fitting[-1].end() :]


def _is_number(word: str) -> bool:
    """Whether a word is a number, or one with its unit: "7k"."""
    return number_key(word) is not None or WITH_UNIT.fullmatch(word) is not None


def without_one(text: str) -> str:
    """The text without the "one" at its end that stands for a thing.

    >>> without_one("an electric one"), without_one("one"), without_one("for one")
    ('an electric', 'one', 'for one')
    """
    before, _, last = text.rpartition(" ")
    return before if last == "one" and before and before.lower() not in PREPOSITIONS else text


def _is_year(number: re.Match[str], text: str) -> bool:
    """Whether a number in a text may be a year; in "1800 pounds" it is none."""
    return bool(YEAR.match(number.group())) and not UNIT.match(text, number.end())


def replaced_preposition(turn: Turn) -> str | None:
    """Puts "for children" where "for adults" was, "on Sundays" where "on a weekday" was, or adds it."""
    if not PREPOSITION.match(turn.text) or (turn.text.lower().startswith("an ") and not turn.is_foreign):
        return None
    if turn.is_foreign:
        return _foreign_phrase_replaced(turn.last, turn.bare) or _added(turn.last, turn)
    word, timed = turn.bare.split(" ", 1)[0].lower(), bool(TIME.search(turn.bare))
    fitting = [
        phrase
        for phrase in preposition_phrases(turn.last)
        if bool(TIME.search(phrase.text)) == timed and (timed or phrase.determiner.lower() == word)
    ]
    if not fitting:
        way = WAY.search(turn.last) if word == "to" else None
        if way is None:
            return _added(turn.last, turn)
        return turn.last[: way.start(1)] + lowered(turn.bare) + turn.last[way.end(1) :]
    alike = [phrase for phrase in fitting if phrase.determiner.lower() == word] or fitting
    return turn.last[: alike[-1].start] + lowered(turn.bare) + turn.last[alike[-1].end :]


def replaced_time(turn: Turn) -> str | None:
    """Puts "November" in the place of "March", "on Sundays" in that of "on a Monday", or adds it."""
    if not TIME.fullmatch(turn.bare) or turn.is_foreign:
        return None
    old = list(TIME.finditer(turn.last))
    joint = "on " if DAYS.fullmatch(turn.bare) else "in " if SEASONS.fullmatch(turn.bare) else ""
    if not old:
        return _added(turn.last, replace(turn, text=joint + turn.bare)) if joint else None
    timed = [phrase for phrase in preposition_phrases(turn.last) if TIME.search(phrase.text)]
    if joint == "on " and timed and timed[-1].determiner.lower() == "on":
        return turn.last[: timed[-1].start] + joint + turn.bare + turn.last[timed[-1].end :]
    return turn.last[: old[-1].start()] + turn.bare + turn.last[old[-1].end() :]


def replaced_foreign_noun(turn: Turn) -> str | None:
    """Puts the noun of "Und die Kinderkarte?" in the place of "die Tageskarte", and adds "le dimanche"."""
    if not turn.is_foreign:
        return None
    return _added(turn.last, turn) if DAY.search(turn.bare) else _foreign_noun_replaced(turn.last, turn.bare)


def whole_by_itself(turn: Turn) -> str | None:
    """Leaves "what about the goal of the mission?" to say itself what it asks."""
    shared = set(names(f"of {turn.bare}")) & set(names(turn.last))
    if " of " in turn.bare and (shared or (turn.led and len(content_words(turn.bare)) >= LONG)):
        return f"What {_be(turn.bare)} {turn.bare}?"
    return None


def of_the_same_thing(turn: Turn) -> str | None:
    """Asks for the deposit of what the last question asks the price of."""
    determiner, _, noun = turn.bare.partition(" ")
    if determiner.lower() != "the" or noun.split(" ")[-1].lower() not in OF_A_THING:
        return None
    phrases = [phrase for phrase in noun_phrases(turn.last) if not phrase.is_time]
    if any(phrase.head in OF_A_THING for phrase in phrases):
        return None
    thing = next((phrase.text for phrase in phrases if phrase.determiner or phrase.named), None)
    if thing is None:
        return None
    return f"What {_be(turn.bare)} {lowered(turn.bare)} for {thing.split(' per ')[0]}?"


def other_half(turn: Turn) -> str | None:
    """Puts "female" in the place of "male", so that the cat stays."""
    word = turn.bare.lower().split(" ")[-1]
    half = OTHER_HALF.get(word.removesuffix("s"))
    old = re.search(rf"\b{half}\b", turn.last, re.I) if half and len(turn.bare.split()) < SHORT else None
    if old is None:
        return None
    return _with_article(turn.last[: old.start()], word.removesuffix("s")) + turn.last[old.end() :]


def same_head(turn: Turn) -> str | None:
    """Puts "a week ticket" or "an annual one" in the place of "a day ticket".

    "One" is something that has an article, if anything has: in "how much power does the pump draw" the pump.
    """
    *qualities, head = turn.bare.split()
    phrases = noun_phrases(turn.last)
    for phrase in sorted(phrases, key=lambda phrase: not phrase.determiner):
        if head.lower() in ("one", "ones") and qualities and not phrase.named:
            coded = any(map(str.isdigit, phrase.head))  # "the biggest A4" is none
            return _in_place(turn.last, phrase, " ".join([*qualities, head if coded else phrase.head]))
    for phrase in phrases:
        alike = phrase.noun.split()[0].lower() == turn.bare.split()[0].lower()  # "plan A", "plan B"
        if qualities and (head.lower() == phrase.head or (alike and len(qualities) == 1)):
            return _in_place(turn.last, phrase, turn.bare)
    return None


def replaced_name(turn: Turn) -> str | None:
    """A name takes the place of the last one."""
    old = [phrase for phrase in noun_phrases(turn.last) if phrase.named and not phrase.is_time]
    if not old or not turn.is_name or len(content_words(turn.bare)) >= LONG:
        return None
    start = old[-1]
    if len(old) > 1 and turn.last[old[-2].end : start.start] == " and ":  # "Romeo and Juliet"
        start = old[-2]
    both = Phrase(turn.last[start.start : old[-1].end], start.start, old[-1].end, start.determiner)
    return _in_place(turn.last, both, turn.bare)


def added_person(turn: Turn) -> str | None:
    """Adds "for a child" where nobody was named whose place it takes: "rent a bike" is not "rent a child"."""
    if not PERSON.fullmatch(turn.bare) or PERSON_IN.search(turn.last):
        return None
    return _added(turn.last, replace(turn, text=f"for {lowered(turn.bare)}"))


def replaced_noun(turn: Turn) -> str | None:
    """A noun takes the place of one that stands alike: with "the" or "a" or neither."""
    first = turn.bare.split(" ", 1)[0].lower()
    determined = first in DETERMINERS
    phrases = [
        phrase
        for phrase in noun_phrases(turn.last)
        if (not phrase.named or ORDER.match(phrase.noun)) and not TIME.search(phrase.text)
    ]
    alike = [
        phrase
        for phrase in phrases
        if bool(phrase.determiner) == determined
        and phrase.after not in OF_ANOTHER
        and not ANYBODY.match(phrase.noun)
    ]
    copula = COPULA.match(turn.last)
    if copula and alike and alike[0].start == copula.end():
        start = copula.start("be")
        be = _be(turn.bare) if copula["be"] in ("is", "are") else copula["be"]
        new = _of_the_same_order(turn.bare, alike[0], turn.last)
        return f"{turn.last[:start]}{be} {new}{turn.last[alike[0].end :]}"
    if not alike and not determined:
        return _head_replaced(turn)
    if not turn.led or len(alike) != 1:
        return None
    return _in_place(turn.last, alike[0], _of_the_same_order(turn.bare, alike[0], turn.last))


def one_before(turn: Turn) -> str | None:
    """After "the last service", "and the one before?" is the second last."""
    last = LAST.search(turn.last)
    if last is None or not BEFORE.fullmatch(turn.bare) or last["place"] == "third":
        return None
    place = "third" if last["place"] else "second"
    return f"{turn.last[: last.start('order')]}{place} last{turn.last[last.end() :]}"


def _of_the_same_order(new: str, old: Phrase, last: str) -> str:
    """After "When was the last service?", "the MOT" is the last MOT; who led a last meeting is another."""
    order = ORDER.match(old.noun)
    if order is None or ORDER.search(new) or not HAPPENED.match(last):
        return new
    first, _, rest = new.partition(" ")
    return f"{first} {order[0]} {rest}" if rest and first.lower() in DETERMINERS else f"{order[0]} {new}"


def _head_replaced(turn: Turn) -> str | None:
    """Puts "yeast" in the place of the noun that key words begin with: "water for a loaf".

    Plurals and names are something else: "and lockers" behind "excess on the boat", "and Anna" behind "chair
    of the club".
    """
    old = HEAD.match(turn.last)
    if old is None or not turn.led or turn.is_name or FORM.search(turn.bare):
        return None
    nouns = {old["noun"].lower(), turn.bare.lower()}
    if not nouns.isdisjoint(STOP_WORDS) or any(map(is_plural, nouns)):
        return None
    return turn.bare + turn.last[old.end("noun") :]


def bare_noun(turn: Turn) -> str | None:
    """Asks what "speed limit" alone is; "opening hours" and "filtering messages" stay as they are."""
    length = len(turn.bare.split())
    if turn.led or not 1 < length < SHORT or turn.is_foreign:
        return None
    first = turn.bare.split()[0].lower()
    if first.endswith("ing") or DAYS.search(turn.bare):
        return None
    article = "" if first in DETERMINERS or turn.is_name else "the "
    return f"What {_be(turn.bare)} {article}{lowered(turn.bare)}?"


def _in_place(text: str, phrase: Phrase, new: str) -> str:
    """The text with a noun phrase replaced; where only the old one has a determiner, that stays."""
    keep = phrase.determiner and new.split(" ", 1)[0].lower() not in DETERMINERS and not is_plural(new)
    start = phrase.end - len(phrase.noun) if keep else phrase.start
    return _with_article(text[:start], new) + text[phrase.end :]


def _with_article(before: str, new: str) -> str:
    """A text that may end with "a" or "an", and what follows it now, with the one that fits."""
    article = re.search(r"\ban? $", before, re.I)
    if article is None:
        return before + new
    fitting = "an " if re.match(r"[aeio]|u(?!ni|se)", new, re.I) else "a "
    return before[: article.start()] + (fitting if article[0][0].islower() else capitalised(fitting)) + new


def _added(last: str, turn: Turn) -> str:
    """The last question with the fragment at its end, before its mark."""
    before = without_mark(last)
    return f"{before} {lowered(turn.bare)}{last[len(before) :] or '?'}"


def _be(noun: str) -> str:
    """Gives "is" or "are", by the first noun: "the goal of the missions" is one."""
    first = re.split(r"\s(?:of|for|in|on|at|to|from|with)\s", noun, maxsplit=1)[0]
    return "are" if is_plural(first.lower().rsplit(" ", 1)[-1]) or " and " in first else "is"


def _foreign_phrase_replaced(last: str, fragment: str) -> str | None:
    """The last question with its phrase of the same preposition replaced; None where it has none.

    >>> _foreign_phrase_replaced("Wann ist das Bad am Montag offen?", "am Samstag")
    'Wann ist das Bad am Samstag offen?'
    """
    word = fragment.split(" ", 1)[0].lower()
    alike = [match for match in FOREIGN_PREPOSITION.finditer(last) if match["word"].lower() == word]
    return last[: alike[-1].start()] + fragment + last[alike[-1].end() :] if alike else None


def _foreign_noun_replaced(last: str, fragment: str) -> str | None:
    """The last question with its only noun that has an article replaced; None where that is not clear.

    >>> _foreign_noun_replaced("Was kostet die Tageskarte?", "die Kinderkarte")
    'Was kostet die Kinderkarte?'
    """
    nouns = list(FOREIGN_NOUN.finditer(last))
    if len(nouns) != 1 or not FOREIGN_NOUN.match(fragment):
        return None
    return last[: nouns[0].start()] + fragment + last[nouns[0].end() :]


# In the order in which they are tried
RULES: Sequence[Rule] = (
    added_clause,
    replaced_date,
    another_weekday,
    moved_date,
    replaced_code,
    replaced_number,
    replaced_preposition,
    replaced_time,
    replaced_foreign_noun,
    whole_by_itself,
    of_the_same_thing,
    other_half,
    same_head,
    replaced_name,
    added_person,
    replaced_noun,
    bare_noun,
)
