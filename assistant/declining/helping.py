"""What a decline has to offer: the closest passage for each part of the question, and near misses."""

from collections.abc import Sequence

from assistant.evidence.gathering import Scored
from assistant.grounding.facts import Gap, question_gaps
from assistant.language.terms import stems
from assistant.types import Nearest, NearMiss
from index.words import STOP_WORDS, WORD, words

PARTS = 3  # of a question that a closest passage is shown for
NEAR = 2  # sentences near enough to be what was meant
BESIDE = 8  # sentences that may state what the nearest one does not
SHARED = 2  # words that such a sentence has in common with the question
ENOUGH = 0.5  # the share of a part's words that a passage must have


def question_parts(question: str) -> list[str]:
    """The question's groups of words with meaning, as written.

    >>> question_parts("When was the summit that Mali hosted in 2019?")
    ['summit', 'Mali hosted', '2019']
    """
    parts: list[str] = []
    end = -1
    for match in WORD.finditer(question):
        if match.group().lower() in STOP_WORDS:
            continue
        if parts and question[end : match.start()] in (" ", "-"):
            parts[-1] += question[end : match.end()]
        else:
            parts.append(match.group())
        end = match.end()
    return parts


def nearest(question: str, scored: Sequence[Scored]) -> tuple[Nearest, ...]:
    """For each part of the question the best sentence that has it, each sentence once.

    `scored` holds the evidence, best first.
    """
    found: dict[int, Nearest] = {}
    for part in question_parts(question):
        place = _best_with(set(stems(part)), scored)
        if place is not None and place not in found:
            found[place] = Nearest(part, scored[place].sentence.citation)
    return tuple(found.values())[:PARTS]


def _best_with(wanted: set[str], scored: Sequence[Scored]) -> int | None:
    """The place of the first sentence with most of these stems; None where none has half of them."""
    if not wanted:
        return None
    shares = [len(wanted & set(stems(one.sentence.text))) / len(wanted) for one in scored]
    best = max(shares, default=0.0)
    return shares.index(best) if best >= ENOUGH else None


def near_misses(
    question: str, scored: Sequence[Scored], missing: Sequence[str], *, chosen: bool = False
) -> tuple[NearMiss, ...]:
    """What the question asks and the sentence nearest to it states otherwise; empty where nothing is near.

    `scored` holds the evidence, best first; `missing` are words that no document has, or,
    where not all sources were asked (`chosen`), none of these.
    """
    for one in scored[:NEAR]:
        sentence = one.sentence
        shared = set(stems(question)) & set(stems(sentence.text))
        gaps = question_gaps(question, [sentence.text], lambda word: word not in missing)
        told = [gap for gap in gaps if gap.sure and gap.stated and not _stated(gap, scored[:BESIDE])]
        if told and len(shared) >= SHARED:
            return tuple(
                NearMiss(gap.asked, gap.stated or "", _near_text(gap, chosen), sentence.citation)
                for gap in told[:2]
            )
    return ()


def _stated(gap: Gap, scored: Sequence[Scored]) -> bool:
    """Whether another of the nearest sentences has the name, number or date: then it is no miss."""
    if gap.kind not in ("name", "number", "date"):
        return False
    asked = set(words(gap.asked))
    return any(asked <= set(words(one.sentence.text)) for one in scored)


def _near_text(gap: Gap, chosen: bool = False) -> str:
    """The near miss in a sentence.

    >>> _near_text(Gap("date", "2019", "January 2017", sure=True, nowhere=True))
    'No document mentions 2019; the closest passage says January 2017.'
    """
    if gap.kind == "negation":
        return "The question denies what the closest passage states, or the other way round."
    if gap.nowhere:
        nobody = "None of the chosen sources" if chosen else "No document"
        return f"{nobody} mentions {gap.asked}; the closest passage says {gap.stated}."
    return f"The closest passage says {gap.stated}, not {gap.asked}."
