"""The library as HTML: the table of sources, and what a removal takes with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from assistant.phrases import count
from assistant.ui import words
from assistant.ui.render.html import button, escape, quoted
from assistant.ui.render.lines import about, away
from assistant.ui.render.source import details
from documents.inputs import around, file_name
from documents.types import Source

NONE: Mapping[str, int] = MappingProxyType({})


def frame(megabytes: int) -> str:
    """The panel before lines and table are in it; files may have `megabytes` at most."""
    said = {
        "uploading": words.UPLOADING,
        "waiting": words.WAITING,
        "failed": words.STATUS["failed"],
        "broke": words.UPLOAD_FAILED,
        "left": words.UPLOAD_LEFT,
        "large": words.TOO_LARGE.replace("{limit}", f"{megabytes:,}"),
        "many": words.TOO_MANY,
        "none": words.NO_FILES,
        "remove": words.REMOVE,
        "removing": words.REMOVING,
        "erase": words.ERASE,
        "filtered": words.FILTERED,
        "selected": words.SELECTED,
        "more": words.SHOW_ALL,
        "hidden": words.LINES_HIDDEN,
        "megabytes": str(megabytes),
    }
    texts = " ".join(f'data-{name}="{escape(text)}"' for name, text in said.items())
    return (
        f'<section class="fn library" aria-labelledby="library-title" {texts}>'
        f'<h2 id="library-title" tabindex="-1">{escape(words.LIBRARY)}</h2>{_ways_in(megabytes)}'
        f"<div data-lines></div><div data-note></div>{_tools()}<div data-table></div>"
        f"{_uploading_line()}</section>"
    )


def _ways_in(megabytes: int) -> str:
    kinds = escape(words.DROP_KINDS.format(limit=f"{megabytes:,}"))
    return (
        '<div data-drop-slot><label class="drop" data-testid="drop">'
        '<input type="file" class="unseen" multiple>'
        f'<span class="lead">{escape(words.DROP)}</span><span class="quiet">{kinds}</span></label></div>'
        '<div class="toolbar ways"><label class="button folder"><input type="file" class="unseen" '
        f"webkitdirectory>{escape(words.CHOOSE_FOLDER)}</label>"
        f'<form class="paste"><textarea rows="1" dir="auto" aria-label="{escape(words.PASTE)}" '
        f'placeholder="{escape(words.PASTE)}"></textarea>'
        f'<input type="text" dir="auto" maxlength="200" aria-label="{escape(words.PASTE_TITLE)}" '
        f'placeholder="{escape(words.PASTE_TITLE)}"><button type="submit" class="button">'
        f"{escape(words.PASTE_ADD)}</button></form></div>"
    )


def _tools() -> str:
    return (
        '<div class="toolbar tools" hidden><p class="count" role="status"></p>'
        f'<input type="search" aria-label="{escape(words.FILTER)}" placeholder="{escape(words.FILTER)}">'
        '<span class="chosen" hidden><span class="number"></span> '
        f"{button('library-remove-chosen', words.REMOVE, size='small danger')}</span></div>"
    )


def _uploading_line() -> str:
    """What the script copies for a file on its way to the server, before the server knows of it."""
    again = about("library-upload-again", words.RETRY, "", style=" again")
    return (
        '<template><li data-testid="ingest-line" data-status="uploading"><bdi class="name"></bdi>'
        '<span class="step"></span><progress></progress><span class="seconds"></span>'
        f"{again}{away('library-upload-dismiss', '')}"
        '<p class="result" dir="auto"></p></li></template>'
    )


def table(rows: Sequence[Source], removing: Collection[str], archives: Mapping[str, int] = NONE) -> str:
    """The sources, a row each, which the page's script sorts, filters and cuts; a sentence for none.

    `archives` are the addresses of those that sources came in, with the number of these: a row each too, so
    that they can be removed together.
    """
    if not rows:
        return f'<p class="note" data-empty>{escape(words.NO_SOURCES)}</p>'
    heads = "".join(
        f'<th scope="col" aria-sort="none" class="{name}"><button type="button" data-do="library-sort" '
        f'data-column="{name}">{escape(label)}</button></th>'
        for name, label in words.COLUMNS.items()
    )
    body = "".join(_rows(rows, removing, archives))
    return (
        '<table class="table sources"><thead><tr><th class="pick"><input type="checkbox" '
        f'data-do="library-pick-all" aria-label="{escape(words.SELECT_ALL)}"></th>{heads}'
        f'<th><span class="unseen">{escape(words.REMOVE)}</span></th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _rows(rows: Sequence[Source], removing: Collection[str], archives: Mapping[str, int]) -> Iterator[str]:
    """A row for each source, and before the first one of an archive one for that."""
    shown: set[str] = set()
    for source in rows:
        for uri in around(source.uri)[:-1]:
            if uri in archives and uri not in shown:
                shown.add(uri)
                yield _archive_row(uri, archives[uri], uri in removing)
        yield _row(source, source.id in removing)


def _archive_row(uri: str, number: int, removing: bool) -> str:
    name = file_name(uri)
    return (
        f'<tr data-testid="archive-row" data-source="{escape(uri)}" data-archive'
        f"{' data-removing' if removing else ''}>{_pick(name)}"
        f'<td class="title"><bdi>{escape(name)}</bdi> '
        f'<bdi class="quiet from" title="{escape(uri)}">{escape(count(number, "document"))}</bdi></td>'
        f"{_filled({'type': (words.ARCHIVE, words.ARCHIVE)})}{_end(name, removing)}</tr>"
    )


def _row(source: Source, removing: bool) -> str:
    title = escape(source.title)
    return (
        f'<tr data-testid="source-row" data-source="{escape(source.id)}" data-version="{source.version}"'
        f"{' data-removing' if removing else ''}>{_pick(source.title)}"
        '<td class="title"><button type="button" '
        f'data-do="library-open"><bdi>{title}</bdi></button>{_from(source)}{_flag(source)}{details(source)}</td>'
        f"{_cells(source)}{_end(source.title, removing)}</tr>"
    )


def _pick(title: str) -> str:
    pick = escape(words.SELECT.format(title=title))
    return f'<td class="pick"><input type="checkbox" data-do="library-pick" aria-label="{pick}"></td>'


def _end(title: str, removing: bool) -> str:
    if removing:
        return f'<td class="end"><span class="quiet" role="status">{escape(words.REMOVING)}</span></td>'
    return f'<td class="end">{about("library-remove", words.REMOVE, title)}</td>'


def _from(source: Source) -> str:
    """The file's name under the title, where it says something more."""
    name = source.uri.removeprefix("upload:").removeprefix("text:")
    outer = around(name)[0]
    short = outer if name.startswith(("http://", "https://")) else outer.rsplit("/", 1)[-1]
    short += name.removeprefix(outer)
    if short == source.title:
        return ""
    return f'<bdi class="quiet from" title="{escape(name)}">{escape(short)}</bdi>'


