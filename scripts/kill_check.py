"""Kills `footnote add` at random moments and says what is left: `python scripts/kill_check.py [KILLS]`.

The real command with the real search model, on folders of text files in a temporary data folder. After
each kill every file that was reported as added must be in the library with its own text, every source
must be whole, and `footnote doctor` must find nothing to mend. Ends with status 1 where that is not so.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = r"round-\d+/\d+\.txt"
FILES = 30  # new ones before each kill
LONGEST = 8.0  # seconds to a kill that may come before anything is reported


@dataclass
class Findings:
    """What was seen over all kills."""

    reported: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def say(line: str) -> None:
    """Prints one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write_files(folder: Path) -> None:
    """Makes the text files of one round."""
    folder.mkdir(parents=True)
    for number in range(FILES):
        sentences = (
            f"Section {line} of file {number} in {folder.name} tells of lamp {number * line} in the harbour."
            for line in range(1 + 2 * number)
        )
        (folder / f"{number:03}.txt").write_text("\n\n".join(sentences), encoding="utf-8")


def command(home: Path, *arguments: str) -> list[str]:
    """The command line of the real program on a data folder."""
    return [sys.executable, "-m", "assistant.cli.main", "--home", str(home), *arguments]


def kill_once(home: Path, papers: Path, output: Path, *, moments: random.Random, lines: int) -> list[str]:
    """What `footnote add` had reported when it was killed, at a random moment after so many lines."""
    with open(output, "wb") as file:
        process = subprocess.Popen(
            command(home, "add", str(papers)), cwd=ROOT, stdout=file, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and output.read_bytes().count(b"\n") < lines:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, LONGEST if lines == 0 else 0.5))
        process.kill()
        process.wait()
    return output.read_text(encoding="utf-8", errors="replace").splitlines()


def run_json(home: Path, *arguments: str) -> tuple[int, object]:
    """Exit status and output of a command with --json."""
    done = subprocess.run(
        command(home, *arguments, "--json"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else done.stderr


def check(home: Path, findings: Findings) -> int:
    """Compares the library with the files; returns how many sources it has."""
    from documents.storage.sqlite.library import SqliteLibrary

    status, checks = run_json(home, "doctor")
    if status != 0:
        findings.faults.append(f"doctor: {checks}")
    library = SqliteLibrary(home)
    sources = library.sources()
    for uri in findings.reported - {source.uri for source in sources}:
        findings.faults.append(f"reported and lost: {uri}")
    for source in sources:
        text, passages = library.text(source.id), library.passages_of(source.id)
        whole = text == Path(source.uri).read_text(encoding="utf-8") and passages
        if not whole or any(text[passage.start : passage.end] != passage.text for passage in passages):
            findings.faults.append(f"half there: {source.uri}")
    library.close()
    return len(sources)


def main() -> int:
    """The exit status, after printing one line a kill and a summary."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    moments, findings = random.Random(20), Findings()
    os.environ["FOOTNOTE_LLM"] = "none"
    with tempfile.TemporaryDirectory() as work:
        home, papers = Path(work) / "home", Path(work) / "papers"
        for number in range(1, kills + 1):
            write_files(papers / f"round-{number:02}")
            # One in five while it starts, the others while it stores this round's files.
            least = len(findings.reported) + moments.randrange(FILES) if number % 5 else 0
            lines = kill_once(home, papers, Path(work) / "output.txt", moments=moments, lines=least)
            findings.reported |= {str(papers / name) for line in lines for name in re.findall(NAME, line)}
            say(f"kill {number}: {len(lines)} reported, {check(home, findings)} in the library")
        subprocess.run(command(home, "add", str(papers)), cwd=ROOT, capture_output=True, check=False)
        count = check(home, findings)
        say(f"{kills} kills; {count} of {kills * FILES} files in the library after one undisturbed run.")
    for fault in findings.faults:
        say(f"FAULT {fault}")
    say("Nothing lost, nothing half there." if not findings.faults else f"{len(findings.faults)} faults.")
    return 1 if findings.faults or count != kills * FILES else 0


if __name__ == "__main__":
    sys.exit(main())
