"""Follow-ups that are questions but for a part: "Why?", "the second one", "the other one", "the wall"."""

import re

from assistant.pipeline.followup.noun_phrases import AUXILIARIES, BE, DETERMINERS, items, noun_phrases
from assistant.pipeline.followup.turn import CLAUSE, QUESTION_WORD, Turn, capitalised, lowered, without_mark
from documents.text.calendar import WEEKDAY
from index.words import words

ALONE = re.compile(
    r"^(?:why(?: not| so| is that)?|how(?: come| so| long| much| many| often| far)?|where|who|by whom|which|"
    r"(?:since |until |from )?when|warum(?: nicht)?|wieso|(?:seit |bis )?wann|wo|wie(?: viel| lange| oft)?|"
    r"wer|pourquoi(?: pas)?|quand|où|comment|combien|qui)$",
    re.I,
)
MOVABLE = re.compile(
    r"^(?:when|where|how|how long|how often|since when|until when|why|wann|wo|wie|warum|wie lange|quand|où|"
    r"comment|pourquoi)\s+(?=(?P<verb>\w+))",
    re.I,
)
IS_THERE = re.compile(r"^(?:is|are) there (?:an?|any|some)?\s*(?P<what>.+)$", re.I)
PAYING = re.compile(r"\b(?:pay|cost|charged?|owe)\b(?! any)", re.I)
ORDINALS = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "fifth": 4,
    "last": -1,
}
# "The second", "the last one", "second?"; in "where did she work first" it says when.
ORDINAL = re.compile(
    rf"(?:\b(?:the|that|this)\s+|^)(?P<place>{'|'.join(ORDINALS)})\b"
    r"(?:\s+ones?\b|\s+of\s+(?:them|these|those)\b|(?=\s*[?.!]*$))"
    rf"|\b(?P<one>{'|'.join(ORDINALS)})\s+(?:ones?|of\s+(?:them|these|those))\b",
    re.I,
)
# "The second fire", "who started first"; "how long did it last" has no place.
ORDINAL_IN = re.compile(
    rf"\b(?:the (?P<place>{'|'.join(ORDINALS)}) (?!one\b)(?=\w)"
    rf"|(?P<at>{'|'.join(word for word in ORDINALS if word != 'last')})\W*$)",
    re.I,
)
OTHER = re.compile(
    r"\bthe other(?:\s+one)?(?=\s*[?.!,]*$|\s+(?:is|are|was|has|do|does|did|for|in|on|at)\b)", re.I
)
KIND_OF_ONE = re.compile(r"\b(?:a|an|the|my|our)\s+(?!other\b|only\b)[\w-]+\s+(one)\b", re.I)
ONE = re.compile(
    r"(?<![\w-])(?<!\b(?:the|any) )(?<!\b(?:this|that|each) )(?<!\bwhich )(?<!\bevery )(?<!\bno )"
    r"one(?=\s*[?.!,]|\s*$|\s+(?:for|if|in|on|at|with|when|by|from)\b)",
    re.I,
)
IN_EDITION = (
    r"(?:under|in|by|with|on) (?:the|my|our|your) (?:old|previous|former|earlier|last|new|current|first)\b"
    r"[^,?.]{0,40}"
)
AT_ANOTHER_TIME = re.compile(
    r"(?P<asking>(?:what|how|how much|how many|how long) (?:is|was|are|were) (?:it|that|this|they) )?"
    r"(?P<time>before(?: that)?|previously|until then|earlier|originally|now|at the moment|today"
    rf"|{IN_EDITION})",
    re.I,
)
AMOUNT = re.compile(r"(?:how (?:much|many|long)|what (?!is|are|was|were))\b", re.I)
OF_A_TIME = re.compile(
    rf"\b(?:before|after|when \w+ \w+|until|since|\d{{4}}|{WEEKDAY})\b(?!\W*$)"
    r"|\b\d{4}\b|\w+day\W*$",
    re.I,
)
NOW = re.compile(
    r",? (?:now|at the moment|today|before(?: that)?|currently|nowadays|these days)(?=$| for\b| on\b)"
    rf"| {IN_EDITION}$",
    re.I,
)
WANTING = re.compile(r"^if (?:i|we) want to\s+(.+)$", re.I)
HOW_TO = re.compile(r"^how (?:do|can) (?:i|we) ", re.I)
PLACE = re.compile(r"^(?:i am|i['’]m|i live|we are|we live)\s+((?:in|at|from)\s+\S.*)$", re.I)


