"""The measures that signals are made of."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding import Checker
from assistant.grounding.facts import question_gaps
from assistant.grounding.scoring import shipped_scorer
from assistant.language.terms import all_numbers, content_stems, names, number_key, stems
from assistant.llm.protocol import Piece
from assistant.types import Citation, Sentence
from index.models.gloss import language_of
from index.words import STOP_WORDS, WORD, words

SHORTEST_NAME = 3  # letters
_WITHIN = re.compile(r"[a-z,] $")  # what stands before a word within a sentence
MOST_GAPS = 2  # more gaps say no more
TYPICAL = 0.46  # the mean over squad's questions, for an embedder that gives no vectors of words
WEAKEST = "alike_lowest"  # the checker's feature: how alike the word is that is least so
# The words of the decline that a model is offered, and those with which it declines that was not offered any.
_DECLINE = re.compile(
    r"^\W*(?:not stated|unknown|(?:the|these|this|your) (?:passages?|documents?|texts?|quotations?|sources?) "
    r"(?:do|does|did) ?(?:not|n['’]t))\b",
    re.IGNORECASE,
)
_NOT_GIVEN = re.compile(
    r"\bnot (?:\w+ )?(?:stated|mentioned|specified|provided|given|named|described) (?:in|by) "
    r"(?:the|these|this|any|your)(?: \w+)? (?:passages?|documents?|texts?|quotations?)\b"
    r"|\b(?:passages?|documents?|texts?)(?: provided)? (?:do|does) not "
    r"(?:say|state|mention|contain|specify|provide|give|name|describe|indicate|include)\b",
    re.IGNORECASE,
)


def is_decline(draft: str) -> bool:
    """Whether the model wrote a decline, or nothing at all; what follows an answer is not looked at.

    >>> is_decline("The passages do not say."), is_decline("In 1974. The passages do not say where.")
    (True, False)
    """
    first = draft.strip().split(". ")[0]
    return not first or bool(_DECLINE.match(first)) or bool(_NOT_GIVEN.search(first))


def read_as_claim(
    question: str, evidence: Sequence[EvidenceSentence], embedder: object | None
) -> tuple[float, float]:
    """The question held against the evidence as the checker holds a sentence, 0 to 1: the checker's score of
    it, and how alike the word is that is least so.

    What it takes for granted should be stated where the answer is.
    """
    if not evidence:
        return 0.0, 0.0
    measured = Checker(evidence, embedder=embedder).features(_without_label(question, evidence))
    if not measured:
        return 0.0, 0.0
    return round(shipped_scorer().score(measured), 4), round(measured.get(WEAKEST, TYPICAL), 4)


def _without_label(question: str, evidence: Sequence[EvidenceSentence]) -> str:
    """The question without the words that all evidence stands below and none of it says again."""
    labels = frozenset.intersection(*(content_stems(sentence.label) for sentence in evidence))
    shared = labels - frozenset().union(*(content_stems(sentence.text) for sentence in evidence))
    return WORD.sub(lambda word: "" if content_stems(word[0]) & shared else word[0], question)


def mean_logprob(tokens: Sequence[Piece]) -> float | None:
    """The mean log-probability of a draft's tokens."""
    logprobs = [token.logprob for token in tokens if token.logprob is not None]
    return sum(logprobs) / len(logprobs) if logprobs else None


def missing_share(weights: Mapping[str, float], evidence: Sequence[EvidenceSentence]) -> float:
    """The weighted share of the question's stems that are nowhere in this evidence."""
    have = {stemmed for text in _texts(evidence) for stemmed in stems(text)}
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight for stemmed, weight in weights.items() if stemmed not in have) / total


def foreign(
    query: str, evidence: Sequence[EvidenceSentence], text_of: Callable[[Citation], str]
) -> list[str]:
    """The names and numbers of a question that are not near the evidence; its documents may have the names.

    What a document is about it seldom names in every paragraph; its numbers belong to one place of it.
    `text_of` gives the text of a citation's document.
    """
    texts = _texts(evidence)
    have_words = {word for text in texts for word in words(text)}
    have_stems = {stemmed for text in texts for stemmed in stems(text)}
    have_numbers = set().union(*(all_numbers(text) for text in texts)) if texts else set()
    far = [
        term
        for term in _terms(query)
        if term.lower() not in have_words
        and number_key(term) not in have_numbers
        and not (set(stems(term)) and set(stems(term)) <= have_stems)
    ]
    if all(number_key(term) is not None for term in far):
        return far
    documents = {
        (sentence.citation.source_id, sentence.citation.version): sentence.citation for sentence in evidence
    }
    stated = [text_of(citation) for citation in documents.values()]
    return [
        term for term in far if number_key(term) is not None or not any(_has(text, term) for text in stated)
    ]


def with_names(query: str, evidence: Sequence[EvidenceSentence]) -> str:
    """The question with the capitals of the names that it has in small letters, as the evidence writes them.

    A name has a capital wherever it stands, also within a sentence.
    """
    texts = [sentence.text for sentence in evidence]

    def as_there(match: re.Match[str]) -> str:
        word = match.group()
        if not word.islower() or word in STOP_WORDS or len(word) < SHORTEST_NAME:
            return word
        occurrences = [
            occurrence
            for text in texts
            for occurrence in re.finditer(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", text)
        ]
        inside = any(
            _WITHIN.search(occurrence.string, max(0, occurrence.start() - 3), occurrence.start())
            for occurrence in occurrences
        )
        written = {occurrence.group() for occurrence in occurrences}
        return occurrences[0].group() if inside and all(form[0].isupper() for form in written) else word

    return WORD.sub(as_there, query)


def _texts(evidence: Sequence[EvidenceSentence]) -> list[str]:
    return [text for sentence in evidence for text in (sentence.text, sentence.label)]


def names_of(query: str) -> list[str]:
    """The names in a question; none in a German one, where every noun has a capital."""
    return names(query) if language_of(query) != "de" else []


def _terms(text: str) -> list[str]:
    """Names and numbers of a text, as written, each once."""
    numeric = [
        word for word in words(text) if number_key(word) is not None and any(c.isdigit() for c in word)
    ]
    return list(dict.fromkeys([*names_of(text), *numeric]))


def _has(document: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", document) is not None


def best_support(sentences: Sequence[Sentence]) -> float:
    """The best score among sentences that are not withheld."""
    return max((sentence.score for sentence in sentences if sentence.support != "not_found"), default=0.0)


def gaps(question: str, evidence: Sequence[EvidenceSentence], missing: Sequence[str]) -> int:
    """How many facts of the question the evidence surely lacks or states otherwise, `MOST_GAPS` at most."""
    lacking = question_gaps(question, _texts(evidence), lambda word: word not in missing)
    return min(MOST_GAPS, sum(gap.veto for gap in lacking))
