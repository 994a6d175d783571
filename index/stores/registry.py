"""The stores that the setting `index` chooses from: ours, and those of other packages by entry point.

A new one of ours is a module with the functions of `Store` and a line in STORES; another package names such a
module in its entry points' group `footnote.stores`.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from documents.errors import BadValue
from documents.plugins import installed, load
from index.servers.addresses import check_server, is_address
from index.stores import chroma
from index.stores.dense import Store

AUTOMATIC = "auto"  # the setting that chooses the store that suits the library
CHROMA = "chroma"
STORES: Mapping[str, Store] = {CHROMA: chroma}
GROUP = "footnote.stores"
_FOREIGN = "store-"  # begins the names of the folders of other packages' stores: none of ours has such a name


def store_names() -> list[str]:
    """What the setting may be; no other package's module is loaded for it."""
    foreign = [point.name for point in installed(GROUP) if re.fullmatch(r"[\w-]+", point.name)]
    return list(dict.fromkeys([*STORES, *foreign]))


def check_store(name: str) -> None:
    """Raises BadValue where the setting cannot be this: no store has this name, or it is no address."""
    if is_address(name):
        check_server("index", name, "http://127.0.0.1:8000")
        return
    if name not in (AUTOMATIC, *STORES) and name not in store_names():
        known = ", ".join([AUTOMATIC, *store_names()])
        raise BadValue(
            f"index cannot be {name!r}: no package that is installed has such a store.",
            f"Install the package, or set index to one of {known}, or to the address of a Chroma server.",
        )


def store_named(name: str) -> Store:
    """The store of this name. Raises BadValue where there is none, PluginFailed where it does not load."""
    check_store(name)
    if name in STORES:
        return STORES[name]
    store: Store = load(next(point for point in installed(GROUP) if point.name == name))
    return store


def store_folder(home: Path, name: str) -> Path:
    """Where in the data folder a store has its files."""
    return home / (name if name in STORES else f"{_FOREIGN}{name}")


def other_folders(home: Path, name: str | None) -> list[Path]:
    """The folders of stores that were chosen before this one, also of such that are no longer installed.

    None: of all stores, where none in the data folder is chosen now.
    """
    folders = [*(home / own for own in STORES), *home.glob(f"{_FOREIGN}*")]
    chosen = None if name is None else store_folder(home, name)
    return [folder for folder in folders if folder != chosen and folder.exists()]
