"""Whether what was found answers the question by itself: by a model trained to tell, or by its heading."""

from assistant.declining.signals import Signals
from index.words import content_words, stem, words

# The log-odds from which on the best sentences answer. Of 43 everyday questions that have an answer 20 are
# above it, and none of five that have none: those are below -1.2.
ANSWERS = -0.5
FEWEST = 2  # words that say what is asked: "Opening" above a paragraph asks nothing
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
    """
    if words(heading) == words(question):
        return True
    if heading.rstrip().endswith("?") and _question_word(heading) != _question_word(question):
        return False
    asks, asked = ({stem(word) for word in content_words(text)} for text in (heading, question))
    return min(len(asks), len(asked)) >= FEWEST and len(asks & asked) >= SAME * len(asks | asked)


def _question_word(question: str) -> str | None:
    return next((word for word in words(question) if word in _QUESTION_WORDS), None)
