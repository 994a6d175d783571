"""What is made of the draft of a model that was not measured: any URL, any GGUF but the embedded one.

The confidence was fitted on drafts of one small model and says little of another's. Here a draft is believed:
its decline is a decline, and what the checker finds in the documents is the answer, if it is found where
this question is answered and not another one. `python -m evals.oracle SET` measures it with known drafts.
"""

from collections.abc import Callable, Sequence

from assistant.evidence import Scored, label_of
from assistant.grounding.facts import clashes
from assistant.showing import Piece
from assistant.spanning import overlap
from assistant.types import Citation, Outcome, Sentence

# How well a place answers the question beside the best one: about 0 for the best, less for others.
Rating = Callable[[Citation], float]
# The lowest rating of a place that answers, in units of `rating.py`. A few words, or a part of a sentence,
# may stand anywhere by chance, so they have to stand nearer.
ANSWERS, ANSWERS_NEAR = -2.3, -1.2
FEW = 6  # words of a sentence that says little by itself
PARAPHRASE = 0.55  # the checker's score from which on a sentence found in part may be a paraphrase
FACTS = ("name", "number", "date")  # kinds of clashes that make it none, though not sure enough for a veto
LONGEST = 2_000  # characters whose facts are compared
NOWHERE = float("-inf")


def believed_outcome(kept: Sequence[Sentence], rating: Rating, *, declines: bool, touched: bool) -> Outcome:
    """The outcome for the sentences of a draft that the checker finds, in whole or in part.

    "unsure" where none is stated or none answers the question, and where nothing is left of a draft though
    the documents touch the question (`touched`). `declines`: the draft is a decline.
    """
    if declines:
        return "declined"
    if any(is_stated(one) and answers(one, rating) for one in kept):
        return "answered"
    return "unsure" if touched else "declined"


def is_stated(sentence: Sentence) -> bool:
    """Whether the quotes state the sentence: it is found, or differs from them in wording alone.

    What is found only in part may be a paraphrase, which a checker that goes by words knows from an addition
    only by the facts: no name, number, date or denial of the sentence may be missing there.
    """
    if sentence.support != "partly" or not sentence.citations:
        return sentence.support == "found"
    quotes = [citation.words[:LONGEST] for citation in sentence.citations]
    beside = "\n".join(label_of(one.title, one.headings) for one in sentence.citations)
    differing = clashes(sentence.text[:LONGEST], quotes, beside)
    return sentence.score >= PARAPHRASE and not any(one.veto or one.kind in FACTS for one in differing)


def answers(sentence: Sentence, rating: Rating) -> bool:
    """Whether a place that the sentence rests on is rated as one that answers the question."""
    little = sentence.support == "partly" or len(sentence.text.split()) <= FEW
    return any(rating(one) >= (ANSWERS_NEAR if little else ANSWERS) for one in sentence.citations)


def beside_best(citation: Citation, scored: Sequence[Scored], found: Sequence[Piece]) -> float:
    """How far a place ranks behind the best evidence, by its own score or that of what was found around it.

    `scored` holds the evidence, best first, `found` what would be shown without a model, such as a whole list
    of which the items are worth little by themselves. NOWHERE for what is in neither.
    """
    places = [one.score for one in scored if overlap(one.sentence.citation, citation)]
    places += [
        piece.score for piece in found if any(overlap(one.citation, citation) for one in piece.sentences)
    ]
    return max(places, default=NOWHERE) - (scored[0].score if scored else 0.0)
