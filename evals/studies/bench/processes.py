"""What the bench measures in processes of their own: the command's help, and the memory of an ingest."""

import subprocess
import sys
import time
from pathlib import Path

from assistant.assistant import Assistant
from evals.errors import EvalError
from evals.studies.bench.clock import timed
from evals.studies.bench.rows import Comparison

MEGABYTE = 1_000_000
ROUNDS = 5  # of which the best counts
POLL = 0.05  # seconds between two looks at the memory of the reading processes
# The console script without its start-up file, which differs by platform.
HELP = "from assistant.cli.main import main; raise SystemExit(main(['--help']))"
PEAK = "import sys; from evals.studies.bench.processes import ingest_alone; ingest_alone(*sys.argv[1:])"


def help_row() -> Comparison:
    """`footnote --help` as a process of its own, best of ROUNDS."""
    command = [sys.executable, "-c", HELP]
    best = min(timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(ROUNDS))
    return Comparison("footnote --help", "s", best, below=0.3)


def memory_row(documents: Path, folder: Path, models: Path) -> Comparison:
    """The peak memory of a process that ingests the documents, and of the readers it starts.

    Call it while this process is small: Linux counts a parent's memory into that of a new child.
    """
    command = [sys.executable, "-W", "ignore", "-c", PEAK, str(documents), str(folder), str(models)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    readers = 0
    while process.poll() is None:
        readers = max(readers, _memory_of_children(process.pid))
        time.sleep(POLL)
    output = process.communicate()[0]
    if process.returncode:
        raise EvalError("The documents could not be added in a process of their own.", "See the lines above.")
    return Comparison("peak memory of an ingest", "MB", (int(output) + readers) / MEGABYTE, below=1200)


def ingest_alone(documents: str, folder: str, models: str) -> None:
    """Runs in a child process: adds the documents and writes the peak memory in bytes."""
    import resource

    with Assistant.open(Path(folder), models=Path(models), llm="none") as assistant:
        assistant.add([documents])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(str(peak if sys.platform == "darwin" else peak * 1024))


def _memory_of_children(pid: int) -> int:
    import psutil  # type: ignore[import-untyped]

    try:
        return sum(child.memory_info().rss for child in psutil.Process(pid).children(recursive=True))
    except psutil.Error:  # one of them has just ended
        return 0
