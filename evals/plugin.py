"""The commands `eval` and `calibrate` and the page's Evals, taken in by the entry points `footnote.plugins`.

Every `footnote --help` loads this module, so the heavy imports are inside the functions.
"""

import json
import os
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from assistant.ui.panel import Panel
    from evals.cases import CaseSet
    from evals.comparing import Comparison
    from evals.runner import Options
    from evals.runs import Run


def commands() -> list[click.Command]:
    """The commands that this package adds to `footnote`."""
    return [eval_command, calibrate_command]


def panels(assistant: "Assistant") -> "list[Panel]":
    """The places that this package adds to the page."""
    from evals.page.panel import EvalsPanel

    return [EvalsPanel(assistant)]


@click.command("eval")
@click.argument("case_set", metavar="[SET]", default="examples")
@click.option("--json", "as_json", is_flag=True, help="Print the whole run as JSON.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N of a seeded shuffle.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the shuffle.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write a report.")
@click.option("--no-cache", is_flag=True, help="Ask everything anew instead of using kept answers.")
@click.option("--against", metavar="RUN", help="Compare with an earlier run: last, its name or its file.")
def eval_command(
    case_set: str,
    as_json: bool,
    limit: int | None,
    seed: int,
    markdown: Path | None,
    no_cache: bool,
    against: str | None,
) -> None:
    r"""Measure the answers on a set of questions with known answers.

    SET is a folder with a questions.jsonl, one question a line; without it the set about the example
    documents is used. A set with a docs folder is asked of a library of its own, any other of yours.

    \b
    footnote eval
    footnote eval my-questions --limit 50 --markdown report.md
    footnote eval my-questions --against last
    """
    from assistant.settings import load_settings
    from evals.comparing import check_alike, compare
    from evals.datasets import load_set
    from evals.keeping.kept import KeptRuns
    from evals.runner import Options
    from evals.runs import assert_located, save

    loaded = load_set(case_set)
    if markdown is not None:
        _writable(markdown)
    before = KeptRuns(load_settings().home).find(against, loaded.name) if against is not None else None
    if before:
        check_alike(before, loaded.cases)  # before hours of asking
    run, home = _run(loaded, Options(limit, seed, cached=not no_cache))
    click.echo(f"Kept in {save(run, home)}", err=True)
    comparison = compare(before, run) if before else None
    _show(run, comparison, as_json=as_json, markdown=markdown)
    assert_located(run)


@click.command("calibrate")
@click.argument("case_set", metavar="SET", default="")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N of a seeded shuffle.")
@click.option("--yes", is_flag=True, help="Take the new calibration without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print both curves as JSON; nothing is taken.")
@click.option("--forget", is_flag=True, help="Go back to the calibration that comes with Footnote.")
def calibrate_command(case_set: str, limit: int | None, yes: bool, as_json: bool, forget: bool) -> None:
    r"""Fit how sure an answer must be to your own questions.

    SET is a folder with a questions.jsonl, as for eval, with at least 40 questions, some of them without an
    answer. Both curves are shown before anything is taken: how many questions are answered at which risk
    with the calibration in force, and with the new one. The setting `care` then goes by the new one.

    \b
    footnote calibrate my-questions
    footnote calibrate my-questions --yes
    footnote calibrate --forget
    """
    from assistant.declining.calibration import calibration_of
    from assistant.settings import load_settings
    from documents.types import plain
    from evals import calibrating
    from evals.datasets import load_set
    from evals.runner import Options

    home = load_settings().home
    if forget:
        existed = calibrating.forget(home)
        click.echo("The calibration that comes with Footnote is in force" + (" again." if existed else "."))
        return
    if not case_set:
        raise click.UsageError("Name the folder of your questions.")
    run, _ = _run(load_set(case_set), Options(limit))
    proposal = calibrating.propose(run, calibration_of(home))
    if as_json:
        click.echo(json.dumps(plain(proposal), indent=1))
        return
    click.echo(calibrating.to_text(proposal))
    if yes or (sys.stdin.isatty() and click.confirm("Take the new one?")):
        click.echo(f"Kept in {calibrating.take(proposal.calibration, home)}", err=True)
    else:
        click.echo("Nothing was changed. With --yes the new one is taken.", err=True)


def _run(case_set: "CaseSet", options: "Options") -> "tuple[Run, Path]":
    from assistant.cli.session import showing_far
    from assistant.settings import load_settings
    from evals.runner import Runner

    settings = load_settings()
    with closing(_open(case_set, settings)) as assistant, showing_far() as show:
        run = Runner(settings, options=options).run(case_set, assistant, partial(show, "case"))
    return run, settings.home


def _open(case_set: "CaseSet", settings: "Settings") -> "Assistant":
    """The set's own library, or the user's."""
    from assistant import Assistant
    from evals.keeping.libraries import open_library

    if not case_set.documents:
        return Assistant.open()
    click.echo(f"Preparing {len(case_set.documents)} documents of {case_set.name} …", err=True)
    return open_library(case_set, settings, Assistant.open)


def _writable(path: Path) -> None:
    """Whether a report can be written there, asked before a run that may take long. Raises StorageFailed."""
    from documents.errors import StorageFailed

    place = path if path.exists() else path.parent
    if not os.access(place, os.W_OK):
        raise StorageFailed(f"{path} cannot be written.", "Name another file.")


def _show(run: "Run", comparison: "Comparison | None", *, as_json: bool, markdown: Path | None) -> None:
    from assistant.export.control_characters import json_text
    from documents.errors import written
    from evals.report import to_markdown, to_table

    if as_json:
        compared = {"comparison": comparison.to_dict()} if comparison else {}
        click.echo(json_text({**run.to_dict(), **compared}))
    else:
        click.echo(to_table(run, comparison))
    if markdown is None:
        return
    with written(markdown, "Name another file."):
        markdown.write_text(to_markdown(run, comparison), encoding="utf-8")
    click.echo(f"Written to {markdown}", err=True)
