"""Writers of files that are text: each writes a description and says what must be found in the file."""

import csv
import html
import io
import json
import mailbox
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.compound_files import message
from tests.corpus.language import (
    Described,
    Facts,
    Heading,
    Item,
    Paragraph,
    Piece,
    Table,
    facts_of,
    only_words,
    spans,
    words,
)

_XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{}</title>'
)


def txt(document: Described, path: Path, *, wrapped: bool = False, encoding: str = "utf-8") -> Facts:
    text = "\n\n".join(_plain(piece, wrapped) for piece in document.pieces) + "\n"
    path.write_bytes(text.encode(encoding))
    return replace(only_words(facts_of(document)), items=facts_of(document).items, date=None)


def _plain(piece: Piece, wrapped: bool) -> str:
    match piece:
        case Heading(level, text):
            return f"{text}\n{'=-~'[level - 1] * len(text)}"
        case Paragraph(text):
            return textwrap.fill(text, 72) if wrapped else text
        case Table(rows):
            widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
            return "\n".join(
                "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in rows
            )
        case items:
            return "\n".join(_plain_item(item, wrapped) for item in items)


def _plain_item(item: Item, wrapped: bool) -> str:
    mark = "  " * (item.depth - 1) + f"{item.number or '-'} "
    if not wrapped:
        return mark + item.text
    return textwrap.fill(item.text, 72, initial_indent=mark, subsequent_indent=" " * len(mark))


def md(document: Described, path: Path) -> Facts:
    front = f"---\ntitle: {document.title}\ndate: {document.date}\n---\n\n"
    path.write_text(front + markdown(document.pieces), encoding="utf-8")
    return facts_of(document)


def markdown(pieces: Sequence[Piece]) -> str:
    return "\n\n".join(map(_markdown, pieces)) + "\n"


def _markdown(piece: Piece) -> str:
    match piece:
        case Heading(level, text):
            return f"{'#' * level} {text}"
        case Paragraph(text):
            return text
        case Table(rows, header):
            ruled = [*rows[:header], ["---"] * len(rows[0]), *rows[header:]]
            return "\n".join(f"| {' | '.join(row)} |" for row in ruled)
        case items:
            return "\n".join(f"{'    ' * (item.depth - 1)}{item.number or '-'} {item.text}" for item in items)


def page(document: Described, path: Path) -> Facts:
    """A page of a site: with a menu above and a line below."""
    body = "".join(map(_html, document.pieces))
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(document.title)}</title>'
        f'<meta property="article:published_time" content="{document.date}"></head><body>'
        '<nav><a href="/">Start</a> <a href="/all">All pages</a></nav>'
        f"<main>{body}</main><footer>Imprint</footer></body></html>",
        encoding="utf-8",
    )
    facts = facts_of(document)
    return replace(facts, words=["Start", "All", "pages", *facts.words, "Imprint"])


def _html(piece: Piece) -> str:
    match piece:
        case Heading(level, text):
            return f"<h{level}>{html.escape(text)}</h{level}>\n"
        case Paragraph(text):
            return f"<p>{html.escape(text)}</p>\n"
        case Table():
            return _html_table(piece)
        case items:
            return _html_list(items)


def _html_table(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header else "td"
        grouped = table.header == 2 and number == 0
        places = list(spans(row)) if grouped else [(column, 1) for column in range(len(row))]
        rows.append("".join(f'<{tag} colspan="{span}">{html.escape(row[at])}</{tag}>' for at, span in places))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>\n"


def _html_list(items: Sequence[Item]) -> str:
    made, open_tags = "", []
    for item in items:
        while len(open_tags) > item.depth:
            made += f"</li></{open_tags.pop()}>"
        if len(open_tags) == item.depth:
            made += "</li>"
        else:
            open_tags.append("ol" if item.number else "ul")
            made += f"<{open_tags[-1]}>"
        made += f"<li>{html.escape(item.text)}"
    return made + "".join(f"</li></{tag}>" for tag in reversed(open_tags))


def rows(document: Described, path: Path, delimiter: str = ",") -> Facts:
    """The first table as a file of rows."""
    table = document.tables[0]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(table.rows)
    path.write_text(written.getvalue(), encoding="utf-8")
    return replace(facts_of(document, [table]), date=None)


def _records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.rows[0], row, strict=True)) for row in table.rows[1:]]


def json_file(document: Described, path: Path) -> Facts:
    table = document.tables[0]
    value = {"title": document.title, "rows": _records(table)}
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    facts = facts_of(document, [table])
    return replace(facts, words=words(f"title {document.title} rows") + facts.words, date=None)


def jsonl(document: Described, path: Path) -> Facts:
    table = document.tables[0]
    lines = (json.dumps(record, ensure_ascii=False) for record in _records(table))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return replace(facts_of(document, [table]), date=None)


def xml(document: Described, path: Path) -> Facts:
    """Records whose elements are the names in lower case, without blanks."""
    table = document.tables[0]
    names = ["".join(name.split()).lower() for name in table.rows[0]]
    records = "".join(
        "<row>"
        + "".join(f"<{name}>{html.escape(cell)}</{name}>" for name, cell in zip(names, row, strict=True))
        + "</row>\n"
        for row in table.rows[1:]
    )
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<table>{records}</table>', encoding="utf-8")
    facts = facts_of(document, [Table([names, *table.rows[1:]], 1)])
    return replace(facts, words=["table", "row", *facts.words], date=None)


