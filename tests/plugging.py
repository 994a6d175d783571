"""How tests have packages that are not installed: beside their code lies what an installation would write."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from documents.plugins import loaded

PACKAGE = Path(__file__).with_name("example_package")


def write_metadata(site: Path, name: str, entry_points: dict[str, dict[str, str]]) -> None:
    """The metadata of a package as an installer leaves it in the folder `site`."""
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    groups = (
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in points.items())
        for group, points in entry_points.items()
    )
    (folder / "entry_points.txt").write_text("\n".join(groups))


@contextmanager
def plug_in(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example package, in this process and in the children that it starts."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]
    write_metadata(site, project["name"], project["entry-points"])
    for folder in (PACKAGE, site):
        monkeypatch.syspath_prepend(folder)
        monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")
    loaded.cache_clear()
    yield
    loaded.cache_clear()
