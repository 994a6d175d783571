"""Whether what is shown stands where the question says: below its words, behind its code or its term."""

import re
from collections.abc import Sequence

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.codes import codes, label
from documents.readers.writing import QUESTION_MARK
from index.words import content_words, stem, words

PART = 5  # letters of a part of a compound: "the bread maker" of the manual of a breadmaker
FEWEST = 2  # words that say what is asked: "Opening" above a paragraph asks nothing
_NOT = frozenset("not no never nor cannot t".split())  # "t": of "don't"
_TURNS = _NOT | frozenset(
    "without with before after except until since from to over under above below".split()
)
_NO_TOPIC = frozenset("why who whom whose".split())  # what a heading that asks nothing does not answer
_MARKED = re.compile(rf"\A{QUESTION_MARK}", re.IGNORECASE)
# What is asked of a code, and adds nothing to it: "what does error E11 on the display mean".
_OF_CODE = frozenset(
    stem(word)
    for word in "mean meaning stand code codes error errors fault alarm message display shows show says say "
    "happened happens get gives status".split()
)
_KIND = re.compile(  # "part 4410-B", not "the part number of 4410-B"
    r"\b(?:part|item|number|no|nr|ticket|case|order|form)s?\.?(?: number| no\.?)? (?=\S{0,12}\d)",
    re.IGNORECASE,
)
# What asks for something of what a code names
_OTHERWISE = re.compile(r"\b(?:who|whom|whose|when|where|why|how (?!(?:do|can|should) )\w+)\b", re.IGNORECASE)
_QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
SAME = 0.8  # of the words of heading and question together
# Who asks what a term means, and where: "what is a banger in the bird notes", "what does excess mean"; or who
# or what it is there: "who is the chair", "what is the excess".
_ASKS_MEANING = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?"
    r"(?:(?P<who>who)(?: is| are|['’]s) (?:the|our) (?P<person>.{1,60}?)"
    r"|what(?: is| are|['’]s) (?:the|our) (?P<thing>.{1,60}?)"
    r"|(?:what(?: is| are|['’]s)|define|explain|(?:the )?(?:meaning|definition) of)(?: an?)?"
    r" (?P<term>.{1,60}?)"
    r"|what (?:does|do)(?: an?| the)? (?P<meant>.{1,60}?) (?:mean|stand for))"
    r"(?P<where> (?:in|on|at|of|by|for|according to|under) .{1,80})?\W*"
    r"|(?P<alone>.{1,40}) (?:meaning|definition)\W*",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Herr|Frau)\.? )?"
# Who somebody is that is called by name; what has an article is no name.
_ASKS_WHO = re.compile(
    r"\W{0,3}(?:(?:and|so|but|ok) )?who(?: is|['’]?s| was) "
    rf"{_TITLE}"
    r"(?P<name>(?!(?:the|our|my|your|an?|in|on|at|it|he|she|this|that)\b)[^\W\d_][\w'’-]{1,30}"
    r"(?: [^\W\d_][\w'’-]{1,30}){0,2})\W*",
    re.IGNORECASE,
)
# "sailor", "old sailor"; in "the letter to Ann Lee" is none
_ROLE = r"(?:(?!(?:to|of|for|by|with|from|and|or|in|on|at|that|than)\b)[a-zà-ÿ][a-zà-ÿ'’-]{1,30} ){1,2}"
# What any document may be called.
_DOCUMENTS = frozenset(
    "note notes document documents doc docs file files manual handbook guide booklet policy contract terms "
    "rules minutes list sheet table email mail letter page pdf text".split()
)
_ARTICLES = frozenset("a an the our your this".split())
# Tells what a term means: '"Banger" = a young bird', "Excess means", "Excess: the first part". Behind a colon
# a meaning begins with an article or the like, a person with a capital; "Excess: see rule 4" tells nothing.
_MEANS = re.compile(
    r"\W{0,3}(?P<term>[^=:–—\"”?!.]{1,40}?)[\"”'’]?(?P<by> ?=|:| [–—]| means?\b"
    r"| (?:is|are) (?:an?|the|any|when|where|those|what)\b| stands? for\b) (?P<begins>\W{0,3}\w+)",
    re.IGNORECASE,
)
_BEGINS_MEANING = frozenset("a an the any anything anyone anybody what when where one someone".split())
_TELLS_NOTHING = frozenset("not no none see ask vacant".split())


