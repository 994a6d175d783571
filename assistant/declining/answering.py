"""Whether what was found answers the question by itself: by a model trained to tell, or by its heading."""

from collections.abc import Sequence

from assistant.declining.signals import Signals
from index.words import content_words, stem, words

# The log-odds from which on the best sentences answer. Of 43 everyday questions that have an answer 20 are
# above it, and none of five that have none: those are below -1.2.
ANSWERS = -0.5
FEWEST = 2  # words that say what is asked: "Opening" above a paragraph asks nothing
_NOT = frozenset("not no never nor cannot t".split())  # "t": of "don't"
_TURNS = _NOT | frozenset(
    "without with before after except until since from to over under above below".split()
)
_NO_TOPIC = frozenset("why who whom whose".split())  # what a heading that asks nothing does not answer
_QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
SAME = 0.8  # of the words of heading and question together


def is_answering(signals: Signals, piece: float | None) -> bool:
    """Whether a sentence or a `piece` of what was found answers, whatever a language model made of them.

    A row or an item often says only below its heading what it is about: on 45 questions about the example
    documents AUROC is 0.61 by sentences, 0.73 with pieces too. The confidence goes by sentences alone. Not
    where the closest sentence states otherwise what the question takes for granted, nor where the language
    model declined.
    """
    against = signals.near_miss or signals.model_declined
    if signals.answers is None or piece is None or against:
        return False
    return max(signals.answers, piece) >= ANSWERS


def is_asked_by(heading: str, question: str) -> bool:
    """Whether a heading asks the question itself, as in a list of frequent questions: nearly the same words.

    >>> is_asked_by("How long does the crossing take?", "How long does a crossing take")
    True
    >>> is_asked_by("When do the boats go?", "Where do the boats go?")
    False
    >>> is_asked_by("What is covered by the policy?", "What is not covered by the policy?")
    False
    """
    asks, asked = words(heading), words(question)
    if not asks or _turned(asks) != _turned(asked):
        return False
    if asks == asked:
        return True
    if heading.rstrip().endswith("?"):
        if _question_word(asks) != _question_word(asked):
            return False
    elif _question_word(asked) in _NO_TOPIC:
        return False
    stems_asks, stems_asked = ({stem(word) for word in content_words(text)} for text in (heading, question))
    both, either = stems_asks & stems_asked, stems_asks | stems_asked
    return min(len(stems_asks), len(stems_asked)) >= FEWEST and len(both) >= SAME * len(either)


def _turned(said: Sequence[str]) -> set[str]:
    """The small words that turn a question round."""
    return {"not" if word in _NOT else word for word in said if word in _TURNS}


def _question_word(said: Sequence[str]) -> str | None:
    return next((word for word in said if word in _QUESTION_WORDS), None)
