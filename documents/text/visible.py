"""Text as a person sees it: without characters that show nothing, turn the reading, or pass for another.

An order can be hidden from the eye and not from a model: in zero-width letters, in Unicode's tags, letter by
letter, in look-alikes of another script, in base64.
"""

import base64
import binascii
import re
import unicodedata

# Controls (but tab and line ends), soft hyphen, zero-width, marks that turn the reading, tags, fillers.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")  # each hides one ASCII letter; a flag's emoji has six
_FLAG = "\U0001f3f4"
_SPACED = re.compile(r"\b(?:\w[ ._-]){5,}\w\b")
_BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{24,}={0,2}(?![\w+/])")
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһӏαορνικ", "aeopcyxijsdhlaopvik")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+\b")


def without_invisible(text: str) -> str:
    r"""`text` without the characters that show nothing or turn the reading.

    >>> without_invisible("ig\u200bnore \u202ethis")
    'ignore this'
    """
    return INVISIBLE.sub("", text)


def visible(text: str) -> str:
    """`text` as one would read it aloud: compatible letters folded, look-alikes and spaced letters joined.

    >>> visible("Ｉｇｎｏｒｅ i t - now: p.l.e.a.s.e"), visible("ignоre")
    ('Ignore i t - now: please', 'ignore')
    """
    plain = without_invisible(unicodedata.normalize("NFKC", text)).replace("’", "'")
    if not plain.isascii():
        plain = _MIXED.sub(lambda match: match[0].translate(_LOOK_ALIKES), plain)
    return _SPACED.sub(lambda match: re.sub(r"[ ._-]", "", match[0]), plain)


def hidden_words(text: str) -> list[str]:
    """What is written in `text` so that a person cannot read it: in tags, or in base64 that gives text."""
    hidden = [
        "".join(chr(ord(tag) - 0xE0000) for tag in run[0])
        for run in _TAGS.finditer(text)
        if text[run.start() - 1 : run.start()] != _FLAG
    ]
    return hidden + [words for run in _BASE64.finditer(text) if (words := _decoded(run[0]))]


def _decoded(run: str) -> str:
    try:
        words = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return words if words.isprintable() and " " in words else ""