def is_asked_by(heading: str, question: str) -> bool:
    """Whether a heading asks the question itself, as in a list of frequent questions: nearly the same words.

    >>> is_asked_by("How long does the crossing take?", "How long does a crossing take")
    True
    >>> is_asked_by("Question 5: Is a tasting planned?", "is a tasting planned")
    True
    >>> is_asked_by("When do the boats go?", "Where do the boats go?")
    False
    >>> is_asked_by("What is covered by the policy?", "What is not covered by the policy?")
    False
    """
    own, wanted = words(_MARKED.sub("", heading)), words(question)
    if not own or _turned(own) != _turned(wanted):
        return False
    if own == wanted:
        return True
    if heading.rstrip().endswith("?"):
        if _question_word(own) != _question_word(wanted):
            return False
    elif _question_word(wanted) in _NO_TOPIC:
        return False
    texts = (" ".join(own), question)
    own_stems, wanted_stems = ({stem(word) for word in content_words(text)} for text in texts)
    both, either = own_stems & wanted_stems, own_stems | wanted_stems
    return min(len(own_stems), len(wanted_stems)) >= FEWEST and len(both) >= SAME * len(either)


def is_asked_by_code(sentence: EvidenceSentence, question: str) -> bool:
    """Whether a sentence stands behind or below the code that is asked for, and the question says nothing but
    where that is: "What does E11 mean?", "Code F3 on the pump".
    """
    labels = {label(text) for text in (sentence.text, *sentence.citation.headings[-1:])}
    if labels.isdisjoint(codes(question)):
        return False
    rest = _KIND.sub(" ", question)
    if _OTHERWISE.search(rest):
        return False
    return _are_there([word for word in content_words(rest) if stem(word) not in _OF_CODE], sentence)


def is_defined(sentence: EvidenceSentence, question: str) -> bool:
    """Whether a sentence tells what a term means, or who or what it is, and the question asks just that, of
    the place where the sentence stands if of any.

    A row does not: it has the value of one thing among others.
    """
    if named := _ASKS_WHO.fullmatch(question):
        return not sentence.is_row and _tells_who(named["name"], sentence.text)
    match, means = _ASKS_MEANING.fullmatch(question), _MEANS.match(sentence.text)
    if match is None or means is None or sentence.is_row:
        return False
    term = next(match[kind] for kind in ("person", "thing", "term", "meant", "alone") if match[kind])
    own = [word for word in words(means["term"]) if word not in _ARTICLES]
    if {stem(word) for word in content_words(term)} != {stem(word) for word in own} or not own:
        return False
    if means["by"].strip() in (":", "–", "—") and not _fits(match, means["begins"]):
        return False
    where = content_words(match["where"] or "")
    return _are_there([word for word in where if word not in _DOCUMENTS], sentence)


def _tells_who(name: str, text: str) -> bool:
    """Whether a text says of the one with this name what they are, right behind it or before: "Ann Lee is in
    charge", "Ann Lee (chair)", "Ann Lee, the treasurer", "the treasurer Ann Lee,".
    """
    own = rf"(?i:\b{re.escape(' '.join(name.split()))})"
    begins = rf"(?:^|[.:;,–(]\s?){_TITLE}"  # "the letter to Ann Lee was lost"
    pattern = rf"{begins}{own}\s(?:is|was)\b|{own}(?:\s\(\w|,\s(?:an?|the|our|your|my|his|her|their)\s)"
    pattern = rf"{pattern}|\b(?:the|an?|our) {_ROLE}(?:[A-ZÀ-Ý][\w'’-]{{1,30}} )?{own}(?=[,.;:)]|$)"
    match = re.search(pattern, " ".join(text.split()))
    return match is not None and any(map(str.isupper, match[0]))


def _fits(match: "re.Match[str]", text: str) -> bool:
    """Whether what stands behind a colon begins as what is asked for does: a person, a value, a meaning."""
    first = text.strip("\"'“‘(")
    if match["person"]:
        return first[:1].isupper()
    if match["thing"]:
        return first.lower() not in _TELLS_NOTHING
    return first.lower() in _BEGINS_MEANING


def has_code(sentence: EvidenceSentence, question: str) -> bool:
    """Whether a sentence or what it stands below has a code that the question has."""
    return not codes(question).isdisjoint(codes(f"{sentence.label}\n{sentence.text}"))


def _are_there(needed: Sequence[str], sentence: EvidenceSentence) -> bool:
    """Whether a sentence or the names that it stands below have all of these words, if only in a compound."""
    have = words(f"{sentence.label} {sentence.text}")
    others = {stem(word) for word in needed} - {stem(word) for word in have}
    return all(len(part) >= PART and any(part in word for word in have) for part in others)


def _turned(text: Sequence[str]) -> set[str]:
    """The small words that turn a question round."""
    return {"not" if word in _NOT else word for word in text if word in _TURNS}


def _question_word(text: Sequence[str]) -> str | None:
    return next((word for word in text if word in _QUESTION_WORDS), None)
