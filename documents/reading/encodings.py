"""From bytes to text: the file's own encoding, found without asking; what stays doubtful is said.

Order: byte-order mark, strict UTF-8, UTF-16 without a mark, UTF-8 with some lines that are not, then the
guess of `documents.reading.codepages`.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.errors import ReaderFailed
from documents.reading.codepages import guess, unusual
from documents.reading.notes import numbers_in_words, singular_or_plural

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOST = re.compile("[\ufffd\x80-\x84\x86-\x9f]")  # but for U+0085, which some files have for a line's end
_MOST_CONTROLS = 0.02  # share of control bytes above which a file is not text
_SAMPLE = 65_536
_MIXED = 0.2  # share of a file's bytes above 127 in lines of UTF-8, from which it is UTF-8 with other lines
AGAIN = "Compare with the original, or save it as UTF-8 and add it again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and sentences for a person about what is doubtful in it."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> str:
    """The text of a file, with LF line ends and no byte-order mark, otherwise unchanged.

    Raises ReaderFailed where the bytes are not text.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The same with what is doubtful: lines of another encoding, characters that are lost or look wrong."""
    text, notes = _decode(data)
    text = scrub(text).replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, (*notes, *doubts(text)))


def as_browsers_do(encoding: str) -> str:
    """The encoding that is meant by the name of one: who writes "iso-8859-1" mostly means Windows' own.

    Raises LookupError for a name that is none.

    >>> as_browsers_do("ISO-8859-1"), as_browsers_do("iso-8859-2")
    ('cp1252', 'iso-8859-2')
    """
    return "cp1252" if codecs.lookup(encoding).name in ("iso8859-1", "ascii") else encoding


def doubts(text: str) -> list[str]:
    """What looks wrong in a text, by the numbers of its lines: lost characters, and mojibake."""
    if text.isascii():
        return []
    from ftfy.badness import is_bad

    lost: list[int] = []
    garbled: list[int] = []
    for number, line in enumerate(_each_line(text), 1):
        if not line.isascii():
            lost += [number] if _LOST.search(line) else []
            garbled += [number] if is_bad(line) else []
    doubts = []
    if lost:
        doubts.append(f"{numbers_in_words('line', lost, 'has', 'have')} characters that are lost. {AGAIN}")
    if garbled := sorted({*garbled} - {*lost}):
        look = numbers_in_words("line", garbled, "looks", "look")
        doubts.append(f"{look} garbled, as if read in a wrong encoding. {AGAIN}")
    return doubts


def scrub(text: str) -> str:
    """`text` without what cannot be stored: NULs go, lone surrogates become U+FFFD."""
    return valid_text(text.replace("\x00", ""))


def on_one_line(text: str) -> str:
    r"""`text` scrubbed, its white space made single blanks.

    >>> on_one_line(" Fares\n of\t2025\x00")
    'Fares of 2025'
    """
    return " ".join(scrub(text).split())


def looks_binary(data: bytes) -> bool:
    """Whether the bytes cannot be text in any encoding: NULs, or many control characters."""
    sample = data[:_SAMPLE]
    if any(sample.startswith(mark) for mark, _ in _BOMS) or _wide(sample):
        return False
    return b"\x00" in sample or len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)


def _decode(data: bytes) -> tuple[str, list[str]]:
    """The text and what is doubtful about its encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), []
    if looks_binary(data) or (b"\x00" in data and not _wide(data[:_SAMPLE])):
        raise ReaderFailed("It is not text.", "Add the document in one of the formats Footnote reads.")
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, errors="replace"), []
    if b"\x1b$" in data:  # ISO-2022-JP hides in ASCII
        return data.decode("iso2022_jp", errors="replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _mixed(data) or _legacy(data)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has its NULs on one side only."""
    if len(sample) < 4 or len(sample) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and not odd else None


def _mixed(data: bytes) -> tuple[str, list[str]] | None:
    """A file of UTF-8 with some lines that are damaged or in another encoding; None where it is not UTF-8."""
    strange: dict[int, tuple[int, int]] = {}  # where the lines are that are not UTF-8, by their numbers
    high = utf8 = end = 0
    for number, line in enumerate(io.BytesIO(data), 1):
        start, end = end, end + len(line)
        high += _high(line)
        if _is_utf8(line):
            utf8 += _high(line)
        else:
            strange[number] = (start, end)
            utf8 += _high(line) if _mostly_utf8(line) else 0
    return _joined(data, strange) if utf8 >= _MIXED * high else None


def _joined(data: bytes, strange: dict[int, tuple[int, int]]) -> tuple[str, list[str]]:
    """UTF-8 with lines that are not: read as what they are, or with what is lost in them."""
    other_lines = {number for number, (start, end) in strange.items() if not _mostly_utf8(data[start:end])}
    encoding = (
        guess(b"".join(data[slice(*strange[number])] for number in other_lines)) if other_lines else "utf-8"
    )
    parts: list[str] = []
    done = 0
    for number, (start, end) in strange.items():
        parts.append(data[done:start].decode("utf-8"))
        parts.append(data[start:end].decode(encoding if number in other_lines else "utf-8", errors="replace"))
        done = end
    text = "".join([*parts, data[done:].decode("utf-8")])
    if not other_lines:
        return text, []
    are, were = (
        numbers_in_words("line", other_lines, "is", "are"),
        singular_or_plural(other_lines, "it was", "they were"),
    )
    return text, [f"{are} in another encoding than the rest; {were} read as {encoding}. {AGAIN}"]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _high(line: bytes) -> int:
    """How many bytes are above 127."""
    return 0 if line.isascii() else len(line) - len(line.decode("ascii", errors="ignore"))


def _mostly_utf8(line: bytes) -> bool:
    """Whether a line that is not all UTF-8 has more letters of it than damaged places."""
    text = line.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return sum(1 for character in text if character > "\x7f") - lost > lost


def _legacy(data: bytes) -> tuple[str, list[str]]:
    encoding = guess(data)
    text = data.decode(encoding, errors="replace")
    odd = unusual(text, encoding)
    if not odd:
        return text, []
    lines = [number for number, line in enumerate(_each_line(text), 1) if odd.intersection(line)]
    letters = ", ".join(sorted(odd))
    have = numbers_in_words("line", lines, "has", "have")
    return text, [f"{have} characters rare in {encoding} ({letters}). {AGAIN}"]


def _each_line(text: str) -> Iterator[str]:
    return (line[1] for line in re.finditer(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)", text))


def valid_text(text: str) -> str:
    r"""`text`, as long as before, so that offsets hold: lone surrogates, which cannot be sent, become U+FFFD.

    >>> valid_text("caf\udc80?") == "caf\ufffd?"
    True
    """
    return _SURROGATE.sub("\ufffd", text)
