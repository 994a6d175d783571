"""One frozen Settings: arguments first, then FOOTNOTE_* variables, then settings.toml in the data folder."""

import logging
import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args, get_type_hints

from documents.errors import BadValue, UnknownSetting
from documents.storage.postgres.address import check_address, displayed_address
from index.servers.addresses import check_server, is_address, lacks_scheme, without_password
from index.stores.registry import check_store

logger = logging.getLogger(__name__)
EMBEDDED_LIBRARY = "embedded"
PREFIX = "FOOTNOTE_"
FILE_NAME = "settings.toml"
SECRET = ("llm_key", "embedder_key", "reranker_key", "index_key", "password", "metrics_token")
HIGHEST = {"port": 65536}
ALIKE = 0.7  # what a variable has in common with a setting (0–1) that it is taken for a misspelling of
AddingPlace = Literal["here", "workers"]
Care = Literal["standard", "cautious", "balanced", "bold"]


class OtherValues(TypedDict, total=False):
    """The settings that `Assistant.open` takes as keyword arguments, beside `llm`."""

    models: Path
    llm_model: str
    llm_key: str
    llm_context: int
    llm_timeout: float
    llm_at_once: int
    embedder: str
    embedder_model: str
    embedder_key: str
    embedder_query_prompt: str
    embedder_document_prompt: str
    reranker: str
    reranker_model: str
    reranker_key: str
    index: str
    index_key: str
    library: str
    originals: str
    device: str
    threads: int
    passage_tokens: int
    evidence_tokens: int
    answer_tokens: int
    care: Care
    adding: AddingPlace
    read_seconds: float
    read_megabytes: int
    file_megabytes: int
    archive_files: int
    archive_megabytes: int
    archive_levels: int
    port: int
    password: str
    cache_megabytes: int
    metrics_token: str


class SettingValues(OtherValues, total=False):
    """All settings but `home`, by name."""

    llm: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice a person can make, with its default."""

    home: Path
    models: Path
    # "embedded", "none", the path of a .gguf file, or the URL of an OpenAI-compatible server
    llm: str = field(default="embedded", repr=False)  # a URL may hold a password
    llm_model: str = ""  # the model's name at that URL
    llm_key: str = field(default="", repr=False)
    llm_context: int = 4096  # tokens
    llm_timeout: float = 300.0  # seconds
    llm_at_once: int = 0  # answers that are written at a time; 0: 2 by the embedded model, 8 by a server
    # "embedded" (SQLite, in the data folder) or the address of a PostgreSQL database, postgresql://…
    library: str = field(default=EMBEDDED_LIBRARY, repr=False)  # an address may hold a password
    # Where original files are kept: "" (the data folder), another folder, or a URL such as s3://bucket/folder
    originals: str = field(default="", repr=False)  # a URL may hold a password
    # "embedded" (all-MiniLM-L6-v2), the name or path of any sentence-transformers model, or a server's URL
    embedder: str = field(default="embedded", repr=False)
    embedder_model: str = ""  # the model's name at that URL
    embedder_key: str = field(default="", repr=False)
    embedder_query_prompt: str = ""  # what that model wants before a question, such as "query: "
    embedder_document_prompt: str = ""  # and before a passage, such as "passage: "
    # "embedded" (ms-marco-MiniLM-L-12-v2), "none", name or path of a CrossEncoder, or a server's URL
    reranker: str = field(default="embedded", repr=False)
    reranker_model: str = ""  # the model's name at that URL
    reranker_key: str = field(default="", repr=False)
    # Where vectors are kept: "auto", the name of a store, ours or another package's, or a Chroma server's URL
    index: str = field(default="auto", repr=False)
    index_key: str = field(default="", repr=False)  # of that server
    # Of an embedder or reranker that is set here: "auto", or one of torch's, such as "cpu" or "cuda:1"
    device: str = "auto"
    threads: int = 0  # for the embedded models; 0: one a core
    passage_tokens: int = 160  # the embedder's word pieces in a passage, header not counted
    evidence_tokens: int = 120  # about what the language model reads for one question
    answer_tokens: int = 160  # the most that it writes
    # From the fewest answers to the most: "cautious" (5 % wrong), "balanced" (10 %), "standard", "bold"
    care: Care = "standard"
    # Who reads and embeds what is added to a library in PostgreSQL: "here" the page and the command too, or
    # "workers": `footnote work` alone
    adding: AddingPlace = "here"
    read_seconds: float = 120.0  # limit for reading one file
    read_megabytes: int = 2048  # memory limit for reading one file
    file_megabytes: int = 200  # the largest file that is taken
    archive_files: int = 5_000  # the most files in one archive or mail, those in others in it included
    archive_megabytes: int = 1_000  # and their size together, unpacked
    archive_levels: int = 3  # how many archives and mails may lie in one another
    port: int = 7860  # of the page
    password: str = field(default="", repr=False)  # that `footnote serve` asks for
    cache_megabytes: int = 256  # of what `footnote serve` keeps in memory for the next questions
    metrics_token: str = field(default="", repr=False)  # with which `footnote serve` gives its numbers


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as `footnote settings` shows it: `value` is hidden for secrets."""

    name: str
    value: str
    origin: str


TYPES = {name: kind for name, kind in get_type_hints(Settings).items()}


def default_home() -> Path:
    """The platform's user data folder for Footnote."""
    import platformdirs

    return Path(platformdirs.user_data_dir("footnote", appauthor=False))


