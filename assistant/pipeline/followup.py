"""A follow-up made to stand alone: what it leaves out is taken from what was said before.

By rules alone: a call to the model would cost more than the time in which the first quotes are shown. Each
of `_rules` knows one kind of follow-up and gives the whole question, or None where it does not apply:

| last question | last answer | follow-up | understood as |
|---|---|---|---|
| How much is a ticket for adults? | | And for children? | How much is a ticket for children? |
| How many soldiers came in 2018? | | And in 2019? | How many soldiers came in 2019? |
| How long does the Marigold take? | | What about the Petrel? | How long does the Petrel take? |
| How much is a day ticket? | | And a week ticket? | How much is a week ticket? |
| Which boats are there? | The Marigold and the Petrel. | How long is the second? | How long is the Petrel? |
| When is Mill Street open on a weekday? | | And on Saturdays? | When is Mill Street open on Saturdays? |
| What does Coast pay? | | And with the other one? | What does the one other than Coast pay? |
| When was the Marigold built? | | Who built it? | Who built the Marigold? |
| Are dogs allowed on board? | No. | Why? | Why are dogs not allowed on board? |
| How many work mornings are there? | | What if I skip one? | What if I skip one of the work mornings? |

Where no rule fits, the question stays as it was asked, and the last question's words are searched for, too.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.language.terms import names, number_key
from assistant.pipeline.followup_foreign import DAY, FOREIGN, replaced_noun, replaced_phrase
from assistant.pipeline.followup_phrases import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    TIME,
    TOKEN,
    Phrase,
    is_plural,
    items,
    noun_phrases,
    preposition_phrases,
)
from index.words import STOP_WORDS, content_words, words

History = Sequence[tuple[str, str]]

REACTION = re.compile(
    r"^(?:(?:ok|okay|thanks|thank you|great|wow|cool|nice|perfect|interesting|i see|sure|"
    r"that (?:is|sounds) (?:\w+ )?\w+)\s*[,.!;]+\s*)+(?=\S)",
    re.I,
)
LEAD = re.compile(
    r"^(?:(?:and|but|or|so|also|then|well|und|aber|oder|et|mais)\b[\s,:]*)?"
    r"(?:(?:what|how) about\b|what(?= if\b)|was ist mit\b|wie ist es mit\b|"
    r"qu['’]en est-il d(?:e|u|es)\b)?[\s,:]*",
    re.I,
)
ABOUT = re.compile(r"^(?:what|how) about\b|^what if\b", re.I)
SPEAKING_OF = re.compile(
    r"^(?:(?:speaking|talking) (?:of|about) (?P<topic>[^,?.]+),|(?:what|how) about (?P<about>[^,?.]+)\?)"
    r"\s*(?P<rest>\S.*)$",
    re.I | re.S,
)
QUESTION_WORDS = (
    "who whom whose what when where which why how wer wen wem wessen was wann wo wohin woher welche welcher "
    "welches welchen warum wieso weshalb wie qui que quoi quand où quel quelle quels quelles pourquoi "
    "comment combien"
).split()
QUESTION_WORD = re.compile(rf"^(?:{'|'.join(QUESTION_WORDS)})\b", re.I)
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
PRONOUN = re.compile(
    r"\b(it|its|they|them|their|theirs|he|him|his|she|her|hers|these|those|this|that)\b(?!['’])", re.I
)
POSSESSIVE = {"its", "their", "his", "her", "theirs", "hers"}
PERSONAL = {"he", "him", "his", "she", "her", "hers"}
MANY = {"they", "them", "their", "theirs", "these", "those"}
# After these, "that" and "this" join or point inside the sentence and need nothing from before.
INNER = re.compile(r"\b(?:that|this|these|those)\s+\w+", re.I)
# "It" that stands for nothing.
DUMMY = re.compile(
    r"\b(?:(?:does|did|will|would|can) it (?:take|matter|rain|snow|happen)|"
    r"(?:is|was) it (?:possible|true|allowed|ok|okay|worth|necessary|too|enough|that|better|legal|a)|"
    r"it (?:is|was|takes|depends|rains|snows))\b",
    re.I,
)
JOINT = re.compile(r"[,;:]|\b(?:and|but|or|when|if|before|after|because|while|until)\b", re.I)
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
ORDINAL = re.compile(
    rf"\b(?:the\s+)?({'|'.join(ORDINALS)})\b(?:\s+ones?\b|\s+of\s+(?:them|these|those)\b|(?=\s*[?.!]*$))",
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
CLAUSE = re.compile(r"^(?:if|unless|when|while|because|wenn|falls|si)\b", re.I)
WANTING = re.compile(r"^if (?:i|we) want to\s+(.+)$", re.I)
HOW_TO = re.compile(r"^how (?:do|can) (?:i|we) ", re.I)
PLACE = re.compile(r"^(?:i am|i['’]m|i live|we are|we live)\s+((?:in|at|from)\s+\S.*)$", re.I)
PREPOSITION = re.compile(
    r"^(?:for|of|about|per|in|on|at|with|without|from|to|by|during|after|before|until|since|under|over|für|am|an|im|mit|ohne|"
    r"bei|nach|vor|ab|bis|pour|à|au|aux|en|avec|sans|dans|chez|après|avant)\b",
    re.I,
)
NO_FRAGMENT = re.compile(
    r"^(?:i|we|you|he|she|it|they|there|please|tell|explain|show|list|give|compare|describe|summari[sz]e|find|"
    r"thanks?|yes|no|not|ok|okay|hello|hi|let|view|any|anything|"
    r"something|more|really|else|maybe|sorry|same|again|continue|go|ja|nein|danke|oui|non|merci)\b|\b(?:"
    + "|".join(sorted(AUXILIARIES))
    + r")\b",
    re.I,
)
COPULA = re.compile(r"^(?:what|who|where|when|how \w+) (?P<be>is|are|was|were) ", re.I)
YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
SHORT = 4  # words in all; a question of fewer rarely says what it is about
LONGEST_FRAGMENT = 10  # words; what is longer asks something of its own
LONG = 4  # words with meaning; a fragment with so many says itself what it asks
REMEMBERED = 40  # questions and answers; what is further back is not leant on
LONGEST = 1_000  # characters of a question that is made; what grows longer is asked as it is


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs nothing before it, as far as it could be made.

    `context` are words of the last question that are searched for with it, where it still leans on that.
    `unclear`: it leans on something, and there is nothing before it.
    """

    question: str
    unclear: bool = False
    context: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """What is searched for."""
        return " ".join((self.question, *self.context))


