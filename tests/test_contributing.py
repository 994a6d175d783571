"""What CONTRIBUTING.md and README.md say of the project is so: each path exists, each name is in its file."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("CONTRIBUTING.md", "README.md")
PATH = re.compile(r"(?:documents|index|assistant|evals|tests|scripts|docs|deploy)/[\w/.*-]*")
FILE = re.compile(r"[\w/.*-]+\.(?:css|html|js|json|md|py|toml|txt)")
QUOTED = re.compile(r"`([^`\n]+)`")
NAMED = re.compile(r"`(\w+)`\s+(?:of|in|\()\s*`([\w/.]+\.\w+)`")
FIRST = re.compile(r"- `([^`\n]+)`")


def recipes() -> dict[str, str]:
    """Every recipe of CONTRIBUTING.md: its text by its name."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("\n## Recipes\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^### (.+?)\n(.+?)(?=^### |\Z)", section, re.M | re.S))


def lines(recipe: str) -> list[str]:
    """The items of a recipe's list, each with the lines that it goes on in."""
    return re.findall(r"^- .+(?:\n  .+)*", recipe, re.M)


def exists(path: str) -> bool:
    return any(ROOT.glob(path))


def names(line: str) -> list[tuple[str, str]]:
    """Each name in an item with the file that has it: the one that follows it, or the item's first."""
    elsewhere = NAMED.findall(line)
    first = FIRST.match(line)
    if first is None or not FILE.fullmatch(first[1]):
        return elsewhere
    own = re.findall(r"`([A-Za-z_]\w+)(?:\([^`]*\))?`", NAMED.sub(r"`\2`", line))
    return [*elsewhere, *((name, first[1]) for name in own)]


@pytest.mark.parametrize("page", PAGES)
def test_each_path_exists(page: str) -> None:
    quoted = QUOTED.findall((ROOT / page).read_text(encoding="utf-8"))
    paths = {path for words in quoted if (path := words.split()[-1]) and PATH.fullmatch(path)}
    assert paths
    assert sorted(path for path in paths if not exists(path)) == []


@pytest.mark.parametrize("page", PAGES)
def test_each_module_that_is_run_can_be_found(page: str) -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", (ROOT / page).read_text(encoding="utf-8")))
    assert sorted(name for name in modules if importlib.util.find_spec(name) is None) == []


def test_there_are_recipes_and_each_begins_with_a_place() -> None:
    assert len(recipes()) > 25
    assert [
        name for name, text in recipes().items() if not PATH.match("".join(FIRST.findall(text)[:1]))
    ] == []


@pytest.mark.parametrize("name", recipes())
def test_files_are_named_by_their_whole_path(name: str) -> None:
    files = {word for word in QUOTED.findall(recipes()[name]) if FILE.fullmatch(word)}
    assert sorted(file for file in files if not exists(file)) == []


@pytest.mark.parametrize("name", recipes())
def test_the_last_line_names_the_tests(name: str) -> None:
    last = lines(recipes()[name])[-1]
    assert last.startswith("- Tests: ")
    assert re.search(r"`tests/test_[\w*]+\.py`", last)


@pytest.mark.parametrize("name", recipes())
def test_each_name_is_in_its_file(name: str) -> None:
    pairs = [pair for line in lines(recipes()[name]) for pair in names(line)]
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for _, path in pairs}
    assert [pair for pair in pairs if not re.search(rf"\b{pair[0]}\b", texts[pair[1]])] == []


def test_the_names_of_a_line_are_looked_for() -> None:
    line = "- `a/b.py`: in `HERE`, `made()` and\n  `THERE` of `c/d.py`; `a phrase` is none."
    assert names(line) == [("THERE", "c/d.py"), ("HERE", "a/b.py"), ("made", "a/b.py")]
