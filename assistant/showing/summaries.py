"""A summary in the documents' own sentences: of a section, of a document, or of what is near to a topic."""

import math
import re
from collections.abc import Collection, Iterable, Sequence

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import circumstances
from assistant.language.denials import denies
from assistant.language.parsed import parse
from assistant.language.terms import stems
from assistant.showing.around import Around, unless_flagged
from assistant.showing.dated import months_asked, of_other_months
from assistant.showing.families import CLOSE, display_name, is_record, kin, month_names
from assistant.showing.pieces import Piece, Wanted, count_words, same_place
from assistant.types import Citation
from documents.inputs import file_name
from documents.text.runs import grouped
from index.words import WORD

WORDS = 125  # of all bullets
BULLETS = 7
LONGEST = 45  # words of a bullet
NAMED = 0.6  # the share of a heading's words, or of the question's, for the one to be meant by the other
PART = 0.3  # the share of the question's words that a heading must have as well
_TITLE = 2  # words of a title that names a document by itself
TELLING = 3  # words of a sentence that tells something
_DECIDES = re.compile(
    r"\b(?:decid\w*|agreed?|resolv\w*|approved?|accepted|adopted|elected|appointed|postponed|rejected|voted"
    r"|carried|beschl\w*|genehmigt|gewählt|abgelehnt|décid\w*|adopt\w*|élue?s?|reportée?s?|acord\w*|aprob\w*)\b",
    re.IGNORECASE,
)
PARAGRAPHS = 4  # on a topic that is no section
OPENING = 300  # characters of a document in which it says what it is
SECTIONS = 3  # of a document, for one sentence of each to say what is in it; else its paragraphs are taken
_ASKING = frozenset(
    stems(
        "summarise summarize summary sum nutshell short brief lines words overview outline give please "
        "quick quickly main key points ideas decided discussed agreed said say talked tell gist last "
        "latest want happened meeting document section chapter text page everything important sentence "
        "paper article study report pdf file"
    )
)
# What any document may be called by who asks for it; in a heading, "Letter box", it says more.
_KINDS = frozenset(stems("letter email mail note leaflet booklet"))
# "In two sentences"
_LENGTH = re.compile(
    r"\bin (?:(?:a|the|one|two|three|four|five|six|seven|ten|few|\d{1,3}) ){0,2}"
    r"(?:short )?(?:sentences?|lines|words|bullets?(?: points)?|points|paragraphs)\b",
    re.IGNORECASE,
)
_SECTION_NUMBER = re.compile(r"(?<![\w.,£$€])v?(\d{1,3}(?:\.\d{1,3}){1,3})(?![\w]|[.,]\d|\s?[€$£%])")
# "What's new in 4.3", "what was fixed in", "what does clause 4.3 say"; not what comes after it, nor when.
_ASKS_WHAT = re.compile(
    r"^\W{0,3}(?:(?:and|so) )?(?:what|which|changes?|news?)\b"
    r"(?=.{0,80}\b(?:new|changes?d?|added|fixed|removed|deprecated|says?|in|under)\b)"
    r"(?!.{0,80}\b(?:at|after|since|before|between|newer|older|from)\b)"
    r"|^\W{0,3}whats new\b",
    re.IGNORECASE,
)
_OF_VERSIONS = frozenset(stems("new change version release update clause article paragraph rule"))


def summary(wanted: Wanted, around: Around) -> list[Piece]:
    """Bullets of the section or the document that the question names, else of what is nearest to it."""
    topic = _asked_of(wanted.question)
    if titled := _titled(topic, wanted):
        return _of_document(titled, wanted, around)
    section = named_section(wanted, around)
    if section or not topic or not wanted.scored:
        return section
    return _document(topic, wanted, around) or _topic(topic, wanted, around)


def says_how(word: str, question: str) -> bool:
    """Whether a word only says that a summary is asked for, how long, or of what kind of document."""
    return (_asked_of(question) - _KINDS).isdisjoint(stems(word))


def _asked_of(question: str) -> set[str]:
    """The words of what is to be summed up."""
    return set(stems(_LENGTH.sub(" ", question))) - _ASKING


def _titled(topic: set[str], wanted: Wanted) -> EvidenceSentence | None:
    """A sentence of the document whose whole title the question has, and more of it than of any heading.

    "The insurance letter" is not the section on insurance of some minutes.
    """
    titled = [
        sentence for sentence in wanted.sentences if _TITLE <= _words_in(sentence.citation.title, topic)
    ]
    if not titled:
        return None
    best = _of_edition(titled, wanted)
    title = _words_in(best.citation.title, topic)
    # "The minutes of the rowing club" are not what is titled "Rowing club".
    if any(len(topic & set(stems(sentence.citation.title))) > title for sentence in wanted.sentences):
        return None
    headings = {sentence.citation.headings[-1] for sentence in wanted.sentences if sentence.citation.headings}
    named = (_words_in(heading, topic) for heading in headings if heading != best.citation.title)
    return best if title > max(named, default=0) else None


