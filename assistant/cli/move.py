"""move."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from assistant.cli.session import Session, json_option, print_json, showing_far
from documents.errors import FootnoteError


@click.command()
@click.option("--to", "target", metavar="PLACE", required=True, help="postgresql://… or a folder.")
@json_option
@click.pass_obj
def move(session: Session, target: str, as_json: bool) -> None:
    r"""Copy the library to another place, whole.

    PLACE is the address of a PostgreSQL database, `embedded` (the data folder) or another folder; it must be
    empty. Documents with all versions, passages, vectors, conversations and notes are copied and compared by
    their hashes, and the original files where they are kept elsewhere. What is here stays. Stopped, it goes
    on where it was when it is run again.

    \b
    footnote move --to postgresql://me:PASSWORD@127.0.0.1/library
    footnote move --to embedded
    """
    from assistant.build import open_place, place_at
    from assistant.moving import move as copy
    from assistant.settings import load_settings
    from documents.reading.notes import count

    settings = load_settings(session.home)
    with ExitStack() as stack:
        origin = stack.enter_context(open_place(settings))
        with _named_after_to():
            goal = place_at(settings, target)
            destination = stack.enter_context(open_place(goal))
        moved = copy(origin, destination, progress=stack.enter_context(showing_far()))
        name = destination.name
    if as_json:
        print_json(moved.to_dict())
        return
    click.echo(
        f"{count(moved.sources, 'document')}, {count(moved.passages, 'passage')} and "
        f"{count(moved.conversations, 'conversation')} are at {name}, the same to the letter "
        f"({moved.copied:,} copied now)."
    )
    click.echo(_next(settings.home != goal.home))


@contextmanager
def _named_after_to() -> Iterator[None]:
    """Has an error's next step say where this command was given the place: it is no setting."""
    try:
        yield
    except FootnoteError as error:
        for setting in ("in the setting library", "the setting library", "with FOOTNOTE_HOME"):
            error.next_step = error.next_step.replace(setting, "after --to")
        raise


def _next(folder: bool) -> str:
    name = "FOOTNOTE_HOME" if folder else "library in settings.toml, or FOOTNOTE_LIBRARY"
    return f"To use it there, set {name}. What was here is as it was; delete it when you need it no more."
