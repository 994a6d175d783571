"""The parts of a question and of an answer that a follow-up leans on: noun phrases, prepositions, lists.

There is no parser here, only word lists: a phrase is a run of words with meaning, ended where a verb begins.
"""

import re
from dataclasses import dataclass

from assistant.language.terms import names
from documents.text.calendar import MONTHS, WEEKDAY
from index.words import STOP_WORDS

TOKEN = re.compile(r"[^\W_]+(?:[-.,'’/][^\W_]+)*")
DEFINITE = frozenset("the my our your their his her its this that these those".split())
INDEFINITE = frozenset("a an any some each every another".split())
DETERMINERS = DEFINITE | INDEFINITE
BE = frozenset("is are was were".split())
DO = frozenset("do does did can could will would should must may might shall".split())
AUXILIARIES = BE | DO | {"has", "have", "had", "am"}
PREPOSITIONS = frozenset(
    "for of in on at with without about from to by during after before until since per under over".split()
)
FOREIGN_PREPOSITIONS = (
    "für|am|an|im|mit|ohne|bei|nach|vor|ab|bis|pour|à|aux?|en|avec|sans|dans|chez|après|avant"
)
ASKING = frozenset("which what many much whose".split())
# What may follow the noun of "does the club meet" and of "is the club open".
VERBS = frozenset(
    "accept allow apply become begin belong buy carry change charge close come contain cost cover differ end "
    "expire fit get give go happen have hold include keep last leave live make mean meet need offer open own "
    "pay play provide require return run say sell send sleep start stay take use want weigh work "
    "became began came cost fell got had left made met ran said sold took was went were".split()
)
PREDICATES = frozenset(
    "available bigger built cheap cheaper closed due expensive free given held kept large long made "
    "necessary old open paid possible safe sent sold the valid worth wrong".split()
)
TIME = re.compile(
    rf"\b(?:{WEEKDAY}s?|{'|'.join(MONTHS)}|spring|summer|autumn|fall|winter|weekdays?|weekends?"
    r"|(?:weeks?|days?|months?|years?)(?! \d)|mornings?|afternoons?|evenings?|nights?|noon|midnight"
    r"|holidays?|today|tomorrow|(?:1[5-9]|20)\d\d)\b",
    re.I,
)
LIST_LINE = re.compile(r"^(?:[-*•–]|\(?\d{1,3}[.)]) (\S.*)$", re.M)
# A row of a table, as answers show it: "Class: Laser; Member: £18"
ROW = re.compile(r"(?:[-•] )?[^:;\n]{1,60}: [^;\n]{1,200}(?:; [^:;\n]{1,80}: [^;\n]{0,300}){1,30}")
CLAUSE_END = re.compile(r"[.;:](?:\s|$)|\n")
JOINT = re.compile(r",? (?:and|or|und|oder|et|ou) ")
BEFORE_SERIES = re.compile(r"^.*?(?:\b(?:are|is|were|was|include|includes|have|has|sind|sont)\s)", re.S)
LONGEST = 1_000  # characters of a text in which phrases are looked for
LONGEST_ANSWER = 10_000  # characters of an answer in which a list is looked for
ITEM_WORDS = 12  # an item of more is a text, and its first words name it


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a text at [start:end]; `determiner` is its first word where that is one, else ""."""

    text: str
    start: int
    end: int
    determiner: str = ""
    after: str = ""  # the word before it, in lower case

    @property
    def noun(self) -> str:
        """Without the determiner."""
        return self.text[len(self.determiner) :].strip()

    @property
    def head(self) -> str:
        """The last word, in lower case."""
        return self.noun.rsplit(" ", 1)[-1].lower()

    @property
    def plural(self) -> bool:
        """Whether the noun looks like a plural."""
        return is_plural(self.head)

    @property
    def named(self) -> bool:
        """Whether a name is in it."""
        return bool(names(f"of {self.text}"))

    @property
    def is_time(self) -> bool:
        """Whether it says when: "a weekday", "2019"."""
        return bool(TIME.search(self.text)) and (
            self.after in PREPOSITIONS or bool(TIME.fullmatch(self.noun))
        )

    @property
    def known(self) -> str:
        """As it is spoken of the second time: "a dog" is "the dog" now."""
        return f"the {self.noun}" if self.determiner.lower() in INDEFINITE else self.text


def is_plural(noun: str) -> bool:
    """Whether an English noun looks like a plural.

    >>> is_plural("fees"), is_plural("pass"), is_plural("bus"), is_plural("people")
    (True, False, False, True)
    """
    singular = noun.endswith(("ss", "us", "is")) or noun in ("gas", "lens", "news")
    return noun in ("people", "children", "men", "women") or (noun.endswith("s") and not singular)


def noun_phrases(text: str) -> list[Phrase]:
    """The noun phrases of an English question, in order.

    >>> [phrase.text for phrase in noun_phrases("How many cars does the Marigold carry on a weekday?")]
    ['cars', 'the Marigold', 'a weekday']
    >>> [phrase.text for phrase in noun_phrases("Where is the key of the shed kept?")]
    ['the key', 'the shed']
    """
    tokens = list(TOKEN.finditer(text[:LONGEST]))
    phrases, position, verb_to_come = [], 0, False
    while position < len(tokens):
        first = position
        determined = tokens[first].group().lower() in DETERMINERS and first + 1 < len(tokens)
        begin = first + determined
        before = tokens[first - 1].group().lower() if first else ""
        run = [token.group() for token in tokens[begin : _run_end(text, tokens, begin)]]
        doing = verb_to_come and first + determined + len(run) == len(tokens)
        end = begin + _noun_length(run, before, doing)
        word = tokens[first].group().lower()
        verb_to_come = word in DO or (verb_to_come and word not in VERBS)
        position = first + 1
        follows = tokens[end].group().lower() if end < len(tokens) else ""
        if before == "what" and follows in DETERMINERS:  # "what caused the outage"
            continue
        if end > begin and (determined or _is_noun_place(text, tokens[begin:end], before)):
            position = end
            start, stop = tokens[first].start(), tokens[end - 1].end()
            determiner = tokens[first].group() if determined else ""
            phrases.append(Phrase(text[start:stop], start, stop, determiner, before))
    return phrases


def _run_end(text: str, tokens: list["re.Match[str]"], begin: int) -> int:
    """Where the run of words with meaning ends that begins at this token."""
    end = begin
    while end < len(tokens) and not _is_function_word(tokens[end]):
        if end > begin and text[tokens[end - 1].end() : tokens[end].start()].strip(" "):
            break
        end += 1
    return end


def _is_function_word(token: "re.Match[str]") -> bool:
    word = token.group()
    named = word.isupper() and word != "I" and (len(word) > 1 or token.start() > 0)  # "US", "plan A"
    named = named or (word == "May" and token.start() > 0)
    return word.lower() in STOP_WORDS and not named


def _noun_length(words: list[str], before: str, verb_to_come: bool) -> int:
    """How many of the words are the noun, before a verb or a predicate; `before` is the word before them.

    `verb_to_come`: the question's verb is still missing, as after "does the ferry to", and these are its end.
    """
    capitals = next((i for i, word in enumerate(words) if not (word[0].isupper() or word[0].isdigit())), None)
    if capitals and (before in AUXILIARIES or (verb_to_come and before in PREPOSITIONS)):
        return capitals
    ends = [i for i, word in enumerate(words) if i and _ends_noun(word, before)]
    if ends:
        return ends[0]
    return len(words) - 1 if before in DO and len(words) > 1 and not words[-1][0].isupper() else len(words)


def _ends_noun(word: str, before: str) -> bool:
    if word in VERBS or word.removesuffix("s") in VERBS:
        return before not in PREPOSITIONS
    return word in PREDICATES or (word.islower() and word.endswith("ed") and len(word) > 4)


def _is_noun_place(text: str, run: list["re.Match[str]"], before: str) -> bool:
    """Whether a run without a determiner is a noun for where it stands, or a name."""
    stands = before in PREPOSITIONS - {"to"} or before in ASKING or before in BE | DO
    words = text[run[0].start() : run[-1].end()]
    return stands or (run[0].start() > 0 and run[0].group()[0].isupper() and bool(names(f"of {words}")))


def preposition_phrases(text: str) -> list[Phrase]:
    """The phrases that begin with a preposition: "for adults", "on a weekday"; `determiner` is it.

    >>> [phrase.text for phrase in preposition_phrases("When is it open on a weekday in May for guests?")]
    ['on a weekday', 'in May', 'for guests']
    """
    phrases = []
    for phrase in noun_phrases(text):
        if phrase.after in PREPOSITIONS:
            start = text.lower().rindex(phrase.after, 0, phrase.start)
            phrases.append(
                Phrase(text[start : phrase.end], start, phrase.end, text[start:][: len(phrase.after)])
            )
    return phrases


def items(answer: str) -> list[str]:
    r"""What an answer lists: its lines, else a series such as "A, B and C".

    >>> items("Harbour Square and Tanner Row.")
    ['Harbour Square', 'Tanner Row']
    >>> items("They are the Marigold, the Petrel and the Kestrel.")
    ['the Marigold', 'the Petrel', 'the Kestrel']
    >>> items("1. Close the tap: it is below.\n2. Pull the plug")
    ['Close the tap', 'Pull the plug']
    >>> items("£18 (Laser, Member)\nClass: Laser; Member: £18\n\nClass: Topper; Member: £12")
    ['Laser', 'Topper']
    """
    answer = "\n".join(" ".join(line.split()) for line in answer[:LONGEST_ANSWER].splitlines())
    if rows := [_cells(line) for line in answer.splitlines() if ROW.fullmatch(line)]:
        return _names_of(rows)
    lines = LIST_LINE.findall(answer)
    if len(lines) < 2:  # a list may be shown without its marks
        lines = [line for line in answer.splitlines() if line and not line.endswith(":")]
    if len(lines) > 1:
        return [item for line in lines if (item := _item(line))]
    joined = [parts for clause in CLAUSE_END.split(answer) if len(parts := JOINT.split(clause)) > 1]
    if not joined:
        return []
    first, *more = joined[0]
    last = more.pop().split(", ")[0]
    return [_item(part) for part in (*BEFORE_SERIES.sub("", first).split(", "), *more, last) if part.strip()]


def _cells(row: str) -> list[str]:
    """The cells of a row as answers show it, without the names of their columns."""
    return [cell.split(": ", 1)[1].strip() for cell in row.split("; ") if ": " in cell]


def _names_of(rows: list[list[str]]) -> list[str]:
    """What names each of the rows: their first cells that are not all the same."""
    distinct = (column for column in zip(*rows, strict=False) if len(set(column)) > 1)
    return [*next(distinct, [row[0] for row in rows])]


_ENUMERATED = re.compile(r"\(?\w{1,3}[.)]\s{1,9}")


def _item(text: str) -> str:
    """What names an item: the words before a colon, a dash or a bracket."""
    plain = _ENUMERATED.sub("", text.strip())
    name = re.split(r"\s*[:;(]|\s+[-–—]\s", plain, maxsplit=1)[0].strip() or plain
    return " ".join(name.split()[:ITEM_WORDS]).strip(" .,*_")
