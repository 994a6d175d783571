"""Every example in README.md and docs/*.md runs and shows what it says.

```python   The blocks of a file run in order, in one namespace and one data folder. A block that begins
            with >>> is a doctest ("..." stands for anything); any other must only run through.
```console  The lines `$ footnote ...` of a file run in order through the command, on one data folder
            (not that of the python blocks). Each line shown below a command must occur in a line of what it
            prints (white space does not count); "…" stands for anything in a line, alone for any lines.
            A command that fails must show why. Other commands (`$ make`, `$ pip`), and those that open the
            page (no subcommand), are not run. A "\\" at the end goes on in the next line.

Both run with the real models, so they are skipped where the weights are missing; in a folder that has the
example documents, directly and under documents/examples/.
A block below a line `<!-- not run: reason -->` is left out.
"""

import contextlib
import doctest
import io
import re
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.assistant import Assistant, examples_folder
from assistant.cli.main import build_cli, main

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)[^\n]*\n(?P<body>.*?)^(?P=indent)```", re.M | re.S)
NOT_RUN = re.compile(r"<!-- not run: [^>]+ -->\s*\Z")
Call = Callable[[list[str]], tuple[int, str]]


@dataclass(frozen=True)
class Block:
    """A fenced block: `line` is the number of its first line in the page."""

    body: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command with the lines that are shown below it."""

    arguments: list[str]
    shown: list[str]
    line: int


def blocks(page: str, language: str) -> list[Block]:
    """The blocks of one language that are to be run."""
    return [
        Block(
            re.sub(f"^{found['indent']}", "", found["body"], flags=re.M),
            page[: found.start()].count("\n") + 2,
        )
        for found in FENCE.finditer(page)
        if found["language"] == language and not NOT_RUN.search(page[: found.start()])
    ]


def commands(block: Block) -> list[Command]:
    """The `footnote` commands of a console block."""
    joined = re.sub(r"\\\n\s*", lambda found: "\0", block.body)  # a place-holder keeps the count of lines
    found: list[Command] = []
    ours, line = False, block.line
    for text in joined.splitlines():
        if text.startswith("$ "):
            words = shlex.split(text[2:].replace("\0", " "), comments=True)
            ours = words[:1] == ["footnote"] and not _opens_the_page(words[1:])
            if ours:
                found.append(Command(words[1:], [], line))
        elif ours and text.strip():
            found[-1].shown.append(text)
        line += 1 + text.count("\0")
    return found


def _opens_the_page(arguments: list[str]) -> bool:
    return not set(arguments) & {*build_cli().commands, "--help", "--version"}


def run_commands(page: str, call: Call) -> None:
    """Runs the console blocks of a page; AssertionError names the line that is not so."""
    for block in blocks(page, "console"):
        for command in commands(block):
            status, output = call(command.arguments)
            told = f"line {command.line}: footnote {shlex.join(command.arguments)} gave {status}:\n{output}"
            assert status == 0 or (status == 1 and command.shown), told
            for shown in command.shown:
                assert occurs(shown, output), f"not printed: {shown!r}\n{told}"


def occurs(shown: str, output: str) -> bool:
    """Whether a shown line is in a line of the output; "…" stands for anything.

    >>> occurs("1  a … c", "0\\n1 a b c d\\n"), occurs("a … d", "a\\nd"), occurs("…", "")
    (True, False, True)
    """
    pattern = re.compile(".*".join(re.escape(" ".join(part.split())) for part in shown.split("…")))
    return any(pattern.search(" ".join(line.split())) for line in [*output.splitlines(), ""])


def run_python(page: str, name: str, namespace: dict[str, object]) -> None:
    """Runs the python blocks of a page; what goes wrong is reported at its line of the page."""
    for block in blocks(page, "python"):
        if block.body.lstrip().startswith(">>>"):
            _run_doctest(block, name, namespace)
        else:
            exec(compile("\n" * (block.line - 1) + block.body, name, "exec"), namespace)


def _run_doctest(block: Block, name: str, namespace: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, namespace, name, name, block.line - 1)
    said = io.StringIO()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.DocTestRunner(optionflags=flags).run(test, out=said.write, clear_globs=False)
    assert result.failed == 0, said.getvalue()
    namespace.update(test.globs)


def call_footnote(arguments: list[str]) -> tuple[int, str]:
    """The exit status of the command line and all it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = main(arguments)
    return status, said.getvalue()


def pages_with(language: str) -> list[Path]:
    return [path for path in PAGES if blocks(path.read_text(encoding="utf-8"), language)]


@pytest.fixture
def desk(tmp_path, monkeypatch, models):
    """A current folder with the example documents, and the real models."""
    folder = tmp_path / "desk"
    shutil.copytree(examples_folder(), folder)
    shutil.copytree(examples_folder(), folder / "documents" / "examples")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FOOTNOTE_MODELS", str(models))
    monkeypatch.delenv("FOOTNOTE_RERANKER")


@pytest.mark.parametrize("path", pages_with("python"), ids=lambda path: path.name)
def test_python_examples_run(path, desk):
    namespace: dict[str, object] = {"__name__": "example"}
    try:
        run_python(path.read_text(encoding="utf-8"), str(path), namespace)
    finally:
        for value in namespace.values():
            if isinstance(value, Assistant):
                value.close()


@pytest.mark.parametrize("path", pages_with("console"), ids=lambda path: path.name)
def test_console_examples_print_what_is_shown(path, desk):
    run_commands(path.read_text(encoding="utf-8"), call_footnote)


# The runner itself

PAGE = """# A page

```console
$ make setup
a line of make's
$ footnote --examples
Open http://127.0.0.1:7860
$ footnote add "my file.md" \\
    other.md   # a comment
