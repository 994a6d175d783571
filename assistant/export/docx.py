"""Word documents with real endnotes: paragraphs of runs, written as the few XML parts that Word asks for.

After ECMA-376 part 1, chapter 17 (WordprocessingML). python-docx writes no endnotes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

# What XML 1.0 cannot hold (surrogates among it), and marks that would turn the reading of our own words.
_NOT_XML = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_MADE = (1980, 1, 1, 0, 0, 0)  # the time of each part: the same text gives the same file
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "settings", "endnotes")  # what the document refers to, and what each part is called
_RAISED = '<w:rPr><w:rStyle w:val="EndnoteReference"/></w:rPr>'
_SEPARATORS = (-1, 0)  # the ids of the two lines that Word draws above endnotes; notes begin at 1


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look: underlined with dots, in grey italics, or raised as the marks of notes are."""

    text: str
    dotted: bool = False
    quiet: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """The mark of an endnote, by its number from 1; named again, it refers back to the same note."""

    number: int


Piece = Run | Note


def docx(paragraphs: Sequence[Sequence[Piece]], notes: Sequence[str]) -> bytes:
    """A .docx file with these paragraphs; the first text in `notes` is the one of `Note(1)`."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in _PARTS}),
        "word/document.xml": _document(paragraphs),
        "word/endnotes.xml": _endnotes(notes),
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, _MADE), _HEAD + text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def xml_text(text: str) -> str:
    """`text` as XML that shows it; what XML cannot hold is U+FFFD.

    >>> xml_text("a < b" + chr(0))
    'a &lt; b�'
    """
    return escape(_NOT_XML.sub("\ufffd", text))


def _document(paragraphs: Sequence[Sequence[Piece]]) -> str:
    used: set[int] = set()
    body = "".join(f"<w:p>{''.join(_pieces(paragraph, used))}</w:p>" for paragraph in paragraphs)
    page = '<w:sectPr><w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr></w:sectPr>'
    return f"<w:document {_W}><w:body>{body}{page}</w:body></w:document>"


def _pieces(pieces: Sequence[Piece], used: set[int]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Run):
            yield _run(piece)
        elif piece.number in used:
            yield _again(piece.number)
        else:
            used.add(piece.number)
            yield _first(piece.number)


def _run(run: Run) -> str:
    if not run.text:
        return ""
    look = '<w:rStyle w:val="EndnoteReference"/>' if run.raised else ""
    look += '<w:i/><w:color w:val="595959"/>' if run.quiet else ""
    look += '<w:u w:val="dotted"/>' if run.dotted else ""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_text(run.text)}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{xml_text(" ".join(text.split(chr(10))))}</w:t>'


def _first(number: int) -> str:
    """The mark of a note, with a bookmark for later references."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/><w:r>{_RAISED}'
        f'<w:endnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>'
    )


def _again(number: int) -> str:
    """A field that shows the number of a note that has a mark already."""
    field = f" NOTEREF _Note{number} \\f \\h "
    return (
        f'<w:r>{_RAISED}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{_RAISED}<w:instrText xml:space="preserve">{field}</w:instrText></w:r>'
        f'<w:r>{_RAISED}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{_RAISED}<w:t>{number}</w:t></w:r>'
        f'<w:r>{_RAISED}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _endnotes(notes: Sequence[str]) -> str:
    lines = "".join(
        f'<w:endnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:endnote>'
        for number, kind in zip(_SEPARATORS, ("separator", "continuationSeparator"), strict=True)
    )
    written = "".join(
        f'<w:endnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="EndnoteText"/></w:pPr><w:r>{_RAISED}'
        f"<w:endnoteRef/></w:r><w:r>{_text(' ' + note)}</w:r></w:p></w:endnote>"
        for number, note in enumerate(notes, 1)
    )
    return f"<w:endnotes {_W}>{lines}{written}</w:endnotes>"


def _content_types() -> str:
    written = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *((name, name) for name in _PARTS)]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{written}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    written = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{written}</Relationships>"
    )


_SETTINGS = (
    f'<w:settings {_W}><w:endnotePr><w:numFmt w:val="decimal"/>'
    '<w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr></w:settings>'
)
_STYLES = (
    f'<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="EndnoteReference"><w:name w:val="endnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="EndnoteText"><w:name w:val="endnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="60" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style></w:styles>'
)
