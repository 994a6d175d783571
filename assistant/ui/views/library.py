"""The library: the rows of its table, and what a removal takes with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from assistant.ui import words
from assistant.ui.rendering import render
from assistant.ui.views.texts import date_in_words, quoted
from documents.inputs import around, file_name, name_beside
from documents.reading.languages import language_name
from documents.reading.notes import count
from documents.types import ReadingReport, Source

NONE: Mapping[str, int] = MappingProxyType({})
Cells = Mapping[str, tuple[str, str]]  # by the column's name: what it shows, what it is sorted by


@dataclass(frozen=True, slots=True)
class Row:
    """A document, or where `source` is None an archive; `file` is said beside the name, `address` is its own.

    `facts` are names and values of what is known of it.
    """

    name: str
    removing: bool
    address: str
    file: str
    cells: Cells
    source: Source | None = None
    facts: Sequence[tuple[str, str]] = field(default=())


def table_html(
    sources: Sequence[Source],
    removing: Collection[str],
    archives: Mapping[str, int] = NONE,
    *,
    filtered: bool = False,
    elsewhere: bool = False,
) -> str:
    """The sources, a row each, which the page's script sorts, filters and cuts; a sentence for none.

    `archives` are the addresses of those that sources came in, with the number of these: a row each too, so
    that they can be removed together. `filtered`: the sources were chosen from very many, so that others are
    there where none is shown. `elsewhere`: passages go to other computers.
    """
    empty = words.NO_SOURCES_ELSEWHERE if elsewhere else words.NO_SOURCES
    rows = list(_rows(sources, removing, archives))
    return render("library/table.html", rows=rows, filtered=filtered, empty=empty)


def removal(sources: Sequence[Source], citing: Sequence[int], whole: str = "") -> tuple[str, str]:
    """The question and what goes, as plain text; `citing`: for each source how many saved answers cite it.

    `whole` is the archive that they are in, or the title of the first where the others are in that.
    """
    single = len(sources) == 1
    facts = [
        f"{count(sum(source.passages for source in sources), 'passage')}.",
        _cited(citing[0]) if single else _cited_of(sum(map(bool, citing))),
        *_originals_note(sources),
        words.REMOVE_TITLE_STAYS if single else words.REMOVE_TITLES_STAY,
    ]
    return _question(sources, whole), " ".join(filter(None, facts))


def _rows(sources: Sequence[Source], removing: Collection[str], archives: Mapping[str, int]) -> Iterator[Row]:
    """A row for each source, and before the first one of an archive one for that."""
    listed_uris: set[str] = set()
    for source in sources:
        for uri in around(source.uri)[:-1]:
            if uri in archives and uri not in listed_uris:
                listed_uris.add(uri)
                cells = {"type": (words.ARCHIVE, words.ARCHIVE)}
                yield Row(file_name(uri), uri in removing, uri, count(archives[uri], "document"), cells)
        yield _source_row(source, source.id in removing)


def _source_row(source: Source, removing: bool) -> Row:
    """`file` is the file's name, where that says something more than the title."""
    name = source.uri.removeprefix("upload:").removeprefix("text:")
    outer = around(name)[0]
    short = outer if name.startswith(("http://", "https://")) else outer.rsplit("/", 1)[-1]
    short += name.removeprefix(outer)
    file = "" if short == source.title else short
    return Row(source.title, removing, name, file, _cells(source), source, list(_facts(source)))


def _cells(source: Source) -> Cells:
    kind = words.TYPES.get(source.media_type, source.media_type.rsplit("/", 1)[-1])
    return {
        "type": (kind, kind),
        "pages": (f"{source.pages:,}" if source.pages else "", str(source.pages or "")),
        "passages": (f"{source.passages:,}", str(source.passages)),
        "date": (dated(source.date, source.dated_by), source.date or ""),
        "added": (source.added_at[:10], source.added_at),
    }


def dated(day: str | None, dated_by: str | None) -> str:
    """A document's date; the file's own day is said to be that; empty for none."""
    return words.FILE_OF.format(date=day) if day and dated_by == "file" else day or ""


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    if source.date:
        known = words.DATED_BY[source.dated_by] if source.dated_by else "{date}"
        yield words.FACTS["date"], known.format(date=date_in_words(source.date))
    if source.author:
        yield words.FACTS["author"], source.author
    if source.language:
        yield words.FACTS["language"], language_name(source.language)
    if read := " · ".join(_read(source.report)):
        yield words.FACTS["read"], read


def _read(report: ReadingReport) -> Iterator[str]:
    """How much of the file was read, and what is in it."""
    if report.kept is not None:
        yield words.KEPT.format(share=int(100 * report.kept))
    numbers = {"heading": report.headings, "list item": report.items, "table": report.tables}
    yield from (count(number, noun) for noun, number in numbers.items() if number)
    if report.recognised:
        sure = sum(confidence for _, confidence in report.recognised) / len(report.recognised)
        yield words.RECOGNISED.format(pages=count(len(report.recognised), "page"), sure=int(100 * sure))


def _with_file(source: Source) -> str:
    """The title, and the name of its file where that says more: which edition is it?"""
    name = name_beside(source.title, source.uri)
    return f"{quoted(source.title)} ({file_name(source.uri)})" if name else quoted(source.title)


def _question(sources: Sequence[Source], whole: str) -> str:
    number = len(sources)
    if whole:
        inside = number - 1 if whole == sources[0].title else number
        return words.REMOVE_WITH.format(title=quoted(whole), documents=count(inside, "document"))
    if number == 1:
        return words.REMOVE_ONE.format(title=_with_file(sources[0]))
    return words.REMOVE_MANY.format(documents=count(number, "document"))


def _cited(answers: int) -> str:
    if answers == 1:
        return words.REMOVE_CITED_ONE
    return words.REMOVE_CITED.format(answers=count(answers, "saved answer")) if answers else ""


def _cited_of(cited: int) -> str:
    return words.REMOVE_CITED_MANY.format(count=cited) if cited else ""


def _originals_note(sources: Sequence[Source]) -> Iterator[str]:
    """What becomes of the originals."""
    if any(not source.uri.startswith(("text:", "http://", "https://")) for source in sources):
        yield words.REMOVE_FILE_STAYS if len(sources) == 1 else words.REMOVE_FILES_STAY
    if any(source.uri.startswith("text:") for source in sources):
        yield words.REMOVE_PASTED
