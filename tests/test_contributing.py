"""What CONTRIBUTING.md and README.md say of the project is so: each path exists, each name is in its file."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("CONTRIBUTING.md", "README.md")
PATH = re.compile(r"(?:documents|index|assistant|evals|tests|scripts|docs)/[\w/.-]*")
NAMED = re.compile(r"`(\w+)`\s+(?:of|in|\()\s*`([\w/]+\.py)`")


def recipes() -> list[tuple[str, str]]:
    """Every recipe of CONTRIBUTING.md: its name and its text."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Recipes")[2].partition("\n## ")[0]
    return re.findall(r"^- \*\*(.+?)\*\*(.+?)(?=^- \*\*|\Z)", section, re.M | re.S)


@pytest.mark.parametrize("page", PAGES)
def test_each_path_exists(page: str) -> None:
    quoted = re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))
    paths = {path for words in quoted if (path := words.split()[-1]) and PATH.fullmatch(path)}
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("page", PAGES)
def test_each_module_that_is_run_can_be_found(page: str) -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", (ROOT / page).read_text(encoding="utf-8")))
    assert sorted(name for name in modules if importlib.util.find_spec(name) is None) == []


def test_there_are_recipes_and_each_names_a_place() -> None:
    assert len(recipes()) > 15
    assert [name for name, text in recipes() if not PATH.search(text)] == []


@pytest.mark.parametrize("name", [name for name, _ in recipes()])
def test_each_name_is_in_its_file(name: str) -> None:
    pairs = NAMED.findall(dict(recipes())[name])
    assert [word for word, path in pairs if word not in (ROOT / path).read_text(encoding="utf-8")] == []
