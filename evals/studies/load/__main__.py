"""`python -m evals.studies.load SET`: many people at once at `footnote serve`."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import httpx

from assistant.settings import EMBEDDED_LIBRARY
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.studies.command import FOLDER, run
from evals.studies.load.figures import lines
from evals.studies.load.people import Visit, ask_all

SHOWN_METRICS = ("footnote_questions_total", "footnote_errors", "process_cpu", "process_resident")
PASSWORD = "fifty people"
START_SECONDS = 300.0
LOADING_SECONDS = 20.0  # that the models of the last worker may take


@click.command()
@click.argument("folders", metavar="SET...", type=FOLDER, nargs=-1, required=True)
@click.option("--home", type=click.Path(path_type=Path), required=True, help="A data folder, kept.")
@click.option("--library", default=EMBEDDED_LIBRARY, help="As the setting of this name.")
@click.option("--people", default=50, help="How many [default: 50].")
@click.option("--reading", default=30.0, help="Mean seconds from an answer to the next question.")
@click.option("--seconds", default=120.0, help="How long they ask.")
@click.option("--warm", default=60.0, help="Seconds at the beginning that do not count.")
@click.option("--workers", default=1)
@click.option("--speed", default=30.0, help="Tokens a second that the model writes for each.")
def load(
    folders: Sequence[Path],
    home: Path,
    library: str,
    people: int,
    reading: float,
    seconds: float,
    warm: float,
    workers: int,
    speed: float,
) -> None:
    """Have many people ask the documents of sets at once, and print what they waited for."""
    sets = [load_set(str(folder)) for folder in folders]
    environ = {
        **os.environ,
        "FOOTNOTE_HOME": str(home),
        "FOOTNOTE_LIBRARY": library,
        "FOOTNOTE_PASSWORD": PASSWORD,
        "FOOTNOTE_METRICS_TOKEN": "token",
        "FOOTNOTE_LLM_AT_ONCE": "64",
    }
    passages = fill(sets, home, library)
    questions = [case.question for case_set in sets for case in case_set.cases]
    with model_server(speed) as model, page({**environ, "FOOTNOTE_LLM": model}, workers) as address:
        click.echo(f"{passages} passages, {people} people, reading {reading:.0f} s, {workers} workers")
        visit = Visit(address, PASSWORD, questions, reading, warm + seconds)
        began = time.monotonic()
        asked_questions = asyncio.run(ask_all(people, visit))
        counted = [item for item in asked_questions if item.at >= warm]
        for line in lines(counted, time.monotonic() - began - warm):
            click.echo(line)
        metrics = httpx.get(f"{address}/metrics", headers={"authorization": "Bearer token"}).text
        for line in metrics.splitlines():
            if line.startswith(SHOWN_METRICS):
                click.echo(line)


def fill(sets: Sequence[CaseSet], home: Path, library: str) -> int:
    """Adds the documents of the sets where the library is empty; the number of its passages."""
    from assistant.assistant import Assistant

    with Assistant.open(home, library=library, llm="none") as assistant:
        if not assistant.library.passage_count():
            documents = (document for case_set in sets for document in case_set.documents)
            assistant.add([document.path for document in documents if document.path is not None])
        return assistant.library.passage_count()


@contextmanager
def model_server(speed: float) -> Iterator[str]:
    """The address of a model server that runs while the block does."""
    port = free_port()
    command = [sys.executable, "-m", "evals.studies.load.model_server", str(port), str(speed)]
    process = subprocess.Popen(command)
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@contextmanager
def page(environ: dict[str, str], workers: int) -> Iterator[str]:
    """The address of a served page that is ready."""
    port = free_port()
    serve = ["serve", "--port", str(port), "--workers", str(workers), "--grace", "1"]
    process = subprocess.Popen([sys.executable, "-m", "assistant.cli.main", *serve], env=environ)
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        await_workers(f"http://127.0.0.1:{port}/metrics", workers)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def await_workers(address: str, workers: int) -> None:
    """Returns when all workers tell their numbers, and had time to load their models."""
    headers = {"authorization": "Bearer token"}
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if httpx.get(address, headers=headers).text.count("\nfootnote_passages") == workers:
            time.sleep(LOADING_SECONDS if workers > 1 else 0.0)
            return
        time.sleep(0.5)
    raise click.ClickException("Not all workers have started.")


def wait_for(address: str) -> None:
    """Returns when this address answers well."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise click.ClickException(f"Nothing answers at {address}.")


if __name__ == "__main__":
    sys.exit(run(load))
