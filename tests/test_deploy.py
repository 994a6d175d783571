"""What deploy/ and others say of installing and running is so here. Nothing of it is started."""

import configparser
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from assistant.cli.main import build_cli
from assistant.serving.health import HEALTH
from assistant.serving.workers import LAST_SECONDS
from assistant.settings import PREFIX, TYPES, load_settings
from documents.errors import pip_install

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"] == "footnote"}
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNITS = {path.name: path for path in sorted((DEPLOY / "systemd").glob("*.service"))}


def parsed(words):
    """The options of one of our commands; fails for one that there is not."""
    command = build_cli().commands[words[0]]
    return command.make_context(words[0], list(words[1:])).params


def seconds(text):
    return float(text.removesuffix("s"))


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNITS[name], encoding="utf-8")
    return parser


def test_there_are_all_parts():
    assert {"page", "work", "database", "chroma", "model"} == set(COMPOSE["services"])
    assert {"page", "work"} == set(OURS)
    assert len(UNITS) == 4


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_is_started_by_words_that_there_are(name):
    options = parsed(OURS[name]["command"])
    if name == "page":
        assert options["workers"] > 1
        assert seconds(OURS[name]["stop_grace_period"]) > options["grace"] + LAST_SECONDS


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_has_settings_that_there_are(name, home):
    environ = {
        key: re.sub(r"\$\{\w+:?[?-]?\}", "a-password", value) for key, value in settings_of(name).items()
    }
    assert environ["FOOTNOTE_LIBRARY"].startswith("postgresql://")
    settings = load_settings(home, environ=environ)
    assert settings.llm == "http://model:8080/v1"
    if name == "page":
        assert settings.password


def settings_of(name):
    return OURS[name]["environment"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_may_do_little(name):
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["tmpfs"] == ["/tmp"]
    assert {volume.split(":")[1] for volume in service["volumes"]} == set(
        re.search(r"VOLUME (\[.*\])", DOCKERFILE)[1].strip("[]").replace('"', "").split(", ")
    )


def test_volumes_and_services_that_are_named_are_there():
    services = COMPOSE["services"].values()
    volumes = {volume.split(":")[0] for service in services for volume in service.get("volumes", ())}
    assert {name for name in volumes if "$" not in name} == set(COMPOSE["volumes"])
    for service in services:
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"])
    hosts = set(re.findall(r"(?://|@)(\w+):\d+", " ".join(settings_of("page").values())))
    assert hosts == {"database", "chroma", "model"}


def test_the_image_is_made_of_what_is_there():
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M):
        assert [name for name in line.split() if not (ROOT / name).exists()] == []
    extras = re.search(r"'\.\[([\w,-]+)\]'", DOCKERFILE)[1].split(",")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(extras) <= set(project["project"]["optional-dependencies"])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [extra for extra in extras if f"pip install '.[{extra}]'" not in readme] == []


@pytest.mark.parametrize(
    "folder", ["assistant", "deploy", "docs", "documents", "evals", "index", "scripts", ""]
)
def test_nothing_is_installed_from_an_index_under_our_name(folder):
    """There `footnote` is somebody else's package."""
    paths = [path for path in (ROOT / folder).glob("**/*" if folder else "*") if path.is_file()]
    told = re.compile(rb"footnote\[|pip install[^\n]* '?footnote\b")
    assert paths
    assert [
        path for path in paths if "__pycache__" not in path.parts and told.search(path.read_bytes())
    ] == []


def test_an_extra_is_installed_by_the_command_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for extra in ("server", "s3", "ocr", "local-llm"):
        assert pip_install(extra).startswith(f"pip install '.[{extra}]' in ")
        assert f"pip install '.[{extra}]'" in readme


def test_the_image_runs_our_command_and_not_as_root():
    last = DOCKERFILE.split("FROM ")[-1]
    assert re.search(r"^USER (\S+)", last, re.M)[1] == "footnote"
    assert last.index("USER footnote") < last.index("ENTRYPOINT")
    assert re.search(r"ENTRYPOINT \[(.*)\]", last)[1] == '"footnote"'
    assert parsed([word.strip(' "') for word in re.search(r"^CMD \[(.*)\]", last, re.M)[1].split(",")])[
        "host"
    ]
    assert HEALTH in last
    assert [name for name in re.findall(rf"{PREFIX}(\w+)=", last) if name.lower() not in TYPES] == []


def test_what_the_image_needs_is_not_ignored():
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M) for name in line.split()
    }
    assert {line[1:] for line in kept if line.startswith("!")} == copied


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_what_a_unit_needs(name):
    parser = unit(name)
    service = parser["Service"]
    assert service["User"] == "footnote"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert parser["Install"]["WantedBy"] == "multi-user.target"
    program, *words = shlex.split(service["ExecStart"])
    if program.endswith("/footnote"):
        options = parsed(words)
        assert service["KillMode"] == "mixed"  # the page tells its workers itself
        assert seconds(service["TimeoutStopSec"]) > options.get("grace", 0) + LAST_SECONDS
        names = re.findall(rf"{PREFIX}(\w+)=", service["Environment"])
        assert names
        assert [each for each in names if each.lower() not in TYPES] == []