@dataclass(frozen=True, slots=True)
class Turn:
    """A follow-up as it was asked and what it follows: the last question (which stands alone), its answer.

    `text` is `asked` without a lead such as "And" or "What about" (`led`). `known` are the names before.
    """

    asked: str
    text: str
    last: str
    answer: str
    known: tuple[str, ...]

    @property
    def led(self) -> bool:
        """Whether it begins with words that join it to what was before."""
        return self.text != self.asked

    @property
    def bare(self) -> str:
        """The text without the mark at its end."""
        return _bare(self.text)

    @property
    def is_fragment(self) -> bool:
        """Whether it is no sentence: "for children?", "the Petrel?"."""
        if QUESTION_WORD.match(self.text) or not content_words(self.text):
            return False
        length = len(words(self.text))
        if self.led and (CLAUSE.match(self.text) or PREPOSITION.match(self.text)):
            return length <= LONGEST_FRAGMENT
        return not NO_FRAGMENT.search(self.text) and length <= (LONGEST_FRAGMENT if self.led else SHORT)

    @property
    def is_name(self) -> bool:
        """Whether it is a fragment with a name in it: the first capital letter may be that of a sentence."""
        first = self.led or (self.text.endswith("?") and " " not in self.bare)
        return bool(names(f"of {self.bare if first else _lowered(self.bare)}"))


Rule = Callable[[Turn], str | None]


def standalone(question: str, history: History) -> Standalone:
    """The question, completed from the turns before where it leans on them.

    >>> before = [("user", "How many soldiers did Germany send in 2018?"), ("assistant", "1,000.")]
    >>> standalone("And in 2019?", before).question
    'How many soldiers did Germany send in 2019?'
    >>> standalone("What about France?", before).question
    'How many soldiers did France send in 2018?'
    >>> standalone("When did they leave?", [("user", "Who leads the Barkhane force?")]).question
    'When did the Barkhane force leave?'
    """
    last, answer, known = "", "", list[str]()
    for role, text in history[-REMEMBERED:]:
        if role == "user" and text.strip():
            last, answer = _completed(text.strip(), last, answer, known).question, ""  # it may lean, too
            known += _names(last)
        elif role == "assistant":
            answer = text.strip()
            known += _names(answer[:LONGEST])
    return _completed(question.strip(), last, answer, known)


