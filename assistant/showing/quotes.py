"""The best places of the documents, each as much of it as is needed to understand it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.dates import YEAR
from assistant.language.terms import all_numbers, plain_stems
from assistant.showing.around import Around
from assistant.showing.dated import (
    dated_part,
    is_agenda,
    newest_mail_first,
    newest_section_first,
)
from assistant.showing.editions.amended import replaced_first
from assistant.showing.families import CLOSE, display_name, is_record
from assistant.showing.lists import piece_of
from assistant.showing.pieces import (
    LIST_KINDS,
    Piece,
    Wanted,
    count_words,
    is_in,
    place_in,
    same_place,
    with_room,
)
from assistant.showing.speakers import answer_below, asked_above, messages_from
from assistant.showing.tables.rows import row, without_other_rows

WORDS = 125  # of all pieces together
FEWEST = 15  # words that must be left for one piece more
QUOTE = 40  # words of a paragraph
WAY = 80  # words of the first one where it is asked how something is done
PIECES = 6
ROOM = 15  # words that the others make for it
MAIL = 1_000  # characters of a mail below the line that says who wrote it
LATER = 35  # words of what later documents say
SAME = 1.2  # the score from which a sentence of a later document is about what one of an earlier says
LEADING = 5  # of the best evidence; items of one list among them are shown with the whole list
FOUND = 0.2  # the score, without a passage's, from which it is about the question at all
REPLACED = 0.7  # the share of words, without numbers, that a sentence has in common with its later wording
NEWEST = 5  # of the best evidence of a later document, that are held against the best
# What asks of a mail itself, whose head tells who wrote when and to whom.
_OF_MAIL = re.compile(
    r"\b(?:wrote|writes?|written|sent|send|e?-?mails?|message|replied|reply|answer(?:ed|s)?|subject|cc"
    r"|told|tells?|ask(?:ed|s)?|address\w*|attach\w*|contact\w*|invit\w+|inform\w*|announc\w+|organi[sz]\w+"
    r"|offer\w*|quoted?|forward\w*|pass(?:ed)? on|who(?: is|'s| are)(?: [\w.'’-]{2,20}){1,2}(?=\W*$)"
    r"|whom?\b[^.?]{0,60} from|from whom?"
    r"|von wem|an wen|schrieb\w*|geschrieben|geschickt|nachricht|betreff|de qui|écrit|envoyé|objet"
    r"|de quién|escribió|envió|correo|asunto)\b",
    re.IGNORECASE,
)
_OF_ASKING = re.compile(
    r"\b(?:ask\w*|want\w*|need\w*|wonder\w*|request\w*|looking for|bring|frag\w*|will|möchte\w*|braucht?"
    r"|bittet|demand\w*|veut|besoin|pregunt\w*|quiere)\b",
    re.IGNORECASE,
)
# Questions that tell something: "Did you know that the pool is closed?", "Shall we meet at the hut?"
_TELLS = re.compile(
    r"(?:\w+, )?(?:could|can|would|will) you|did you know|is it true|isn't|shall we|why (?:don't|not)"
    r"|(?:how|what) about|(?:kannst|könntest|können|könnten|würde\w*) (?:du|sie|ihr)|wusste|stimmt es"
    r"|sollen wir|pourr\w+[ -]|saviez|est-il vrai|podr[ií]a|sab[ií]as",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\W{0,3}(?:he|she|they|his|her|their|its)\b", re.IGNORECASE)
REFERRED_WORDS = 15  # words beyond those of a quote for the sentence that it leans on
LOWER = 0.9  # a piece whose score is that much below the best one's is not shown


def best_quotes(wanted: Wanted, around: Around, above: Sequence[Piece] = ()) -> list[Piece]:
    """Quotes of different places: paragraphs cut at sentences, items, rows; best first.

    Where the best is from a document of which there is a later one of the same kind (the next minutes, the
    new edition), and that answers nearly as well, it comes first. Else what a new edition says of the same
    comes first too, and what new minutes say of it last. Where the question names one edition, that comes
    first. What stands `above` them, such as a list, leaves less room, and nothing of it is quoted again.
    """
    room = WORDS - sum(piece.words for piece in above)
    if room < FEWEST or not wanted.scored:
        return []
    scored = newest_section_first(newest_mail_first(wanted, around), wanted.question, around)
    scored = replaced_first(scored, wanted.question, around)
    wanted = replace(wanted, scored=scored)
    from_edition = _asked_first(wanted, around)
    newest = replace(wanted, scored=from_edition or _newest_first(wanted, around))
    later = [replace(piece, later=not from_edition) for piece in _later(newest, around, above)]
    quoted = quotes_of(
        newest,
        around,
        words=room - ROOM if later else room,
        pieces=PIECES - len(above) - len(later),
        above=above,
        but=later,
        now=not from_edition,
        sides=bool(from_edition) and not _is_latest(from_edition[0].sentence, wanted),
    )
    if later or newest.scored[:1] != wanted.scored[:1]:
        quoted = [_dated(piece) for piece in quoted]
    quoted = [_introduced(dated_part(piece, around), around) for piece in quoted]
    if from_edition or any(is_record(piece.sentences[0].citation.title) for piece in later):
        return [*quoted, *later]
    return [*later, *quoted]


def _introduced(piece: Piece, around: Around) -> Piece:
    """The quote below the heading that asks a question, or below the line that says who wrote it and when.

    "A: Yes, at any office" and "I can make it" say nothing alone.
    """
    first = piece.sentences[0]
    title = (
        (asked_above(first, around) or around.question_above(first) or around.writer(first))
        if piece.kind == "quote" and not piece.title
        else ""
    )
    return replace(piece, title=title) if title else piece


def quotes_below(pieces: Sequence[Piece], wanted: Wanted, around: Around) -> list[Piece]:
    """Quotes below a list that may not be the one that is asked for."""
    if any(piece.sure or piece.kind not in LIST_KINDS for piece in pieces):
        return []
    return best_quotes(wanted, around, pieces)


def quotes_of(
    wanted: Wanted,
    around: Around,
    *,
    words: int,
    pieces: int,
    scored: Sequence[Scored] | None = None,
    above: Sequence[Piece] = (),
    but: Sequence[Piece] = (),
    now: bool = False,
    sides: bool = True,
) -> list[Piece]:
    """At most so many pieces with so many words, of the evidence or of what is given, in its order.

    What the pieces `above` them and in `but` have is left out; `now`: a sentence is shown as a later edition
    has it; `sides`: what an earlier edition says of the same is shown beside what the later one says.
    """
    quoted: list[Piece] = []
    ordered = _stating(wanted.scored if scored is None else scored, wanted, around)
    shared_lists = _keys_of_shared_lists(ordered[:LEADING], wanted.question, around)
    for scored_best in ordered:
        best = _as_of_now(scored_best, wanted) if now else scored_best
        left = words - sum(piece.words for piece in quoted)
        if len(quoted) == pieces or left < min(FEWEST, words) or best.score < ordered[0].score - LOWER:
            break
        if not sides and _is_replaced(best.sentence, [*above, *quoted], wanted):
            continue
        shown = [*above, *quoted, *but]
        if not is_in(best.sentence, shown):
            listed = around.list_of(best.sentence)
            unshown = listed is not None and not any(is_in(item, shown) for item in listed.items)
            if listed and unshown and listed.key in shared_lists and count_words(listed.items) <= left:
                piece = piece_of(listed, best.score)
            else:
                longest = WAY if wanted.form == "steps" and not quoted else QUOTE
                piece = quote(best, wanted.question, around, min(longest, left), shown)
            of_others = piece.kind != "quote" or not is_in(best.sentence, [piece])
            again = of_others and any(is_in(sentence, shown) for sentence in piece.sentences)
            if best.sentence.text.endswith("?"):  # with what was answered, which may be shown already
                again = again or any(is_in(sentence, shown) for sentence in piece.sentences[1:])
            if not again and (piece.words <= left or not (quoted or above)):
                add_piece(piece, quoted, around)
    return quoted


def _stating(scored: Sequence[Scored], wanted: Wanted, around: Around) -> Sequence[Scored]:
    """The evidence without what mails ask, and without their heads where a mail is not asked of.

    Both stay where nothing else is about the question.
    """
    if not _OF_ASKING.search(wanted.question):
        scored = _without(
            scored, [_asks(candidate.sentence, wanted.question, around) for candidate in scored]
        )
    if _OF_MAIL.search(wanted.question):
        return scored
    return _without(scored, [around.is_of_head(candidate.sentence) for candidate in scored])


def _without(scored: Sequence[Scored], left_out: Sequence[bool]) -> Sequence[Scored]:
    """The evidence without some of it, where something else is about the question too."""
    rest = [candidate for candidate, out in zip(scored, left_out, strict=True) if not out]
    return rest if rest and rest[0].score >= min(FOUND, scored[0].score - CLOSE) else scored


def _asks(sentence: EvidenceSentence, question: str, around: Around) -> bool:
    """Whether a sentence is what somebody asks in a mail: it answers nothing, unless it tells a number."""
    if not sentence.text.endswith("?") or _TELLS.match(sentence.text) or not around.is_mail(sentence):
        return False
    return not all_numbers(sentence.text) - all_numbers(question)


def _as_of_now(scored: Scored, wanted: Wanted) -> Scored:
    """The sentence as a later document of its kind has it in nearly the same words, with its values of now.

    Unchanged where no later one that was found has it.
    """
    own = scored.sentence
    ids = _newer_ids(own, wanted)
    stems_of = plain_stems(own.text)
    shares = [
        (len(stems_of & theirs) / max(len(stems_of), len(theirs), 1), -number, sentence)
        for number, sentence in enumerate(wanted.sentences)
        if sentence.citation.source_id in ids and (theirs := plain_stems(sentence.text))
    ]
    share, _, now = max(shares, default=(0.0, 0, own))
    return replace(scored, sentence=now) if share >= REPLACED else scored


def _is_replaced(sentence: EvidenceSentence, quoted: Sequence[Piece], wanted: Wanted) -> bool:
    """Whether words of a later edition are shown already, which answer better; minutes replace nothing."""
    if is_record(sentence.citation.title):
        return False
    of_now = _newer_ids(sentence, wanted)
    return any(shown.citation.source_id in of_now for piece in quoted for shown in piece.sentences)


def _is_latest(sentence: EvidenceSentence, wanted: Wanted) -> bool:
    """Whether a sentence is of the latest edition, and the best evidence too: nothing but it is asked for."""
    best = wanted.scored[0].sentence
    return best.citation.source_id == sentence.citation.source_id and not _newer_ids(sentence, wanted)


def _newer_ids(sentence: EvidenceSentence, wanted: Wanted) -> set[str]:
    """The ids of the later documents of the kind that a sentence is from."""
    return {source.id for source in wanted.newer(sentence.citation.source_id)}


def _keys_of_shared_lists(leading: Sequence[Scored], question: str, around: Around) -> set[tuple[str, int]]:
    """The keys of the lists that several of the leading sentences are items of: they answer together."""
    near = (candidate.sentence for candidate in leading if candidate.score >= leading[0].score - CLOSE)
    items = (sentence for sentence in near if sentence.kind == "item")
    lists = Counter(
        listed.key
        for item in items
        if (listed := around.list_of(item)) and not is_agenda(listed, question, around)
    )
    return {key for key, count in lists.items() if count > 1}


def add_piece(piece: Piece, quoted: list[Piece], around: Around) -> None:
    """Adds a piece; one that goes on where another ends, or the other way round, becomes one with it."""
    for place, other in enumerate(quoted):
        for first, second in ((other, piece), (piece, other)):
            if _goes_on(first, second, around):
                quoted[place] = replace(other, sentences=first.sentences + second.sentences)
                return
    quoted.append(piece)


def _goes_on(first: Piece, second: Piece, around: Around) -> bool:
    """Whether there is nothing between two quotes of one paragraph."""
    last, next_one = first.sentences[-1], second.sentences[0]
    if first.kind != "quote" or last.block is None or last.is_row or last.block != next_one.block:
        return False
    return follows(last, next_one, around)


def follows(sentence: EvidenceSentence, other: EvidenceSentence, around: Around) -> bool:
    """Whether the other sentence stands right after it in one text."""
    a, b = sentence.citation, other.citation
    same = (a.source_id, a.version) == (b.source_id, b.version) and a.end <= b.start
    return same and not around.document(sentence).text[a.end : b.start].strip()


def quote(scored: Scored, question: str, around: Around, words: int, shown: Sequence[Piece] = ()) -> Piece:
    """The sentence with those beside it in its paragraph, about `words` long; an item or a row by itself.

    A line that introduces a list comes with its first items, "Anna wrote:" with what she wrote, a message
    with those that follow on its day, and what a speaker asks with what another one answers. What is `shown`
    already ends the quote.
    """
    sentence = scored.sentence
    if sentence.is_row:
        return row(scored, question, around)
    if sentence.text.endswith(":") and around.is_of_head(sentence):
        return Piece("quote", tuple(_with_mail(sentence, around, words)), scored.score)
    if sentence.kind == "item":
        listed = around.list_of(sentence)
        return Piece("quote", (sentence,), scored.score, listed.title if listed else "")
    chat = messages_from(sentence, around)
    unshown = takewhile(lambda message: not is_in(message, shown), chat[1:])
    if len(chat := with_room([*chat[:1], *unshown], words)) > 1:
        return Piece("quote", tuple(chat), scored.score)
    if answer := answer_below(sentence, around):
        both = [sentence, *_with_neighbours(answer[0], answer, words)]
        return Piece("quote", tuple(both), scored.score)
    listed = around.list_of(sentence)
    if listed and listed.before and same_place(sentence, listed.before[-1]):
        return piece_of(listed, scored.score, words=words)  # by itself it would only promise something
    stating = [
        neighbour
        for neighbour in around.paragraph(sentence)
        if not neighbour.heading or same_place(neighbour, sentence)
    ]
    paragraph = _unshown(sentence, stating, shown)
    return Piece("quote", tuple(_with_neighbours(sentence, paragraph, words)), scored.score)


def _with_mail(sentence: EvidenceSentence, around: Around, words: int) -> list[EvidenceSentence]:
    """The line that says who wrote, and the beginning of what was written, about `words` long."""
    begins, text = sentence.citation.end, around.document(sentence).text
    below = around.stretch(sentence, begins, min(begins + MAIL, len(text)))
    return with_room([sentence, *takewhile(lambda line: not around.is_of_head(line), below)], words)


def _unshown(
    sentence: EvidenceSentence, paragraph: Sequence[EvidenceSentence], shown: Sequence[Piece]
) -> list[EvidenceSentence]:
    """The stretch of the paragraph around a sentence in which nothing is shown already."""
    stretch: list[EvidenceSentence] = []
    for neighbour in paragraph:
        if not is_in(neighbour, shown):
            stretch.append(neighbour)
        elif any(same_place(other, sentence) for other in stretch):
            break
        else:
            stretch.clear()
    return stretch


def _later(wanted: Wanted, around: Around, above: Sequence[Piece]) -> list[Piece]:
    """What later documents of the same kind as the best one's say of the same, but what stands above it."""
    best = wanted.scored[0].sentence
    ids = _newer_ids(best, wanted)
    same = [scored for scored in wanted.find(best.text, ids) if scored.score >= SAME] if ids else []
    relevant = without_other_rows(same, wanted.question, around)
    pieces = quotes_of(wanted, around, words=LATER, pieces=2, scored=relevant, but=above)
    return [_dated(piece) for piece in pieces]


