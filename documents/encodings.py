"""From bytes to text: the file's own encoding, found without asking, and never mojibake.

Order: byte-order mark, strict UTF-8, UTF-16 without a mark, then the guess of `documents.codepages`.
"""

import codecs
import re

from documents.errors import ReaderFailed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_CONTROLS = 0.02  # share of control bytes above which a file is not text
_SAMPLE = 65_536


def decode(data: bytes) -> str:
    """The text of a file, with LF line ends and no byte-order mark, otherwise unchanged.

    Raises ReaderFailed where the bytes are not text.
    """
    return scrub(_decode(data)).replace("\r\n", "\n").replace("\r", "\n")


def scrub(text: str) -> str:
    """`text` without what cannot be stored: NULs go, lone surrogates become U+FFFD."""
    return valid_text(text.replace("\x00", ""))


def looks_binary(data: bytes) -> bool:
    """Whether the bytes cannot be text in any encoding: NULs, or many control characters."""
    sample = data[:_SAMPLE]
    if any(sample.startswith(mark) for mark, _ in _BOMS) or _wide(sample):
        return False
    return b"\x00" in sample or len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if looks_binary(data) or (b"\x00" in data and not _wide(data[:_SAMPLE])):
        raise ReaderFailed("It is not text.", "Add the document in one of the formats Footnote reads.")
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, errors="replace")
    if b"\x1b$" in data:  # ISO-2022-JP hides in ASCII
        return data.decode("iso2022_jp", errors="replace")
    return _utf8(data) or _legacy(data)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has its NULs on one side only."""
    if len(sample) < 4 or len(sample) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and not odd else None


def _utf8(data: bytes) -> str | None:
    """UTF-8, also when a few bytes of it are damaged; None where it is another encoding."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    multibyte = sum(1 for character in text[: 10 * _SAMPLE] if character > "\x7f") - damaged
    return text if multibyte > 10 * damaged else None


def _legacy(data: bytes) -> str:
    from documents.codepages import guess

    return data.decode(guess(data), errors="replace")


def valid_text(text: str) -> str:
    r"""`text`, as long as before, so that offsets hold: lone surrogates, which cannot be sent, become U+FFFD.

    >>> valid_text("caf\udc80?") == "caf\ufffd?"
    True
    """
    return _SURROGATE.sub("\ufffd", text)
