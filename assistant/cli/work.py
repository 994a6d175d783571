"""work and queue: what several processes add to one library."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from assistant.cli.session import Session, json_option, notice, print_json, print_text

if TYPE_CHECKING:
    from documents.queue.contract import Task

WAITING = "Waiting for documents to add. Press Ctrl-C to stop."


@click.command()
@click.option("--once", is_flag=True, help="End when nothing waits any longer.")
@click.pass_obj
def work(session: Session, once: bool) -> None:
    r"""Add what others have put into the queue.

    With a library in PostgreSQL any number of workers, pages and commands share one queue. Where one of
    them is killed, another takes up its document. Ctrl-C or SIGTERM ends this one after the document that it
    is storing; what it has not stored goes back. With the embedded library the page does this itself.

    \b
    footnote work
    footnote work --once
    """
    from assistant.cli import show
    from assistant.tasks.worker import Worker

    with session.open() as assistant:
        worker = Worker(assistant, lambda entry: print_text(show.entry_line(entry)))
        with until_signalled(worker.stop):
            if not once:
                notice(WAITING)
            worker.run(once=once)


@click.command()
@click.option("--cancel", metavar="ID", type=int, multiple=True, help="Cancel what waits or is being added.")
@json_option
@click.pass_context
def queue(context: click.Context, cancel: tuple[int, ...], as_json: bool) -> None:
    r"""Show what waits to be added, and what could not be.

    What has ended is shown for a day, unless it went well. The exit status is 1 where an ID cannot be
    cancelled.

    \b
    footnote queue
    footnote queue --cancel 12
    """
    from assistant.cli import show

    session: Session = context.obj
    with session.open() as assistant:
        before = {task.id: task for task in assistant.queue.tasks(ids=cancel)}
        refused = [reason for task_id in cancel if (reason := _not_cancelled(task_id, before.get(task_id)))]
        if cancel:
            assistant.queue.cancel(cancel)
        tasks = sorted(assistant.queue.tasks(), key=lambda task: task.id)
    listed = [task for task in tasks if not task.dismissed and task.state != "done"]
    if as_json:
        print_json([task.to_dict() for task in listed])
    elif listed:
        print_text(show.tasks(listed))
    else:
        click.echo("Nothing waits.")
    for reason in refused:
        notice(reason)
    if refused:
        context.exit(1)


def _not_cancelled(task_id: int, task: "Task | None") -> str:
    """Why a task that --cancel names cannot be cancelled; empty where it can be."""
    if task is None:
        return f"There is no task {task_id} in the queue; `footnote queue` lists them."
    return f"Task {task_id} is over already ({task.state}); it cannot be cancelled." if task.ended else ""


@contextmanager
def until_signalled(stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` when the process is told to end; told by Ctrl-C once more, it ends at once."""

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop()

    before = {kind: signal.signal(kind, handle) for kind in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
