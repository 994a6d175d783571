"""Does the evidence state this sentence? Decided by code, from words, numbers and names.

A first checker: scores are shares of words, not yet calibrated.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence import EvidenceSentence
from assistant.terms import all_numbers, names, numbers, stems
from assistant.types import Citation, Sentence, Support
from documents.sentences import sentence_spans
from index.words import words

FOUND, PARTLY = 0.75, 0.4  # shares of a sentence's words that its citations must have
GAIN = 0.12  # what one more citation must add
GAIN_ELSEWHERE = 0.25  # ... from another passage: common words are found anywhere
NEAR = 2  # sentences
GIVEN = 0.3  # the part that counts of a word that the question brought
MOST_CITATIONS = 3
CONTEXT = 0.6  # the part that counts of a word found beside the quote: in the title or the next sentences
# What a model says about where it looked is no part of what it states.
LEAD_IN = re.compile(
    r"^(?:according to|based on|as stated in|from) (?:the |this |these )?(?:\w+ ){0,2}"
    r"(?:passages?|documents?|texts?|quotations?|information)[^,]{0,40}, ",
    re.IGNORECASE,
)
# "No more than 24" sets a limit, it denies nothing.
NEGATION = re.compile(
    r"\b(?:not|never|none|neither|nor|without|cannot|nobody|nothing"
    r"|no(?! (?:more|less|fewer|later|earlier|longer|sooner) than\b))\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An evidence sentence prepared for matching."""

    evidence: EvidenceSentence
    stems: frozenset[str]
    context: frozenset[str]  # stems of the passage and its title
    numbers: frozenset[str]
    words: frozenset[str]


