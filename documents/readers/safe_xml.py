"""How XML from a file is parsed: nothing it names is fetched, nothing it defines filled in, depth bounded."""

from typing import Any

SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def safe_parser() -> Any:  # Any: lxml has no types
    """A parser for a whole tree, without comments and instructions."""
    from lxml import etree  # type: ignore[import-untyped]

    return etree.XMLParser(remove_comments=True, remove_pis=True, **SAFE)
