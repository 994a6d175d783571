"""settings.toml, changed so that all that a person wrote there stays."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.addresses import check_address, same_server
from assistant.settings import FILE_NAME, Settings, SettingValues, load_settings
from documents.errors import BadValue, SettingsError, written

# What may be changed while Footnote runs; the first six make another language model.
MODEL_SETTINGS = ("llm", "llm_model", "llm_key", "llm_context", "llm_timeout", "llm_at_once")
LIVE = (*MODEL_SETTINGS, "evidence_tokens", "answer_tokens", "care")
KEPT_ORIGINS = (FILE_NAME, "default")


def changed(settings: Settings, values: SettingValues, origins: Mapping[str, str]) -> Settings:
    """`settings` with these values in force; nothing is written.

    A key stays with the server that it was given for, wherever it was set: another address gets none,
    unless a new one comes along. Raises SettingsError for a value that does not fit, that was set elsewhere
    (`origins` by name), or that needs a new start.
    """
    new_values: dict[str, Any] = dict(values)  # Any: load_settings checks each
    for name in new_values:
        _refuse(name, origins.get(name, "default"))
    checked = load_settings(settings.home, values, environ={})
    new_values = {name: getattr(checked, name) for name in new_values}
    check_address(checked.llm if "llm" in new_values else settings.llm)
    if _other_server(settings, new_values):
        new_values.setdefault("llm_key", "")
    return replace(settings, **new_values)


def write_settings(home: Path, values: Mapping[str, object]) -> None:
    """Puts the values into settings.toml, whole or not at all; an empty text takes its line out.

    Comments, order and blank lines stay. Only the user may read the file: it can hold a key. Raises
    BadValue when the file is not TOML, StorageFailed when it cannot be written.
    """
    path = (home / FILE_NAME).resolve()  # a link, say to where settings are kept, stays one
    with written(path, "Make it writable."):
        replace_file(path, _edited(path, path.read_bytes() if path.is_file() else b"", values))


def _refuse(name: str, origin: str) -> None:
    if origin not in KEPT_ORIGINS:
        where = "when Footnote was started" if origin == "argument" else f"by {origin}"
        raise SettingsError(f"{name} is set {where}.", "Change it there, and start Footnote again.")
    if name not in LIVE:
        raise SettingsError(
            f"{name} cannot change while Footnote runs.", f"Set it in {FILE_NAME} and start Footnote again."
        )


def _other_server(settings: Settings, new_values: Mapping[str, Any]) -> bool:  # Any: settings
    llm = new_values.get("llm", settings.llm)
    return "://" in llm and not same_server(settings.llm, llm)


def _edited(path: Path, content: bytes, values: Mapping[str, object]) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(content.decode("utf-8"))
        for name, value in values.items():
            if value != "":
                document[name] = str(value) if isinstance(value, Path) else value
            elif name in document:
                del document[name]
        return tomlkit.dumps(document)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise BadValue(
            f"{path} is not valid TOML ({error}).", "Mend that line, or move the file away."
        ) from error


def replace_file(path: Path, text: str) -> None:
    """Writes beside the file, readable to the user alone, and puts that in its place. Raises OSError."""
    file, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 0600
    try:
        with os.fdopen(file, "wb") as out:
            out.write(text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong is told; the remains are small
            os.unlink(name)
        raise