def _words_in(name: str, topic: set[str]) -> int:
    """How many words a title or heading has, its numbers aside, where the question has them all; else 0."""
    own = {word for word in stems(name) if not word[0].isdigit()} - _ASKING
    return len(own) if own <= topic else 0


def named_section(wanted: Wanted, around: Around) -> list[Piece]:
    """The section whose heading the question names: its first sentences, or how its parts begin."""
    topic, months = _asked_of(wanted.question), months_asked(wanted.question)
    shares = [_named(sentence, topic, months) for sentence in wanted.sentences]
    nearest = max(shares, default=0.0)
    if not nearest:
        return []
    named = [sentence for sentence, share in zip(wanted.sentences, shares, strict=True) if share == nearest]
    best = _of_edition(named, wanted)
    inside = _inside(best, around)
    path = best.citation.headings
    title = f"{path[-1]} – {display_name(best.citation)}" if _has_kin(best.citation, wanted) else path[-1]
    parts = {sentence.citation.headings for sentence in inside} - {path}
    chosen = _of_each(inside, path) if len(parts) >= SECTIONS else _first(inside)
    return _piece(chosen, inside, title, wanted.best, sure=True)


def numbered_section(wanted: Wanted, around: Around) -> list[Piece]:
    """What stands below the heading with a number that the question names: "What's new in 4.3.0?".

    Below one of its own headings where the question has the words of that, too: "What was added in 4.3.0?".
    Nothing where it asks for something else there, or names another kind of number, such as a price.
    """
    numbers = _SECTION_NUMBER.findall(wanted.question)
    if len(numbers) != 1 or not _ASKS_WHAT.search(wanted.question):
        return []
    rest = set(stems(_SECTION_NUMBER.sub(" ", wanted.question))) - _ASKING - _OF_VERSIONS
    for sentence in wanted.sentences:
        headings = around.document(sentence).headings
        named = [
            place for place, heading in enumerate(headings) if numbers[0] in WORD.findall(heading.text)[:2]
        ]
        if named:
            inside = _stating(around.stretch(sentence, *around.section_of(sentence, named[0])), around)
            relevant = [line for line in inside if rest <= set(stems(" ".join(line.citation.headings)))]
            return _piece(
                _first(relevant), relevant, headings[named[0]].text, wanted.best, sure=len(named) == 1
            )
    return []


def _of_edition(sentences: Sequence[EvidenceSentence], wanted: Wanted) -> EvidenceSentence:
    """The first, or the first of the edition that is asked for, else of the latest that has any."""
    of_them = (
        sentence
        for edition in wanted.editions_meant(sentences[0].citation.source_id)
        for sentence in sentences
        if sentence.citation.source_id == edition.id
    )
    return next(of_them, sentences[0])


def _named(sentence: EvidenceSentence, topic: set[str], months: Collection[int]) -> float:
    """How surely the question means the section that a sentence is in, 0 where it does not.

    `months` are those that it tells: the summary of the meeting in May is that of the section of that date.
    """
    heading = sentence.citation.headings[-1] if sentence.citation.headings else ""
    words = stems(heading)
    own = {word for word in words if not word[0].isdigit() or word in topic}  # "6.3 Lifejackets"
    if not own or heading == sentence.citation.title:
        return 0.0
    if months and not circumstances(heading).months.isdisjoint(months):
        return 1.0
    if _initials(heading) & topic or ("." in words[0] and words[0] in topic):
        return 1.0
    shared = len(own & topic)
    return shared / len(own) if shared >= NAMED * len(own) and shared >= PART * len(topic) else 0.0


def _initials(heading: str) -> set[str]:
    """The first letters of a heading's capitalised words: "agm" for Annual General Meeting."""
    capitals = "".join(word[0] for word in WORD.findall(heading) if word[0].isupper())
    return {capitals.lower()} if len(capitals) > 2 else set()


