"""A query in the library's own words: spelling mistakes mended, compounds joined or split."""

import logging
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from documents.errors import MissingExtra
from documents.library import Library
from documents.text.calendar import MONTH
from index.models.gloss import ENGLISH, is_spelt, language_of
from index.models.packaged import known_words
from index.words import STOP_WORDS, WORD, stem

logger = logging.getLogger(__name__)

SHORTEST_WORD = 5  # letters of a word that is mended: of shorter ones too many others are near
MOST_MENDED = 30  # letters of a word, and words of a query, that are mended at most: each costs a look-up
LONG_WORD = 9  # letters from which two mistakes may be mended
COMPARED = 4  # stems of which the words are looked up
BEGINNING = 4  # letters of a stem with which a word begins
PART = 3  # letters of a part of a compound, at least
# What stands behind a verb, and in one word with it where it is a noun: "breaks down", "breakdown".
PARTICLES = frozenset("away back down in off on out over through up".split())
_VERSION = re.compile(r"\b[vV](\d{1,3}(?:\.\d{1,3}){0,3})(?![\w.])")
_CODE = re.compile(r"(?<![\w.,/-])([a-z]{1,5})([ /-]?)(\d{1,6})(?![\w/-]|[.,]\d)", re.ASCII | re.IGNORECASE)
# What may be written otherwise in the library: "the 2nd" there "the second".
_OTHERWISE = {
    "christmas eve": "24 December",
    "christmas day": "25 December",
    "boxing day": "26 December",
    "yearly": "annual",
    "2nd": "second",
    "3rd": "third",
    "4th": "fourth",
    "5th": "fifth",
    "6th": "sixth",
    "7th": "seventh",
    "8th": "eighth",
    "9th": "ninth",
    "10th": "tenth",
}
# How Britain and America spell: what is told by the letters around, and single words by their beginning.
_SPELT_APART = (
    ("(?<=[a-z]{3})our(?=(?:s|ed|ing|ites?|able|hoods?|ful)?$)", "or"),
    ("(?<=[a-z]{3})or(?=(?:s|ed|ing|ites?|able|hoods?|ful)?$)", "our"),
    ("(?<=[bt])re(?=s?$)", "er"),
    ("(?<=[bt])er(?=s?$)", "re"),
    ("(?<=[a-z]{3}[iy])s(?=e|i|ation)", "z"),
    ("(?<=[a-z]{3}[iy])z(?=e|i|ation)", "s"),
    ("(?<=[a-z]{3}[aeiou])ll(?=(?:ed|ing|ers?|ors?)$)", "l"),
    ("(?<=[a-z]{3}[aeiou])l(?=(?:ed|ing|ers?|ors?)$)", "ll"),
    ("(?<=alo)gue(?=s?$)", "g"),
    ("(?<=alog)(?=s?$)", "ue"),
)
_BEGINNINGS = [
    pair.split("/")
    for pair in (
        "licence/license practise/practice defence/defense offence/offense mould/mold moult/molt tyre/tire "
        "kerb/curb grey/gray plough/plow programme/program draught/draft pyjama/pajama aluminium/aluminum "
        "jewellery/jewelry cosy/cozy sulph/sulf moustache/mustache yoghurt/yogurt anaesth/anesth "
        "paediatr/pediatr orthopaed/orthoped gynaec/gynec archaeo/archeo diarrhoea/diarrhea "
        "manoeuvr/maneuver doughnut/donut enrolment/enrollment instalment/installment skilful/skillful "
        "aeroplane/airplane ageing/aging judgement/judgment mum/mom maths/math"
    ).split()
]
# Not "2nd May", "May 2nd", "3rd to 5th", nor "half-yearly".
_WRITTEN = re.compile(rf"(?<![\w./-])(?:{'|'.join(_OTHERWISE)})(?![\w/-])", re.ASCII | re.IGNORECASE)
_OF_DATE = re.compile(rf"\b{MONTH}\b|\d(?:st|nd|rd|th) (?:and|to|or|until|till|-|–) \d", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


class Spelling:
    """Mends queries by the words of a library; safe from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def mended(self, query: str) -> str:
        """The query with what no passage has put as passages have it; itself where nothing is to mend.

        "2nd" becomes "second" and "Boxing Day" 26 December where only that is there, and "bh214" "bh 214".
        Two words, one of them not in the library, become one that is ("poly tunnel", polytunnel; "breaks
        down", breakdown). A word that is not there becomes the same in British or American spelling, or two
        words that are together; else, if it is no frequent word of English or of the query's language, one
        that differs from it in one letter, or two of nine.
        """
        if len(WORD.findall(query)) > MOST_MENDED:
            return query
        query = self._joined(self._spelled_out(query))
        words = [word for word in dict.fromkeys(WORD.findall(query)) if _may_be_mended(word)]
        counts = self._library.passages_with(words)
        language = language_of(query)
        for word in words:
            if not counts[word]:
                form = self._elsewhere(word) if language in (None, ENGLISH) and word.islower() else None
                if form is None and not is_spelt(word, language):
                    form = self._split(word) or self._nearest(word)
                query = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", form or word, query)
        return query

    def _elsewhere(self, word: str) -> str | None:
        """The word as it is spelt on the other side of the Atlantic, where a passage has it so."""
        counts = self._library.passages_with(_spelt_apart(word))
        return max(counts, key=counts.__getitem__) if any(counts.values()) else None

    def _spelled_out(self, query: str) -> str:
        """The query with "version 2" for "v2", "second" for "2nd", where passages have that alone."""

        def as_documents_have(short: str, whole: str) -> str:
            counts = self._library.passages_with([short, whole])
            return whole if counts[whole] and not counts[short] else short

        query = _VERSION.sub(lambda match: as_documents_have(match.group(), f"version {match[1]}"), query)
        query = _CODE.sub(
            lambda code: as_documents_have(code[0], code[1] + code[3] if code[2] else f"{code[1]} {code[3]}"),
            query,
        )
        if _OF_DATE.search(query):
            return query
        return _WRITTEN.sub(
            lambda match: as_documents_have(match.group(), _OTHERWISE[match.group().lower()]), query
        )

    def _joined(self, query: str) -> str:
        places = [match for match in WORD.finditer(query) if _may_be_mended(match.group())]
        pairs = [
            (first.start(), second.end(), word)
            for first, second in pairwise(WORD.finditer(query))
            if query[first.end() : second.start()] in (" ", "-")
            for word in _compounds(first.group(), second.group())
        ]
        parts = [match.group() for match in places]
        counts = self._library.passages_with([*parts, *(word for _, _, word in pairs)])
        begins = len(query)
        for start, end, word in reversed(pairs):
            all_known = all(counts.get(part, 1) for part in re.split("[ -]", query[start:end]))
            if end <= begins and counts[word] and not all_known:
                query, begins = query[:start] + word + query[end:], start
        return query

    def _split(self, word: str) -> str | None:
        pairs = [f"{word[:place]} {word[place:]}" for place in range(PART, len(word) - PART + 1)]
        counts = self._library.passages_with(pairs)  # as phrases
        return max(pairs, key=counts.__getitem__) if any(counts.values()) else None

    def _nearest(self, word: str) -> str | None:
        """A word of the library that is nearest to the word, of several the one in most passages."""
        # A word that is spelt rightly is not mended: slain is not Spain, and feast is not East.
        known = _dictionary()
        if known is None or len(word) < SHORTEST_WORD or word.lower() in known:
            return None
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= LONG_WORD else 1
        # Stems may be nearer than the words: lorem is not Lorimer.
        distances = [
            (OSA.distance(_plain(word), _plain(form)), place, form)
            for place, (stemmed, shortest) in enumerate(self._stems_near(_key(word), most, len(word)))
            for form in self._forms(stemmed, known)
            if len(form) >= shortest
        ]
        distance, _, form = min(distances, default=(most + 1, 0, ""))
        return form if distance <= most else None

    def _stems_near(self, key: str, most: int, length: int) -> list[tuple[str, int]]:
        """The stems of the library nearest to this one, that in most passages first, then that with which it
        begins; each with the least letters that its words must have.

        A mistake in an ending leaves that in the stem: "inducton" begins with "induct". But Rawlinson is not
        Rawlins: such a word is as long as the mistaken one (`length`).
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # Few mistakes are in the first letter.
        words = self._library.vocabulary(key[0], min(BEGINNING, len(key) - most), len(key) + most)
        alike = process.extract(key, words.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
        near = sorted(
            (distance, -words[name], name) for name, distance, _ in alike if _LETTERS.fullmatch(name)
        )
        nearest = [(name, 0) for distance, _, name in near[:COMPARED] if distance == near[0][0]]
        begun = [name for name in words if len(name) >= BEGINNING and key.startswith(name)]
        return nearest + [(name, length) for name in sorted(begun, key=len)[-1:]]

    def _forms(self, key: str, known: frozenset[str]) -> list[str]:
        """Words as a passage has them, by their stem: a model reads words, not stems.

        The stem itself, too, where it is a word: "receipt", though the passage has "receipts".
        """
        # The index stems what it looks for once more: "committe", the stem of "committee", needs its letter.
        (best,) = self._library.lexical([key, f"{key}e"], 1) or [("", 0.0)]
        texts = [*self._library.headers([best[0]]).values()]
        texts += [passage.text for passage in self._library.passages([best[0]])]
        words = [word for text in texts for word in WORD.findall(text) if word.lower() not in STOP_WORDS]
        written = [word for word in words if _key(word) == key]
        return [*written, key] if written and key in known else written


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str] | None:
    """The words of English; None where the file that has them is missing or damaged."""
    try:
        return known_words()
    except MissingExtra as error:
        logger.warning("Spelling mistakes are not mended: %s", error)
        return None


def _compounds(first: str, second: str) -> list[str]:
    """What two words may be as one; of a verb before a particle the plain form.

    >>> _compounds("poly", "tunnel"), _compounds("breaks", "down"), _compounds("the", "down")
    (['polytunnel'], ['breaksdown', 'breakdown'], [])
    """
    if not _may_be_mended(first):
        return []
    if _may_be_mended(second):
        return [first + second]
    forms = dict.fromkeys([first, *(first.removesuffix(ending) for ending in ("s", "es", "ed", "ing"))])
    return [form + second for form in forms if len(form) >= PART] if second.lower() in PARTICLES else []


def _spelt_apart(word: str) -> list[str]:
    """The word as British English may spell what is American, or the other way round.

    >>> _spelt_apart("mold"), _spelt_apart("Theater"), _spelt_apart("organised"), _spelt_apart("filing")
    (['mould'], ['theatre'], ['organized'], [])
    """
    word = word.lower()
    forms = {re.sub(pattern, form, word) for pattern, form in _SPELT_APART}
    for pair in _BEGINNINGS:
        for own, form in (pair, pair[::-1]):
            forms |= {form + word.removeprefix(own)} if word.startswith(own) else set()
    return sorted(forms - {word})


def _may_be_mended(word: str) -> bool:
    return (
        PART <= len(word) <= MOST_MENDED and bool(_LETTERS.fullmatch(word)) and word.lower() not in STOP_WORDS
    )


def _key(word: str) -> str:
    """A word as the full-text index has it: its stem, without accents.

    >>> _key("Dépliants"), _key("everyday")
    ('depliant', 'everydai')
    """
    return stem(_plain(word))


def _plain(word: str) -> str:
    """A word in lower case without accents."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in parts if not unicodedata.combining(character))
