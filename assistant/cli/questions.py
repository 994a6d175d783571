"""ask, search and check."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.naming import find_source
from assistant.cli.session import Session, json_option, loading, print_json, print_text
from assistant.export.control_characters import harmless, redraw
from documents.errors import BadValue, EmptyDocument, FootnoteError, LibraryError, ReaderFailed, written

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.types import Answer, Event

source_option = click.option(
    "--source",
    "only",
    metavar="ID",
    multiple=True,
    help="Look in this document only, named as for `footnote remove`; may be given several times.",
)
CONVERSATION = "command line conversation"  # the library's note of the one that `ask --continue` goes on with


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--continue", "go_on", is_flag=True, help="Go on with the last conversation of this command.")
@source_option
@json_option
@click.pass_obj
def ask(
    session: Session, question: tuple[str, ...], go_on: bool, only: tuple[str, ...], as_json: bool
) -> None:
    r"""Answer a question from your documents.

    Each sentence comes with the exact words behind it. On a terminal the closest quotes come first; the
    written answer follows in some seconds. Question and answer are kept as a conversation, which the page
    shows too; --continue asks a follow-up in it.

    \b
    footnote ask "What does a return ticket cost?"
    footnote ask --continue "And for children?"
    footnote ask "What does a return ticket cost?" --source fares.md
    """
    from assistant.export import plain_text

    with loading(quiet=as_json), session.open() as assistant:
        conversation = _last_conversation(assistant) if go_on else None
        history = assistant.conversations.history(conversation) if conversation else ()
        text = " ".join(question)
        events = assistant.stream(text, history, _chosen(assistant, only))
        answer = _answer(events, quiet=as_json or not sys.stderr.isatty())
        _keep(assistant, text, answer, conversation)
    if as_json:
        print_json(answer.to_dict())
    else:
        print_text(plain_text.answer_text(answer))


def _last_conversation(assistant: "Assistant") -> str:
    """The id of the conversation that the last `ask` kept. Raises LibraryError where there is none."""
    conversation = assistant.library.note(CONVERSATION)
    if conversation is None or assistant.conversations.conversation(conversation) is None:
        raise LibraryError("There is no conversation to go on with.", "Ask without --continue first.")
    return conversation


def _keep(assistant: "Assistant", question: str, answer: "Answer", conversation: str | None) -> None:
    """Keeps a turn; where that cannot be, the answer is printed all the same."""
    try:
        conversation_id = assistant.conversations.add_turn(question, answer.to_dict(), conversation)
        assistant.library.set_note(CONVERSATION, conversation_id)
    except FootnoteError as error:
        click.echo(f"This answer is not kept: {' '.join(str(error).split())}", err=True)


def _chosen(assistant: "Assistant", names: tuple[str, ...]) -> list[str] | None:
    """The ids of the documents that are named; None where none is. Raises UnknownSource."""
    return [find_source(assistant.sources(), name).id for name in names] or None


def _answer(events: "Iterable[Event]", *, quiet: bool) -> "Answer":
    """The answer; unless `quiet`, standard error shows the quotes at once, then what is waited for."""
    from assistant.export import plain_text
    from assistant.export.flagged import in_flagged
    from assistant.phrases import WRITING, waiting
    from assistant.types import Done, Evidence, Token, Wait

    words = 0
    try:
        for event in events:
            if isinstance(event, Done):
                return event.answer
            if quiet:
                continue
            if isinstance(event, Evidence):
                closest = plain_text.quotes(event.quotes, "Closest quotes:", in_flagged(event.hits))
                redraw("")
                click.echo(harmless(closest) + "\n", err=True)
                words = event.words
            elif isinstance(event, Wait):
                redraw(waiting(event, words))
            elif isinstance(event, Token):
                redraw(WRITING)
    finally:
        if not quiet:
            redraw("")
    raise AssertionError("a stream ends with Done")


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("-k", type=click.IntRange(1, 100), default=10, show_default=True, help="How many passages.")
@source_option
@json_option
@click.pass_obj
def search(session: Session, query: tuple[str, ...], k: int, only: tuple[str, ...], as_json: bool) -> None:
    r"""Find the passages that fit best.

    By their words and by their meaning; no language model is needed.

    \b
    footnote search "refund after cancellation" -k 3
    """
    from assistant.export import plain_text
    from index.search import is_near, titles_of

    with loading(quiet=as_json), session.open() as assistant:
        words = " ".join(query)
        hits = assistant.search(words, k, _chosen(assistant, only))
        titles = titles_of(hits, assistant.library)
        is_empty = not assistant.library.source_count()
    if as_json:
        print_json([hit.to_dict() for hit in hits])
    elif is_near(hits):
        print_text(plain_text.hits_text(hits, titles, words))
    elif not is_empty:
        click.echo("Nothing in your documents is near to this. `footnote list` shows which there are.")
    else:
        click.echo("No documents yet. Add some with `footnote add FILE`.")


@click.command()
@click.argument("file", metavar="FILE")
@source_option
@click.option(
    "--format",
    "name",
    type=click.Choice(["text", "json", "markdown", "docx", "bibtex", "csl-json"]),
    default="text",
    show_default=True,
    help="The text with its labels and quotes, or (bibtex, csl-json) the sources that it cites.",
)
@click.option("--output", metavar="FILE", help="Write to this file; docx needs one.")
@json_option
@click.pass_obj
def check(
    session: Session, file: str, only: tuple[str, ...], name: str, output: str | None, as_json: bool
) -> None:
    r"""Check a text against your documents.

    FILE is a text file, or - for standard input. Each sentence gets a label and the quotes
    behind it. The text can be anything, also an answer of another assistant.

    \b
    footnote check letter.txt
    footnote check letter.txt --format docx --output letter-checked.docx
    echo "The ferry sails at nine." | footnote check -
    """
    from assistant.export.checked import Checked
    from assistant.export.checked_file import FORMATS, export
    from assistant.export.flagged import cited_flagged

    form = FORMATS["json" if as_json else name]
    if form.binary and output is None:
        raise BadValue(f"A {form.suffix} file is not for the terminal.", "Name a file with --output.")
    if output is not None and _same(file, output):
        raise BadValue("The checked text would be written over the text.", "Name another file with --output.")
    text = _text(file)
    with loading(quiet=as_json), session.open() as assistant:
        sentences = assistant.check(text, _chosen(assistant, only))
        flagged = cited_flagged(sentences, assistant.library)
        written = export(form, Checked(text, tuple(sentences), tuple(assistant.sources()), flagged=flagged))
    if output is None:
        click.echo(written.decode("utf-8"), nl=False)
    else:
        _write(output, written)


def _same(file: str, other: str) -> bool:
    """Whether both name one file, also through a link."""
    first, second = Path(file).expanduser(), Path(other).expanduser()
    return file != "-" and (first.samefile(second) if first.exists() and second.exists() else first == second)


def _text(file: str) -> str:
    """The text of a file or of standard input. Raises ReaderFailed or EmptyDocument."""
    from documents.reading.encodings import decode

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).expanduser().read_bytes()
    except OSError as error:
        raise ReaderFailed(f"{file} cannot be read ({error.strerror}).", "Name a text file.") from error
    try:
        text = decode(data) if not data.startswith((b"PK\3\4", b"%PDF-")) else None
    except ReaderFailed:
        text = None
    if text is None:
        raise ReaderFailed(f"{file} is not plain text.", "Save its text as a .txt file and check that.")
    if not text.strip():
        raise EmptyDocument("There is no text to check.", "Name a file that has some.")
    return text


def _write(file: str, content: bytes) -> None:
    """Writes a file. Raises StorageFailed."""
    with written(file, "Name another file."):
        Path(file).expanduser().write_bytes(content)
    click.echo(f"Written to {file}", err=True)
