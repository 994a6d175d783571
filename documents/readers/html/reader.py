"""Web pages: all that can be seen, with the furniture around the text marked; title, date and author."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from documents.errors import EmptyDocument
from documents.readers.html.elements import HEADINGS, beginning, role_of
from documents.readers.html.furniture import mark
from documents.readers.html.pieces import write_pieces
from documents.readers.html.walk import pieces_of
from documents.readers.writing import TextWriter
from documents.reading.encodings import as_browsers_do, decode, doubts, on_one_line
from documents.types import RawDocument

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,40})",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|text-decoration(?:-line)?\s*:\s*line-through",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(
    r"visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_MOVES = re.compile(r"transform|animation|transition", re.IGNORECASE)  # into view, as the page is read
_MOVED = re.compile(r"\b(?:wow|aos|reveal|animat)", re.IGNORECASE)
_STRUCK = ("del", "s", "strike")  # what no longer holds
_OPENS = "//@aria-controls | //@data-target | //@data-bs-target"  # name what a press shows
_OVERLAY = re.compile(r"modal|dialog|popup|dropdown|toast|tooltip|menu|overlay", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"og:type article|article:published_time", re.IGNORECASE)
_ARTICLE_TYPE = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"\w{0,20}(?:Article|Posting)\"")
_Facts = dict[str, str | None]  # fields of a RawDocument
# Characters; below its default of 250 trafilatura drops tables and headings and takes the menus.
_SHORT_TEXT = 40
_LARGEST, _DEEPEST = 10_000, 80  # elements of a page and their depth, up to which trafilatura is quick
_MORE_WORDS = 3  # that a title has beside those of the heading
_PARTS = re.compile(r" [-–—:] | ?[|·•»] ?")  # of a page's title: what it is about, and the site
_WORD = re.compile(r"\w+")
_SITE_WORDS = 6  # of the name of a site


def read(path: Path) -> RawDocument:
    """The page's visible text, in reading order. Raises EmptyDocument where nothing can be seen."""
    writer = TextWriter()
    facts = write_page(writer, page_text(path.read_bytes()), furniture=True)
    if not writer.text:
        raise EmptyDocument(
            "The web page has no text.",
            "If its text appears only in a browser, print it to PDF and add that.",
        )
    return writer.document("text/html", notes=tuple(doubts(writer.text)), **facts)


def write_page(writer: TextWriter, page: str, *, furniture: bool = False) -> _Facts:
    """Writes all that can be seen of a page or of a part of one: of a mail, of a chapter.

    `furniture`: menus, banners and the like are marked, as on the pages of a site; then it returns what
    the page states of itself.
    """
    tree = visible_tree(page)
    if tree is None:
        return {}
    pieces = pieces_of(tree)
    facts: _Facts = {}
    if furniture:
        is_article = _is_article(tree)
        facts, main = _main(tree)  # which changes the tree
        del tree
        mark(pieces, main, is_article=is_article)
    write_pieces(writer, pieces)
    return facts


def page_text(data: bytes) -> str:
    """The page as text: UTF-8 if it is that, else the encoding that it names, else the likeliest."""
    try:
        return decode(data[:3] + data[3:].decode("utf-8").encode("utf-8"))
    except UnicodeDecodeError:
        charset = _CHARSET.search(data[:4096])
    try:
        return data.decode(as_browsers_do(charset[1].decode("ascii"))) if charset else decode(data)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def visible_tree(page: str) -> Any:  # Any: an lxml element, which has no types
    """The page without comments and hidden parts; None where it has no element."""
    from lxml import etree, html  # type: ignore[import-untyped]

    page = re.sub(r"^\s*<\?xml[^>]*>", "", page)  # lxml refuses text that names an encoding
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(page, parser=parser)
        if any("xcessive depth" in entry.message for entry in parser.error_log):
            tree = _deep_tree(page)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for element in _hidden(tree):
        element.clear(keep_tail=True)
        element.tag = "span"
    return tree


def _deep_tree(page: str) -> Any:
    """The same for a page nested deeper than libxml2 builds a tree itself: there it leaves out the rest."""
    from lxml import etree, html

    parser = html.HTMLParser(target=etree.TreeBuilder(), huge_tree=True)
    parser.feed(page)
    return parser.close()