Lacks = Callable[[Sequence[Candidate]], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence prepared for matching."""

    text: str
    stems: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    negated: bool


class Checker:
    """Checks sentences against one body of evidence.

    Words of `question` that a sentence only repeats say little: they count less for finding where
    it comes from and for keeping it, though in full for calling it found.
    """

    def __init__(self, evidence: Sequence[EvidenceSentence], question: str = "") -> None:
        self._candidates = _candidates(evidence)
        self._given = frozenset(stems(question))

    def sentences(self, text: str) -> list[Sentence]:
        """Each sentence of the text with its label, its citations and the reasons."""
        return [self.span(text, start, end) for start, end in sentence_spans(text)]

    def span(self, text: str, start: int, end: int) -> Sentence:
        """The sentence at these offsets with its label, its citations and the reasons."""
        claim = _claim(text[start:end])
        if not claim.stems:
            reason = "there is nothing in it to look up"
            return Sentence(claim.text, start, end, "not_found", 0.0, (), (reason,))
        rarity = _weights(claim, self._candidates)
        news = {stem: weight * (GIVEN if stem in self._given else 1.0) for stem, weight in rarity.items()}
        cited = _one_document(rarity, _cite(claim, news, self._candidates))
        score = _coverage(rarity, cited)
        if not cited or _coverage(news, cited) < PARTLY:
            reasons = tuple(_wrong_terms(claim, self._candidates)) or ("no passage states it",)
            return Sentence(claim.text, start, end, "not_found", round(score, 4), (), reasons)
        support, reasons = _judge(claim, score, cited)
        shown = _reading_order(cited) if support != "not_found" else []
        citations = tuple(one.evidence.citation for one in shown)
        return Sentence(claim.text, start, end, support, round(score, 4), citations, reasons)


def _candidates(evidence: Sequence[EvidenceSentence]) -> list[Candidate]:
    """The evidence, prepared once for all sentences of an answer; headings are context only."""
    by_hit: dict[int, set[str]] = {}
    own = [frozenset(stems(one.text)) for one in evidence]
    for one, stemmed in zip(evidence, own, strict=True):
        by_hit.setdefault(one.hit, set(stems(one.label))).update(stemmed)
    prepared = [
        Candidate(
            evidence=one,
            stems=stemmed,
            context=frozenset(by_hit[one.hit]),
            numbers=frozenset(all_numbers(one.text) | all_numbers(one.label)),
            words=frozenset(words(one.text)) | frozenset(words(one.label)),
        )
        for one, stemmed in zip(evidence, own, strict=True)
    ]
    return [one for one in prepared if not one.evidence.heading]


def _claim(text: str) -> Claim:
    stated = LEAD_IN.sub("", text)
    return Claim(
        text=text,
        stems=tuple(dict.fromkeys(stems(stated))),
        numbers=tuple(numbers(stated)),
        names=tuple(names(stated)),
        negated=bool(NEGATION.search(stated)),
    )


def _weights(claim: Claim, evidence: Sequence[Candidate]) -> dict[str, float]:
    """Rare words of the evidence weigh more: sharing a word that all sentences have says little."""
    counts = Counter(stem for one in evidence for stem in one.stems)
    return {stem: math.log(2 + (len(evidence) + 1) / (counts[stem] + 0.5)) for stem in claim.stems}


def _cite(claim: Claim, weights: dict[str, float], evidence: Sequence[Candidate]) -> list[Candidate]:
    """The fewest sentences that together have most of the claim's words, the best one first."""
    cited: list[Candidate] = []
    score = 0.0
    while len(cited) < MOST_CITATIONS:
        ranked = [
            (_coverage(weights, [*cited, one]), -place, one)
            for place, one in enumerate(evidence)
            if one not in cited
        ]
        if not ranked:
            break
        best, _, one = max(ranked, key=lambda entry: entry[:2])
        known = not cited or any(one.evidence.hit == other.evidence.hit for other in cited)
        if best < score + (GAIN if known else GAIN_ELSEWHERE):
            break
        cited.append(one)
        score = best
    return [*cited, *_neighbours_with_terms(claim, cited, evidence)]


def _one_document(weights: Mapping[str, float], cited: Sequence[Candidate]) -> list[Candidate]:
    """The citations from one document where these alone state the claim, else all of them."""
    for name in dict.fromkeys(one.evidence.citation.source_id for one in cited):
        own = [one for one in cited if one.evidence.citation.source_id == name]
        if _coverage(weights, own) >= FOUND:
            return own
    return list(cited)


def _neighbours_with_terms(
    claim: Claim, cited: Sequence[Candidate], evidence: Sequence[Candidate]
) -> list[Candidate]:
    """Sentences close by with a number or name that the cited ones lack: "in the same year" has no year."""
    found: list[Candidate] = []
    for lacks in (*map(_lacks_number, claim.numbers), *map(_lacks_name, claim.names)):
        if not cited or not lacks([*cited, *found]):
            continue
        near = (one for one in evidence if one not in cited and any(_is_near(one, other) for other in cited))
        found.extend(next(([one] for one in near if not lacks([one])), []))
    return found


def _is_near(one: Candidate, other: Candidate) -> bool:
    same = one.evidence.hit == other.evidence.hit
    return same and abs(one.evidence.number - other.evidence.number) <= NEAR


def _lacks_number(number: str) -> Lacks:
    return lambda cited: all(number not in one.numbers for one in cited)


def _lacks_name(name: str) -> Lacks:
    lower, stemmed = name.lower(), set(stems(name))
    return lambda cited: (
        all(lower not in one.words for one in cited)
        and not (stemmed and stemmed <= set().union(*(one.stems | one.context for one in cited)))
    )


def _coverage(weights: Mapping[str, float], cited: Sequence[Candidate]) -> float:
    """The weighted share of stems that the cited sentences have, or (for less) what stands beside them."""
    total = sum(weights.values())
    quoted = frozenset().union(*(one.stems | one.numbers for one in cited)) if cited else frozenset()
    beside = frozenset().union(*(one.context for one in cited)) if cited else frozenset()
    got = sum(
        weight * (1.0 if stem in quoted else CONTEXT if stem in beside else 0.0)
        for stem, weight in weights.items()
    )
    return got / total


def _judge(claim: Claim, score: float, cited: Sequence[Candidate]) -> tuple[Support, tuple[str, ...]]:
    wrong = _wrong_terms(claim, cited)
    if wrong:
        return "not_found", tuple(wrong)
    doubts = _doubts(claim, score, cited)
    return ("partly", tuple(doubts)) if doubts else ("found", ())


def _wrong_terms(claim: Claim, cited: Sequence[Candidate]) -> list[str]:
    """A number or name that the quotes lack makes a sentence worthless, however much else they share."""
    return [
        *(f"the source does not have the number {one}" for one in claim.numbers if _lacks_number(one)(cited)),
        *(f"the source does not have the name {one}" for one in claim.names if _lacks_name(one)(cited)),
    ]


def _doubts(claim: Claim, score: float, cited: Sequence[Candidate]) -> list[str]:
    doubts = []
    if score < FOUND:
        have = frozenset().union(*(one.stems | one.context | one.numbers for one in cited))
        lacking = [
            word for word in dict.fromkeys(words(claim.text)) if (s := stems(word)) and s[0] not in have
        ]
        listed = ", ".join(f"“{word}”" for word in lacking[:4])
        doubts.append(f"not in the source: {listed}" if listed else "the source says it only in part")
    if len({one.evidence.citation.source_id for one in cited}) > 1:
        doubts.append("its words come from several documents, none of which states it alone")
    quote_negated = bool(NEGATION.search(cited[0].evidence.text))
    if claim.negated and not quote_negated:
        doubts.append("it denies something that the source does not deny")
    if quote_negated and not claim.negated:
        doubts.append("the source denies something, and the sentence does not")
    return doubts


def _reading_order(cited: Sequence[Candidate]) -> list[Candidate]:
    """The citations passage by passage, sentences in a row in the order of their text."""
    return sorted(cited, key=lambda one: (one.evidence.hit, one.evidence.number))


def check_text(text: str, passages: Sequence[str]) -> list[Sentence]:
    """Each sentence of `text` with its label, checked against `passages` alone; no library, no model.

    A citation's source_id is the passage's place, "0" being the first, and its offsets count
    characters of that passage.
    """
    evidence = [
        EvidenceSentence(
            hit=place,
            number=number,
            text=passage[start:end],
            label="",
            heading=False,
            citation=Citation(str(place), 1, f"Passage {place + 1}", None, start, end, passage[start:end]),
        )
        for place, passage in enumerate(passages)
        for number, (start, end) in enumerate(sentence_spans(passage))
    ]
    return Checker(evidence).sentences(text)


def withheld(sentence: Sentence) -> bool:
    """Whether an answer leaves this sentence out."""
    return sentence.support == "not_found"
