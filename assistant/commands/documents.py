"""add, list and remove."""

import click

from assistant.commands.naming import named
from assistant.commands.session import Session, json_option, print_json, print_text

NO_EXAMPLES = "None of your documents came with --examples; to remove others name them or their IDs."


def commands() -> list[click.Command]:
    """The commands about documents."""
    return [add, list_sources, remove]


@click.command()
@click.argument("sources", metavar="PATH|URL...", nargs=-1, required=True)
@json_option
@click.pass_context
def add(context: click.Context, sources: tuple[str, ...], as_json: bool) -> None:
    r"""Add files, folders or web pages to your documents.

    A folder stands for all files in it. The same file twice is kept once; a changed file takes the place of
    its older version. One that cannot be read does not keep the others out.

    \b
    footnote add handbook.pdf minutes/
    footnote add https://example.com/page
    """
    from assistant import show
    from assistant.commands.progress import IngestLines

    session: Session = context.obj
    with session.open() as assistant, IngestLines(err=as_json) as lines:
        report = assistant.add(sources, progress=lines)
    if as_json:
        print_json(report.to_dict())
    else:
        print_text(show.summary(report.entries))
    if not report.ok:
        context.exit(1)


@click.command("list")
@json_option
@click.pass_obj
def list_sources(session: Session, as_json: bool) -> None:
    r"""List your documents.

    The ID of each is what `footnote remove` takes.

    \b
    footnote list
    """
    from assistant import show

    with session.open() as assistant:
        found = assistant.sources()
    if as_json:
        print_json([source.to_dict() for source in found])
    elif found:
        print_text(show.sources(found))
    else:
        click.echo("No documents yet. Add some with `footnote add FILE`.")


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--examples", is_flag=True, help="Remove all example documents.")
@click.pass_obj
def remove(session: Session, ids: tuple[str, ...], examples: bool) -> None:
    r"""Remove documents, or all examples at once.

    `footnote list` shows the IDs; the beginning of one will do, or the file's name. Your own files stay
    where they are.

    \b
    footnote remove handbook.pdf
    footnote remove --examples
    """
    from assistant import show

    if not ids and not examples:
        raise click.UsageError("Name the ID of a document, or use --examples.")
    with session.open() as assistant:
        for name in ids:
            source = named(assistant.sources(), name)
            assistant.remove(source.id)
            print_text(f"Removed {show.one_line(source.title)} ({source.id}).")
        if examples:
            count = assistant.remove_examples()
            click.echo(f"Removed {show.count(count, 'example document')}." if count else NO_EXAMPLES)
