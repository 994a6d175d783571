"""Whether the language model answers with what ranks first, in a draft or in words that it copies.

The two judge apart: the model writes, the rankers score each place of the documents. The confidence is fitted
on questions in the words of their text, and hardly believes an answer to one in a person's own words; a draft
is believed there where both agree.

A small model composes badly from many passages, and chooses badly among numbered ones; asked which few words
of one place answer, it copies them, or says that none do. The documents are quoted all the same: what it
copies only tells that this place answers.
"""

import re
from collections.abc import Iterable, Iterator

from assistant.grounding.remarks import ANSWER
from assistant.language.terms import number_key, stems
from assistant.showing.pieces import Piece
from assistant.types import Form

# The forms that one sentence can answer. The others want all of what was found.
ONE_SENTENCE: frozenset[Form] = frozenset(("fact", "table", "yesno"))
VALUES: frozenset[Form] = frozenset(("fact", "table"))  # those that a few words can answer
NONE = "none"  # what the model writes where no words answer
_COLON = re.compile(r"(?<=\d):(?=\d\d\b)")  # 8:40 is 8.40
SURE = 1.0  # the score of the best piece below which it is not near enough to confirm an answer


def is_agreed(question: str, form: Form, draft: Iterable[str], best: Piece) -> bool:
    """Whether the draft adds something to the question, and `best` has all of what it adds.

    It must have the question's numbers too: what holds "after seven years" has to be worked out from "after
    five years it is 28 days", and small models do that badly. Of a table's row only the cell that answers
    confirms anything: they mix up columns.
    """
    question_stems = _stems([question])
    added = _stems(draft) - question_stems - ANSWER
    wanted = added | {stemmed for stemmed in question_stems if number_key(stemmed)}
    return form in ONE_SENTENCE and best.score >= SURE and bool(added) and wanted <= _stems(_texts(best))


def may_be_copied(form: Form, best: Piece) -> bool:
    """Whether words of the best place can answer a question of this form."""
    return form in VALUES and best.score >= SURE


def is_copied(copied: str, question: str, form: Form, best: Piece) -> bool:
    """Whether what the model wrote are words of the best place that add something to the question."""
    answer = copied.strip().strip(".\"'").lower()
    if not answer or answer == NONE or not may_be_copied(form, best):
        return False
    return is_agreed(question, form, [answer], best)


def _stems(texts: Iterable[str]) -> set[str]:
    return {stemmed for text in texts for stemmed in stems(_COLON.sub(".", text))}


def _texts(best: Piece) -> Iterator[str]:
    """The words of the piece, and what it stands under."""
    if best.value is not None:
        yield from (best.value.text, best.value.row, best.value.column)
        return
    for sentence in best.sentences:
        if not sentence.is_row:
            yield from (sentence.text, sentence.label, best.title)
