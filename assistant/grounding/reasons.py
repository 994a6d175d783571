"""Why a sentence is not simply found, and which part of it has no source."""

from collections.abc import Sequence

import numpy as np

from assistant.grounding.facts import Clash
from assistant.grounding.features import ALIKE, HAVE, Alignment, best_by_claim
from assistant.grounding.matching import LONGEST
from assistant.grounding.unsaid import unsaid
from assistant.language.terms import names, number_key, numbers
from index.words import STOP_WORDS, words

SEVERAL = "its words come from several documents, none of which states it alone"
BEGINNING = "only its beginning was checked"
REST = 0.3  # the share of a claim that must stand beside another figure for its own to be doubted
THERE = 0.6  # ... and the share of that which must stand there
MOST = 0.8  # of what all quotes have of a claim, what those of one document must have
MOST_NAMED = 4
SOFT = {"name"}  # kinds whose mere doubts are left to the score, unless no passage has the word


def doubts(alignment: Alignment, cited: Sequence[int], found: Sequence[Clash]) -> list[str]:
    """What keeps a sentence from being found whatever its score."""
    told = [
        clash.reason
        for clash in found
        if not clash.veto and (clash.kind not in SOFT or _is_nowhere(alignment, clash.said))
    ]
    named = set(words(" ".join(clash.said for clash in found)))
    strange = [word for word in dict.fromkeys(unsaid(alignment)) if word.lower() not in named]
    told += [f"no passage says “{word}”" for word in strange[:MOST_NAMED]]
    told += _borrowed(alignment)
    if not _has_one_source(alignment, cited):
        told.append(SEVERAL)
    return told


def unread(alignment: Alignment, longest: int) -> list[tuple[int, int]]:
    """The offsets of what stands behind the words that are looked up, or behind `longest` characters."""
    text = alignment.text.rstrip()
    end = min(longest, alignment.words[-1].end if len(alignment.words) >= LONGEST else len(text))
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():  # no word is cut
        end += 1
    end = len(text) - len(text[end:].lstrip())
    return [(end, len(text))] if any(word not in STOP_WORDS for word in words(text[end:])) else []


def unknown(alignment: Alignment) -> list[str]:
    """The names and numbers of the sentence that no evidence sentence has."""
    got = alignment.got(range(len(alignment.lines)))
    terms = [*names(alignment.text), *numbers(alignment.text)]
    lacking = [
        alignment.text[word.start : word.end]
        for word, credit in zip(alignment.words, got, strict=True)
        if credit < HAVE
    ]
    return [
        f"no passage has the {'number' if word[:1].isdigit() else 'name'} {word}"
        for word in dict.fromkeys(lacking)
        if word in terms or number_key(word) in terms
    ][:MOST_NAMED]


def _borrowed(alignment: Alignment) -> list[str]:
    """Figures given for something else: what the claim is about stands beside another figure."""
    told = []
    for rows in alignment.by_claim:
        figures = [row for row in rows if alignment.words[row].key[:1].isdigit()]
        if len(figures) == 1 and _stands_elsewhere(alignment, rows, figures[0]):
            word = alignment.words[figures[0]]
            told.append(f"the source has {alignment.text[word.start : word.end]} for something else")
    return told


def _stands_elsewhere(alignment: Alignment, rows: Sequence[int], figure: int) -> bool:
    shares = alignment.weights[rows] @ alignment.credit[rows]
    with_figure = np.flatnonzero(alignment.credit[figure] >= HAVE)
    if not len(with_figure):
        return False
    beside = alignment.credit[:, with_figure[int(np.argmax(shares[with_figure]))]]
    rest = [row for row in rows if beside[row] < HAVE]
    total = float(alignment.weights[rest].sum())
    if total < REST * float(alignment.weights[rows].sum()):
        return False
    return any(
        column not in with_figure
        and any(key[:1].isdigit() for key in line.keys)
        and float(alignment.weights[rest] @ alignment.credit[rest, column]) >= THERE * total
        for column, line in enumerate(alignment.lines)
    )


def _is_nowhere(alignment: Alignment, name: str) -> bool:
    """Whether a word of the name stands in no evidence sentence at all."""
    start = alignment.text.find(name)
    got = alignment.got(range(len(alignment.lines)))
    return start >= 0 and any(
        start <= word.start < start + len(name) and credit < HAVE
        for word, credit in zip(alignment.words, got, strict=True)
    )


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
    """Offsets in the sentence of what the quotes do not state: clashing facts, and words in a row."""
    got, alike = alignment.got(cited), alignment.similar(cited)
    lacking = [
        (word.start, word.end)
        for word, credit, cosine, given in zip(alignment.words, got, alike, alignment.given, strict=True)
        if credit < HAVE and cosine < ALIKE and not given
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