def notebook(document: Described, path: Path) -> Facts:
    """Notes with code between them."""
    code, printed = "total = sum(hours)\nprint(total)", "29 hours\n"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": markdown([one])} for one in document.pieces]
    output = {"output_type": "stream", "name": "stdout", "text": [printed]}
    cells.append({"cell_type": "code", "metadata": {}, "source": code, "outputs": [output]})
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(book), encoding="utf-8")
    facts = facts_of(document)
    return replace(facts, words=facts.words + words(code + printed), date=None)


def cues(document: Described, path: Path) -> Facts:
    """What is said, five seconds each paragraph; .srt or .vtt."""
    said = [piece.text for piece in document.pieces if isinstance(piece, Paragraph)]
    point = "," if path.suffix == ".srt" else "."
    blocks = [
        f"{number}\n00:00:{5 * number:02}{point}000 --> 00:00:{5 * number + 4:02}{point}500\n"
        + textwrap.fill(text, 40)
        for number, text in enumerate(said, 1)
    ]
    head = "" if path.suffix == ".srt" else "WEBVTT\n\n"
    path.write_text(head + "\n\n".join(blocks) + "\n", encoding="utf-8")
    shown = " ".join(f"00:00:{5 * number:02} {text}" for number, text in enumerate(said, 1))
    return Facts(words(shown))


def mail(document: Described, path: Path, *, rich: bool) -> Facts:
    path.write_bytes(_message(document, rich).as_bytes())
    return _mail_facts(document, rich)


def mails(documents: Sequence[Described], path: Path) -> Facts:
    box = mailbox.mbox(path)
    for document in documents:
        box.add(_message(document, rich=False))
    box.close()
    facts = [_mail_facts(document, rich=False) for document in documents]
    heads = len(words("Subject:"))
    found: list[str] = []
    for document, one in zip(documents, facts, strict=True):  # the subject is its heading
        subject = words(f"Subject: {document.title}")
        start = next(n for n in range(len(one.words)) if one.words[n : n + len(subject)] == subject)
        found += subject[heads:] + one.words[:start] + one.words[start + len(subject) :]
    return Facts(
        found,
        headings=[(1, document.title) for document in documents],
        items=[item for one in facts for item in one.items or ()],
    )


def _message(document: Described, rich: bool) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Ada Quist <ada@quay.example>", "ben@quay.example"
    made["Subject"] = document.title
    made["Date"] = _sent(document)
    made["Message-ID"] = f"<{document.name}@quay.example>"
    lines = [Paragraph(one.text) if isinstance(one, Heading) else one for one in document.pieces]
    made.set_content("\n\n".join(_plain(piece, wrapped=True) for piece in lines))
    if rich:
        made.add_alternative("".join(map(_html, document.pieces)), subtype="html")
    return made


def _sent(document: Described) -> str:
    return format_datetime(datetime.fromisoformat(f"{document.date}T08:15:00+00:00"))


def _mail_facts(document: Described, rich: bool) -> Facts:
    head = "From: Ada Quist ada@quay.example To: ben@quay.example "
    head += f"Date: {_sent(document)} Subject: {document.title} "
    facts = facts_of(document)
    if not rich:  # where a numbered heading is a numbered line
        lines = [words(one.text) for one in document.pieces if isinstance(one, Heading)]
        numbered = [(1, f"{line[0]}.", " ".join(line[1:])) for line in lines if line[0].isdecimal()]
        facts = replace(facts, headings=None, cells=None, items=(facts.items or []) + numbered)
    return replace(facts, words=words(head) + facts.words)


def outlook(document: Described, path: Path) -> Facts:
    """A message of Outlook with a page as its text."""
    path.write_bytes(message("", "".join(map(_html, document.pieces)), subject=document.title))
    head = "From: Anna Lund anna@a.example To: Ben Date: Tue, 04 Mar 2025 18:12:37 +0000 Subject: "
    facts = facts_of(document)
    return replace(facts, words=words(head + document.title) + facts.words, date="2025-03-04")


def book(documents: Sequence[Described], path: Path) -> Facts:
    """An e-book, a chapter each document."""
    names = [f"{document.name}.xhtml" for document in documents]
    links = "".join(
        f'<li><a href="{name}">{html.escape(document.title)}</a></li>'
        for name, document in zip(names, documents, strict=True)
    )
    manifest = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(names)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="E/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
        )
        archive.writestr(
            "E/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>'
            f"{html.escape(documents[0].title)}</dc:title><dc:language>en</dc:language><dc:date>"
            f'{documents[0].date}</dc:date></metadata><manifest>{manifest}<item id="nav" '
            'href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest><spine>'
            f"{spine}</spine></package>",
        )
        archive.writestr(
            "E/nav.xhtml",
            _XHTML.format("Contents").replace("<html", '<html xmlns:epub="http://www.idpf.org/2007/ops"')
            + f'</head><body><nav epub:type="toc"><ol>{links}</ol></nav></body></html>',
        )
        for name, document in zip(names, documents, strict=True):
            archive.writestr(
                f"E/{name}",
                _XHTML.format(html.escape(document.title))
                + f"</head><body>{''.join(map(_html, document.pieces))}</body></html>",
            )
    return facts_of(documents[0], [piece for document in documents for piece in _chapter(document)])


def _chapter(document: Described) -> list[Piece]:
    """A chapter; one without a heading has that of the table of contents."""
    headed = any(isinstance(piece, Heading) for piece in document.pieces)
    return document.pieces if headed else [Heading(1, document.title), *document.pieces]
