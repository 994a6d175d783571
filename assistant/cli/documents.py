"""add, list and remove; they hand their work over where another process writes."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from assistant.cli.naming import find_archive, find_source, with_removed
from assistant.cli.session import (
    Session,
    complain,
    json_option,
    notice,
    print_json,
    print_json_items,
    print_text,
)
from documents.errors import UnknownSource

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from documents.types import Record

NO_EXAMPLES = "None of your documents came with --examples; to remove others name them or their IDs."
THEIRS_KEPT = "Their titles, and their quotes in saved answers, are kept."


@click.command()
@click.argument("sources", metavar="PATH|URL...", nargs=-1, required=True)
@json_option
@click.pass_context
def add(context: click.Context, sources: tuple[str, ...], as_json: bool) -> None:
    r"""Add files, folders or web pages to your documents.

    A folder or a ZIP archive stands for all files in it, a mail also for what is attached to it. The same
    file twice is kept once; a changed file takes the place of its older version. One that cannot be read does
    not keep the others out.

    \b
    footnote add handbook.pdf minutes/
    footnote add https://example.com/page
    """
    from assistant.cli import show
    from assistant.cli.progress import IngestLines
    from assistant.tasks import handover

    session: Session = context.obj
    with session.open() as assistant, IngestLines(err=as_json) as lines:
        report = handover.add(assistant, sources, progress=lines, say=lines.say)
    if as_json:
        print_json(report.to_dict())
    else:
        print_text(show.summary(report.entries))
    if not report.ok:
        context.exit(1)


@click.command("list")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="No more than N documents.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Without the first N.")
@json_option
@click.pass_obj
def list_sources(
    session: Session, words: tuple[str, ...], limit: int | None, offset: int, as_json: bool
) -> None:
    r"""List your documents, or those with these words in title or address.

    The ID of each is what `footnote remove` takes.

    \b
    footnote list
    footnote list report 2024
    """
    from assistant.cli import show
    from documents.library import View

    with session.open() as assistant:
        pages = assistant.pages_of_sources(View(" ".join(words), limit=limit, offset=offset))
        if as_json:
            print_json_items(source.to_dict() for page in pages for source in page)
            return
        first = next(pages, [])
        if first:
            listing = show.SourceListing()
            for page in chain([first], pages):
                print_text(listing.table(page))
            print_text(listing.foot())
        elif assistant.library.source_count():
            click.echo("No document is like that. `footnote list` shows all.")
        else:
            click.echo("No documents yet. Add some with `footnote add FILE`.")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--examples", is_flag=True, help="Remove all example documents.")
@click.option("--erase", is_flag=True, help="Take also what repeats them, and search for what is left.")
@json_option
@click.pass_context
def remove(context: click.Context, ids: tuple[str, ...], examples: bool, erase: bool, as_json: bool) -> None:
    r"""Remove documents, or all examples at once.

    `footnote list` shows the IDs; the beginning of one will do, or the file's name, or the title. One that
    there is not does not keep the others in. Your own files stay where they are. With a mail goes what was
    attached to it; the name of an archive stands for all that came in it.

    A removed document leaves its title, and its quotes in saved answers. With --erase these go too: the
    answers that cite it or repeat its words, such questions and eval runs, its original files, titles and
    vectors, unfinished uploads, logs. Then its rarest phrases are looked for in every file of the data
    folder, and a receipt says how many are left. Documents that were removed before can be erased by ID.
    Copies elsewhere (backups, exports, the spare blocks of a disk) are out of reach.

    \b
    footnote remove handbook.pdf
    footnote remove --erase handbook.pdf
    footnote remove --examples
    """
    if not ids and not examples:
        raise click.UsageError("Name the ID of a document, or use --examples.")
    session: Session = context.obj
    unknown: list[UnknownSource] = []
    with session.open() as assistant:
        done: list[Record] = []
        for which in _resolve(assistant, ids, unknown, erase=erase):
            done += _remove(assistant, which, erase=erase, quiet=as_json)
        if examples:
            done += _remove_examples(assistant, erase=erase, quiet=as_json)
    if as_json:
        print_json([record.to_dict() for record in done])
    for error in unknown:
        complain(error)
    if unknown:
        context.exit(1)


def _resolve(
    assistant: "Assistant", names: Sequence[str], unknown: list[UnknownSource], *, erase: bool
) -> list[str]:
    """The ids of the documents, and the addresses of the archives, that the names mean, each once.

    What names nothing is added to `unknown`.
    """
    archives = assistant.archives() if erase else assistant.library.archives()
    sources = with_removed(assistant.sources(), assistant.library.removals() if erase else [])
    matches: dict[str, None] = {}
    for name in names:
        try:
            matches[find_archive(archives, name) or find_source(sources, name).id] = None
        except UnknownSource as error:
            unknown.append(error)
    return list(matches)


def _remove(assistant: "Assistant", which: str, *, erase: bool, quiet: bool) -> "list[Record]":
    """The receipt of an erasing, or what is kept after a removal, of each document.

    `which` is an id, or the address of an archive; of what went with another one there is nothing.
    """
    from assistant.erasing.receipt import kept_text, receipt_text
    from assistant.tasks import handover
    from documents.reading.notes import count

    titles = {source.id: source.title for source in assistant.sources()}
    if erase:
        if which not in {
            *titles,
            *assistant.archives(),
            *(removal.id for removal in assistant.library.removals()),
        }:
            return []
        receipt = handover.erase(assistant, which, say=notice)
        _echo(receipt_text(receipt), quiet=quiet)
        return [receipt]
    if which not in {*titles, *assistant.library.archives()}:
        return []
    ids = [*([which] if which in titles else []), *assistant.parts(which)]
    parts = count(handover.remove(assistant, which, say=notice), "document")
    kept = [assistant.kept(source_id) for source_id in ids]
    if which in titles:
        also = f" and {parts} in it" if len(ids) > 1 else ""
        _echo(f"Removed {titles[which]} ({which}){also}.\n{kept_text(kept[0])}".strip(), quiet=quiet)
    else:
        _echo(f"Removed {parts} that came in {which}. {THEIRS_KEPT}", quiet=quiet)
    return list(kept)


def _remove_examples(assistant: "Assistant", *, erase: bool, quiet: bool) -> "list[Record]":
    """As `_remove`, for each example that is not the user's own as well; of that only the address goes."""
    from assistant.assistant import EXAMPLES
    from assistant.tasks import handover
    from documents.reading.notes import count

    ids = [source.id for source in assistant.library.sources(tag=EXAMPLES) if len(source.uris) == 1]
    receipts = (_remove(assistant, source_id, erase=True, quiet=quiet) for source_id in ids) if erase else ()
    erased = [record for some in receipts for record in some]
    number = len(erased) + handover.remove_examples(assistant, say=notice)
    message = f"Removed {count(number, 'example document')}." if number else NO_EXAMPLES
    _echo(message if erase or not number else f"{message} {THEIRS_KEPT}", quiet=quiet)
    return erased or [assistant.kept(source_id) for source_id in ids]


def _echo(text: str, *, quiet: bool) -> None:
    if not quiet:
        print_text(text)
