"""Whether the language model answers with what ranks first.

The two judge apart: the model writes, the rankers score each place of the documents. The confidence is fitted
on questions in the words of their text, and hardly believes an answer to one in a person's own words; a draft
is believed there where both agree.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.grounding.remarks import ANSWER
from assistant.showing import Piece
from assistant.terms import stems
from assistant.types import Form, Sentence

# The forms that one sentence can answer. The others want all of what was found.
ONE_SENTENCE: frozenset[Form] = frozenset(("fact", "table", "yesno", "change"))
_COLON = re.compile(r"(?<=\d):(?=\d\d\b)")  # 8:40 is 8.40
SURE = 1.0  # the score of the best piece below which it is not near enough to confirm an answer


def is_agreed(question: str, form: Form, draft: Sequence[Sentence], best: Piece) -> bool:
    """Whether the draft adds something to the question, and `best` has all of what it adds.

    Of a table's row only the cell that answers confirms anything: small models mix up columns.
    """
    added = _stems(one.text for one in draft) - _stems([question]) - ANSWER
    stated = _stems(_texts(best))
    return form in ONE_SENTENCE and best.score >= SURE and bool(added) and added <= stated


def _stems(texts: Iterable[str]) -> set[str]:
    return {stemmed for text in texts for stemmed in stems(_COLON.sub(".", text))}


def _texts(best: Piece) -> Iterator[str]:
    """The words of the piece, and what it stands under."""
    if best.value is not None:
        yield from (best.value.text, best.value.row, best.value.column)
        return
    for one in best.sentences:
        if one.block is None or one.block.kind != "cell":
            yield from (one.text, one.label, best.title)