def _document(topic: set[str], wanted: Wanted, around: Around) -> list[Piece]:
    """The document that the question names by its title, file, date or opening: how its sections begin.

    Of two that begin with what it names that one which is called so, of editions the one that is asked for or
    the latest. Sure where no other document is called so.
    """
    months = months_asked(wanted.question)
    topic = topic - _KINDS or topic
    named: dict[str, tuple[bool, float, float]] = {}
    first: dict[str, EvidenceSentence] = {}
    for sentence in wanted.sentences:
        source_id = sentence.citation.source_id
        if first.setdefault(source_id, sentence) is sentence:
            date = sentence.citation.date or ""
            of_month = date[5:7] in {f"{month:02}" for month in months}
            called = _called(sentence, wanted)
            opening = stems(around.document(sentence).text[:OPENING])
            share = len(topic & called.union(opening)) / len(topic)
            named[source_id] = share >= NAMED, len(topic & called) / len(topic) + of_month, share
    best = max(named, key=lambda source_id: named[source_id])
    if not named[best][0]:
        return []
    alike = [source_id for source_id in named if named[source_id][:2] == named[best][:2]]
    editions = {edition.id for edition in kin(best, wanted.sources(best))}
    sure = named[best][1] >= NAMED and editions.issuperset(set(alike) - {best})
    latest = _of_edition(
        [first[source_id] for source_id in (best, *alike) if source_id == best or source_id in editions],
        wanted,
    )
    return _of_document(latest, wanted, around, sure=sure)


def _called(sentence: EvidenceSentence, wanted: Wanted) -> set[str]:
    """The words of a document's title, of the name of its file, and of its date."""
    source_id, date = sentence.citation.source_id, sentence.citation.date or ""
    files = (file_name(source.uri) for source in wanted.sources(source_id) if source.id == source_id)
    return set(stems(" ".join((sentence.citation.title, *files, date[:4], *month_names(date)))))


def _of_document(best: EvidenceSentence, wanted: Wanted, around: Around, *, sure: bool = True) -> list[Piece]:
    """How each section of the document begins that a sentence is of."""
    everything = around.stretch(best, 0, len(around.document(best).text))
    stated = _stating(everything, around)
    chosen = _of_each(stated, (best.citation.title,))
    # With its date where there are others of its kind: minutes of which meeting?
    title = display_name(best.citation) if _has_kin(best.citation, wanted) else best.citation.title
    sure = sure and not of_other_months(stated, months_asked(wanted.question))
    return _piece(chosen, stated, title, wanted.best, sure=sure)


def _has_kin(citation: Citation, wanted: Wanted) -> bool:
    """Whether there are other documents of the kind of the one that is cited."""
    return bool(kin(citation.source_id, wanted.sources(citation.source_id)))


def _of_each(sentences: Sequence[EvidenceSentence], above: Collection[str]) -> list[EvidenceSentence]:
    """The first telling sentence of each section, of the longest while there is room; in the text's order.

    What stands under no heading but those `above` all sections opens the text.
    """
    short = [sentence for sentence in sentences if len(sentence.text.split()) <= LONGEST]
    sections = grouped(short, lambda sentence: sentence.citation.headings).values()
    if len(sections) < SECTIONS:
        return sorted(_leading(short), key=lambda sentence: sentence.citation.start)
    # What stands before the first section (a date, who was there) only where there is room for it.
    ordered = sorted(
        sections,
        key=lambda section: (set(section[0].citation.headings) <= set(above), -count_words(section)),
    )
    first = (_telling(section) for section in ordered)
    return sorted(_first([*first]), key=lambda sentence: sentence.citation.start)


