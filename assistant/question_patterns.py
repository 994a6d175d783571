"""Questions that one sentence answers, by a table of English sentence shapes.

Precision over recall: a sentence that is not plainly of one of these shapes gives no question.
"""

import re
from collections.abc import Iterator

from assistant.question_definitions import definition_questions
from assistant.question_subjects import (
    LONGEST_QUESTION,
    Candidate,
    Usage,
    is_definite,
    noun_phrase,
    plain_sentence,
)

_ABOUT = r"(?:(?:about|around|approximately|roughly|only|just|at least|at most|up to|exactly) )?"
_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
)
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_TIME = r"(?:\d{1,2}[:.]\d\d|\d{1,2} ?[ap]\.?m\b|noon|midnight|dusk|dawn|\d{1,2} o['’]clock)"
_YEAR = r"(?:in|on) (?:[\w-]+ ){0,4}?(?:1[0-9]|20)\d\d\b"
_WHEN = rf"(?:at {_TIME}|on the \d|on \w+days?\b|every \w+|each \w+|within {_NUMBER}|(?:in|by) [A-Z]\w+\b)"
_FAR = r"(?: [^,.;:()]{1,60}?)? "
_LIMIT = rf"(?:within|no later than|not later than|at least) {_ABOUT}(?:the )?{_NUMBER} (?:working )?{_UNIT}"
_DONE = (
    "(?P<done>founded|established|built|created|launched|completed|introduced|published|adopted|born|signed|"
    "discovered|invented|abolished|installed|ratified|inaugurated|dissolved|restored|rebuilt)"
)
# After "has twelve": parts of a whole that a person would count, not turns of phrase.
_THINGS = r"(?P<things>(?!(?:kinds|types|parts|times|ways|things|reasons|ones|others)\b)[a-z]+s)\b"
_HOURS = rf"(?:daily|every day|from {_TIME}|between {_TIME}|until {_TIME})"
_MADE = r"(?P<done>paid|held|due|served|collected|delivered|issued|updated|reviewed|emptied|inspected)"
_IN = r"(?:in|on|at|near|between|behind|under|above|below|beside|opposite|next to|inside)"

# Kind, rank, what follows the subject, the question. {do} agrees with the verb {v}; {base} is its plain form.
_TABLE = (
    ("cost", 0, rf"(?P<v>costs?) {_ABOUT}(?:[£€$]|US\$|EUR |USD )?\d", "How much {do} {np} cost?"),
    ("long", 0, rf"(?P<v>takes?|lasts?) {_ABOUT}{_NUMBER} {_UNIT}\b", "How long {do} {np} {base}?"),
    ("when", 0, rf"(?P<v>(?:open|close|start|begin|end|depart)s?) at {_TIME}", "When {do} {np} {base}?"),
    ("when", 0, rf"(?P<v>is|are) open {_HOURS}", "When {v} {np} open?"),
    ("when", 0, rf"(?P<v>is|are) {_MADE} {_WHEN}", "When {v} {np} {done}?"),
    ("year", 0, rf"(?P<v>was|were) {_DONE}{_FAR}{_YEAR}", "When {v} {np} {done}?"),
    ("year", 1, rf"(?P<past>began|ended|opened|took place) {_YEAR}", "When did {np} {base}?"),
    ("due", 0, rf"must be (?P<done>\w+ed|paid|made|sent){_FAR}{_LIMIT}", "When must {np} be {done}?"),
    (
        "many",
        1,
        rf"(?P<v>seats?|sleeps?|ha(?:s|ve)) {_NUMBER} {_THINGS}",
        "How many {things} {do} {np} {base}?",
    ),
    (
        "size",
        1,
        rf"(?P<v>is|are) {_ABOUT}\d[\d.,]* \w+ (?P<how>long|high|wide|deep)\b",
        "How {how} {v} {np}?",
    ),
    ("where", 0, rf"(?P<v>is|are) (?P<done>located|situated|kept|stored) {_IN} ", "Where {v} {np} {done}?"),
    (
        "where",
        0,
        r"(?P<v>is|are) (?:behind|under|above|below|beside|opposite|next to) the ",
        "Where {v} {np}?",
    ),
    ("use", 1, r"(?P<v>is|are) used (?:to|for) ", "What {v} {np} used for?"),
    ("duty", 1, r"(?P<v>is|are) responsible for ", "What {v} {np} responsible for?"),
    ("parts", 1, r"(?P<v>consists?) of ", "What {do} {np} consist of?"),
    ("means", 0, r"(?P<v>means?) (?!that\b|it\b)\w+ \w+", "What {do} “{np}” {base}?"),
    ("means", 0, r"(?P<v>stands?) for (?!it\b)\w+ \w+", "What {do} {np} stand for?"),
)
_SHAPES = [(kind, rank, re.compile(f"(?P<np>.{{1,200}}?) {tail}"), asks) for kind, rank, tail, asks in _TABLE]
_BASES = {"began": "begin", "ended": "end", "opened": "open", "took place": "take place", "has": "have"}

_TO_DO = re.compile(
    r"To (?P<do>[a-z]+ (?:[\w'’-]+ ){0,5}?[\w'’-]+), (?:please |first |simply )?(?:add|ask|call|choose|click|"
    r"complete|contact|copy|create|delete|download|e-?mail|enter|fill|go|hold|insert|install|lift|log|open|"
    r"press|pull|push|remove|run|select|send|set|sign|switch|tap|turn|type|unplug|use|visit|write)\b"
)
_LEANS = re.compile(r"\b(?:it|its|them|this|that|these|those|they|be|do|so)\b")


def sentence_questions(sentence: str, usage: Usage, *, around: str = "") -> Iterator[Candidate]:
    """The questions that this sentence answers; `around` is the passage it stands in."""
    line = plain_sentence(sentence)
    if line is None:
        return
    found = [
        *_by_shape(line, usage),
        *definition_questions(line, usage, around),
        *_how_to(line),
    ]
    yield from (one for one in found if len(one.question) <= LONGEST_QUESTION)


def _by_shape(line: str, usage: Usage) -> Iterator[Candidate]:
    for kind, rank, shape, asks in _SHAPES:
        if (found := shape.match(line)) is None:
            continue
        given = found.groupdict()
        verb = (given.get("v") or given.get("past") or "is").split(" ")[0]
        plural = verb in ("are", "were", "have") or (verb[-1] != "s" and kind != "year")
        bare = plural or (kind == "due" and not line.startswith(("The ", "A ", "An ")))
        subject = noun_phrase(found["np"], usage, plural=bare)
        if subject is None or (kind == "year" and not is_definite(subject)):
            continue
        words = {"np": subject, "do": "do" if plural else "does"}
        words["base"] = _base(given.get("v") or given.get("past") or "")
        yield Candidate(asks.format(**{**given, **words}), kind, rank)


def _base(verb: str) -> str:
    """The verb as it is after "does" and "did"."""
    return _BASES.get(verb) or verb.removesuffix("s")


def _how_to(line: str) -> Iterator[Candidate]:
    if (found := _TO_DO.match(line)) and not _LEANS.search(found["do"]):
        yield Candidate(f"How do I {re.sub(r'your', 'my', found['do'])}?", "how", 0)
