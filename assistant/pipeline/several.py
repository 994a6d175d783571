"""Several questions asked at once: "what is the deposit and when do I get it back", taken apart.

Only what is plainly a question of its own is taken for one: a part that is cut off wrongly would be answered
by something that nobody asked.
"""

import re

from assistant.language.courtesies import BEFORE, VERB
from index.words import content_words, words

MOST_QUESTIONS = 6  # questions; further ones stay with the last
_HOW = (
    r"much|many|long|often|far|old|big|late|early|soon|high|tall|heavy|wide|deep|fast|hot|cold|expensive|to|they"
    rf"|it|we|i|you|he|she|{VERB}"
)
_SUBJECT = (
    r"(?:i|you|we|he|she|it|they|there|this|that|these|those|the|an?|any|all|my|our|your|his|her|its|their|"
    r"someone|somebody|anyone|anybody|everyone|everybody|both|one)"
)
# What a question begins with, by the word that joins it to the one before. "When" and "where" begin clauses,
# too: "what do I pay in July and when the school is closed".
_OPENINGS = {
    "and": rf"{BEFORE}(?P<by>whats?|whos?|whom|whose|wheres|"
    rf"whens|which|why|hows?(?= (?:{_HOW})\b)|(?:when|where)(?= (?:exactly |else )?{VERB}\b))\b"
    # "which room has a bath and has a view" says more of the room
    rf"|(?!(?:has|have|had) (?:an?|the|no)\b){VERB} {_SUBJECT}\b",
    "und": r"(?P<by>was|wer|wem|wen|wo|wohin|wann|warum|wieso|welche[rsnm]?|wie|wieviele?)\b|"
    r"(?:kann|darf|muss|soll|gibt|ist|sind|wird|hat) (?:ich|man|wir|es|er|sie|der|die|das|eine?)\b",
    "et": r"(?:(?:à|de|pour|depuis) )?(?P<by>qui|que|où|quand|combien|comment|pourquoi|quel(?:le)?s?)\b|"
    r"est-ce qu|peut-on\b|faut-il\b|y a-t-il\b",
}
_OPENS = {joint: re.compile(opening, re.IGNORECASE) for joint, opening in _OPENINGS.items()}
# "are dogs allowed": not where it may go on with what is said of a noun, as in "which rooms are free and are
# heated".
_OF_NOUN = re.compile(
    rf"(?!ha(?:s|ve|d)\b)(?P<by>{VERB}) "
    r"(?!(?:not|no|also|only|always|never|still|\w+(?:ed|ing|ly))\b)\w+ \w",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?P<mark>[?!.;]{1,4})\s{1,9}(?:(?:and|und|et|also) )?"
    r"|,? (?:(?P<word>and|und|et)|&) (?:also |then )?|, ",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;]+")
_HALF = re.compile(r"\b(?:between|both|zwischen|entre)\b(?!.*\b(?:and|und|et)\b)", re.IGNORECASE)
_NO_VERB = re.compile(r"\W*(?:\w+ )?(?:how|wie) \w+\W*", re.IGNORECASE)  # "for how long"
_ALONE = re.compile(r"(?:how (?:often|long|much|many|far)|when|where|why)\W*", re.IGNORECASE)
_CLAUSE = re.compile(r"\w\W+(?:that|who|which)\b", re.IGNORECASE)  # "the dog that barks and is big"


def questions_in(text: str) -> list[str]:
    """The questions that a text asks, in order; the text alone where it plainly asks but one.

    >>> questions_in("whats the deposit and when do i get it back?")
    ['whats the deposit?', 'when do i get it back?']
    >>> questions_in("When and where was Ann born?"), questions_in("Which rooms are free and are heated?")
    (['When and where was Ann born?'], ['Which rooms are free and are heated?'])
    """
    begin, parts = 0, list[str]()
    end = "?" if text.rstrip().endswith("?") else ""
    for joint in _JOINT.finditer(text):
        before, rest = text[begin : joint.start()], text[joint.end() :]
        if len(parts) < MOST_QUESTIONS - 1 and _is_one(before, joint) and _is_another(rest, before, joint):
            parts.append(before + (joint["mark"] or end))
            begin = joint.end()
    return [*parts, text[begin:]]


def _is_one(text: str, joint: re.Match[str]) -> bool:
    """Whether a text is a question that says what it is about. What follows a statement leans on that."""
    question, *more = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()] or [""]
    opens = (joint["mark"] or "").startswith("?") or _opening(question) or _OF_NOUN.match(question)
    listed = not joint.group().strip(", ") and not re.search(rf"\b{VERB}\b", question, re.IGNORECASE)
    about = bool(content_words(question)) and len(words(question)) > 2 and not _HALF.search(question)
    return bool(opens) and about and not more and not listed


def _is_another(rest: str, before: str, joint: re.Match[str]) -> bool:
    """Whether a question of its own begins with `rest`."""
    if _ALONE.fullmatch(rest):  # "how do I descale it and how often"
        return joint["mark"] is None
    word = (joint["word"] or "and").casefold() if joint["mark"] is None else ""
    opening = _opening(rest, word) or (None if _CLAUSE.search(before) else _OF_NOUN.match(rest))
    following = _JOINT.split(rest, maxsplit=1)[0]
    says = content_words(following) or len(words(following)) > 3  # "what did they do"
    if opening is None or not says or _NO_VERB.fullmatch(following):
        return False
    # "those who race and who sail": the second goes with the first
    by = words(opening["by"] or "")
    return not by or by[0] not in words(before)[1:]


def _opening(text: str, word: str = "") -> re.Match[str] | None:
    """How the text opens a question in the language of the word, or in any."""
    opens = [_OPENS[word]] if word in _OPENS else _OPENS.values()
    return next((match for pattern in opens if (match := pattern.match(text))), None)
