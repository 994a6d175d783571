"""`python -m evals.studies.conflicts DATA`: how often it is seen that sources disagree; no model is used."""

import json
import sys
from pathlib import Path

import click

from assistant.settings import load_settings
from evals.studies.command import FILE, FOLDER, run
from evals.studies.conflicts.report import report
from evals.studies.conflicts.run import ask_agreeing, ask_disputes

DISPUTES = "ramdocs"
AGREEING = ("squad", "clapnq", "mali", "examples")


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--json", "kept", type=FILE, help="Keep what was shown.")
def conflicts(data: Path, kept: Path | None) -> None:
    """Measure how disagreements between sources are shown, on the sets in the folder DATA."""
    settings = load_settings()
    disputes = ask_disputes(data / DISPUTES, settings)
    if kept:
        kept.write_text(json.dumps([dispute.to_dict() for dispute in disputes]), encoding="utf-8")
    flagged = {
        name: list(ask_agreeing(data / name if (data / name).is_dir() else name, settings))
        for name in AGREEING
    }
    click.echo(report(disputes, flagged), nl=False)


if __name__ == "__main__":
    sys.exit(run(conflicts))
