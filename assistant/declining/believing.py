"""What is made of the draft of a model that was not measured: any URL, any GGUF but the embedded one.

The confidence was fitted on drafts of one small model and says little of another's. Here a draft is believed:
its decline is a decline, and what the checker finds in the documents is the answer, if what it rests on
answers this question rather than another one.
"""

from collections.abc import Callable, Sequence

from assistant.evidence import label_of
from assistant.types import Citation, Outcome, Sentence

# How well each of some texts answers the question, as logits; None where nothing can tell.
Relevance = Callable[[Sequence[str]], list[float] | None]
ANSWERS = -4.0  # the logit below which a sentence that the documents state answers another question


def believed_outcome(
    kept: Sequence[Sentence], relevance: Relevance, *, declines: bool, touched: bool
) -> Outcome:
    """The outcome for the sentences of a draft that the checker finds, in whole or in part.

    "unsure" where none is found whole or none answers the question, and where nothing is left of a draft
    though the documents touch the question. `declines`: the draft is a decline.
    """
    if declines:
        return "declined"
    found = [one for one in kept if one.support == "found" and one.citations]
    if found and answers(found, relevance):
        return "answered"
    return "unsure" if touched or kept else "declined"


def answers(found: Sequence[Sentence], relevance: Relevance) -> bool:
    """Whether one of these sentences is stated where the question is answered; so it is if nothing can tell."""
    logits = relevance([_where(citation) for one in found for citation in one.citations])
    return logits is None or max(logits) >= ANSWERS


def _where(citation: Citation) -> str:
    """A quote under the names of its document and section, as evidence is rated (assistant/rating.py)."""
    return f"{label_of(citation.title, citation.headings)}: {citation.words}"
