"""What is known of one document, as its row in the library unfolds it: date, author, language, reading."""

from collections.abc import Iterator
from datetime import date

from assistant.phrases import count
from assistant.ui import words
from assistant.ui.render.html import escape
from documents.reading.languages import language_name
from documents.types import ReadingReport, Source


def details(source: Source) -> str:
    """What is known of a document and what was not read whole, folded; nothing where nothing is known."""
    facts = "".join(
        f"<dt>{escape(words.FACTS[name])}</dt><dd><bdi>{escape(text)}</bdi></dd>"
        for name, text in _facts(source)
    )
    notes = "".join(f"<li><bdi>{escape(note)}</bdi></li>" for note in source.notes)
    if not facts and not notes:
        return ""
    more = f' · <span class="remarks">{escape(count(len(source.notes), "remark"))}</span>' if notes else ""
    return (
        f'<details class="about"><summary>{escape(words.DETAILS)}{more}</summary>'
        f"{f'<ul>{notes}</ul>' if notes else ''}{f'<dl>{facts}</dl>' if facts else ''}</details>"
    )


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    if source.date:
        said = words.DATED_BY[source.dated_by] if source.dated_by else "{date}"
        yield "date", said.format(date=in_words(source.date))
    if source.author:
        yield "author", source.author
    if source.language:
        yield "language", language_name(source.language)
    if read := " · ".join(_read(source.report)):
        yield "read", read


def _read(report: ReadingReport) -> Iterator[str]:
    """What was found, and how much of the file."""
    if report.kept is not None:
        yield words.KEPT.format(share=int(100 * report.kept))
    found = {"heading": report.headings, "list item": report.items, "table": report.tables}
    yield from (count(number, noun) for noun, number in found.items() if number)
    if report.recognised:
        sure = sum(confidence for _, confidence in report.recognised) / len(report.recognised)
        yield words.RECOGNISED.format(pages=count(len(report.recognised), "page"), sure=int(100 * sure))


def in_words(day: str) -> str:
    """An ISO date as a person writes it; what is none stays as it is.

    >>> in_words("2024-05-03")
    '3 May 2024'
    """
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B} {found.year}"
