"""Sentences of stored documents to make pairs from, read independently of the checker's own parsers."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from documents.text.sentences import sentence_spans
from index.words import content_words

_WORDS = (7, 45)  # in a sentence that is used
_NUMBER = re.compile(
    r"(?<![\w.,$£€@-])(?<!@ )\d+(?:,\d{3})*(?:\.\d+)?(?![\w,.]*\d)(?! ?@)(?!\s?(?:st|nd|rd|th)\b)"
)
_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-2]\d)\b(?!,\d)")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: (?:of |de )?[A-Z][a-z]{2,})*(?=[ ,.;)'’])")
_NO_NAME = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|I|The|A|In|But|And|He|She"
    r"|It|They|This|That|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of a document with what the document offers in exchange for its facts."""

    text: str
    document: str
    paragraph: str  # the text around it
    passages: tuple[str, ...]  # all paragraphs of the document
    names: tuple[str, ...]  # of the whole document
    numbers: tuple[str, ...]


def source_sentences(paths: Sequence[Path], seed: int) -> list[SourceSentence]:
    """The usable sentences of all `.txt` and `.md` files under the paths, shuffled."""
    sentences: list[SourceSentence] = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".txt", ".md"):
                sentences.extend(_sentences_of(file.name, file.read_text(encoding="utf-8")))
    random.Random(seed).shuffle(sentences)
    return sentences


def _sentences_of(name: str, text: str) -> Iterator[SourceSentence]:
    names, numbers = tuple(dict.fromkeys(names_in(text))), tuple(dict.fromkeys(numbers_in(text)))
    passages = tuple(_paragraphs(text))
    for paragraph in passages:
        for start, end in sentence_spans(paragraph):
            if _usable(paragraph[start:end]):
                yield SourceSentence(paragraph[start:end], name, paragraph, passages, names, numbers)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs; long ones (a page without blank lines) in pieces of about a passage's length."""
    pieces = []
    for paragraph in re.split(r"\n\s*\n", text):
        spans, start = sentence_spans(paragraph), 0
        for left, right in spans:
            if right - start > 1600:
                pieces.append(paragraph[start:left])
                start = left
        pieces.append(paragraph[start:])
    return [piece.strip() for piece in pieces if len(piece.split()) >= 25]


def _usable(text: str) -> bool:
    count = len(text.split())
    plain = text[0].isupper() and text[-1] == "." and not re.search(r"[|<>{}=#*\n]|https?:", text)
    return _WORDS[0] <= count <= _WORDS[1] and plain


def names_in(text: str) -> list[str]:
    """Capitalised runs that do not begin a sentence."""
    return [match.group() for match in _NAME.finditer(text) if not _NO_NAME.match(match.group())]


def numbers_in(text: str) -> list[str]:
    """Numbers in digits that do not look like years."""
    return [match.group() for match in _NUMBER.finditer(text) if not _YEAR.fullmatch(match.group())]


def years_in(text: str) -> list[str]:
    """Years from 1000 to 2029."""
    return [match.group() for match in _YEAR.finditer(text)]


def exchange(text: str, old: str, new: str) -> str:
    """The first whole occurrence of `old` put as `new`."""
    return re.sub(rf"(?<![\w.,]){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def put(match: re.Match[str], new: str, group: int = 0) -> str:
    """The text that was matched with `new` in place of a group."""
    return f"{match.string[: match.start(group)]}{new}{match.string[match.end(group) :]}"


def nearest(text: str, passages: Sequence[str], count: int = 4) -> list[str]:
    """The passages that have most of the words of `text`, the best first: what a search would bring."""
    wanted = set(content_words(text))
    ranked = sorted(range(len(passages)), key=lambda place: (-len(wanted & _words(passages[place])), place))
    return [passages[place] for place in ranked[:count]]


@lru_cache(maxsize=4096)
def _words(passage: str) -> frozenset[str]:
    return frozenset(content_words(passage))


def pairs_of(text: str) -> list[tuple[str, str]]:
    """The pairs of a list such as "near>close to; big>large"."""
    pairs = (" ".join(entry.split()).split(">") for entry in text.split(";"))
    return [(old, new) for old, new in pairs]