def at_another_time(turn: Turn) -> str | None:
    """Lets "and now?" ask the last question of that time, and "what was it before?" where that asks how much,
    or "what was it under the old rules?".

    Not where the last question tells a time otherwise.
    """
    then = AT_ANOTHER_TIME.fullmatch(turn.bare)
    question = turn.last.rpartition(", ")[2]  # "three years here, how long is the notice"
    if then is None or QUESTION_WORD.match(question) is None or OF_A_TIME.search(turn.last):
        return None
    if then["asking"] and not AMOUNT.match(question):
        return None
    last = NOW.sub("", without_mark(turn.last))
    return f"{last} {then['time'].lower()}?"


def other_ordinal(turn: Turn) -> str | None:
    """Puts "the first" in the place of "the second fire", whose number the last question tells."""
    place = ORDINAL.fullmatch(turn.bare)
    ordinals = [*ORDINAL_IN.finditer(turn.last)] if place else []
    if place is None or len(ordinals) != 1:
        return None
    new = (place["place"] or place["one"]).lower()
    start, end = ordinals[0].span("place" if ordinals[0]["place"] else "at")
    return turn.last[:start] + new + turn.last[end:]


def picked_item(turn: Turn) -> str | None:
    """Picks "the second one" from what the last answer lists."""
    place = ORDINAL.search(turn.text)
    listed = items(turn.answer) if place else []
    if place is None or not listed:
        return None
    number = ORDINALS[(place["place"] or place["one"]).lower()]
    if number >= len(listed):
        return None
    item = _mention(listed[number])
    before, after = turn.text[: place.start()], turn.text[place.end() :]
    if not words(before + after):
        return f"What about {item}?"
    return before + item + after


def _mention(item: str) -> str:
    """An item as a part of a sentence: what is no name or noun is set in quotation marks."""
    first, *rest = item.split()
    if first.lower() in DETERMINERS:
        return lowered(item)
    return f"“{item}”" if first[0].isupper() and any(word.islower() for word in rest) else item


def other_one(turn: Turn) -> str | None:
    """Reads "the other one" as the one that the last question did not ask about."""
    place = OTHER.search(turn.text)
    phrases = [phrase for phrase in noun_phrases(turn.last) if phrase.named and not phrase.is_time]
    if place is None or not phrases:
        return None
    named, listed = phrases[-1], items(turn.answer)
    others = [item for item in listed if item.lower() != named.noun.lower()]
    other = others[0] if len(listed) == 2 and len(others) == 1 else f"the one other than {named.text}"
    if not turn.is_fragment:
        return turn.text[: place.start()] + other + turn.text[place.end() :]
    return turn.last[: named.start] + other + turn.last[named.end :]


def question_word_alone(turn: Turn) -> str | None:
    """Lets "Why?" and "How much?" ask about the last question as a whole."""
    if not ALONE.match(turn.bare):
        return None
    asking = capitalised(turn.bare)
    declined = bool(re.match(r"(?:no|not)\b", turn.answer, re.I))
    if asking.lower() == "why not":
        asking, declined = "Why", True
    last = without_mark(turn.last)
    existence = IS_THERE.match(last)
    if existence and asking.lower() == "how much":
        return f"How much is the {existence['what']}?"
    moved = MOVABLE.match(last)
    verb = moved["verb"] if moved else last.split(" ", 1)[0]
    rest = last[moved.end() :] if moved else lowered(last)
    both = f"{asking}? ({capitalised(last)}?)"
    if verb.lower() not in AUXILIARIES and not (moved and turn.is_foreign):
        return both
    if not moved and declined and asking == "Why":
        rest = _negated(rest)
    paid = asking.lower() == "how much" and PAYING.search(rest)
    if (asking.lower() in ("how much", "how many", "who", "which") and not paid) or _is_only_subject(rest):
        return both
    return f"{asking} {rest}?"