def _leading(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The first sentences of the longest paragraphs, then of items, then of older mails that are quoted."""
    body = [sentence for sentence in sentences if not _is_title(sentence)]
    paragraphs = grouped(body, _paragraph).values()
    quotes = (
        sentence.citation.start for sentence in body if sentence.block and sentence.block.kind == "quote"
    )
    older = min(quotes, default=math.inf)  # where a mail begins to quote older ones
    ordered = sorted(paragraphs, key=lambda paragraph: (_rank(paragraph[0], older), -count_words(paragraph)))
    leading = (next((sentence for sentence in paragraph if _tells(sentence)), None) for paragraph in ordered)
    return _first([sentence for sentence in leading if sentence is not None])


def _telling(section: Sequence[EvidenceSentence]) -> EvidenceSentence:
    """The sentence of a section that tells most of it: the first, of minutes the first with a decision."""
    telling = [*filter(_tells, section)] or [section[0]]
    if is_record(section[0].citation.title):
        deciding = (
            sentence
            for sentence in telling
            if _DECIDES.search(sentence.text) and not denies(parse(sentence.text))
        )
        return next(deciding, telling[0])
    return telling[0]


def _tells(sentence: EvidenceSentence) -> bool:
    """Whether a sentence is more than a greeting or a line over a list."""
    return len(sentence.text.split()) >= TELLING and not sentence.text.endswith(":")


def _is_label(sentence: EvidenceSentence) -> bool:
    """Whether it is a word or two over what follows."""
    return len(sentence.text.split()) < TELLING and sentence.text.endswith(":")


def _paragraph(sentence: EvidenceSentence) -> int:
    """Where the paragraph or item begins that a sentence is in."""
    return sentence.block.start if sentence.block else sentence.citation.start


def _is_title(sentence: EvidenceSentence) -> bool:
    """Whether it is its document's title, or the line of a mail's head that has it: "Subject: The fair"."""
    name, _, rest = sentence.text.partition(": ")
    return sentence.citation.title in (sentence.text, rest if name.isalpha() else "")


def _rank(sentence: EvidenceSentence, older: float) -> int:
    """0 for a paragraph of the text itself, 1 for an item, 2 for what stands where older mails are quoted."""
    if sentence.citation.start >= older:
        return 2
    return int(sentence.kind == "item")


def _topic(topic: set[str], wanted: Wanted, around: Around) -> list[Piece]:
    """The section that most of the best evidence is from, else the paragraphs and lists of that evidence.

    Where a sentence has all words of the topic, what has none of them is left out.
    """
    nearest = _of_one_mail(wanted.scored, around)
    own = (_stating(nearest, around) or nearest)[:PARAGRAPHS]
    having = [topic & set(stems(sentence.text)) for sentence in own]
    if topic in having:
        own = [sentence for sentence, words in zip(own, having, strict=True) if words]
    best = nearest[0]
    inside = _nearest_section(own, around)
    if inside:
        return _piece(_first(inside), inside, best.citation.headings[-1], wanted.best, sure=False)
    by_place = {sentence.citation.start: sentence for centre in own for sentence in _whole(centre, around)}
    everything = list(by_place.values())
    chosen = sorted(_first(everything), key=lambda sentence: sentence.citation.start)
    return _piece(chosen, everything, best.citation.title, wanted.best, sure=False)


def _of_one_mail(scored: Sequence[Scored], around: Around) -> list[EvidenceSentence]:
    """The evidence of the best one's document; of a mail its own words, or also those of older ones below.

    Its own words count where they are about as near: what was said last holds.
    """
    source, best = scored[0].sentence.citation.source_id, scored[0].score
    of_source = [candidate for candidate in scored if candidate.sentence.citation.source_id == source]
    older = around.quoted_from(scored[0].sentence)
    newest = [candidate for candidate in of_source if candidate.sentence.citation.start < older]
    own = newest and newest[0].score >= best - CLOSE
    return [candidate.sentence for candidate in (newest if own else of_source)]


def _inside(sentence: EvidenceSentence, around: Around) -> list[EvidenceSentence]:
    """The sentences of the section that a sentence is in, those that state something."""
    return _stating(around.stretch(sentence, *around.section(sentence)), around)


def _stating(sentences: Iterable[EvidenceSentence], around: Around) -> list[EvidenceSentence]:
    """The sentences without headings, what stands around the text, the heads of mails, and "Ingredients:"."""
    return [
        sentence
        for sentence in sentences
        if not (sentence.heading or sentence.furniture or around.is_of_head(sentence) or _is_label(sentence))
    ]


def _nearest_section(evidence: Sequence[EvidenceSentence], around: Around) -> list[EvidenceSentence]:
    """The section of the best evidence, where most of the other evidence is in it and it shows the best."""
    best = evidence[0]
    headings = best.citation.headings
    if not headings or headings[-1] == best.citation.title:
        return []
    if sum(sentence.citation.headings == headings for sentence in evidence) * 2 <= len(evidence):
        return []
    inside = _inside(best, around)
    return inside if any(same_place(best, sentence) for sentence in _first(inside)) else []


def _whole(sentence: EvidenceSentence, around: Around) -> list[EvidenceSentence]:
    """The paragraph of a sentence, and the list that it introduces."""
    listed = around.list_of(sentence)
    introduces = listed is not None and listed.introduction == " ".join(sentence.text.split())
    return [*around.paragraph(sentence), *(listed.items if listed and introduces else ())]


def _piece(
    shown: Sequence[EvidenceSentence],
    of: Sequence[EvidenceSentence],
    title: str,
    score: float,
    *,
    sure: bool,
) -> list[Piece]:
    more, title = len(of) - len(shown), unless_flagged(title)
    return [Piece("summary", tuple(shown), score, title, more=more, sure=sure)] if shown else []


def _first(sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
    """The sentences from the first on, each once, while there is room."""
    first: list[EvidenceSentence] = []
    for sentence in sentences:
        if len(first) == BULLETS or count_words([*first, sentence]) > WORDS:
            break
        if all(sentence.text != other.text for other in first):
            first.append(sentence)
    return first
