"""What a decline has to offer: words that are in no document, near misses, and the closest passages."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.evidence.gathering import Scored
from assistant.grounding.facts import Clash, question_gaps
from assistant.grounding.facts.numbers import counted
from assistant.language.circumstances import YEARS_OLD
from assistant.language.denials import denials
from assistant.language.numbers import is_between, is_within, ranges
from assistant.language.parsed import parse
from assistant.language.terms import is_figure_in, names, number_key, stems
from assistant.showing.forms import by_patterns
from assistant.types import Nearest, NearMiss
from index.words import STOP_WORDS, WORD, words

PARTS = 3  # of a question that a closest passage is shown for
NEAR = 2  # sentences near enough to be what was meant
OTHERS_READ = 8  # sentences that may state what the nearest one does not
_BETWEEN = "on|in|at|to|for|from|by|of|during|after|before|until|till|when|if|and|or|with|without"
BEHIND = 2  # words behind one that tell what it is of
SHARED = 2  # words that such a sentence has in common with the question
PART_SHARE = 0.5  # the share of a part's words that a passage must have
NAMED = 3  # missing words that are named
SHORTEST = 4  # letters of a noun that is worth naming
# What stands before a noun; not "that" and "which" after a noun, where a verb follows. Verbs and adjectives
# that happen to be in no document say nothing of it.
_BEFORE_NOUN = re.compile(
    r"(?:^which|\b(?:the|an?|my|our|your|his|her|its|their|this|these|those|any|some|no|of|in|for|about|with|on|at|"
    r"by|many|much|what|der|die|das|den|dem|ein|eine|einen|le|la|les|un|une|des|du))\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
# "What does the crew hand out?": behind a verb like that and its subject comes the other verb.
_BEFORE_VERB = re.compile(
    r"\b(?:do|does|did|will|would|can|could|may|might|must|should|shall)\s+"
    r"(?:the|a|an|my|our|your|his|her|its|their|this|these|those)\s+[\w-]+\s+$",
    re.IGNORECASE,
)
# "Can I leave after two months?", "How much may a 75 year old take?": the number is the asker's or an age,
# and what the documents have is a limit to it.
_OF_ASKER = re.compile(
    r"\b(?:i|we|my|our|me|us|ich|wir|mein\w*|unser\w*|je|nous|mon|ma|mes|notre|yo|mi|nuestr\w+)\b",
    re.IGNORECASE,
)
_OF_AGE = re.compile(
    rf"\b(?:\d{{1,3}}{YEARS_OLD}|\d{{1,3}}[- ]?(?:months?|weeks?)[- ]?olds?|aged? (?:of )?\d{{1,3}}"
    r"|\d{1,3}[- ]?jährig\w*|\d{1,3} ans|\d{1,3} años)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:can|may|should|must|allowed|take|pay|cost|how (?:much|many|long)|darf|kann|muss|zahlt|kostet"
    r"|wie ?viel\w*|peut|doit|paie|combien|puede|debe|paga|cuánt\w+)\b",
    re.IGNORECASE,
)
# "What do I grow instead of Pink Firs?" is answered where those are denied.
_OF_ANOTHER = re.compile(
    r"^\W*(?:(?:and|so|but) )?"
    r"(?:what|which|where|who|was|welche\w*|wo|wer|que|quel\w*|où|qui|qué|cuál\w*|dónde)\b.*"
    r"\b(?:instead|rather than|in place of|anstatt|anstelle|au lieu"
    r"|à la place|en lugar|en vez)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:no|not|never|nobody|none)\b[^.;]{0,80}\b(?:more|less|longer|shorter|later|earlier|sooner|fewer|further|higher"
    r"|lower|bigger|over|under|before|after|until|unless|except) (?:than )?",
    re.IGNORECASE,
)
# Endings of other words, and what names nothing that a document could have.
_NO_NOUN = re.compile(
    r"(?:ing|ed|ly|est|ise|ize|ised|ized|en)$|^(?:sorts?|kinds?|types?|stuff|things?|bits?|lots?|ways?|"
    r"lists?|totals?|rules?|numbers?|amounts?|documents?|points?|person|people"
    r"|someone|somebody|everyone|everybody|anyone|anybody|instead|either|main)$",
    re.IGNORECASE,
)


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
    places: dict[int, Nearest] = {}
    for part in question_parts(question):
        place = _best_with(set(stems(part)), scored)
        if place is not None and place not in places:
            places[place] = Nearest(part, scored[place].sentence.citation)
    return tuple(places.values())[:PARTS]


def _best_with(wanted: set[str], scored: Sequence[Scored]) -> int | None:
    """The place of the first sentence with most of these stems; None where none has half of them."""
    if not wanted:
        return None
    shares = [len(wanted & set(stems(near.sentence.text))) / len(wanted) for near in scored]
    best = max(shares, default=0.0)
    return shares.index(best) if best >= PART_SHARE else None


def near_misses(
    question: str, scored: Sequence[Scored], missing: Sequence[str], *, chosen: bool = False
) -> tuple[NearMiss, ...]:
    """What the question asks and the sentence nearest to it states otherwise; empty where nothing is near.

    `scored` holds the evidence, best first; `missing` are words that no document has, or,
    where not all sources were asked (`chosen`), none of these. "It must not go in the dryer" is no miss of
    "Can it go in the dryer?", since it answers that, nor of "What can I do instead of using the dryer?"; nor
    is "The ticket is open" one of "Is the ticket closed?". Only the nearest sentence denies
    what is asked: which other one keeps dogs from the saloon says nothing of where they ride.
    """
    yesno = by_patterns(question) == "yesno"
    may_be_denied = yesno or _OF_ANOTHER.search(question) is not None
    for rank, sentence in enumerate(near.sentence for near in scored[:NEAR]):
        shared = set(stems(question)) & set(stems(sentence.text))
        gaps = question_gaps(question, [sentence.text], lambda word: word not in missing)
        otherwise = [
            gap
            for gap in gaps
            if gap.veto
            and gap.stated
            and not (gap.kind == "negation" and (rank or may_be_denied))
            and not _stated(gap, question, scored[:OTHERS_READ])
            and not _is_of_several(gap, sentence.text)
            and not _is_in_limit(gap, scored[:NEAR])
            and (yesno or not _is_of_name(gap, question, sentence.text))
            and not (gap.kind == "antonym" and yesno and _is_predicate(gap.said, question))
            and not (gap.kind == "antonym" and _is_of_other(gap, question, sentence.text))
            # "Friday: no late shift" is one cell of it, and "no member may speak for more than ..." a limit
            and not (gap.kind == "negation" and (sentence.is_row or _LIMITS.search(sentence.text)))
        ]
        if otherwise and len(shared) >= SHARED:
            return tuple(
                NearMiss(gap.said, gap.stated or "", _near_text(gap, chosen=chosen), sentence.citation)
                for gap in otherwise[:2]
            )
    return ()


def are_limits(question: str, misses: Sequence[NearMiss]) -> bool:
    """Whether all misses are numbers of the asker or ages, which those of the documents may be limits to.

    "Can I leave after two months?" is answered by "after six months".
    """
    figures = all(any(number_key(word) is not None for word in words(miss.asked)) for miss in misses)
    own = _OF_ASKER.search(question) or (_OF_AGE.search(question) and _MAY.search(question))
    return bool(misses) and figures and own is not None


def _stated(gap: Clash, question: str, scored: Sequence[Scored]) -> bool:
    """Whether another of the nearest sentences has the name, number or date: then it is no miss.

    Or one of their labels has the number with the word before it: "flat 3". Nor is it one that the question
    denies something, where the nearest denies it, too: "why can't we ring the council?"
    """
    if gap.kind == "negation":
        return _is_denied_in(scored[0].sentence.text, question)
    if gap.kind not in ("name", "number", "date"):
        return False
    gap_words = set(words(gap.said))
    if gap.kind == "name" and any(gap_words <= set(words(near.sentence.label)) for near in scored):
        return True  # what a document is called it need not say
    if any(
        gap_words <= set(words(near.sentence.text)) or is_figure_in(gap.said, near.sentence.text)
        for near in scored
    ):
        return True
    named = (
        [pair for pair in pairwise(words(question)) if pair[1] in gap_words] if gap.kind == "number" else []
    )
    return any(pair in pairwise(words(near.sentence.label)) for pair in named for near in scored)


def _is_denied_in(text: str, question: str) -> bool:
    """Whether a text and a question deny a word in common."""
    denied, denied_in_question = (
        {parsed.tokens[place].stem for denial in denials(parsed) for place in denial.words}
        for parsed in (parse(text), parse(question))
    )
    return not denied.isdisjoint(denied_in_question)


def _is_of_several(gap: Clash, text: str) -> bool:
    """Whether what is stated is "the first two": how many there are, and no other one than the third."""
    several = re.search(r"\bfirst (\w+) \w+s\b", text, re.IGNORECASE) if gap.stated == "first" else None
    return several is not None and number_key(several[1]) is not None


def _is_in_limit(gap: Clash, near: Sequence[Scored]) -> bool:
    """Whether the asked number lies on the side of a stated limit ("more than 3 hours", of 4), or in a range:
    a 12 kg dog is one of "10-30 kg", though the next row is "under 10 kg".
    """
    numbers = parse(gap.said).numbers if gap.kind == "number" else ()
    texts = [parse(candidate.sentence.text) for candidate in near]
    limits = [limit for text in texts for limit in text.numbers if limit.text == gap.stated]
    spans = [span for text in texts for span in ranges(text.text, text.numbers, text.tokens)]
    return any(
        any(is_within(number, limit) for limit in limits) or any(is_between(number, *span) for span in spans)
        for number in numbers
    )


def _is_of_name(gap: Clash, question: str, text: str) -> bool:
    """Whether the asked number tells which thing is meant ("flat 3"), where what is stated is an amount."""
    parsed = parse(question)
    numbers = [number for number in parsed.numbers if gap.kind == "number" and number.text == gap.said]
    named = any(
        number.first > 0 and parsed.tokens[number.first - 1].content and not counted(parsed, number)
        for number in numbers
        if not number.units
    )
    return named and any(number.units and number.text == gap.stated for number in parse(text).numbers)


def _is_predicate(word: str, question: str) -> bool:
    """Whether a word is what is asked of a thing, and does not tell which one: no noun stands behind it.

    >>> _is_predicate("closed", "Is it closed on Mondays?"), _is_predicate("old", "Is the old boat blue?")
    (True, False)
    """
    behind = r"at|on|in|for|to|during|from|by|yet|still|now|today|when|if|the|an?|my|our|its|their|any"
    pattern = (
        rf"(?<!\bthe )(?<!\ba )(?<!\bin )(?<!\bat )(?<!\bof )\b{re.escape(word)}(?=\W*$| (?:{behind})\b)"
    )
    return re.search(pattern, question, re.IGNORECASE) is not None


def _is_of_other(gap: Clash, question: str, text: str) -> bool:
    """Whether an opposite is said of something else: "lowered leaching", where "increase yield" is asked.

    The thing stands right behind the question's word; in the text it may stand before the opposite, too.
    """
    question_stems, stated = stems(question), stems(text)
    word, opposite = stems(gap.said), stems(gap.stated or "")
    if not (word and opposite and word[-1] in question_stems and opposite[0] in stated):
        return False
    if re.search(rf"(?<!\w){re.escape(gap.said)} (?:{_BETWEEN})\b", question, re.IGNORECASE):
        return False  # "open on Mondays": the day is no thing that is opened
    behind = question_stems[question_stems.index(word[-1]) + 1 :]
    at = stated.index(opposite[0])
    near = stated[: at + 1 + BEHIND]
    return bool(behind) and behind[0] in stated and behind[0] not in near


def _near_text(gap: Clash, *, chosen: bool) -> str:
    """The near miss in a sentence.

    >>> _near_text(Clash("date", "2019", "January 2017", "", veto=True, nowhere=True), chosen=False)
    'No document mentions 2019; the closest passage says January 2017.'
    """
    if gap.kind == "negation":
        return "The question denies what the closest passage states, or the other way round."
    if gap.nowhere:
        nobody = "None of the chosen sources" if chosen else "No document"
        return f"{nobody} mentions {gap.said}; the closest passage says {gap.stated}."
    return f"The closest passage says {gap.stated}, not {gap.said}."


def notable(question: str, missing: Sequence[str]) -> tuple[str, ...]:
    """At most three of the missing words, as written and in their order: names, numbers, then nouns.

    >>> notable("How loud is the Lumo 60 in decibels?", ["loud", "decibels"])
    ('decibels',)
    >>> notable("Who named the body that stands in Mongolia?", ["named", "stands", "Mongolia"])
    ('Mongolia',)
    >>> notable("Which museum has the boat which stands in Belfast?", ["museum", "stands", "Belfast"])
    ('museum', 'Belfast')
    >>> notable("Which club won the cup of the league in Mongolia?", ["club", "cup", "league", "Mongolia"])
    ('club', 'league', 'Mongolia')
    """
    proper = set(names(question))
    certain = [word for word in missing if word in proper or number_key(word) is not None]
    nouns = [word for word in missing if word not in certain and _is_noun(word, question)]
    named = [*certain, *nouns][:NAMED]
    return tuple(word for word in missing if word in named)


def _is_noun(word: str, question: str) -> bool:
    place = next((match.start() for match in WORD.finditer(question) if match.group() == word), None)
    if place is None or len(word) < SHORTEST or _NO_NOUN.search(word):
        return False
    before = question[:place]
    return bool(_BEFORE_NOUN.search(before)) and not _BEFORE_VERB.search(before)
