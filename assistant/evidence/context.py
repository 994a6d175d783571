"""What a sentence is from or below: the name of its file, who wrote its mail, the line above its list."""

import re
from bisect import bisect_right
from operator import itemgetter

from assistant.language.reported import without_teller
from assistant.language.terms import content_stems, number_key
from documents.inputs import name_beside, telling_words
from documents.library import Library
from documents.readers.mail.outlook import MEDIA_TYPE as OUTLOOK
from documents.readers.mail.reader import MAIL
from documents.readers.mail.writing import writer_of, writers
from documents.types import Passage

MAILS = (MAIL, OUTLOOK)
_SAYING = re.compile(
    r"\b(?:wrote|writes?|written|says?|said|tells?|told|asks?|asked|thinks?|thought|suggest\w*|want\w*|mention\w*|mails?"
    r"|according|schr[ei]+b\w*|sagt\w*|meint\w*|écri\w+|dit|dire|veut|escrib\w+|dijo|dice)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:i|me|my|mine|myself|we|us|our|ours|ich|mir|mich|meine?\w*|wir|uns\w*|je|moi|mon|ma|mes|nous|notre|nos|yo|mi"
    r"|mis|nosotros|nuestr\w+)\b|\bj['’]",
    re.IGNORECASE,
)


class AskedContext:
    """Those names of what sentences are from or below that alone have a word of a query; made for one query.

    Each name more makes what a sentence itself says count less, so that others are left out.
    """

    def __init__(self, library: Library, query: str) -> None:
        self._library = library
        self._asked = content_stems(query)
        self._of_saying = _SAYING.search(query) is not None or without_teller(query) != query
        self._heads: dict[tuple[str, int], list[tuple[int, str]]] = {}  # of mails, by source and version

    def file_of(self, passage: Passage, title: str) -> str:
        """The name of a passage's file in words. Raises UnknownSource where its source is gone."""
        if not self._asked:
            return ""
        name = name_beside(title, self._library.source(passage.source_id).uri)
        is_asked_for = self.said_alone(telling_words(name), title, *passage.headings, passage.text)
        return name if is_asked_for else ""

    def writer_of(self, passage: Passage, start: int, text: str, *others: str) -> str:
        """Who wrote a `text` that begins at `start` of a mail, if not said in `others`: "Ann Lee wrote".

        Where it is not asked what is written it must be of the writer: "I come on Friday".
        """
        if not self._asked or not (self._of_saying or _OWN.search(text)):
            return ""
        name = writer_of(self.head_over(passage.source_id, passage.version, start))
        return self.said_alone(f"{name} wrote", text, *others) if name else ""

    def head_over(self, source_id: str, version: int, start: int) -> str:
        """What a mail says of who wrote, and when, what begins at `start`; "" for nothing, or no mail.

        A mail is read once, however often it is asked for.
        """
        key = (source_id, version)
        if key not in self._heads:
            is_mail = self._library.media_type(*key) in MAILS
            self._heads[key] = (
                writers(self._library.text(*key), self._library.blocks(*key)) if is_mail else []
            )
        place = bisect_right(self._heads[key], start, key=itemgetter(0)) - 1
        return self._heads[key][place][1] if place >= 0 else ""

    def said_alone(self, name: str, *others: str) -> str:
        """A name, if a word that is asked for is in it and not in any of the `others`; "" otherwise."""
        shared = {stem for stem in content_stems(name) & self._asked if number_key(stem) is None}
        return name if shared and shared - content_stems("\n".join(others)) else ""
