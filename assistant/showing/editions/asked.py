"""What has changed from one edition of a document to the next, as far as it is asked for."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from statistics import fmean

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.terms import plain_stems, stems
from assistant.showing.around import Around
from assistant.showing.editions.differences import Difference, Pair, Side, compare_editions, unnumbered
from assistant.showing.families import (
    CLOSE,
    display_name,
    editions_of,
    is_record,
    named_edition,
    named_editions,
)
from assistant.showing.pieces import Piece, Wanted, count_words, is_in
from assistant.showing.tables.rows import is_named
from assistant.types import SectionKind
from documents.inputs import file_name
from documents.types import Source

WORDS = 120  # of both sides together where something is asked for
DIFFERENCES = 4  # that are shown then
ALL_WORDS = 900  # of both sides where all that differs is asked for
ALL_DIFFERENCES = 40
OF_SECTION = 2  # differences of one section, before those of others
FIRST = 8  # of these, with so few words as where something is asked for
RATED = 64  # differences that the models are asked about, those with most words of the question
EDITIONS = 0.5  # the share of a document that the other has too, from which they are editions of one text
LEADING = 12  # of the best evidence, whose documents are looked at
PAIRS = 2  # of documents
# The score from which the best difference is surely what is asked for. Of 96 questions about changes of what
# the documents do not have 25 are answered, as many as before differences were looked for; without it 41.
SURE = 0.35
NEAR = 0.6  # the score by which others may be below the best difference
LEAST_SCORE = 0.0  # the score of others where the best one's is not high
SAME_PARAGRAPH = 0.3  # more for what is in one paragraph with the best
ALONE = 0.4  # less for what only one edition says
OF_EDITION = 12  # words of a line that says which edition it is: "Valid from 1 May 2025."
SHORT = 3  # words of a title that name an edition
_AROUND = ".,;:!?()[]“”\"'"  # what may stand around a word
# What asks how something was before, or whether it has changed, by language: not "to change a tyre".
_OF_CHANGE = (
    r"used to|did(?:n.t)? \w+ use to|any ?more|no longer|previously|formerly|is new|more expensive now",
    r"(?:has|have|did|anything|what|been|got|they|we) (?:\w+ ){0,4}?(?<!to )"
    r"(?:changed?|altered|alter|increased?|risen|rise)\b(?! (?:an?|the|my|your))",
    r"different(?: (?:now|from|than|between|these|today|this|about|in|for|with|under|to)|(?=\W*$))",
    r"(?:got|gotten|become|became|getting) (?:\w+er|worse|better|more|less)|(?:gone?|went) (?:up|down)",
    r"(?:do|does|is|are)\b.{1,40}\bstill|between (?:19|20)\d\d (?:and|und) (?:19|20)\d\d",
    r"(?:than|from|since|compared (?:with|to)|was it|were they) (?:before|last \w+|in (?:19|20)\d\d)",
    r"(?:was|were) (?:it|this|that|they|these|those)(?: \w+)? before|then and now",
    r"(?:previous|old|last) (?:editions?|versions?|rules|prices|list)",
    r"(?:new|old)\b.{0,40}\b(?:than|from|against|versus|vs|to) (?:the )?(?:old|new)"
    r"(?= (?:one|ones|rules|terms)|\W*$)",
    r"(?:between|of) the (?:two )?\w*\s?(?:editions|versions|lists|booklets)",
    r"früher als|bisher|noch immer|immer noch|nicht mehr|geändert|(?:voriges|letztes) jahr|als vorher",
    r"(?:ist|sind|darf|dürfen|gilt|gelten|kann|können|muss|gibt)\b.{1,60}\bnoch|ist neu|gestiegen",
    r"(?:teurer|billiger|strenger|länger|kürzer) geworden|zwischen (?:19|20)\d\d und (?:19|20)\d\d",
    r"auparavant|ont?-(?:t-)?\w+ (?:augmenté|changé|baissé)|a changé|l'an dernier|l'année dernière|qu'avant",
    r"(?:est|sont)(?:-ce|-ils?|-elles?)? (?:toujours|encore)|de nouveau",
    r"que antes|todavía|ya no|han? (?:cambiado|subido|bajado)|el año pasado|sigue(?:n)? \w+[aeo]s?",
)
_ASKS_OF_CHANGE = re.compile(rf"\b(?:{'|'.join(_OF_CHANGE)})\b", re.IGNORECASE)
# A line that says no more than which edition it is begins so: "This list replaces the edition of 2024."
_WHICH_EDITION = re.compile(
    r"\W*(?:(?:this|it|diese\w*|die|le|la|el|l'|cette|esta) (?:\w+ )?|[^\W\d]+ )?"
    r"(?:edition|version|issued|published|valid (?:from|as of)|in force|effective|replaces?"
    r"|ausgabe|fassung|stand|gültig (?:ab|vom)|ersetzt"
    r"|édition|valable (?:à partir|du|dès)|remplace|edición|vigente|sustituye)\b",
    re.IGNORECASE,
)
# What asks for all that differs by itself, whatever stands before it: "..., everything please".
_EVERYTHING = re.compile(
    r"(?:^|[.?!,;:–-])\s*(?:everything|all of it|alles|tout|todo)(?:,? (?:please|pls|bitte|merci))?\W*$",
    re.IGNORECASE,
)
# Words of a question that asks for nothing else.
_ASKS_ALL = frozenset(
    stems(
        "every everything show tell give list please pls compared ve re difference changed new old newer "
        "older edition version one two got get since price rules dearer cheaper less expensive next last "
        "main anything ist sind der die das den und zwischen neu neue neuen anders geändert unterschied "
        "hat haben sich qu qui est ce quoi de nouveau nouvelle neuf changé différent différence entre les "
        "la et qué ha han cambiado hay nuevo nueva diferencia el los y en"
    )
)


def asks_of_change(question: str) -> bool:
    """Whether a question asks how something was before, or whether it has changed.

    >>> asks_of_change("Do we still need tokens?"), asks_of_change("How long before the boat leaves?")
    (True, False)
    """
    return _ASKS_OF_CHANGE.search(question.lower().replace("what's", "what is")) is not None


def not_meant(question: str, source_id: str, sources: Sequence[Source]) -> set[str]:
    """The ids of the editions of a document that a question does not mean, as it names another one.

    Of records, such as minutes, any may tell of the year that is named; and what asks of a change means both.
    """
    editions = editions_of(source_id, sources)
    named = named_edition(question, editions)
    if named is None or is_record(named.title) or asks_of_change(question):
        return set()
    return {edition.id for edition in editions} - {named.id}


def what_differs(wanted: Wanted, around: Around) -> list[Piece]:
    """What two editions say differently of what is asked: both sides of each, then what only one says.

    Nothing where the evidence is of no two editions, or nothing that differs is as near as the best evidence.
    """
    of_change = asks_of_change(wanted.question)
    for pair in _editions(wanted, PAIRS if of_change else 1):
        comparison = compare_editions(pair, around, wanted.embed)
        if comparison.shared < EDITIONS and not of_change:
            continue
        differences = [difference for difference in comparison.differences if not _tells_edition(difference)]
        choice = _choose(differences, pair, wanted)
        pieces = _sides(choice, _titles(pair, wanted), wanted)
        whatever = choice.all or (of_change and wanted.form == "compare")
        best = wanted.scored[0].sentence  # which may be of another document than the pieces, and less near
        if pieces and (whatever or is_in(best, pieces) or not _is_of(best, pair)):
            return pieces
    return []


@dataclass(frozen=True, slots=True)
class _Choice:
    """The differences that a question asks for, the best first; `sure`: surely these.

    `all`: it asks for all that differs, of which `more` are not among them.
    """

    chosen: Sequence[Difference]
    sure: bool = False
    all: bool = False
    more: int = 0


def _editions(wanted: Wanted, most: int) -> Iterator[Pair]:
    """A sentence each of two editions of a document of the best evidence, the newer first, so many at most.

    They are those that the question names; the one that it names and the newest, or the one before that; else
    the newest and the one before it, and then others before that.
    """
    seen: set[str] = set()
    pairs: list[tuple[Source, Source]] = []
    for candidate in wanted.scored[:LEADING]:
        own = candidate.sentence.citation.source_id
        if own not in seen and len(pairs) < most:
            editions = editions_of(own, wanted.sources(own))
            seen |= {own, *(edition.id for edition in editions)}
            pairs += _pairs(wanted.question, editions)
    for newer, older in pairs[:most]:
        sentences = _first_of(newer, wanted), _first_of(older, wanted)
        if sentences[0] and sentences[1]:
            yield sentences[0], sentences[1]


def _pairs(question: str, editions: Sequence[Source]) -> list[tuple[Source, Source]]:
    """The pairs of editions, the newest first, that a question can mean."""
    if len(editions) < 2:
        return []
    named = named_editions(question, editions)
    newest, *older = editions
    if len(named) > 1:
        return [(named[0], named[1])]
    if named and named[0] is not newest:
        return [(newest, named[0])]
    return [(newest, edition) for edition in older]


def _sides(choice: _Choice, titles: Sequence[str], wanted: Wanted) -> list[Piece]:
    """Both sides of each difference, then what only one edition says, which comes first if it is the best.

    Where an edition's title stands above already, only what sets it apart from the other's is shown.
    """
    chosen = choice.chosen if choice.all else sorted(choice.chosen, key=lambda difference: difference.place)
    both = [difference for difference in chosen if len(difference.sides) > 1]
    alone = [difference for difference in chosen if len(difference.sides) < 2]
    ordered = [*alone, *both] if alone and choice.chosen[0] in alone else [*both, *alone]
    names, short = list(titles), _short(titles)
    pieces = []
    for difference in ordered:
        kind: SectionKind = "side" if len(difference.sides) > 1 else "only"
        for nth, side in enumerate((difference.newer, difference.older)):
            if side:
                pieces.append(Piece(kind, side, wanted.best, names[nth], sure=choice.sure))
                names[nth] = short[nth]
    return [*pieces[:-1], *(replace(last, more=choice.more) for last in pieces[-1:])]


def _short(titles: Sequence[str]) -> list[str]:
    """What names two editions where their titles stand above: the words that differ, a few of each.

    >>> _short(["Fees, edition of 2025", "Fees, edition of 2024"]), _short(["Gate hours 2025", "Gate hours"])
    (['2025', '2024'], ['Gate hours 2025', 'Gate hours'])
    >>> _short(["Fees (version 2.1)", "Fees (version 2.0)"])
    ['2.1', '2.0']
    >>> _short(["Fees, the list of 1 April 2025", "Charges of 2024"])
    ['2025', '2024']
    """
    years = [set(YEAR.findall(title)) for title in titles]
    if all(len(of_title) == 1 for of_title in years) and years[0] != years[1]:
        return [year for of_title in years for year in of_title]
    words = [[word.strip(_AROUND) for word in title.split()] for title in titles]
    own = [[word for word in words[nth] if word and word not in words[1 - nth]] for nth in range(2)]
    return (
        [" ".join(differing) for differing in own]
        if all(0 < len(differing) <= SHORT for differing in own)
        else list(titles)
    )


def _first_of(source: Source, wanted: Wanted) -> EvidenceSentence | None:
    """The best evidence in a document."""
    own = [candidate for candidate in wanted.scored if candidate.sentence.citation.source_id == source.id]
    return next((candidate.sentence for candidate in own or wanted.find(wanted.question, {source.id})), None)


def _is_of(sentence: EvidenceSentence, pair: Pair) -> bool:
    return sentence.citation.source_id in {side.citation.source_id for side in pair}


def _choose(differences: Sequence[Difference], pair: Pair, wanted: Wanted) -> _Choice:
    """The differences that the question asks for, as many as there is room for."""
    if _asks_all(pair, wanted):
        chosen = _all_of(differences)
        return _Choice(chosen, sure=True, all=True, more=len(differences) - len(chosen))
    best = wanted.scored[0].sentence
    rows = [
        difference
        for difference in differences
        if any(is_named(side[0], wanted.question) for side in difference.sides)
    ]
    if rows and _is_of(best, pair):
        return _Choice(_fitting(rows), sure=True)
    rated = _rated(differences, wanted)
    if not rated:
        return _Choice([])
    (limit,) = wanted.rate([wanted.candidate(0.0, best.text, best.label)])
    top, first = rated[0]
    if top < (limit - CLOSE if _is_of(best, pair) else limit):
        return _Choice([])
    least = max(top - NEAR, min(top, LEAST_SCORE))
    near = [
        (score + SAME_PARAGRAPH * _are_in_one_paragraph(difference, first), difference)
        for score, difference in rated
    ]
    near.sort(key=lambda entry: -entry[0])
    return _Choice(_fitting([difference for score, difference in near if score >= least]), sure=top >= SURE)


def _asks_all(pair: Pair, wanted: Wanted) -> bool:
    """Whether the question has no words but such as ask what differs, and those that name the documents."""
    if _EVERYTHING.search(wanted.question):
        return True
    names = (
        " ".join((side.citation.title, *side.citation.headings[:1], file_name(uri)))
        for side, uri in zip(pair, _uris(pair, wanted), strict=True)
    )
    question_stems = {stem for stem in stems(wanted.question) if not YEAR.fullmatch(stem)}
    return not question_stems - _ASKS_ALL - set(stems(" ".join(names)))


def _all_of(differences: Sequence[Difference]) -> list[Difference]:
    """As many differences as there is room for, first those of which most can be read at once.

    These are other values of the same thing, in few words, and not all of them of one section.
    """
    sections: Counter[tuple[str, ...]] = Counter()
    leading: list[Difference] = []
    more: list[Difference] = []
    for difference in sorted(
        differences, key=lambda difference: (_rank(difference), _is_reworded(difference))
    ):
        headings = difference.sides[0][0].citation.headings
        sections[headings] += 1
        (leading if sections[headings] <= OF_SECTION else more).append(difference)
    chosen = _fitting(sorted([*leading, *more], key=_rank), ALL_DIFFERENCES, ALL_WORDS)
    first = _fitting(chosen, FIRST)
    rest = [difference for difference in chosen if difference not in first]
    return [
        *sorted(first, key=lambda difference: difference.place),
        *sorted(rest, key=lambda difference: (_rank(difference), difference.place)),
    ]


def _rank(difference: Difference) -> int:
    """The lower, the surer something has changed: a value, words alone, what one edition alone says.

    Where no number differs, the editions may say the same in other words.
    """
    if len(difference.sides) < 2:
        return 2
    texts = [" ".join(map(unnumbered, side)) for side in difference.sides]
    figures = [set(stems(text)) - plain_stems(text) for text in texts]
    return int(figures[0] == figures[1])


def _is_reworded(difference: Difference) -> bool:
    """Whether the editions differ in more than values."""
    plain = [plain_stems(_text(side)) for side in difference.sides]
    return plain[0] != plain[-1]


def _rated(differences: Sequence[Difference], wanted: Wanted) -> list[tuple[float, Difference]]:
    """The differences with most words of the question and how well both sides answer it, the best first."""
    question_stems = set(stems(wanted.question))
    near = sorted(
        differences, key=lambda difference: -max(_shared(side, question_stems) for side in difference.sides)
    )[:RATED]
    sides = [side for difference in near for side in difference.sides]
    scores = iter(wanted.rate([wanted.candidate(0.0, _text(side), side[0].label) for side in sides]))
    rated = [
        (
            fmean(next(scores) for _ in difference.sides) - (ALONE if len(difference.sides) < 2 else 0.0),
            difference,
        )
        for difference in near
    ]
    return sorted(rated, key=lambda pair: -pair[0])


def _are_in_one_paragraph(difference: Difference, other: Difference) -> bool:
    """Whether both are in one paragraph of an edition."""
    blocks = [
        {(side[0].citation.source_id, side[0].block) for side in either.sides}
        for either in (difference, other)
    ]
    return not blocks[0].isdisjoint(blocks[1])


def _text(side: Side) -> str:
    return " ".join(sentence.text for sentence in side)


def _shared(side: Side, question_stems: set[str]) -> int:
    return len(question_stems & set(stems(f"{side[0].label} {_text(side)}")))


def _fitting(
    differences: Sequence[Difference], most: int = DIFFERENCES, words: int = WORDS
) -> list[Difference]:
    """As many of them as there is room for, one at least."""
    shown: list[Difference] = []
    for difference in differences:
        if shown and sum(count_words(side) for other in (*shown, difference) for side in other.sides) > words:
            continue
        shown.append(difference)
    return shown[:most]


def _tells_edition(difference: Difference) -> bool:
    """Whether it says no more than which edition it is: "Valid from 1 May 2025."."""
    texts = [_text(side) for side in difference.sides]
    return not difference.sides[0][0].is_row and all(
        len(text.split()) <= OF_EDITION and YEAR.search(text) and _WHICH_EDITION.match(text) for text in texts
    )


def _titles(pair: Pair, wanted: Wanted) -> list[str]:
    """The names of both editions; those alike with the names of their files."""
    names = [display_name(side.citation) for side in pair]
    if names[0] != names[1]:
        return names
    uris = _uris(pair, wanted)
    files = [file_name(uri) for uri in uris]
    if files[0] == files[1]:  # of two folders
        files = ["/".join(PurePath(uri).parts[-2:]) for uri in uris]
    return [f"{name} ({file})" for name, file in zip(names, files, strict=True)]


def _uris(pair: Pair, wanted: Wanted) -> list[str]:
    """Where the two editions are from."""
    uris = {source.id: source.uri for source in wanted.sources(pair[0].citation.source_id)}
    return [uris[side.citation.source_id] for side in pair]
