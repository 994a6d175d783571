"""Whether what was found answers the question by itself, or at least may answer it.

It answers by a model that was trained to tell; what stands where the question says so is in `naming`.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from assistant.declining.findings import Answering, Findings
from assistant.declining.measures import names_of
from assistant.declining.signals import Signals
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.codes import codes, is_written
from assistant.showing.pieces import LIST_KINDS, Piece
from assistant.showing.tables.row_questions import asked_of_rows
from assistant.types import QUOTING
from index.models.gloss import GLOSSES, language_of
from index.search import is_near
from index.words import content_words, stem, words

# What is shown answers where all that is known of its first piece comes to so much: to more where the
# question has the documents' very words, as those that only seem to be answered mostly have, or has them but
# for one.
ANSWERS, ANSWERS_LITERALLY = 6.0, 8.5
# Below which a list is not surely the one that is asked for, though it seems so by its name and place: of 35
# such lists, of ten users and everyday questions, 5 were wrong: two had -2.6 and 1.0, three 2.3 to 11.5. The
# right ones had 2.9 or more.
ANSWERS_AS_LIST = 2.0
# What it is asked of whether there is such a thing: the words up to where it is or what it is for.
_IS_THERE = re.compile(
    r"\W{0,3}(?:(?:and|so|but) )?(?:(?:is|are|was|were) there"
    r"|(?:do|does|did|can|could|will|would) (?:\w+ ){1,3}?"
    r"(?:get|have|offer|provide|include|sell|serve|stock|supply))\b"
    r"(?: (?:an?|any|some|still|also|the|our|my))* (?P<thing>(?!(?:to|on|in|at)\b)[^,.;:?!]{1,60}?)"
    r"(?= (?:in|on|at|for|while|when|if|with|to|that|which|during|near|from|of|by|between|before|after|and|or"
    r"|there|here|today|now)\b|[,.;:?!]|$)",
    re.IGNORECASE,
)
_NO_THING = frozenset(
    "anything anyone anybody anywhere something someone somebody somewhere nothing place places way ways "
    "else nearby near kind sort".split()
)
# "Which parts need ordering": all of a kind are asked for, of which some rows may be any.
_ASKS_SEVERAL = re.compile(
    r"\W{0,3}(?:(?:and|so|but) )?(?:which|what|how many)(?: (?!(?:does|is|was|has|needs|gets)\b)\w+){1,2}"
    r"(?<=s) ?(?:(?:do|are|were|did|have|can|could|must|should|need|will|would|in|on|of|at|with|for)\b|\W*$)",
    re.IGNORECASE,
)
SOME_ROWS = 3
SEVERAL, MUCH = 2, 0.4  # words with meaning of a question, and the share of them
NEAR = 0.1  # the score of the best sentence below which nothing is near: one word in common, no meaning
LITERAL = 0.4  # the share of the question's words missing, below which it speaks the documents' own words
BELOW = 0.5  # of the threshold for an answer: the confidence below which such a question is not answered
# Log-odds that a sentence which is shown answers. Below the first nothing that was found is of any help, or
# below the second where something excuses it, such as a row's few words; from the last on it may be, whatever
# the words say.
NO_HELP, NO_HELP_EXCUSED, MAY_HELP = -4.0, -5.0, -1.0
# What evidence states of a question's words from which it is shown unless the model that was trained to
# tell gives less than HARDLY: of SQuAD's questions 8 that have an answer are then not declined, and 8 that
# have none.
STATED, HARDLY = 0.9, -3.0


def is_answering(signals: Signals, findings: Findings) -> bool:
    """Whether what is shown answers, as the model that was trained to tell says, whatever a language model
    made of it.

    Not where the closest sentence states otherwise what the question takes for granted, nor where the
    language model declined, nor where the question names a code or version that no document has, nor where
    rows of a kind are asked for of which some were found. The model must be surer where the question has the
    documents' very words, and does not ask for a cell of a table, or has them but for one, and where much of
    the question is in no document.
    """
    answering = findings.answering
    if answering is None or signals.near_miss or signals.model_declined or not findings.pieces:
        return False
    if is_of_unknown_thing(findings) or are_some_rows(findings):
        return False
    shown = findings.pieces[0].sentences
    literal = is_literal(signals) and not _is_cell_asked_for(findings)
    lacking = lacks_one_word(findings.question.query, findings.missing, shown) or lacks_much(
        findings, SEVERAL
    )
    return answering.overall >= (ANSWERS_LITERALLY if literal or lacking else ANSWERS)


def _is_cell_asked_for(findings: Findings) -> bool:
    """Whether a row is shown for one of its cells: who asks for that uses the names of columns, too."""
    first = findings.pieces[0]
    return first.sentences[0].is_row and (first.kind == "value" or findings.form not in LIST_KINDS)


def are_some_rows(findings: Findings) -> bool:
    """Whether rows of a kind or that with most of something are asked for, and some rows of one table are
    shown, none of them counted: those that are near to the words, and not those that are meant.
    """
    row_question = asked_of_rows(findings.question.query)
    if not _ASKS_SEVERAL.match(findings.question.query) and not (row_question and row_question.extreme):
        return False
    rows = [piece for piece in findings.pieces if not piece.counted and piece.sentences[0].is_row]
    tables = Counter(_table(piece) for piece in rows)
    return bool(rows) and findings.pieces[0] in rows and tables[_table(findings.pieces[0])] >= SOME_ROWS


def _table(piece: Piece) -> tuple[str, tuple[str, ...]]:
    citation = piece.sentences[0].citation
    return citation.source_id, citation.headings


def may_be_list_asked_for(findings: Findings) -> bool:
    """Whether a list was found first, and the model that was trained to tell does not rule out that it helps.

    It reads a list item by item, and rates it low: of fourteen users' questions three lists that were right
    were declined, with log-odds of -3.2 to -1.4; of three that were not the best had -4.4.
    """
    answering = findings.answering
    listed = bool(findings.pieces) and findings.pieces[0].kind in LIST_KINDS
    return listed and answering is not None and answering.briefly >= NO_HELP


def may_be_another_list(findings: Findings) -> bool:
    """Whether a list, found and not counted, may be of something else, whatever it is called: the model
    that was trained to tell says that it does not answer, or does not say that it does and much of the
    question is in no document. How to descale the pump is not "the kettle".
    """
    first, answering = findings.pieces[0], findings.answering
    if first.kind not in LIST_KINDS or first.counted:
        return False
    much = lacks_much(findings)
    return much if answering is None else answering.overall < (ANSWERS_LITERALLY if much else ANSWERS_AS_LIST)


def lacks_much(findings: Findings, fewest: int = 1) -> bool:
    """Whether much of the question is in no document: so many of its words with meaning at least.

    Not where it is asked in another language, whose words English documents do not have.
    """
    if language_of(findings.question.query) in GLOSSES:
        return False
    question_words = content_words(findings.question.query)
    return len(findings.unmentioned) >= max(fewest, MUCH * len(question_words))


def is_of_unknown_thing(findings: Findings) -> bool:
    """Whether it is asked if there is something of which no document has a word: "Is there a courtesy car?"

    Where it has another name there, what was found may answer, but who can tell? Nor has any document a code
    or version that is asked of: of another one nothing is said, however alike the rest is.
    """
    if _is_of_unknown_code(findings):
        return True
    match = _IS_THERE.match(findings.question.query)
    thing = set(words(match["thing"])) - _NO_THING if match else set()
    return bool(thing) and any(word.lower() in thing for word in findings.unmentioned)


def _is_of_unknown_code(findings: Findings) -> bool:
    question_codes = codes(findings.question.query)
    read = [*findings.shown, *findings.evidence.sentences] if question_codes else []
    texts = [f"{sentence.label}\n{sentence.text}" for sentence in read]
    return any(not any(is_written(code, text) for text in texts) for code in question_codes)


def has_near(findings: Findings) -> bool:
    """Whether anything that was found is near the question: by words or meaning, or by what the model says
    that was trained to tell.

    Of nonsense it may say anything: a document must have a word of the question.
    """
    if not findings.pieces:
        return False
    known = set(content_words(findings.question.query)) - {word.lower() for word in findings.unknown}
    return is_near(findings.evidence.hits) or (bool(known) and may_help(findings.answering))


def may_help(answering: Answering | None) -> bool:
    """Whether a sentence that is shown may answer by the model that was trained to tell, whatever the
    question names.
    """
    return answering is not None and answering.briefly >= MAY_HELP


def helpful(pieces: Sequence[Piece], log_odds_of: Callable[[Piece], float | None]) -> Sequence[Piece]:
    """The pieces without quotes and values below the first that are no help, by the log-odds of the model
    that was trained to tell.

    What a later document says stays, and what was found by code in all rows of a table; the model is not
    asked about these. All stay where it tells nothing.
    """
    first = log_odds_of(pieces[0]) if len(pieces) > 1 else None
    if first is None:
        return pieces
    least = min(NO_HELP, first)

    def stays(piece: Piece) -> bool:
        if piece.later or piece.counted or piece.kind not in QUOTING:
            return True
        log_odds = log_odds_of(piece)
        return log_odds is None or log_odds >= least

    return [pieces[0], *filter(stays, pieces[1:])]


def lacks_one_word(query: str, missing: Sequence[str], shown: Sequence[EvidenceSentence]) -> bool:
    """Whether one word of a question is in no document, and half of the others are in what is shown.

    That word is then likely what is asked for: "How tall is the D12?", where its weight is stated.
    """
    if len(missing) != 1:
        return False
    others = {stem(word) for word in content_words(query)} - {stem(missing[0].lower())}
    have = {
        stem(word) for sentence in shown for text in (sentence.text, sentence.label) for word in words(text)
    }
    return bool(others) and 2 * len(others & have) >= len(others)


def names_only_strangers(query: str, missing: Collection[str]) -> bool:
    """Whether the question names something, and nothing that it names is in any document.

    >>> names_only_strangers("When did Kestrel sail?", {"Kestrel"})
    True
    >>> names_only_strangers("Does the Marigold sail to Alba?", {"Alba"})
    False
    >>> names_only_strangers("Wie lang ist die Kündigungsfrist?", {"Kündigungsfrist"})
    False
    """
    named = names_of(query)
    return bool(named) and all(name in missing for name in named)


def is_literal(signals: Signals) -> bool:
    """Whether a question has the documents' very words: the signals by words can then be believed."""
    return signals.missing_share < LITERAL


def may_answer(
    signals: Signals,
    best: float,
    confidence: float,
    threshold: float,
    *,
    answers: float | None,
    excused: bool = False,
    limits: bool = False,
) -> bool:
    """Whether what was found may answer, so that it is shown rather than that nothing is said.

    `best` is the score of the best evidence, `answers` the log-odds of the model that was trained to tell.
    Not where nothing is near; nor where that model is sure that nothing answers; nor where the closest
    sentence states otherwise what the question takes for granted; nor where the question has the documents'
    very words, and they still do not state it but for the answer: then the signals by words can be believed.
    In other words they cannot, nor where the question has misspelled words or the best evidence is a table's
    row, which has few (`excused`), nor where that model says that it may answer. `limits`: what is stated
    otherwise may be a limit that the question's numbers are held against.
    """
    if best < NEAR or (signals.near_miss and not limits):
        return False
    if answers is not None and answers < (NO_HELP_EXCUSED if excused else NO_HELP):
        return False
    if excused or not is_literal(signals):
        return True
    if answers is not None and answers >= MAY_HELP:
        return True
    if signals.gaps:
        return False
    stated = signals.asked >= STATED and (answers is None or answers >= HARDLY)
    return stated or confidence >= BELOW * threshold