def _flag(source: Source) -> str:
    return f'<span class="flag">{escape(words.INSTRUCTIONS_SOURCE)}</span>' if source.flagged else ""


def _cells(source: Source) -> str:
    kind = words.TYPES.get(source.media_type, source.media_type.rsplit("/", 1)[-1])
    values = {
        "type": (kind, kind),
        "pages": (f"{source.pages:,}" if source.pages else "", str(source.pages or "")),
        "passages": (f"{source.passages:,}", str(source.passages)),
        "date": (_dated(source), source.date or ""),
        "added": (source.added_at[:10], source.added_at),
    }
    return _filled(values)


def _filled(values: Mapping[str, tuple[str, str]]) -> str:
    """A cell for each column but the title's: what it shows, and what it is sorted by."""
    return "".join(
        f'<td class="{name}" data-label="{escape(label)}" data-value="{escape(value)}">{escape(shown)}</td>'
        for name, label in words.COLUMNS.items()
        if name != "title"
        for shown, value in (values.get(name, ("", "")),)
    )


def _dated(source: Source) -> str:
    """The date; the file's own day is said to be that."""
    day = source.date or ""
    return words.FILE_OF.format(date=day) if day and source.dated_by == "file" else day


def better_note(sources: Sequence[Source]) -> str:
    """A note that offers to read again what an earlier Footnote read; nothing where there is none."""
    old = sum(source.outdated for source in sources)
    if not old:
        return ""
    text = words.BETTER_NOTE.format(documents=count(old, "document"))
    return (
        f'<div class="note toolbar" data-testid="better"><p>{escape(text)}</p>'
        f"{button('library-reread', words.REREAD_THEM, size='small')}</div>"
    )


def examples_note(number: int) -> str:
    """A note that offers to remove the example documents; nothing where there are none."""
    if not number:
        return ""
    text = words.EXAMPLES_NOTE.format(documents=count(number, "document"))
    return (
        f'<div class="note toolbar"><p>{escape(text)}</p>'
        f"{button('library-remove-examples', words.REMOVE_EXAMPLES, size='small')}</div>"
    )


def removal(sources: Sequence[Source], citing: Sequence[int], whole: str = "") -> tuple[str, str]:
    """The question and what goes, as plain text; `citing`: for each source how many saved answers cite it.

    `whole` is the archive that they are in, or the title of the first where the others are in that.
    """
    one = len(sources) == 1
    question = _question(sources, whole)
    facts = [f"{count(sum(source.passages for source in sources), 'passage')}."]
    facts.append(_cited(citing[0]) if one else _cited_of(sum(map(bool, citing))))
    facts += _left(sources)
    facts.append(words.REMOVE_TITLE_STAYS if one else words.REMOVE_TITLES_STAY)
    return question, " ".join(fact for fact in facts if fact)


def _question(sources: Sequence[Source], whole: str) -> str:
    number = len(sources)
    if whole:
        inside = number - 1 if whole == sources[0].title else number
        return words.REMOVE_WITH.format(title=quoted(whole), documents=count(inside, "document"))
    if number == 1:
        return words.REMOVE_ONE.format(title=quoted(sources[0].title))
    return words.REMOVE_MANY.format(documents=count(number, "document"))


def _cited(answers: int) -> str:
    if answers == 1:
        return words.REMOVE_CITED_ONE
    return words.REMOVE_CITED.format(answers=count(answers, "saved answer")) if answers else ""


def _cited_of(cited: int) -> str:
    return words.REMOVE_CITED_MANY.format(count=cited) if cited else ""


def _left(sources: Sequence[Source]) -> list[str]:
    """What becomes of the originals."""
    pasted = [source for source in sources if source.uri.startswith("text:")]
    files = [source for source in sources if not source.uri.startswith(("text:", "http://", "https://"))]
    stays = words.REMOVE_FILE_STAYS if len(sources) == 1 else words.REMOVE_FILES_STAY
    return [*([stays] if files else []), *([words.REMOVE_PASTED] if pasted else [])]
