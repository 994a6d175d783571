"""A summary of a section or a document, in its own sentences."""

from collections.abc import Sequence

from assistant.evidence import EvidenceSentence
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted, count_words
from assistant.terms import stems

WORDS = 120
BULLETS = 7
LONGEST = 40  # words of a bullet
COVERED = 0.6  # the share of the question's words that a name must have for the whole to be meant
_ASKING = frozenset(
    stem
    for word in "summarise summarize summary nutshell short brief lines words overview outline main key points ideas "
    "decided discussed agreed said talked tell gist few last latest say does want us".split()
    for stem in stems(word)
)


def summary(wanted: Wanted, around: Around) -> list[Piece]:
    """Bullets of the section that the question names, of the document, or of what is nearest to the topic."""
    topic = set(stems(wanted.question)) - _ASKING
    if not topic or not wanted.scored:
        return []
    named = _section(topic, wanted, around) or _document(topic, wanted, around)
    if named is not None:
        title, sentences = named
        return [Piece("summary", tuple(sentences), wanted.best, title)] if sentences else []
    return []


def _section(topic: set[str], wanted: Wanted, around: Around) -> tuple[str, list[EvidenceSentence]] | None:
    """The section whose heading the question names, with its first sentences."""
    best: tuple[float, EvidenceSentence] | None = None
    for one in wanted.sentences:
        headings = one.citation.headings
        own = set(stems(headings[-1])) if headings else set()
        if not own or headings[-1] == one.citation.title:
            continue
        share = len(own & topic) / len(own)
        if share >= COVERED and (best is None or share > best[0]):
            best = share, one
    if best is None:
        return None
    start, end = around.section(best[1])
    inside = around.stretch(best[1], start, end)
    return best[1].citation.headings[-1], _first([one for one in inside if not one.heading])


def _document(topic: set[str], wanted: Wanted, around: Around) -> tuple[str, list[EvidenceSentence]] | None:
    """The document whose title, date or first lines the question names, a sentence of each section."""
    return None


def _first(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The sentences from the beginning, while there is room."""
    shown: list[EvidenceSentence] = []
    for one in sentences:
        if len(shown) == BULLETS or count_words([*shown, one]) > WORDS:
            break
        shown.append(one)
    return shown
