"""From a web page's tree to its pieces of visible text, in reading order, without recursion."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.readers.html.elements import (
    BLANK,
    HEADINGS,
    INLINE,
    is_around,
    is_contact,
    is_main,
    opens,
    stands_apart,
)
from documents.readers.html.lists import OpenList, opened
from documents.readers.html.pieces import Piece, PieceKind, quoted, with_typed_lists
from documents.readers.html.tables import Table, closed
from documents.readers.typed_lists import own_lines
from documents.readers.writing import raised
from documents.text.blocks import NEXT, PAIR

UNSEEN = frozenset(
    "script style template noscript head object svg select datalist iframe canvas audio video noframes rp "
    "annotation annotation-xml".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li listing main menu nav ol optgroup "
    "p plaintext pre search section summary table caption tbody td textarea tfoot th thead tr ul xmp".split()
)
_LISTS = ("ul", "ol", "menu", "dir", "dl")
_CODE = ("pre", "listing", "xmp", "plaintext")
_CONTROLS = ("button", "label", "legend", "textarea")
_CONTAINERS = ("div", "section", "main", "article", "center", "form", "td")
_OUTERMOST = 30  # containers that are noted
_BREAK = "\u2028"  # a line's end within a piece
_LONGEST_JOINED = 1_000  # characters of an item up to which its further paragraphs are joined to it
_DEEPEST = 9  # depths of lists and quotes; deeper ones are written as this
_PUNCTUATED = (":", "?", ".", "!", "–", "—")


@dataclass(slots=True)
class _Context:
    """An open element that says what the text in it is; `piece` is the item that it began."""

    element: Any  # an lxml element, which has no types
    kind: PieceKind | None = None  # None: as running text, whatever it stands in
    level: int = 1
    number: str = ""
    control: bool = False
    term: Piece | None = None  # of a definition: the item of its term
    used: bool = False
    piece: Piece | None = None


def pieces_of(root: Any) -> list[Piece]:
    """The visible text below an element, piece by piece."""
    from lxml import etree  # type: ignore[import-untyped]

    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if walk.begin(element):
                events.skip_subtree()
        else:
            walk.end(element)
    walk.flush()
    return with_typed_lists(walk.pieces)


class _Walk:
    """What is open at a place of the page, and the pieces so far."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._parts: list[str] = []  # of the piece that is being read
        self._linked = 0
        self._broken = False  # a line's end came last
        self._after_link = False
        self._links = 0
        self._quotes = 0
        self._contexts: list[_Context] = [_Context(None)]
        self._lists: list[OpenList] = []
        self._new_list = False  # a list of its own has begun and no item of it was read
        self._tables: list[Table] = []
        self._around: list[Any] = []
        self._mains: list[tuple[Any, bool]] = []  # and whether it is the page's main part, or an article
        self._containers: list[tuple[Any, int]] = []  # the open ones, and their numbers
        self._numbered = 0
        self._level = 1  # of the last heading
        self._term: Piece | None = None  # the item of the last term, and whether it has a definition
        self._defined = False
        self._begins: dict[str, Callable[[Any], None]] = {
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(_LISTS, self._list),
            **dict.fromkeys(_CODE, lambda element: self._open(element, "code")),
            **dict.fromkeys(_CONTROLS, lambda element: self._open(element, "paragraph", control=True)),
            **dict.fromkeys(("figcaption", "caption"), lambda element: self._open(element, "caption")),
            **dict.fromkeys(("td", "th"), self._cell),
            "dd": lambda element: self._open(element, "item", level=self._depth(), term=self._term),
            "li": self._item, "dt": self._dt,
            "table": self._table, "tr": self._row, "blockquote": self._blockquote,
        }  # fmt: skip

    def begin(self, element: Any) -> bool:
        """Takes in an element's beginning; whether all that is in it goes unseen."""
        tag = element.tag
        if tag in UNSEEN:
            return True
        if tag == "a":
            self._links += not is_contact(element)
            self._add_text(" " if self._after_link else "")
        elif tag == "br":
            self._break()
        elif tag == "img":  # two words on either side of a picture are two
            self._add_text(" ")
        elif tag == "input":
            self._input(element)
        elif tag in _BLOCKS:
            self._block(element)
        elif tag == "sup" and (raised := self._raised(element)):
            self._add_text(raised)
            return True
        elif tag in INLINE and stands_apart(element):
            self._add_text(" ")
        elif "-" in tag:  # of the page's own making, and hardly ever a part of a word
            self._add_text(" ")
        self._add_text(element.text)
        return False

    def _raised(self, element: Any) -> str:
        """A raised number as it is read, where the text before it would swallow it: "10³", "£35 [1]".

        "" for any other.
        """
        text = "".join(element.itertext()).strip(BLANK)
        if not text.isdecimal() or not text.isascii():
            return ""
        if self._links or element.find(".//a") is not None:  # it leads to a note
            return f" [{text}]"
        number = raised("".join(self._parts[-1:]), text)
        return "" if number == text else number

    def end(self, element: Any) -> None:
        """Takes in an element's end, and the text behind it."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_block(element)
        elif tag == "a":
            self._links -= not is_contact(element)
            self._after_link = True
        elif "-" in tag and tag not in UNSEEN:
            self._add_text(" ")
        self._add_text(element.tail)

    def flush(self) -> None:
        """Makes a piece of the text that was read since the last one."""
        text = "".join(self._parts).replace("\xad", "")
        linked = self._linked
        self._parts.clear()
        self._linked = 0
        self._broken = self._after_link = False
        if text.strip(BLANK):
            self._piece(text, linked)

    # What comes in

    def _add_text(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._linked += len(text) if self._links else 0
            self._after_link = False
            self._broken = self._broken and text.isspace()

    def _break(self) -> None:
        if self._contexts[-1].kind == "code":
            self._parts.append("\n")
        elif self._broken:  # an empty line parts paragraphs
            self.flush()
        else:
            self._add_text(_BREAK)
            self._broken = True

    def _input(self, element: Any) -> None:
        """A button's words; what a person would have filled in is not the page's."""
        if element.get("type", "").lower() in ("submit", "button", "reset") and element.get("value"):
            self.flush()
            self._contexts.append(_Context(element, "paragraph", control=True))
            self._add_text(element.get("value"))
            self.flush()
            self._contexts.pop()

    def _block(self, element: Any) -> None:
        if self._contexts[-1].kind == "code":  # a line of it
            self._parts.append("\n")
            return
        if self._contexts[-1].kind and element.tag in _CONTROLS:  # a heading or an item that can be pressed
            self._add_text(" ")
            return
        self.flush()
        if is_around(element, within_main=bool(self._mains)):
            self._around.append(element)
        elif element.tag == "article" or is_main(element):
            self._mains.append((element, element.tag != "article"))
        if element.tag in _CONTAINERS:
            self._numbered += 1
            self._containers.append((element, self._numbered))
        begin = self._begins.get(element.tag)
        if not self._around and opens(element):
            self._open(element, "heading", level=min(self._level + 1, len(HEADINGS)))
        elif begin:
            begin(element)

    def _end_block(self, element: Any) -> None:
        context = self._contexts[-1]
        if context.kind == "code" and context.element is not element:
            return
        if element.tag in _CONTROLS and context.element is not element:
            self._add_text(" ")
            return
        self.flush()
        if context.element is element:
            self._contexts.pop()
        if self._around and self._around[-1] is element:
            self._around.pop()
        if self._mains and self._mains[-1][0] is element:
            self._mains.pop()
        if self._containers and self._containers[-1][0] is element:
            self._containers.pop()
        if self._lists and self._lists[-1].element is element:
            self._lists.pop()
        self._quotes -= element.tag == "blockquote"
        if self._tables:
            self._end_of_table(element)

    # Elements that say what their text is

    def _open(self, element: Any, kind: PieceKind | None, **fields: Any) -> None:  # Any: fields of _Context
        self._contexts.append(_Context(element, kind, **fields))

    def _heading(self, element: Any) -> None:
        self._level = int(element.tag[1])
        self._open(element, "heading", level=self._level)

    def _blockquote(self, element: Any) -> None:
        self._quotes += 1
        self._open(element, None)

    def _list(self, element: Any) -> None:
        self._new_list = self._new_list or not self._lists
        self._lists.append(opened(element))

    def _item(self, element: Any) -> None:
        number = self._lists[-1].number(element) if self._lists else ""
        self._open(element, "item", level=self._depth(), number=number)

    def _dt(self, element: Any) -> None:
        self._term, self._defined = None, False
        self._open(element, "item", level=self._depth())

    def _depth(self) -> int:
        return min(max(1, len(self._lists)), _DEEPEST)

    def _table(self, element: Any) -> None:
        if self._tables:
            self._tables[-1].nested = True
        self._tables.append(Table(element, len(self.pieces)))

    def _row(self, element: Any) -> None:
        if self._tables:
            parent = element.getparent()
            self._tables[-1].begin_row(parent is not None and parent.tag == "thead")

    def _cell(self, element: Any) -> None:
        if self._tables:
            self._tables[-1].begin_cell(element, len(self.pieces))
        self._open(element, None)

    def _end_of_table(self, element: Any) -> None:
        table = self._tables[-1]
        if element.tag in ("td", "th"):
            table.end_cell(len(self.pieces))
        elif table.element is element:
            self._tables.pop()
            if not table.nested:  # else it places other tables, and its pieces stay as they are
                pieces = closed(table, self.pieces[table.start :])
                for piece in pieces:
                    if piece.kind in ("table", "caption"):
                        self._place(piece)
                self.pieces[table.start :] = [part for piece in pieces for part in self._as_it_stands(piece)]

    # What becomes of the text

    def _piece(self, text: str, linked: int) -> None:
        context = self._contexts[-1]
        if context.kind in (None, "paragraph") and not self._tables:
            whole, (*before, text) = len(text), own_lines(text.split(_BREAK))
            for line in before:
                self._piece(line, linked * len(line) // whole)
            linked = linked * len(text) // whole if before else linked
        if context.kind != "code":
            text = " ".join(text.split())
        if context.kind == "item":
            self._add_item(context, text, linked)
            return
        if context.kind == "heading":
            text = self._mark() + text
        self._add(
            Piece(context.kind or "paragraph", text, context.level, linked=linked, control=context.control)
        )

    def _add(self, piece: Piece) -> None:
        self._place(piece)
        self.pieces += self._as_it_stands(piece)

    def _place(self, piece: Piece) -> None:
        piece.around = bool(self._around)
        piece.main = any(is_main_part for _, is_main_part in self._mains[:_OUTERMOST])
        containers = self._containers[:_OUTERMOST]
        piece.inside = tuple(number for _, number in containers)
        articles = (
            depth for depth, (container, _) in enumerate(containers, start=1) if container.tag == "article"
        )
        piece.article = next(articles, 0)

    def _as_it_stands(self, piece: Piece) -> list[Piece]:
        """The piece, or inside a quotation what becomes of it there."""
        if self._quotes and piece.kind != "quote":
            return quoted(piece, min(self._quotes, _DEEPEST))
        return [piece]

    def _mark(self) -> str:
        """The number of the item that a heading begins, which is then shown with the heading."""
        around = self._contexts[-2]
        if around.kind != "item" or around.used or not around.number:
            return ""
        around.used = True
        return f"{around.number} "

    def _add_item(self, context: _Context, text: str, linked: int) -> None:
        before = context.piece or context.term
        if before and self.pieces and self.pieces[-1] is before and len(before.text) < _LONGEST_JOINED:
            before.text += self._joint(context, before.text) + text
            before.linked += linked
            context.piece = before
        elif context.used:
            self._add(Piece("paragraph", text, linked=linked))
        else:
            context.piece = Piece(
                "item", text, context.level, context.number, first=self._new_list, linked=linked
            )
            self._new_list = False
            self._add(context.piece)
        context.used = True
        if context.element.tag == "dt":
            self._term = context.piece

    def _joint(self, context: _Context, before: str) -> str:
        """What stands between an item and more of it: a mark after a term, and between two definitions."""
        if context.used or context.term is None:
            return " "
        first, self._defined = not self._defined, True
        if first:
            return " " if before.endswith(_PUNCTUATED) else PAIR
        return NEXT
