"""doctor, rebuild and settings."""

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from assistant.cli.session import Session, json_option, print_json, print_text, showing_far

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    r"""Say what is well and what is not.

    It looks at the documents, the models and the index. The exit status is 1 only
    for what you have to mend yourself.

    \b
    footnote doctor
    """
    from assistant.cli import show
    from assistant.doctor import healthy

    session: Session = context.obj
    with session.open() as assistant:
        findings = assistant.doctor()
    if as_json:
        print_json([finding.to_dict() for finding in findings])
    else:
        print_text(show.checks(findings))
    if not healthy(findings):
        context.exit(1)


@click.command()
@click.option("--reread", is_flag=True, help="Read the documents again first.")
@json_option
@click.pass_obj
def rebuild(session: Session, reread: bool, as_json: bool) -> None:
    r"""Make the search index anew.

    It is made from the stored texts, for instance after changing the search model.

    With --reread the documents are first read again from the originals that are kept: a later Footnote may
    read them better. What reads otherwise becomes a new version; answers keep their quotes of the old one.

    \b
    footnote rebuild
    footnote rebuild --reread
    """
    from assistant.cli.progress import IngestLines
    from documents.reading.notes import count

    with session.open() as assistant, IngestLines(err=True) as lines:
        report = assistant.rebuild(reread=reread, progress=lines)
        lines.clear()
        if as_json:
            print_json(report.to_dict())
            return
        again = sum(entry.status == "replaced" for entry in report.entries)
        reread_note = f"; {count(again, 'document')} read better now" if reread else ""
        click.echo(
            f"Rebuilt the index of {count(assistant.library.source_count(), 'document')}{reread_note}."
        )


@click.command()
@json_option
@click.option("--test-connection", "connection", is_flag=True, help="Ask the language model if it works.")
@click.option("--test", "test", is_flag=True, help="Try the language model on built-in cases.")
@click.pass_obj
def settings(session: Session, as_json: bool, connection: bool, test: bool) -> None:
    r"""Show each setting and where it came from.

    Keys are hidden. A setting is an environment variable FOOTNOTE_NAME, or a line in
    settings.toml in the data folder.

    With --test the language model in force is asked a dozen questions whose answers are known, and you read
    what it is good for: answers, declines, tables, yes and no, orders in a document. None of your documents
    is sent. With the embedded model it takes a minute or two.

    \b
    footnote settings --test-connection
    footnote settings --test
    """
    from assistant.cli import show
    from assistant.settings import trace_settings

    if test or connection:
        with session.open() as assistant:
            _test(assistant, cases=test, as_json=as_json)
        return
    rows = trace_settings(session.home)[1]
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        print_text(show.settings(rows))


def _test(assistant: "Assistant", *, cases: bool, as_json: bool) -> None:
    """Says that the model answers or, by `cases`, what it is good for. Raises ModelError."""
    from assistant.pipeline.trial import try_cases, verdict

    model = assistant.model()
    if model is None:
        click.echo("No language model is set: answers are quotes only.")
        return
    model.check()
    if not cases:
        click.echo(f"{model.name} answers.")
        return
    with showing_far() as show:
        tried = try_cases(model, progress=partial(show, "case"))
    if as_json:
        print_json([reply.to_dict() for reply in tried])
    else:
        print_text(verdict(model.name, tried))
