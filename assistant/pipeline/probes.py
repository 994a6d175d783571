"""A one-token question to the model about the question, over a prompt that it has read already.

A server that keeps what it has read answers in about half a second. What counts is not the word that
comes back but how likely each was: a small model says yes to nearly everything, though less surely where it
should not (after S. Kadavath et al., Language models (mostly) know what they know, 2022).
"""

import math
from collections.abc import Sequence
from contextlib import closing
from itertools import islice

from assistant.llm.model import ChatModel
from assistant.llm.protocol import Message, Piece
from assistant.pipeline.prompt import template

FLOOR = 1e-6  # the probability of a word that is not among the alternatives that the server lists
ANSWERED, ELSE = ("answered", "answer"), ("else",)
# The mean answer on squad and clapnq, and what nine of ten lie between. A decision that is the same at both
# ends is not worth the time of asking: 3 in 10 on squad, and none of its 400 came out otherwise.
TYPICAL, USUAL = 0.42, (-0.69, 1.46)


def ask_answerable(model: ChatModel, prompt: Sequence[Message]) -> float | None:
    """The log-odds that the model calls the question one that the passages answer; None if it does not tell.

    Raises ModelError.
    """
    with closing(model.stream(choice_probe(prompt), max_tokens=1)) as stream:
        pieces = (item for item in stream if isinstance(item, Piece))
        return log_odds(list(islice(pieces, 1)), ANSWERED, ELSE)  # some servers know no limit


def choice_probe(prompt: Sequence[Message]) -> list[Message]:
    """Passages and question with a choice in place of the instruction, which is the last paragraph."""
    beginning, _, _ = prompt[-1].text.rpartition("\n\n")
    return [*prompt[:-1], Message("user", f"{beginning}\n\n{template('choice_option.md')}")]


def log_odds(pieces: Sequence[Piece], words: Sequence[str], others: Sequence[str]) -> float | None:
    """The log-odds of the first token being one of `words` rather than one of `others`."""
    if not pieces or not pieces[0].top:
        return None
    return math.log(_probability(pieces[0], words) + FLOOR) - math.log(
        _probability(pieces[0], others) + FLOOR
    )


def _probability(piece: Piece, words: Sequence[str]) -> float:
    return sum(math.exp(min(0.0, logprob)) for text, logprob in piece.top if text.strip().lower() in words)