def _completed(asked: str, last: str, answer: str, known: Sequence[str]) -> Standalone:
    """The question, completed from the last one, which stands alone; "" where there is none."""
    said = REACTION.sub("", asked)
    turn = Turn(said, LEAD.sub("", said, count=1), last, answer, tuple(known))
    if not last:
        bare = turn.led and not QUESTION_WORD.match(turn.text) and len(words(turn.text)) < SHORT
        return Standalone(asked, unclear=bare)
    tried = ((rule, rule(turn)) for rule in _rules(turn))
    rule, made = next(((rule, made) for rule, made in tried if made and len(made) <= LONGEST), (None, None))
    question = _capitalised(made or _without_lead(turn))
    if question.casefold() == asked.casefold():
        question = asked
    whole = rule not in (None, _bare_noun) and not ABOUT.match(question)
    return Standalone(question, context=() if whole else _context(question, turn))


def _without_lead(turn: Turn) -> str:
    """The question where no rule has completed it."""
    if turn.is_fragment and not ABOUT.match(turn.asked) and not FOREIGN.search(turn.last):
        return f"What about {turn.bare}?" if turn.led or " " not in turn.bare else turn.asked
    return turn.asked if turn.is_fragment or CLAUSE.match(turn.text) else turn.text


def _context(question: str, turn: Turn) -> tuple[str, ...]:
    """The words with meaning of the last turn that a question lacks which does not say what it is about."""
    short = SHORT + 2 * (" the " in question)  # "the fee" is one that was spoken of
    brief = (len(words(question)) <= short or PRONOUN.search(question)) and not _names(question)
    if not (brief or ABOUT.match(question) or turn.is_fragment or _leaning_pronoun(question)):
        return ()
    spoken_of = content_words(f"{turn.last} {_entity(turn.answer) or ''}")
    return tuple(word for word in spoken_of if word not in words(question))


# Rules for whole questions


def _spoken_of(turn: Turn) -> str | None:
    """In "Speaking of X, how is it made?" and "What about X? Is it safe?" the pronoun is X."""
    said = SPEAKING_OF.match(turn.asked)
    pronoun = PRONOUN.search(said["rest"]) if said else None
    topic = (said["topic"] or said["about"]).strip() if said else ""
    return _with_topic(said["rest"], pronoun, topic) if said and pronoun else None


def _picked(turn: Turn) -> str | None:
    """Picks "the second one" from what the last answer lists."""
    place = ORDINAL.search(turn.text)
    listed = items(turn.answer) if place else []
    if place is None or not listed:
        return None
    number = ORDINALS[place[1].lower()]
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
        return _lowered(item)
    return f"“{item}”" if first[0].isupper() and any(word.islower() for word in rest) else item


def _other(turn: Turn) -> str | None:
    """Reads "the other one" as the one that the last question did not ask about."""
    place = OTHER.search(turn.text)
    asked = [phrase for phrase in noun_phrases(turn.last) if phrase.named and not phrase.is_time]
    if place is None or not asked:
        return None
    named, listed = asked[-1], items(turn.answer)
    others = [item for item in listed if item.lower() != named.noun.lower()]
    other = others[0] if len(listed) == 2 and len(others) == 1 else f"the one other than {named.text}"
    if not turn.is_fragment:
        return turn.text[: place.start()] + other + turn.text[place.end() :]
    return turn.last[: named.start] + other + turn.last[named.end :]


def _asked_alone(turn: Turn) -> str | None:
    """Lets "Why?" and "How much?" ask about the last question as a whole."""
    if not ALONE.match(turn.bare):
        return None
    asking = _capitalised(turn.bare)
    declined = bool(re.match(r"(?:no|not)\b", turn.answer, re.I))
    if asking.lower() == "why not":
        asking, declined = "Why", True
    last = _bare(turn.last)
    there = IS_THERE.match(last)
    if there and asking.lower() == "how much":
        return f"How much is the {there['what']}?"
    moved = MOVABLE.match(last)
    verb = moved["verb"] if moved else last.split(" ", 1)[0]
    rest = last[moved.end() :] if moved else _lowered(last)
    if verb.lower() not in AUXILIARIES and not (moved and FOREIGN.search(last)):
        return f"{asking}? ({turn.last})"
    if not moved and declined and asking == "Why":
        rest = _negated(rest)
    paid = asking.lower() == "how much" and PAYING.search(rest)
    if (asking.lower() in ("how much", "how many", "who", "which") and not paid) or _is_only_subject(rest):
        return f"{asking}? ({turn.last})"
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


