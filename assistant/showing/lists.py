"""Whole lists: all items, in order, as they stand."""

import math
import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.evidence.rating import Candidate
from assistant.language.terms import stems
from assistant.showing.around import Around, ItemList, item_number
from assistant.showing.dated import is_agenda
from assistant.showing.families import CLOSE
from assistant.showing.forms import asking
from assistant.showing.pieces import Piece, Wanted, count_words, same_place, with_room
from assistant.types import SectionKind
from documents.readers.plain.marks import are_quantities

LOWER = 0.6  # a list whose score is that much below the best sentence's is not what is asked for ...
LOWER_ELSEWHERE = 0.3  # ... nor one of another section that is so much below
ALIKE = 0.6  # the share of the words above them that two lists have in common to be one in two editions
SURE = 0.5  # the score from which a list of the best passage is the one that is asked for
WORDS = 130  # of a list; what is longer ends with the item that goes beyond
READ = 60  # words of a list that are held against the question
FEWEST = 2  # items of a list
_DENIED = (
    "not never cannot forbidden prohibited banned excluded avoid nicht verboten untersagt ausgeschlossen pas "
    "jamais interdite?s? exclue?s? prohibid[oa]s? excluid[oa]s? nunca"
).replace(" ", "|")
_SHORT = r"n['’]t\b|\b(?:ca|wo|do|does|did|should|must|is|are)nt\b"  # "cant", as on a phone
# Who asks for dishes with no meat, or what can be done without a ticket, asks for no such list.
_ASKS_AGAINST = re.compile(rf"\b(?:{_DENIED}|qué (?:\w+ )?no)\b|{_SHORT}", re.IGNORECASE)
_SAYS_AGAINST = re.compile(
    rf"\b(?:{_DENIED}|no(?!\.? ?\d)|nothing|without|except|exclusions|at home|keine?[mnrs]?|ohne|zu hause"
    rf"|sans|à la maison|sin|en casa)\b|{_SHORT}",
    re.IGNORECASE,
)
# What denies nothing of the list: "What should I not forget?", "What do I bring if I am not a member?"
_ASIDE = re.compile(
    r"\b(?:if|when|while|because|unless|although|that|wenn|falls|weil|si|quand|parce|cuando|porque)\b[^,]*,?"
    r"|(?:\b(?:not|never|nicht|nichts|pas|no)|n['’]t) (?:\w+ ){0,2}?"
    r"(?:forget|miss|only|vergessen|fehlen|nur|oublier|olvidar)\b",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(r"^\W{0,3}(?:who|whom|whose|wer|wen|wem|qui|quién(?:es)?)\b", re.IGNORECASE)
_PERSON = re.compile(r"\W{0,3}[A-ZÀ-Ý][\w'’-]{0,30}\.? [A-ZÀ-Ý][\w'’-]{1,30}")  # a name, at the beginning
_NAMING = 2  # words with meaning in the line over a list that name it: "What went badly"
_LONG = 6  # words of an item, in the mean, from which it is no name
_PART = re.compile(r"(?:for|für|pour|para)\b(?: [\w'’-]+){1,4}:$", re.IGNORECASE)
LISTS = 12  # of the best passages that are looked at


def whole_list(wanted: Wanted, around: Around) -> list[Piece]:
    """The list of the best passages that answers best; nothing where none is as near as the evidence."""
    lists = list(_lists(wanted, around))
    if not lists:
        return []
    rated = wanted.rate([_found_list(listed, wanted) for listed in lists])
    scores = [max(score, _introduced(listed, wanted)) for listed, score in zip(lists, rated, strict=True)]
    question_stems = set(stems(wanted.question))
    # "Ingredients:" is named by all words of the line over it, the steps below are not.
    named = [bool(own := _name_of(listed)) and own <= question_stems for listed in lists]
    are_meant = _meant(lists, scores, wanted)
    _, _, score, best = max(zip(are_meant, named, scores, range(len(lists)), strict=True))
    if not are_meant[best] and _best_says_against(lists[best], wanted):
        return []
    by_name = named[best] and len(_name_of(lists[best])) >= _NAMING
    if score < wanted.best - _lower(lists[best], wanted) and not by_name:
        return []
    listed = _of_edition(lists[best], wanted, around)
    source = listed.items[0].citation.source_id
    sure = (
        listed is lists[best]
        and are_meant[best]
        and score >= SURE
        and listed.items[0].hit == 0
        and not wanted.newer(source)
    )
    parts = [] if named[best] or listed is not lists[best] else _parts_beside(listed, lists)
    steps = wanted.form == "steps"
    return [piece_of(part, score, steps=steps, sure=sure) for part in parts or [listed]]


def _lower(listed: ItemList, wanted: Wanted) -> float:
    """How much below the best sentence the list may be that is asked for: little where it is of another
    document, or has the steps of another section of which the question has not half of the name; nothing
    where the best sentence is the row of a table there: "5 blinks: descale".
    """
    own = listed.items[0].citation
    for best in wanted.scored[:1]:
        place = best.sentence.citation
        if place.source_id != own.source_id:
            return LOWER_ELSEWHERE
        inside = all(map(operator.eq, place.headings, own.headings))  # the one in the other's section
        if wanted.form != "steps" or inside:
            return LOWER
        if best.sentence.is_row:
            return 0.0
        return LOWER if _is_half_named(own.headings, wanted.question) else LOWER_ELSEWHERE
    return LOWER


def _is_half_named(headings: Sequence[str], question: str) -> bool:
    """Whether a question has half of the words of the last heading: "put in a claim", "8 How to claim"."""
    own = {word for heading in headings[-1:] for word in stems(heading) if not word[0].isdigit()}
    return bool(own) and 2 * len(own & set(stems(question))) >= len(own)


def _parts_beside(listed: ItemList, lists: Sequence[ItemList]) -> list[ItemList]:
    """The lists that are parts of one thing, this one among them: "For the fruit:", "For the topping:".

    They stand below one heading, each below a short line with a colon; nothing where they are too long.
    """
    first = listed.items[0].citation
    parts = [
        part
        for part in lists
        if _PART.match(part.introduction)
        and part.items[0].citation.headings == first.headings
        and part.key[0] == first.source_id
    ]
    if listed not in parts or sum(count_words(part.items) for part in parts) > WORDS:
        return []
    return sorted(parts, key=lambda part: part.key)


def _of_edition(best: ItemList, wanted: Wanted, around: Around) -> ItemList:
    """The list as the edition that counts has it, where it has the same one and that is nearly as good.

    That is the edition which the question names, else any later one.
    """
    own = best.items[0].citation.source_id
    ids = {edition.id for edition in wanted.editions_meant(own)} - {own}
    if not ids:
        return best
    near = (around.list_of(scored.sentence) for scored in wanted.find(wanted.question, ids))
    same = {listed.key: listed for listed in near if listed and _is_same(listed, best)}
    # Passages are ranked among those of their search, so that they count for nothing here.
    limit, *scores = wanted.rate([_candidate(listed, wanted, 0.0) for listed in (best, *same.values())])
    score, listed = max(
        zip(scores, same.values(), strict=True), key=lambda rated: rated[0], default=(limit, best)
    )
    return listed if score >= limit - CLOSE else best


def _is_same(listed: ItemList, other: ItemList) -> bool:
    """Whether most words of the heading and the line above two lists are the same."""
    own, others = (set(stems(_above(either))) for either in (listed, other))
    return bool(own) and len(own & others) >= ALIKE * len(own | others)


def _name_of(listed: ItemList) -> set[str]:
    """The words of the line over a list, without its number: "8. Manual calibration"."""
    return {word for word in stems(listed.introduction) if not word[0].isdigit()}


def piece_of(
    listed: ItemList, score: float, *, steps: bool = False, sure: bool = False, words: int = WORDS
) -> Piece:
    """The list as a piece, what goes beyond so many words left out and counted."""
    shown = with_room(listed.items, words)
    kind: SectionKind = "steps" if steps or item_number(shown[0]) else "list"
    more = len(listed.items) - len(shown)
    return Piece(kind, tuple(shown), score, listed.title, more=more, sure=sure)


def _meant(lists: Sequence[ItemList], scores: Sequence[float], wanted: Wanted) -> list[bool]:
    """Of each list whether it is near and says that it tells what not to do; all, where that is not asked."""
    if wanted.form != "list" or not _ASKS_AGAINST.search(_ASIDE.sub("", asking(wanted.question))):
        return [True] * len(lists)
    return [
        score >= max(scores) - LOWER and _SAYS_AGAINST.search(_ASIDE.sub("", _above(listed))) is not None
        for listed, score in zip(lists, scores, strict=True)
    ]


def _best_says_against(listed: ItemList, wanted: Wanted) -> bool:
    """Whether the best sentence tells what not to do, and is no item of a list that does not."""
    best = wanted.scored[0].sentence if wanted.scored else None
    if best is None or any(same_place(item, best) for item in listed.items):
        return False
    return _SAYS_AGAINST.search(_ASIDE.sub("", best.text)) is not None


def _above(listed: ItemList) -> str:
    """The heading and the line above a list."""
    return " ".join([*listed.items[0].citation.headings[-1:], listed.introduction])


def _introduced(listed: ItemList, wanted: Wanted) -> float:
    """The score of the sentence that introduces a list: it says what the items are."""
    if not listed.before:
        return -math.inf
    return max(
        (scored.score for scored in wanted.scored if same_place(scored.sentence, listed.before[-1])),
        default=-math.inf,
    )


def _found_list(listed: ItemList, wanted: Wanted) -> Candidate:
    """A list that was found, which is as near as the nearest of its sentences that are shown."""
    shown = [*listed.before, *with_room(listed.items, WORDS)]
    passage = wanted.hits[listed.items[0].hit]
    return replace(_candidate(listed, wanted, passage), near=wanted.nearest(shown))


def _candidate(listed: ItemList, wanted: Wanted, passage: float) -> Candidate:
    """What is held against the question: a list's introduction and its first items."""
    items = " ".join(item.text for item in listed.items).split()[:READ]
    first = listed.items[0]
    text = " ".join([*(sentence.text for sentence in listed.before), *items])
    return wanted.candidate(passage, text, first.label)


def _lists(wanted: Wanted, around: Around) -> Iterator[ItemList]:
    """The lists that the best passages' sentences are in, or introduce, each once; no meeting's agenda."""
    seen: set[tuple[str, int]] = set()
    for sentence in wanted.sentences:
        if len(seen) == LISTS:
            return
        listed = around.list_of(sentence)
        if listed is not None and len(listed.items) >= FEWEST and listed.key not in seen:
            seen.add(listed.key)
            quantities = wanted.form == "steps" and are_quantities([item.text for item in listed.items])
            of_nobody = _ASKS_WHO.search(wanted.question) and _are_steps(listed)
            if not (quantities or of_nobody or is_agenda(listed, wanted.question, around)):
                yield listed


def _are_steps(listed: ItemList) -> bool:
    """Whether the items are numbered and long, and do not begin with names: what is done, and no people."""
    people = sum(bool(_PERSON.match(item.text)) for item in listed.items)
    long = count_words(listed.items) >= _LONG * len(listed.items)
    return bool(item_number(listed.items[0])) and long and 2 * people < len(listed.items)