def _hidden(tree: Any) -> list[Any]:
    """The elements that are hidden, without those inside them."""
    from lxml import etree

    # By XPath, since each element that Python sees of a very deep tree costs a walk to its root.
    targets = etree.XPath(_OPENS, smart_strings=False)(tree)
    opened = {name.removeprefix("#") for names in targets for name in names.split()}
    hidden = []
    events = etree.iterwalk(tree, events=("start",))
    for _, element in events:
        if _is_hidden(element) and not _is_panel(element, opened):
            hidden.append(element)
            events.skip_subtree()
    return hidden


def _is_hidden(element: Any) -> bool:
    """Whether nobody sees an element, or sees it struck out."""
    if element.tag in ("html", "body"):
        return False
    style = element.get("style", "")
    if "hidden" in element.attrib or element.tag in _STRUCK or _HIDDEN_STYLE.search(style):
        return True
    moves = _MOVES.search(style) or _MOVED.search(element.get("class", "")[:200])
    return bool(_UNSHOWN.search(style)) and not moves


def _is_panel(element: Any, opened: Collection[str]) -> bool:
    """Whether a person sees a hidden element after a press: a tab's panel, the answer below a question."""
    role = role_of(element)
    if element.tag in _STRUCK or _OVERLAY.search(f"{role} {element.get('class', '')[:200]}"):
        return False
    if role == "tabpanel" or element.get("id") in opened:
        return True
    before = element.getprevious()
    if before is None or not (
        before.tag in HEADINGS or before.tag in ("button", "dt") or role_of(before) == "button"
    ):
        return False
    return beginning(before).endswith("?")


def _is_article(tree: Any) -> bool:
    """Whether a page says that it is an article, as those of newspapers and blogs do to be shared."""
    properties = (f"{meta.get('property', '')} {meta.get('content', '')}" for meta in tree.iter("meta"))
    if any(_OF_ARTICLE.match(words) for words in properties):
        return True
    data = (script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", ""))
    return any(_ARTICLE_TYPE.search(text) for text in data)


def _main(tree: Any) -> tuple[_Facts, str]:
    """Facts and main text by trafilatura, which changes the tree; no main text of an unusual page."""
    from lxml import etree, html
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import use_config

    title = _title(tree)
    dates = {"extensive_search": False, "original_date": True}
    if not isinstance(tree, html.HtmlElement):  # a deep page, of which trafilatura takes nothing
        return {"title": title}, ""
    if not _is_usual(tree):
        return _facts(extract_metadata(tree, date_config=dates), title), ""
    etree.strip_attributes(tree, "colspan", "rowspan")  # what spans thousands of columns takes it minutes
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORT_TEXT))
    page = bare_extraction(
        tree,
        config=config,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params=dates,
    )
    if page is None:
        return {"title": title}, ""
    return _facts(page, title), page.text or ""


def _facts(page: Any, title: str | None) -> _Facts:
    heading = page.title or title
    title_with_site = _with_site(heading, title) if heading and title else heading
    return {"title": title_with_site, "date": page.date, "author": page.author}


def _with_site(heading: str, title: str) -> str:
    """A page's heading with the name of the site or firm that its title ends, or begins, with.

    Its passages seldom say again whose they are. A title that has all of the heading and a few words more
    goes before it.

    >>> _with_site("List of charges", "Charges 2025 - Pennard Savings Bank")
    'List of charges – Pennard Savings Bank'
    >>> _with_site("Opening hours", "Opening hours | Museum"), _with_site("DW 620", "DW 620 dishwasher")
    ('Opening hours – Museum', 'DW 620 dishwasher')
    """
    parts = _PARTS.split(title)
    own = set(_WORD.findall(heading.lower()))
    for part in (parts[-1], parts[0]):
        words = _WORD.findall(part.lower())
        if len(parts) > 1 and 0 < len(words) <= _SITE_WORDS and own.isdisjoint(words):
            return f"{heading} – {part}"
    more = set(_WORD.findall(title.lower())) - own
    return title if own <= set(_WORD.findall(title.lower())) and 0 < len(more) <= _MORE_WORDS else heading


def _is_usual(tree: Any) -> bool:
    """Whether the page has the size and depth of one of a site: trafilatura takes hours for others."""
    from lxml import etree

    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST or count > 2 * _LARGEST:
            return False
    return True


def _title(tree: Any) -> str | None:
    title = tree.find(".//title")
    return on_one_line("".join(title.itertext())) or None if title is not None else None