def _place(turn: Turn) -> str | None:
    """Adds the place of "I live in Sacramento." to the last question."""
    place = PLACE.match(turn.bare)
    return f"{_bare(turn.last)} {place[1]}?" if place and QUESTION_WORD.match(turn.last) else None


def _wanted(turn: Turn) -> str | None:
    """Makes "How do I pause?" of "What if I want to pause?" after "How do I cancel?"."""
    wanting, how = WANTING.match(turn.bare), HOW_TO.match(turn.last)
    return f"{how.group()}{wanting[1]}?" if wanting and how else None


def _pronoun(turn: Turn) -> str | None:
    """The pronoun replaced by what the last question was about."""
    if not (turn.led or QUESTION_WORD.match(turn.text) or NO_FRAGMENT.match(turn.text)):
        return None  # "the words that it can detect"
    pronoun = _leaning_pronoun(turn.text)
    topic = _topic(turn, pronoun.group().lower()) if pronoun else None
    return _with_topic(turn.text, pronoun, topic) if pronoun and topic else None


def _one(turn: Turn) -> str | None:
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
    made = turn.text[: alone.start()] + text + turn.text[alone.end() :]
    return f"What {made}" if CLAUSE.match(made) else made


def _full_name(turn: Turn) -> str | None:
    """Reads "the wall" as the Berlin Wall where that was spoken of, "the fee" as the late fee asked about."""
    for phrase in noun_phrases(turn.text):
        noun = re.sub(r"['’]s?$", "", phrase.noun)
        spoken_of = noun[0].isupper() or phrase.determiner.lower() == "the"
        if " " in noun or not spoken_of or turn.text[phrase.end :].startswith(" of "):
            continue
        earlier = [one.noun for one in noun_phrases(turn.last) if one.determiner and not one.is_time]
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


# Rules for fragments


def _clause(turn: Turn) -> str | None:
    """Adds "if I cancel late?" to the last question, or puts it in the place of another condition."""
    joint = CLAUSE.match(turn.text)
    if joint is None:
        return None
    if ONE.search(turn.text):
        return _one(turn)
    old = re.search(rf"\s{joint.group()}\s.*", turn.last, re.I | re.S)
    return _added(turn.last[: old.start()] if old else turn.last, turn)


def _number(turn: Turn) -> str | None:
    """A year takes the place of the last year, another number that of the last other number."""
    new = [word.group() for word in TOKEN.finditer(turn.bare) if number_key(word.group()) is not None]
    old = [word for word in TOKEN.finditer(turn.last) if number_key(word.group()) is not None]
    fitting = [word for word in old if new and bool(YEAR.match(word.group())) == bool(YEAR.match(new[-1]))]
    if not fitting or turn.is_name:
        return None
    return turn.last[: fitting[-1].start()] + new[-1] + turn.last[fitting[-1].end() :]


def _preposition(turn: Turn) -> str | None:
    """Puts "for children" where "for adults" was, "on Sundays" where "on a weekday" was, or adds it."""
    if not PREPOSITION.match(turn.text):
        return None
    if FOREIGN.search(turn.last):
        return replaced_phrase(turn.last, turn.bare) or _added(turn.last, turn)
    word, timed = turn.bare.split(" ", 1)[0].lower(), bool(TIME.search(turn.bare))
    fitting = [
        phrase
        for phrase in preposition_phrases(turn.last)
        if bool(TIME.search(phrase.text)) == timed and (timed or phrase.determiner.lower() == word)
    ]
    if not fitting:
        return _added(turn.last, turn)
    return turn.last[: fitting[-1].start] + _lowered(turn.bare) + turn.last[fitting[-1].end :]


def _time(turn: Turn) -> str | None:
    """Puts "November" in the place of "March"."""
    old = list(TIME.finditer(turn.last)) if TIME.fullmatch(turn.bare) else []
    return turn.last[: old[-1].start()] + turn.bare + turn.last[old[-1].end() :] if old else None


