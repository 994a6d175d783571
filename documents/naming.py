"""Titles and authors that a file states of itself, without those that only name a program or a file."""

import re

from documents.headings import shortened
from documents.types import RawDocument

_PROGRAM_TITLE = re.compile(
    r"\(?(?:untitled|unbenannt|ohne titel|sans titre|sans nom|anonymous|unspecified|no title|title|titel|titre|new document|"
    r"(?:word |microsoft word )?(?:document|dokument|doc)|(?:powerpoint |microsoft powerpoint )?(?:presentation|präsentation|"
    r"présentation)|powerpoint[ -].{0,200}|slide|folie|workbook|mappe|book|classeur|scan|scanned document|index|home)"
    r" ?\d{0,9}\)?"
    r"|microsoft (?:word|powerpoint|excel)\b.{0,200}"
    r"|.{0,200}\.(?:pdf|docx?|odt|rtf|tex|dvi|indd|qxd|pptx?|xlsx?|ods|odp|txt|html?|md)",
    re.IGNORECASE | re.DOTALL,
)
_PROGRAM_AUTHOR = re.compile(
    r"\(?(?:administrator|admin|root|user|users?name|owner|besitzer|unknown(?: author)?|unbekannt|inconnu|anonymous|author|"
    r"autor|auteur|none|null|n/?a|default|guest|test|me|pc|staff|office|unspecified|microsoft office(?: user)?|microsoft|"
    r"windows[- ]benutzer|windows user|utilisateur(?: windows)?|benutzer|hewlett[ -]packard(?: company)?|hp|dell|lenovo|acer|"
    r"apple|google|scanner|python-?docx|python-?pptx|openpyxl|xlsxwriter|reportlab.{0,40}|apache poi|aspose.{0,20}|"
    r"libreoffice.{0,20}|openoffice.{0,20}|latex.{0,40}|pandoc|calibre.{0,60}|steve canny)\)?\d{0,3}",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Ý][\w'’.-]{0,30}(?: (?:de|da|di|van|von|zu|la|le|el|bin|ter|den|der|[A-ZÀ-Ý][\w'’.-]{0,30})){1,4}"
_BYLINE = re.compile(
    rf"(?:(?i:written by|by|author|authors|von|verfasst von|autor|autorin|verfasser|verfasserin|par|auteur|autrice|"
    rf"prepared by|compiled by|erstellt von|rédigé par)) ?:? ({_NAME}(?:(?:, | and | und | et |; ){_NAME}){{0,5}})[.,]?"
)
_LINES = 12  # with words, in which a byline is looked for
_ANGLES = re.compile(r"\s{0,9}<[^<>]{1,200}>")


def stated_title(title: str | None, file: str = "") -> str | None:
    """A title that is one: not a program's ("Microsoft Word - doc1.docx", "Untitled"), nor the file's name.

    >>> stated_title("Untitled 3"), stated_title("fares.pdf"), stated_title(" Fares  of 2025")
    (None, None, 'Fares of 2025')
    """
    line = " ".join((title or "").split())
    if not line or _PROGRAM_TITLE.fullmatch(line[:400]) or line == file or not re.search(r"\w", line):
        return None
    return shortened(line)


def stated_author(author: str | None) -> str | None:
    """Who wrote it, without addresses; None for a program, a role such as "Administrator", or nobody.

    >>> stated_author("Ines Ferro <ines@x.org>"), stated_author("Administrator"), stated_author("ines@x.org")
    ('Ines Ferro', None, 'ines@x.org')
    """
    line = " ".join((author or "").split())
    names = _ANGLES.sub("", line).strip(" \"'") or line.strip("<>")
    if _PROGRAM_AUTHOR.fullmatch(names) or not re.search(r"[^\W\d_]{2}", names):
        return None
    return shortened(names)


def byline(document: RawDocument) -> str | None:
    """The names after "by", "von", "par" or "Author:" that have a line near the beginning to themselves."""
    found = (
        match[1]
        for line in _first_lines(document.text)
        if (match := _BYLINE.fullmatch(line)) and not any(map(str.isdigit, match[1]))
    )
    return next(filter(None, map(stated_author, found)), None)


def _first_lines(text: str) -> list[str]:
    lines = (" ".join(line.strip("#*_ \t").split()) for line in text[:4_000].split("\n"))
    return [line[:200] for line in lines if line][:_LINES]
