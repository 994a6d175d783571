"""Why a sentence is not simply found, and which part of it has no source."""

from collections.abc import Sequence

from assistant.grounding.facts import Clash
from assistant.grounding.features import ALIKE, HAVE, Alignment, best_by_claim

SEVERAL = "its words come from several documents, none of which states it alone"
MOST = 0.8  # of what all quotes have of a claim, what those of one document must have
SOFT = {"name"}  # kinds whose mere doubts are left to the score


def doubts(alignment: Alignment, cited: Sequence[int], found: Sequence[Clash]) -> list[str]:
    """What keeps a sentence from being found whatever its score."""
    told = [clash.reason for clash in found if not clash.veto and clash.kind not in SOFT]
    if not _has_one_source(alignment, cited):
        told.append(SEVERAL)
    return told


def _has_one_source(alignment: Alignment, cited: Sequence[int]) -> bool:
    """Whether each claim of the sentence has most of its words in the quotes of one document."""
    sources: dict[str, list[int]] = {}
    for one in cited:
        sources.setdefault(alignment.lines[one].evidence.citation.source_id, []).append(one)
    if len(sources) < 2:
        return True
    together = best_by_claim(alignment, [alignment.got(cited)])
    alone = best_by_claim(alignment, [alignment.got(own) for own in sources.values()])
    return all(one >= MOST * both for one, both in zip(alone, together, strict=True))


def unsupported(alignment: Alignment, cited: Sequence[int], found: Sequence[Clash]) -> list[tuple[int, int]]:
    """Offsets in the sentence of the parts that the quotes do not state: clashing facts, and words in a row."""
    got, alike = alignment.got(cited), alignment.similar(cited)
    lacking = [
        (word.start, word.end)
        for word, credit, cosine in zip(alignment.words, got, alike, strict=True)
        if credit < HAVE and cosine < ALIKE
    ]
    text = alignment.text
    for clash in found:
        place = text.find(clash.said) if clash.said else -1
        if place >= 0:
            lacking.append((place, place + len(clash.said)))
    return _joined(alignment, sorted(lacking))


def _joined(alignment: Alignment, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with no word with meaning between them as one."""
    starts = [word.start for word in alignment.words]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not any(joined[-1][1] <= one < start for one in starts):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