def _foreign_noun(turn: Turn) -> str | None:
    """Puts the noun of "Und die Kinderkarte?" in the place of "die Tageskarte", and adds "le dimanche"."""
    if not FOREIGN.search(turn.last):
        return None
    return _added(turn.last, turn) if DAY.search(turn.bare) else replaced_noun(turn.last, turn.bare)


def _same_head(turn: Turn) -> str | None:
    """Puts "a week ticket" or "an annual one" in the place of "a day ticket"."""
    *qualities, head = turn.bare.split()
    for phrase in noun_phrases(turn.last):
        if head.lower() in ("one", "ones") and qualities and not phrase.named:
            return _in_place(turn.last, phrase, " ".join([*qualities, phrase.head]))
        alike = phrase.noun.split()[0].lower() == turn.bare.split()[0].lower()  # "plan A", "plan B"
        if qualities and (head.lower() == phrase.head or (alike and len(qualities) == 1)):
            return _in_place(turn.last, phrase, turn.bare)
    return None


def _of_its_own(turn: Turn) -> str | None:
    """Leaves "what about the goal of the mission?" to say itself what it asks."""
    shared = set(names(f"of {turn.bare}")) & set(names(turn.last))
    if " of " in turn.bare and (shared or (turn.led and len(content_words(turn.bare)) >= LONG)):
        return f"What {_be(turn.bare)} {turn.bare}?"
    return None


def _name(turn: Turn) -> str | None:
    """A name takes the place of the last one."""
    old = [phrase for phrase in noun_phrases(turn.last) if phrase.named and not phrase.is_time]
    if not old or not turn.is_name or len(content_words(turn.bare)) >= LONG:
        return None
    start = old[-1]
    if len(old) > 1 and turn.last[old[-2].end : start.start] == " and ":  # "Romeo and Juliet"
        start = old[-2]
    both = Phrase(turn.last[start.start : old[-1].end], start.start, old[-1].end, start.determiner)
    return _in_place(turn.last, both, turn.bare)


def _noun(turn: Turn) -> str | None:
    """A noun takes the place of one that stands alike: with "the" or "a" or neither."""
    first = turn.bare.split(" ", 1)[0].lower()
    determined = first in DETERMINERS
    phrases = [
        phrase for phrase in noun_phrases(turn.last) if not phrase.named and not TIME.search(phrase.text)
    ]
    alike = [phrase for phrase in phrases if bool(phrase.determiner) == determined and phrase.after != "of"]
    copula = COPULA.match(turn.last)
    if copula and alike and alike[0].start == copula.end():
        start = copula.start("be")
        be = _be(turn.bare) if copula["be"] in ("is", "are") else copula["be"]
        return f"{turn.last[:start]}{be} {turn.bare}{turn.last[alike[0].end :]}"
    return _in_place(turn.last, alike[0], turn.bare) if turn.led and len(alike) == 1 else None


def _bare_noun(turn: Turn) -> str | None:
    """Asks what "speed limit" alone is, and how "filtering messages" works."""
    length = len(turn.bare.split())
    if turn.led or not 1 < length < SHORT or FOREIGN.search(turn.last):
        return None
    first = turn.bare.split()[0].lower()
    if first.endswith("ing"):
        return f"How does {_lowered(turn.bare)} work?"
    article = "" if first in DETERMINERS or turn.is_name else "the "
    return f"What {_be(turn.bare)} {article}{_lowered(turn.bare)}?"


FRAGMENT_RULES: Sequence[Rule] = (
    _clause, _number, _preposition, _time, _foreign_noun, _of_its_own, _same_head, _name, _noun, _bare_noun,
)  # fmt: skip


def _rules(turn: Turn) -> Iterator[Rule]:
    """The rules in the order in which they are tried: those that are most certain come first."""
    yield from (_spoken_of, _picked, _other, _asked_alone, _place, _wanted)
    if turn.is_fragment:
        yield from FRAGMENT_RULES
    yield from (_pronoun, _one, _full_name)


# What the rules share


def _names(text: str) -> list[str]:
    """The noun phrases of a text that have a name in them."""
    return [phrase.noun for phrase in noun_phrases(text) if phrase.named]


