"""What is made of the draft of a model that was not measured: any URL, any GGUF but the embedded one.

The confidence was fitted on drafts of one small model and says little of another's. Here a draft is believed:
its decline is a decline, and what the checker finds in the documents is the answer, if it is found where
this question is answered and not another one. `python -m evals.studies.oracle SET` measures it with known
drafts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from assistant.declining.findings import Findings
from assistant.evidence.gathering import Scored, candidate
from assistant.evidence.rating import Candidate, Rater
from assistant.evidence.sentences import EvidenceSentence, label_of
from assistant.grounding import Checker
from assistant.grounding.facts import Clash, clashes
from assistant.phrases import STATES_NOTHING
from assistant.showing.pieces import LIST_KINDS, Piece, citations_overlap
from assistant.types import Citation, Outcome, Sentence
from index.models.gloss import for_text

# How well places answer the question beside the best one: about 0 for the best, less for others.
Rating = Callable[[Sequence[Citation]], Sequence[float]]
# What stands around what a sentence cites: it may explain its names and years.
ContextOf = Callable[[Sentence], str]
# The lowest rating of a place that answers, in units of `rating.py`. A few words, or a part of a sentence,
# may stand anywhere by chance, so they have to stand nearer: of 96 short answers to other questions of their
# document 10 do, and 20 at -1.7.
ANSWERS, ANSWERS_NEAR = -2.3, -1.2
# A place that is not among the first by the question's words has to stand nearer still: there are many more
# of them. Of 68 everyday questions 3 have their right answer there, and 2 what answers another one.
FIRST_BY_WORDS, ANSWERS_BY_MEANING = 32, -0.7
SHORT_SENTENCE = 6  # words of a sentence that says little by itself
PARAPHRASE = 0.55  # the checker's score from which on a sentence found in part may be a paraphrase
FACTS = ("name", "number", "date")  # kinds of clashes that make it none, though not sure enough for a veto
LONGEST = 2_000  # characters whose facts are compared
AROUND = 2  # sentences before and behind a quote that explain it
# How a place must fit a sentence that is from there, in units of `rating.py` without a passage's score. Of 42
# right answers in other words that are found in part three are below, of other questions' answers most.
FITS = 0.1
LEADING = 8  # of the best evidence, that are compared with each sentence
ANSWERING = 0.5  # how much it counts that a place answers the question, beside how it fits the sentence
# How near the best place of a draft ranks, and so much of the log-odds that all of it answers, come to less
# than this where it is of another question. Of such drafts (68 everyday questions, 53 of SQuAD) 33 were shown
# as answers, with this 20, and of 287 right ones two fewer.
WHOLE_WEIGHT, OF_ANOTHER = 0.25, -2.15
NOWHERE = float("-inf")


def believed_outcome(
    kept: Sequence[Sentence],
    rating: Rating,
    context_of: ContextOf,
    *,
    declines: bool,
    may_be_meant: bool,
) -> Outcome:
    """The outcome for the sentences of a draft that the checker finds, in whole or in part.

    "unsure" where none is stated or none answers the question, and where nothing is left of a draft though
    what was found may answer it (`may_be_meant`). `declines`: the draft is a decline.
    """
    if declines:
        return "declined"
    if any(is_stated(sentence, context_of(sentence)) and answers(sentence, rating) for sentence in kept):
        return "answered"
    return "unsure" if may_be_meant else "declined"


def is_stated(sentence: Sentence, nearby: str = "") -> bool:
    """Whether the quotes state the sentence: it is found, or differs from them in wording alone.

    What is found only in part may be a paraphrase, which a checker that goes by words knows from an addition
    only by the facts: the quotes have no other name, number or date in the place of the sentence's, and none
    that is surely missing there, nor deny it. `nearby` is what stands around them.
    """
    if sentence.support != "partly" or not sentence.citations:
        return sentence.support == "found"
    text = sentence.text[:LONGEST]
    quotes = [for_text(citation.words[:LONGEST], text) for citation in sentence.citations]
    labels = [label_of(citation.title, citation.headings) for citation in sentence.citations]
    context = [for_text(part, text) for part in (*labels, *nearby.splitlines())]
    differing = clashes(text, quotes, "\n".join(context))
    otherwise = any(clash.veto or (clash.kind in FACTS and _is_another(clash)) for clash in differing)
    return sentence.score >= PARAPHRASE and not otherwise


def _is_another(clash: Clash) -> bool:
    """Whether the quotes have another fact, or only a part of a name: "New York" for "New Amsterdam"."""
    return clash.stated is not None or (clash.kind == "name" and " " in clash.said)


def in_other_words(
    sentence: Sentence, findings: Findings, checker: Checker, rater: Callable[[str], Rater]
) -> Sentence:
    """The sentence of a model that is believed, with the place that it paraphrases if it is found in part.

    Unchanged where what it cites states it already. `checker` has labelled it, `rater` makes what rates
    texts for a sentence.
    """
    if sentence.support != "partly" or STATES_NOTHING in sentence.reasons:
        return sentence
    evidence = findings.evidence

    def context_of(part: Sentence) -> str:
        return around(part, evidence.sentences, findings.question.text)

    rating = rating_of(findings)
    if is_stated(sentence, context_of(sentence)) and answers(sentence, rating):
        return sentence
    leading = [scored.sentence for scored in evidence.readable[:LEADING]]
    shown = [place for place in findings.shown if not place.heading]
    # By citation: the checker may have a gloss of a place, whose own words come later.
    places = {place.citation: place for place in (*checker.nearest(sentence.text), *leading, *shown)}
    return placed(sentence, list(places.values()), rating, context_of, rater(sentence.text).rate_each)


def placed(
    sentence: Sentence,
    places: Sequence[EvidenceSentence],
    rating: Rating,
    context_of: ContextOf,
    fits: Callable[[Sequence[Candidate]], Sequence[float]],
) -> Sentence:
    """A sentence found in part, with the place that states it in other words and answers the question.

    Its words tell little of where it is from. So the places are tried that fit it, as a model says that reads
    both (`fits`), and answer the question: those first that do both best. Unchanged where none states it.
    """
    fit = fits([Candidate(0.0, place.text, place.label) for place in places])
    rated = rating([place.citation for place in places])
    tried = [n for n in range(len(places)) if fit[n] >= FITS and rated[n] >= ANSWERS_NEAR]
    for n in sorted(tried, key=lambda n: (-fit[n] - ANSWERING * rated[n], n)):
        cited = replace(sentence, citations=(places[n].citation,))
        if is_stated(cited, context_of(cited)):
            return cited
    return sentence


def around(sentence: Sentence, evidence: Sequence[EvidenceSentence], question: str) -> str:
    """The question and the sentences around those that a sentence cites."""
    cited = [
        place
        for place in evidence
        if any(citations_overlap(place.citation, citation) for citation in sentence.citations)
    ]
    near = [
        place.text
        for place in evidence
        if any(place.hit == other.hit and 0 < abs(place.number - other.number) <= AROUND for other in cited)
    ]
    return "\n".join([question, *near])


def answers(sentence: Sentence, rating: Rating) -> bool:
    """Whether a place that the sentence rests on is rated as one that answers the question."""
    little = sentence.support == "partly" or len(sentence.text.split()) <= SHORT_SENTENCE
    lowest = ANSWERS_NEAR if little else ANSWERS
    return any(rated >= lowest for rated in rating(sentence.citations))


def is_of_another(kept: Sequence[Sentence], findings: Findings, rating: Rating) -> bool:
    """Whether a draft as a whole answers another question, as the model that was trained to tell says.

    A draft of many sentences has one by chance that stands near an answer.
    """
    citations = list(dict.fromkeys(citation for sentence in kept for citation in sentence.citations))
    if not citations:
        return False
    whole = [" ".join(sentence.text for sentence in kept), " ".join(cited.words for cited in citations)]
    logits = findings.evidence.rater.logits([text[:LONGEST] for text in whole])
    if logits is None:
        return False
    return max(rating(citations)) + WHOLE_WEIGHT * max(logits) < OF_ANOTHER


def behind_best(citation: Citation, scored: Sequence[Scored], pieces: Sequence[Piece]) -> float:
    """How far a place ranks behind the best evidence, by its own score or that of the piece around it.

    `scored` holds the evidence, best first, `pieces` what would be shown without a model, such as a whole
    list of which the items are worth little by themselves. NOWHERE for what is in neither, or not among the
    first by the question's words.
    """
    first = (rated for rated in scored if rated.by_words < FIRST_BY_WORDS)
    places = [rated.score for rated in first if citations_overlap(rated.sentence.citation, citation)]
    places += [
        piece.score
        for piece in pieces
        if any(citations_overlap(sentence.citation, citation) for sentence in piece.sentences)
    ]
    return max(places, default=NOWHERE) - (scored[0].score if scored else 0.0)


def rating_of(findings: Findings) -> Rating:
    """How well places answer the question, those first that have most of its words.

    How others are rated counts where they come near the best, and for an item where a list is asked for: it
    seldom has a word of the question.
    """
    evidence = findings.evidence
    hits = [hit.score for hit in evidence.hits]

    def rating(citations: Sequence[Citation]) -> list[float]:
        behind = [behind_best(citation, evidence.scored, findings.pieces) for citation in citations]
        nearby = [
            [] if near >= ANSWERS_NEAR else _sentences_at(citation, evidence.sentences)
            for citation, near in zip(citations, behind, strict=True)
        ]
        to_rate = list(dict.fromkeys(chain.from_iterable(nearby)))
        scores = evidence.rater.rate_each([candidate(sentence, hits) for sentence in to_rate])
        own = {sentence: score - evidence.best for sentence, score in zip(to_rate, scores, strict=True)}
        return [
            max([near, *(own[sentence] for sentence in sentences if counts(sentence, own[sentence], near))])
            for near, sentences in zip(behind, nearby, strict=True)
        ]

    def counts(sentence: EvidenceSentence, own: float, near: float) -> bool:
        item = findings.form in LIST_KINDS and sentence.kind == "item"
        return item or near >= ANSWERS or own >= ANSWERS_BY_MEANING

    return rating


def _sentences_at(citation: Citation, sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    return [sentence for sentence in sentences if citations_overlap(sentence.citation, citation)]
