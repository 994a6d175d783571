"""Whether what was found answers the question by itself, as the model says that was trained to tell."""

from assistant.declining.signals import Signals

# The log-odds from which on the best sentences answer. Of 43 everyday questions that have an answer 20 are
# above it, and none of five that have none: those are below -1.2.
ANSWERS = -0.5


def is_answering(signals: Signals) -> bool:
    """Whether the best sentences answer the question, whatever a language model made of them.

    Not where the closest sentence states otherwise what the question takes for granted, where a name or
    number of the question is not near them, nor where the language model declined.
    """
    against = signals.near_miss or signals.absent_terms or signals.model_declined
    return signals.answers is not None and signals.answers >= ANSWERS and not against
