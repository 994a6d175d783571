"""Web pages: the main text, with title, date and headings, and nothing that a reader cannot see."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.encodings import decode, doubts, scrub
from documents.errors import EmptyDocument
from documents.types import Heading, RawDocument

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,40})",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?<![\w-])opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_UNSEEN = ("script", "style", "template", "noscript", "head", "object", "svg", "select")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_SHORT = 40  # characters; below its default of 250 trafilatura drops tables and headings and takes the menus
_LEAST = 25  # characters of main text below which the whole page is taken


def read(path: Path) -> RawDocument:
    """The page's main text; all visible text where no main text can be told apart.

    Raises EmptyDocument where nothing can be seen.
    """
    page = _decode(path.read_bytes())
    title, date, text, heads = _main(_tree(page))
    if len(text.strip()) < _LEAST:
        tree = _tree(page)  # anew: the other one was changed, and a copy of it would double the memory
        text = _visible(tree)
        heads = [(int(e.tag[1]), _flat(e)) for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    text = scrub(text).strip() + "\n"
    if not text.strip():
        raise EmptyDocument(
            "The web page has no text.",
            "If its text appears only in a browser, print it to PDF and add that.",
        )
    return RawDocument(
        text=text,
        media_type="text/html",
        title=title,
        date=date,
        headings=tuple(_located(text, heads)),
        notes=tuple(doubts(text)),
    )


def _decode(data: bytes) -> str:
    """The page as text: UTF-8 if it is that, else the encoding that it names, else the likeliest."""
    try:
        return decode(data[:3] + data[3:].decode("utf-8").encode("utf-8"))
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
    try:
        return data.decode(named[1].decode("ascii")) if named else decode(data)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _tree(page: str) -> Any:  # Any: an lxml element, which has no types
    """The page without scripts, comments and hidden parts."""
    from lxml import etree, html  # type: ignore[import-untyped]

    page = re.sub(r"^\s*<\?xml[^>]*>", "", page)  # lxml refuses text that names an encoding
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyDocument("The web page has no text.", "Check that the page was saved whole.") from error
    for element in [element for element in tree.iter(etree.Element) if _is_hidden(element)]:
        if element.getparent() is not None:  # else it went with one around it
            element.drop_tree()
    return tree


def _is_hidden(element: Any) -> bool:
    if element.tag in ("html", "body"):
        return False
    return "hidden" in element.attrib or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _main(tree: Any) -> tuple[str | None, str | None, str, list[tuple[int, str]]]:
    """Title, date, main text and its headings (level, text) by trafilatura, which changes the tree."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORT))
    title = _title(tree)
    page = bare_extraction(
        tree,
        config=config,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None:
        return title, None, "", []
    heads = [(_level(head), _flat(head)) for head in page.body.iter("head")] if page.body is not None else []
    return page.title or title, page.date, page.text or "", heads


def _title(tree: Any) -> str | None:
    found = tree.find(".//title")
    return (_flat(found) or None) if found is not None else None


def _level(head: Any) -> int:
    digits = re.sub(r"\D", "", head.get("rend", ""))
    return int(digits) if digits else 2


def _flat(element: Any) -> str:
    return " ".join(scrub("".join(element.itertext())).split())


def _located(text: str, heads: list[tuple[int, str]]) -> Iterator[Heading]:
    """The headings that stand in the text as a line of their own, in order."""
    names = {name for _, name in heads if name}
    places: dict[str, list[int]] = {}
    for line in re.finditer(r"[^\n]+", text):
        if (content := line[0].rstrip(" \t")) in names:
            places.setdefault(content, []).append(line.start())
    after = 0
    for level, name in heads:
        later = places.get(name, [])
        number = bisect_left(later, after)
        if number < len(later):
            yield Heading(level, name, later[number])
            after = later[number] + len(name)


def _visible(tree: Any) -> str:
    """All text that a browser would show, a block a line."""
    parts: list[str] = []
    _collect(tree, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(root: Any, parts: list[str]) -> None:
    """Walk without recursion: a page may be nested thousands deep."""
    from lxml import etree

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        unseen = element.tag in _UNSEEN
        skipped += unseen * (1 if event == "start" else -1)
        if element.tag in _BLOCKS:
            parts.append("\n")
        piece = element.text if event == "start" else element.tail
        if piece and not skipped:
            parts.append(piece.replace("\n", " "))