def _leaning_pronoun(text: str) -> "re.Match[str] | None":
    """The first pronoun that points out of the question, if it names nothing before it."""
    match = PRONOUN.search(text)
    if match is None or names(text[: match.start()]) or _has_clause(text[: match.start()]):
        return None
    return None if INNER.match(text, match.start()) or DUMMY.search(text) else match


def _has_clause(before: str) -> bool:
    """Whether a clause stands before the pronoun, with a noun that it can point to.

    >>> _has_clause("Who may bring a dog, and what does "), _has_clause("And when did ")
    (True, False)
    """
    joined = [match.start() for match in JOINT.finditer(before)]
    return bool(joined) and len([word for word in words(before[: joined[-1]]) if word not in STOP_WORDS]) > 1


def _topic(turn: Turn, pronoun: str) -> str | None:
    """What a pronoun stands for: the first fitting phrase of the last question, or whom its answer names."""
    answered = _entity(turn.answer)
    if answered and re.match(r"(?:who|which)\b", turn.last, re.I):
        fits = pronoun in PERSONAL if turn.last[:3].lower() == "who" else pronoun not in MANY
        if fits and (pronoun in PERSONAL or not names(turn.last)):
            return answered
    phrases = [phrase for phrase in noun_phrases(turn.last) if not phrase.is_time]
    fitting = [phrase for phrase in phrases if phrase.named or phrase.plural == (pronoun in MANY)]
    if pronoun in PERSONAL:
        fitting = [phrase for phrase in phrases if phrase.noun.istitle()]
    elif pronoun in ("this", "that"):
        return None  # most often all that was said
    fitting = [phrase for phrase in fitting if len(phrase.noun.split()) <= SHORT]
    central = [phrase for phrase in fitting if phrase.after not in ("in", "at", "on", "from", "by")]
    beside = [phrase for phrase in fitting if phrase.plural or pronoun not in MANY]
    found = next(iter(central or beside), None)
    return found.known + _named_after(turn.last, found) if found else None


def _named_after(text: str, phrase: Phrase) -> str:
    """What tells which one is meant: " to Ellisk" after "the ferry"."""
    for other in preposition_phrases(text):
        if other.start == phrase.end + 1 and other.named and not other.is_time:
            return f" {other.text}"
    return ""


def _entity(answer: str) -> str | None:
    """The name that a short answer consists of."""
    bare = _bare(answer)
    bare = _lowered(bare) if bare.split(" ", 1)[0].lower() in DETERMINERS else bare
    return bare if 0 < len(bare.split()) <= 5 and names(f"of {bare}") and not items(answer) else None


def _with_topic(text: str, pronoun: "re.Match[str]", topic: str) -> str:
    if pronoun.group().lower() in POSSESSIVE and pronoun.end() < len(_bare(text)):
        topic += "’" if topic.endswith("s") else "’s"
    elif pronoun.start() == 0:
        topic = _capitalised(topic)
    return text[: pronoun.start()] + topic + text[pronoun.end() :]


def _in_place(text: str, phrase: Phrase, new: str) -> str:
    """The text with a noun phrase replaced; where only the old one has a determiner, that stays."""
    keep = phrase.determiner and new.split(" ", 1)[0].lower() not in DETERMINERS and not is_plural(new)
    start = phrase.end - len(phrase.noun) if keep else phrase.start
    return text[:start] + new + text[phrase.end :]


def _added(last: str, turn: Turn) -> str:
    """The last question with the fragment at its end, before its mark."""
    bare = _bare(last)
    return f"{bare} {_lowered(turn.bare)}{last[len(bare) :] or '?'}"


def _be(noun: str) -> str:
    """Gives "is" or "are", by the first noun: "the goal of the missions" is one."""
    first = re.split(r"\s(?:of|for|in|on|at|to|from|with)\s", noun, maxsplit=1)[0]
    return "are" if is_plural(first.lower().rsplit(" ", 1)[-1]) or " and " in first else "is"


def _bare(text: str) -> str:
    return text.strip().rstrip("?.! ")


def _lowered(text: str) -> str:
    """The first letter small, where the word is no name: it is one of those that begin any sentence."""
    first = text.split(" ", 1)[0]
    return (
        text if first == "I" or (len(first) > 1 and not first[1:].islower()) else text[:1].lower() + text[1:]
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