def _asked_first(wanted: Wanted, around: Around) -> Sequence[Scored]:
    """The evidence, first that of the edition which the question names; nothing where it names none."""
    own = wanted.scored[0].sentence.citation.source_id
    edition = wanted.asked_edition(own)
    if edition is None:
        return []
    if edition.id == own:
        return wanted.scored
    # That it is this edition is settled: lines with its date would be as near as an answer.
    question = YEAR.sub("", wanted.question)
    from_edition = without_other_rows(wanted.find(question, {edition.id}), question, around)
    others = (scored for scored in wanted.scored if scored.sentence.citation.source_id != edition.id)
    return [*from_edition, *others] if from_edition else []


def _newest_first(wanted: Wanted, around: Around) -> Sequence[Scored]:
    """The evidence; what a later document of the best one's kind has comes first where it is as near."""
    best = wanted.scored[0].sentence
    for source in wanted.newer(best.citation.source_id):
        later = without_other_rows(wanted.find(wanted.question, {source.id}), wanted.question, around)[
            :NEWEST
        ]
        # Passages are ranked among those of their search, so that they count for nothing here.
        candidates = [
            wanted.candidate(0.0, sentence.text, sentence.label)
            for sentence in (best, *(s.sentence for s in later))
        ]
        limit, *rated = wanted.rate(candidates)
        now = [
            scored for scored, score in zip(later, rated, strict=True) if score >= max(limit - CLOSE, FOUND)
        ]
        if now:
            rest = (
                candidate for candidate in wanted.scored if candidate.sentence.citation.source_id != source.id
            )
            return [*now, *rest]
    return wanted.scored


def _dated(piece: Piece) -> Piece:
    """The piece with its document and the date of that over it."""
    return replace(piece, title=piece.title or display_name(piece.sentences[0].citation))


def _with_neighbours(
    sentence: EvidenceSentence, paragraph: list[EvidenceSentence], words: int
) -> list[EvidenceSentence]:
    """The sentences around one, those after it first, while they have room.

    What its first word leans on comes before all: "Her class" is that of the person before.
    """
    at = place_in(sentence, paragraph)
    if at is None:
        return [sentence]
    first = last = at
    if (
        first > 0
        and _LEANS.match(sentence.text)
        and count_words(paragraph[at - 1 : at + 1]) <= words + REFERRED_WORDS
    ):
        first -= 1
    while True:
        if last + 1 < len(paragraph) and count_words(paragraph[first : last + 2]) <= words:
            last += 1
        elif first > 0 and count_words(paragraph[first - 1 : last + 1]) <= words:
            first -= 1
        else:
            return paragraph[first : last + 1]