def default_models() -> Path:
    """The platform's user cache folder for Footnote's weights."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("footnote", appauthor=False)) / "models"


def load_settings(
    home: Path | str | None = None,
    arguments: SettingValues | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force.

    Raises UnknownSetting for a name that does not exist and BadValue for a value that does not fit. A
    variable whose name is like none of a setting is a warning.
    """
    return trace_settings(home, arguments, environ)[0]


def trace_settings(
    home: Path | str | None = None,
    arguments: SettingValues | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[Settings, list[Setting]]:
    """The settings in force, and each one's value and where it came from."""
    environ = os.environ if environ is None else environ
    from_environ = _from_environ(environ)
    passed: dict[str, object] = dict(arguments or {})
    if home is not None:
        passed["home"] = home
    folder = (
        Path(str(passed.get("home") or from_environ.get("home") or default_home())).expanduser().absolute()
    )
    layers: list[tuple[str, Mapping[str, object]]] = [
        ("argument", passed),
        ("environment", from_environ),
        (FILE_NAME, _from_file(folder / FILE_NAME)),
    ]
    values: dict[str, Any] = {"home": folder}  # Any: each is checked against the field's type
    origins: dict[str, str] = {}
    for origin, layer in layers:
        for name, value in layer.items():
            if name not in TYPES:
                _refuse(name, origin)
                continue
            if name not in origins:
                origins[name] = f"{PREFIX}{name.upper()}" if origin == "environment" else origin
                values[name] = _convert(name, value) if name != "home" else folder
    values.setdefault("models", default_models().absolute())
    settings = Settings(**values)
    return settings, [
        Setting(
            field.name,
            shown_value(field.name, getattr(settings, field.name)),
            origins.get(field.name, "default"),
        )
        for field in fields(settings)
    ]


def shown_value(name: str, value: object) -> str:
    """A setting's value as people see it: keys are hidden, and so are passwords in addresses."""
    if name in SECRET:
        return "(set, hidden)" if value else "(not set)"
    if name in ("library", "originals"):
        return displayed_address(str(value))
    return without_password(str(value))


def _refuse(name: str, origin: str) -> None:
    """Raises UnknownSetting, but for a variable that is like no setting: it may be another program's."""
    alike = get_close_matches(name, TYPES, 1, ALIKE)
    if origin != "environment" or alike:
        step = f"Did you mean {alike[0]}? " if alike else ""
        raise UnknownSetting(f"There is no setting {name!r} ({origin}).", f"{step}Known: {', '.join(TYPES)}.")
    _warn(f"{PREFIX}{name.upper()} is no setting of Footnote's, and is left out.")


@cache
def _warn(line: str) -> None:
    """Warns once: the settings are read several times."""
    logger.warning("%s", line)


def _from_environ(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        name[len(PREFIX) :].lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and value != ""
    }


def _from_file(path: Path) -> dict[str, object]:
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):  # the folder itself is looked at later
        return {}
    except OSError as error:
        raise BadValue(
            f"{path} cannot be read ({error.strerror}).", f"Mend that, or choose another with {PREFIX}HOME."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadValue(
            f"{path} is not valid TOML ({error}).", "Mend that line, or move the file away."
        ) from error
    if "home" in values:
        raise BadValue(
            f"{path} sets 'home', but it lies in the data folder itself.", f"Use {PREFIX}HOME instead."
        )
    return values


_KINDS: Mapping[type, str] = {int: "a whole number", float: "a number", str: "some text", Path: "a path"}


def _convert(name: str, value: object) -> Any:  # Any: the field's own type
    kind = TYPES[name]
    if get_args(kind):
        return _chosen(name, str(value), get_args(kind))
    if isinstance(value, bool):
        raise BadValue(f"{name} cannot be {value}.", f"Give it {_KINDS[kind]}.")
    try:
        converted = Path(str(value)).expanduser().absolute() if kind is Path else kind(value)
    except (TypeError, ValueError):
        raise BadValue(f"{name} cannot be {value!r}.", f"Give it {_KINDS[kind]}.") from None
    if isinstance(converted, (int, float)) and not 0 <= converted < HIGHEST.get(name, math.inf):
        raise BadValue(f"{name} cannot be {value!r}.", "Give it a number from 0 up that fits.")
    if name == "index":
        check_store(str(converted))
    if name in ("embedder", "reranker"):
        _check_search_model(name, str(converted))
    if name == "library" and converted != EMBEDDED_LIBRARY:
        check_address(str(converted))
    if name == "llm" and not _is_model(str(converted)):
        address = str(value).rpartition("@")[2]  # before it may stand a password
        raise BadValue(f"llm cannot be {address!r}.", "Set it to embedded, none, a .gguf file or a URL.")
    return converted


def _check_search_model(name: str, value: str) -> None:
    if is_address(value):
        check_server(name, value, "http://127.0.0.1:8080/v1")
    elif lacks_scheme(value):
        address = value.rpartition("@")[2]  # before it may stand a password
        raise BadValue(
            f"{name} cannot be {address!r}: an address begins with http:// or https://.",
            f"Set it to http://{address}, or to the name of a model.",
        )


def _chosen(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise BadValue(f"{name} cannot be {value!r}.", f"Set it to one of {', '.join(choices)}.")
    return value


def _is_model(llm: str) -> bool:
    return llm in ("embedded", "none") or llm.endswith(".gguf") or "://" in llm
