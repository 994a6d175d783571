"""Telemetry is off before the libraries that have some are loaded."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.models.telemetry import QUIET, REPORTING_PACKAGES, disable_telemetry
from tests.test_imports import MODULES, ROOT, imported, tree

EMBED = """
import sys
from pathlib import Path
from index.models.embedded import EmbeddedEmbedder
print(EmbeddedEmbedder(Path(sys.argv[1])).embed(["ferry"]).shape)
"""
CHROMA = """
import os, sys
from pathlib import Path
from index.stores.chroma import ChromaIndex
ChromaIndex(Path(sys.argv[1])).close()
print(os.environ["ORT_DISABLE_TELEMETRY"], os.environ["ANONYMIZED_TELEMETRY"])
"""
LOUD = dict.fromkeys(QUIET, "0") | {"ANONYMIZED_TELEMETRY": "True", "GRADIO_ANALYTICS_ENABLED": "True"}


def loud_child(code: str, folder: Path, empty: Path) -> "subprocess.CompletedProcess[str]":
    """Runs code in a process of somebody who has everything switched on, and whose home is `empty`."""
    places = {"HOME": str(empty), "XDG_CACHE_HOME": str(empty / "cache"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, **LOUD, **places},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_search_model_keeps_no_events_whatever_the_environment_says(
    weights: Path, tmp_path: Path
) -> None:
    """onnxruntime opens its store of events while it is loaded, and sends them some seconds later."""
    child = loud_child(EMBED, weights, tmp_path / "user")
    assert child.stdout.strip() == "(1, 384)", child.stderr
    assert [path for path in (tmp_path / "user").rglob("*") if path.is_file()] == []


def test_opening_the_index_switches_telemetry_off(tmp_path: Path) -> None:
    child = loud_child(CHROMA, tmp_path / "chroma", tmp_path / "user")
    assert child.stdout.strip() == "1 False", child.stderr


def test_a_setting_of_ones_own_cannot_switch_it_on_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LOUD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    disable_telemetry()
    assert {name: os.environ[name] for name in QUIET} == QUIET
    assert os.environ["HF_HUB_OFFLINE"] == "0"  # asking the hub for a model is no telemetry


def test_whoever_loads_a_reporting_library_switches_it_off_first() -> None:
    loaders = {
        name for name in MODULES if {one.split(".")[0] for one in all_imports(name)} & set(REPORTING_PACKAGES)
    }
    assert {
        "index.models.embeddings",
        "index.models.onnx_export",
        "index.stores.chroma",
        "assistant.ui.quick_gradio",
    } <= loaders
    for name in loaders:
        assert disables_telemetry(name), f"{name} does not call disable_telemetry"


def all_imports(name: str) -> set[str]:
    return set(imported(ast.walk(tree(name)), name))


def disables_telemetry(name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "disable_telemetry"
        for node in ast.walk(tree(name))
    )