def _is_only_subject(rest: str) -> bool:
    """Whether nothing follows the subject, as in "is the key": "Why is the key?" is no question."""
    first = next(iter(noun_phrases(rest)), None)
    return first is not None and rest.split(" ", 1)[0].lower() in BE and first.end == len(rest)


def _negated(question: str) -> str:
    """Makes "are dogs not allowed" of "are dogs allowed"; where the subject is not seen, leaves it."""
    pronoun = re.match(r"\w+ (?:i|you|we|they|he|she|it)\b", question, re.I)
    subject = next((phrase for phrase in noun_phrases(question) if phrase.after in AUXILIARIES), None)
    end = pronoun.end() if pronoun else subject.end if subject else None
    return question if end is None else f"{question[:end]} not{question[end:]}"


def added_place(turn: Turn) -> str | None:
    """Adds the place of "I live in Sacramento." to the last question."""
    place = PLACE.match(turn.bare)
    return f"{without_mark(turn.last)} {place[1]}?" if place and QUESTION_WORD.match(turn.last) else None


def wanted_instead(turn: Turn) -> str | None:
    """Makes "How do I pause?" of "What if I want to pause?" after "How do I cancel?"."""
    wanting, how = WANTING.match(turn.bare), HOW_TO.match(turn.last)
    return f"{how.group()}{wanting[1]}?" if wanting and how else None


def kind_of_one(turn: Turn) -> str | None:
    """Reads "one" in "if I skip one" and "a small one" as the kind that the last question names."""
    phrases = [phrase for phrase in noun_phrases(turn.last) if not phrase.is_time]
    kind, alone = KIND_OF_ONE.search(turn.text), ONE.search(turn.text)
    if kind is not None:
        noun = next((phrase.head for phrase in phrases if not phrase.plural and not phrase.named), None)
        return turn.text[: kind.start(1)] + noun + turn.text[kind.end(1) :] if noun else None
    if alone is None or not phrases:
        return None
    phrase = phrases[0]
    text = f"one of the {phrase.noun}" if phrase.plural else phrase.text
    question = turn.text[: alone.start()] + text + turn.text[alone.end() :]
    return f"What {question}" if CLAUSE.match(question) else question


def full_name(turn: Turn) -> str | None:
    """Reads "the wall" as the Berlin Wall where that was spoken of, "the fee" as the late fee asked about."""
    for phrase in noun_phrases(turn.text):
        noun = re.sub(r"['’]s?$", "", phrase.noun)
        mentioned = noun[0].isupper() or phrase.determiner.lower() == "the"
        if " " in noun or not mentioned or turn.text[phrase.end :].startswith(" of "):
            continue
        earlier = [old.noun for old in noun_phrases(turn.last) if old.determiner and not old.is_time]
        full = next((name for name in (*turn.known, *earlier) if _ends_with(name, noun)), None)
        if full is not None and full.lower() not in turn.text.lower():
            start = phrase.end - len(phrase.noun)
            return turn.text[:start] + full + turn.text[start + len(noun) :]
    return None


def _ends_with(name: str, noun: str) -> bool:
    """Whether a name of several words, or a noun with a quality, ends with this noun."""
    *first, last = name.split(" ")
    cased = last == noun or (noun.islower() and last[0].isupper())
    return bool(first) and cased and last.lower() == noun.lower()