added  my file.md … passages
…
2 documents
```

```python
x = 1
```

  ```python
  >>> x + 1
  2
  >>> print("one two")
  one ...
  ```

<!-- not run: it needs the net -->
```console
$ footnote add https://example.com
```

```text
$ footnote list
```
"""
PRINTED = "added my file.md, 3 passages\nIn all 2 documents.\n"


def test_the_runner_runs_the_footnote_lines_alone():
    calls = []
    run_commands(PAGE, lambda arguments: (calls.append(arguments), (0, PRINTED))[1])
    assert calls == [["add", "my file.md", "other.md"]]


@pytest.mark.parametrize(("status", "printed"), [(0, "added my file.md"), (0, ""), (2, PRINTED), (1, "")])
def test_the_runner_tells_what_is_not_as_shown_and_where(status, printed):
    with pytest.raises(AssertionError, match=r"line 8: footnote add 'my file\.md' other\.md"):
        run_commands(PAGE, lambda arguments: (status, printed))


def test_the_runner_lets_a_command_fail_that_shows_why_and_no_other():
    page = "```console\n$ footnote remove x\nThere is no source\n```\n"
    run_commands(page, lambda arguments: (1, "There is no source 'x'."))
    with pytest.raises(AssertionError, match="gave 1"):
        run_commands(page.replace("There is no source\n", ""), lambda arguments: (1, "Sorry."))


def test_the_runner_shares_a_namespace_and_reports_at_the_line_of_the_page():
    namespace = {}
    run_python(PAGE, "page.md", namespace)
    assert namespace["x"] == 1
    with pytest.raises(AssertionError, match="Expected:"):
        run_python(PAGE.replace("  2\n", "  3\n"), "page.md", {})
    with pytest.raises(ZeroDivisionError) as caught:
        run_python(PAGE.replace("x = 1", "x = 1 / 0"), "page.md", {})
    assert caught.traceback[-1].lineno + 1 == PAGE.splitlines().index("x = 1") + 1


def test_the_runner_calls_the_real_command_line():
    status, printed = call_footnote(["--version"])
    assert status == 0
    assert occurs("footnote …", printed)
