"""A summary in the documents' own sentences: of a section, of a document, or of what is near to a topic."""

from collections.abc import Iterator, Sequence

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import MONTHS
from assistant.language.terms import stems
from assistant.showing.around import Around, unless_flagged
from assistant.showing.families import kin, named
from assistant.showing.pieces import Piece, Wanted, count_words
from assistant.types import Citation
from index.words import WORD

WORDS = 125  # of all bullets
BULLETS = 7
LONGEST = 45  # words of a bullet
NAMED = 0.6  # the share of a heading's words, or of the question's, for the one to be meant by the other
PART = 0.3  # the share of the question's words that a heading must have as well
LEAD = 6  # sentences of a section that can stand for it
PARAGRAPHS = 4  # on a topic that is no section
OPENING = 300  # characters of a document in which it says what it is
_ASKING = frozenset(
    stem
    for word in "summarise summarize summary summarised nutshell short brief lines words overview outline "
    "main key points ideas decided decide discussed discuss agreed agree said say talked tell gist few last "
    "latest want wants us happened meeting document section chapter text page about everything "
    "important".split()
    for stem in stems(word)
)


def summary(wanted: Wanted, around: Around) -> list[Piece]:
    """Bullets of the section or the document that the question names, else of what is nearest to it."""
    topic = set(stems(wanted.question)) - _ASKING
    if not topic or not wanted.scored:
        return []
    return _section(topic, wanted, around) or _document(topic, wanted, around) or _topic(wanted, around)


def _section(topic: set[str], wanted: Wanted, around: Around) -> list[Piece]:
    """The section whose heading the question names: its sentences from the first on."""
    named = [(share, sentence) for sentence in wanted.sentences if (share := _named(sentence, topic)) > 0]
    if not named:
        return []
    _, best = max(named, key=lambda pair: pair[0])
    inside = [sentence for sentence in around.stretch(best, *around.section(best)) if not sentence.heading]
    return _piece(_first(inside), inside, best.citation.headings[-1], wanted.best, sure=True)


def _named(sentence: EvidenceSentence, topic: set[str]) -> float:
    """How surely the question means the section that a sentence is in, 0 where it does not."""
    heading = sentence.citation.headings[-1] if sentence.citation.headings else ""
    words = stems(heading)
    own = {word for word in words if not word[0].isdigit() or word in topic}  # "6.3 Lifejackets"
    if not own or heading == sentence.citation.title:
        return 0.0
    if _initials(heading) & topic or ("." in words[0] and words[0] in topic):
        return 1.0
    shared = len(own & topic)
    return shared / len(own) if shared >= NAMED * len(own) and shared >= PART * len(topic) else 0.0


def _initials(heading: str) -> set[str]:
    """The first letters of a heading's capitalised words: "agm" for Annual General Meeting."""
    capitals = "".join(word[0] for word in WORD.findall(heading) if word[0].isupper())
    return {capitals.lower()} if len(capitals) > 2 else set()


def _document(topic: set[str], wanted: Wanted, around: Around) -> list[Piece]:
    """The document that the question names by title, date or opening: the middle of each of its sections."""
    shares: dict[str, tuple[float, EvidenceSentence]] = {}
    for sentence in wanted.sentences:
        if sentence.citation.source_id not in shares:
            share = len(topic & _opening(sentence, around)) / len(topic)
            shares[sentence.citation.source_id] = share, sentence
    share, best = max(shares.values(), key=lambda pair: pair[0])
    if share < NAMED:
        return []
    everything = around.stretch(best, 0, len(around.document(best).text))
    stated = [sentence for sentence in everything if not sentence.heading]
    chosen = sorted(_central(stated, wanted), key=lambda sentence: sentence.citation.start)
    return _piece(chosen, stated, _title(best.citation, wanted), wanted.best, sure=True)


def _title(citation: Citation, wanted: Wanted) -> str:
    """The document's title, with its date where there are others of its kind: minutes of which meeting?"""
    others = kin(citation.source_id, wanted.sources(citation.source_id))
    return named(citation) if others else citation.title


def _opening(sentence: EvidenceSentence, around: Around) -> set[str]:
    """The words by which a document can be named: its title, its date, what it begins with."""
    document = around.document(sentence)
    date = sentence.citation.date or ""
    month = next((name for name, number in MONTHS.items() if date[5:7] == f"{number:02}"), "")
    return set(stems(f"{sentence.citation.title} {document.text[:OPENING]} {date[:4]} {month}"))


def _central(sentences: Sequence[EvidenceSentence], wanted: Wanted) -> list[EvidenceSentence]:
    """One sentence of each section, the best rated, of the longest sections first, while there is room."""
    sections: dict[tuple[str, ...], list[EvidenceSentence]] = {}
    for sentence in sentences:
        if len(sentence.text.split()) <= LONGEST:
            sections.setdefault(sentence.citation.headings, []).append(sentence)
    # What stands before the first section (a date, who was there) only where there is room for it.
    ordered = sorted(sections.values(), key=lambda section: (_opens(section[0]), -count_words(section)))
    longest = ordered[:BULLETS]
    flat = [sentence for section in longest for sentence in section[:LEAD]]
    scores = dict(
        zip(
            map(id, flat),
            wanted.rate([wanted.candidate(0.0, sentence.text, sentence.label) for sentence in flat]),
            strict=True,
        )
    )
    return _first([max(section[:LEAD], key=lambda sentence: scores[id(sentence)]) for section in longest])


def _opens(sentence: EvidenceSentence) -> bool:
    """Whether a sentence stands before the first section, under the title at most."""
    return set(sentence.citation.headings) <= {sentence.citation.title}


def _topic(wanted: Wanted, around: Around) -> list[Piece]:
    """The paragraphs of the best evidence in the document that the best is from, in its order."""
    best = wanted.scored[0].sentence
    own = [
        sentence
        for sentence in (scored.sentence for scored in wanted.scored)
        if sentence.citation.source_id == best.citation.source_id
    ]
    everything = [each for centre in own[:PARAGRAPHS] for each in around.paragraph(centre)]
    chosen = sorted(_first(everything), key=lambda sentence: sentence.citation.start)
    return _piece(chosen, chosen, best.citation.title, wanted.best, sure=False)


def _piece(
    shown: Sequence[EvidenceSentence],
    of: Sequence[EvidenceSentence],
    title: str,
    score: float,
    *,
    sure: bool,
) -> list[Piece]:
    if not shown:
        return []
    return [
        Piece("summary", tuple(shown), score, unless_flagged(title), more=len(of) - len(shown), sure=sure)
    ]


def _first(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The sentences from the first on, each once, while there is room."""
    return list(_fitting(sentences))


def _fitting(sentences: Sequence[EvidenceSentence]) -> Iterator[EvidenceSentence]:
    seen: list[EvidenceSentence] = []
    for sentence in sentences:
        if len(seen) == BULLETS or count_words([*seen, sentence]) > WORDS:
            return
        if all(sentence.text != other.text for other in seen):
            seen.append(sentence)
            yield sentence
