"""Titles and authors that a file states of itself, without those that only name a program or a file."""

import re

from documents.text.headings import shortened
from documents.types import RawDocument


def any_of(phrases: str) -> str:
    """A pattern for any of some phrases, each between a comma and a blank; they may be patterns.

    >>> any_of("valid, in force")
    '(?:valid|in force)'
    """
    return f"(?:{'|'.join(phrases.split(', '))})"


_NO_TITLE = any_of(
    "untitled, unbenannt, ohne titel, sans titre, sans nom, anonymous, unspecified, no title, "
    "title, titel, titre, new document, (?:word |microsoft word )?(?:document|dokument|doc), "
    "slide, folie, "
    "(?:powerpoint |microsoft powerpoint )?(?:presentation|präsentation|présentation), "
    "powerpoint[ -].{0,200}, workbook, mappe, book, classeur, scan, scanned document, index, "
    "home"
)
_FILE_NAME = r".{0,200}\.(?:pdf|docx?|odt|rtf|tex|dvi|indd|qxd|pptx?|xlsx?|ods|odp|txt|html?|md)"
_PROGRAM_TITLE = re.compile(
    rf"\A(?:\(?{_NO_TITLE} ?\d{{0,9}}\)?|microsoft (?:word|powerpoint|excel)\b.{{0,200}}|{_FILE_NAME})",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = any_of(
    "administrator, admin, root, user, users?name, owner, besitzer, unknown(?: author)?, "
    "unbekannt, inconnu, anonymous, author, autor, auteur, none, null, n/?a, default, guest, "
    "test, me, pc, unspecified, microsoft office(?: user)?, microsoft, windows[- ]benutzer, "
    "windows user, utilisateur(?: windows)?, benutzer"
)
_PROGRAM = any_of(
    "hewlett[ -]packard(?: company)?, hp, dell, lenovo, acer, apple, google, scanner, "
    "python-?docx, python-?pptx, openpyxl, xlsxwriter, reportlab.{0,40}, apache poi, "
    "aspose.{0,20}, libreoffice.{0,20}, openoffice.{0,20}, latex.{0,40}, pandoc, "
    "calibre.{0,60}, steve canny"
)
_NO_AUTHOR = re.compile(rf"\(?(?:{_NOBODY}|{_PROGRAM})\)?\d{{0,3}}", re.IGNORECASE)
_PART = any_of("chapter, kapitel, chapitre, part, teil, partie, section, abschnitt")
_SHEET = any_of("page, seite, slide, folie, sheet, tabelle, feuil, table, appendix, anhang, annexe?")
_ANY_TEXT = any_of(
    "introduction, einleitung, einführung, preface, vorwort, préface, foreword, abstract, "
    "zusammenfassung, résumé, summary, (?:table of )?contents, inhalt(?:sverzeichnis)?, "
    "table des matières, sommaire, cover, title, titel, overview, überblick, general, "
    "allgemeines, background, menu, navigation, home, main, untitled"
)
_GENERAL = re.compile(  # a heading of a part, or one that any document may have
    rf"{_PART} [\divxlc]{{1,6}}\b.{{0,200}}|(?:1[.)]?|[ia][.)]) .{{0,200}}"
    rf"|(?:(?:{_PART}|{_SHEET}) ?)?[\divxlc.:)]{{0,9}}|(?:[\d.]{{1,6}} )?{_ANY_TEXT}",
    re.IGNORECASE,
)
# What is in these has headings of its own: the names of sheets, the subjects of mails.
_GATHERED = ("ms-excel", "spreadsheetml.sheet", "opendocument.spreadsheet", "application/mbox")
_NAME = (
    r"[A-ZÀ-Ý][\w'’.-]{0,30}(?: (?:de|da|di|van|von|zu|la|le|el|bin|ter|den|der|[A-ZÀ-Ý][\w'’.-]{0,30})){1,4}"
)
_BY = any_of(
    "written by, by, author, authors, von, verfasst von, autor, autorin, verfasser, verfasserin, "
    "par, auteur, autrice, prepared by, compiled by, erstellt von, rédigé par"
)
_BYLINE = re.compile(rf"(?i:{_BY}) ?:? ({_NAME}(?:(?:, | and | und | et |; ){_NAME}){{0,5}})[.,]?")
_SHORT_PARAGRAPH = 60  # characters of a paragraph that may be no running text
_ENDS = re.compile(r"[.!?:]\s*$")
_LISTED = re.compile(r"\s{0,80}(?:[-*•>]|\d{1,3}[.)])\s")  # a list's item, a quote
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
    if _NO_AUTHOR.fullmatch(names) or not re.search(r"[^\W\d_]{2}", names):
        return None
    return shortened(names)


def first_heading(document: RawDocument) -> str | None:
    """The first heading, if it names the document rather than a part that many documents have.

    In plain text, which has no sign for a title, one below running text names what follows it.
    """
    heading = document.headings[0].text if document.headings else ""
    if not heading or _GENERAL.fullmatch(heading) or document.media_type.endswith(_GATHERED):
        return None
    if document.media_type == "text/plain" and _text_before_headings(document):
        return None
    return heading


def _text_before_headings(document: RawDocument) -> bool:
    """Whether more stands before the first heading than the short lines of a letter's head or a date."""
    before = document.text[: document.headings[0].start].splitlines()
    # By lines: an ingest keeps a document's blocks apart from it.
    return any(
        len(line) > _SHORT_PARAGRAPH or _ENDS.search(line) or _LISTED.match(line)
        for line in before
        if re.search(r"\w", line)
    )


def byline(document: RawDocument) -> str | None:
    """The names after "by", "von", "par" or "Author:" that have a line near the beginning to themselves."""
    names = (
        match[1]
        for line in _first_lines(document.text)
        if (match := _BYLINE.fullmatch(line)) and not any(map(str.isdigit, match[1]))
    )
    return next(filter(None, map(stated_author, names)), None)


def _first_lines(text: str) -> list[str]:
    lines = (" ".join(line.strip("#*_ \t").split()) for line in text[:4_000].split("\n"))
    return [line[:200] for line in lines if line][:_LINES]
