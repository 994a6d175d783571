"""The parts of an answer as HTML: found words, lists and steps, a cell, sides, a change, a summary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.export.flagged import Flagged
from assistant.phrases import more_in_document
from assistant.showing.spanning import spanning
from assistant.types import Answer, Citation, Section, Sentence, Value
from assistant.ui import words
from assistant.ui.render.html import escape
from assistant.ui.render.quotes import open_place, warning
from assistant.ui.render.sentences import sentence, sentences

LARGE = 24  # characters of a value that is set large; a longer one would fill the page
SHOWN_ITEMS = 10  # of a list; the rest is folded
Part = tuple[Section, tuple[Sentence, ...]]


def sections(one: Answer, numbers: Mapping[Citation, int], flagged: Flagged) -> str:
    """The parts of an answer in order; sides of a comparison that follow each other stand side by side.

    Where the answer is not sure, the words of the question are bold.
    """
    look = _Look(numbers, flagged, one.standalone_question if one.outcome == "unsure" else "")
    together = groupby(one.parts(), key=lambda part: part[0].kind == "side")
    return "".join(_sides(look, parts) if sides else _in_turn(look, parts) for sides, parts in together)


def quoting(one: Answer) -> bool:
    """Whether the answer has words of the documents in some form, not only text that was written."""
    return any(section.kind != "text" for section in one.sections)


@dataclass(frozen=True, slots=True)
class _Look:
    """What all parts of one answer are shown with; `question` has the words that are bold."""

    numbers: Mapping[Citation, int]
    flagged: Flagged
    question: str

    def words(self, *shown: Sentence) -> str:
        """Sentences as running text with their marks."""
        return " ".join(sentence(one, self.numbers, self.question) for one in shown)


def _in_turn(look: _Look, parts: Iterator[Part]) -> str:
    return "".join(_part(look, *part) for part in parts)


def _sides(look: _Look, parts: Iterator[Part]) -> str:
    return f'<div class="sides" data-testid="sides">{_in_turn(look, parts)}</div>'


def _part(look: _Look, section: Section, shown: Sequence[Sentence]) -> str:
    """One part. Text that was written stands as it always has; all else has its kind and its place."""
    if section.kind == "text":
        return sentences(shown, look.numbers) + _more(section)
    title = f'<h3 dir="auto">{escape(section.title)}</h3>' if section.title else ""
    return (
        f'<div class="part" data-testid="part" data-kind="{escape(section.kind)}" data-quoted>'
        f"{title}{_body(look, section, shown)}{_more(section)}{_place(look, section, shown)}</div>"
    )


def _body(look: _Look, section: Section, shown: Sequence[Sentence]) -> str:
    match section.kind:
        case "list" | "steps" | "summary":
            return _items(look, section, shown)
        case "value" | "quote":
            value = _value(section.value) if section.value else ""
            return f'{value}<blockquote dir="auto" data-testid="found">{look.words(*shown)}</blockquote>'
        case _:
            return sentences(shown, look.numbers, look.question)


def _items(look: _Look, section: Section, shown: Sequence[Sentence]) -> str:
    """The items, with their numbers as they are written; what is beyond ten is folded, with the count."""
    first, rest = shown[:SHOWN_ITEMS], shown[SHOWN_ITEMS:]
    if not rest:
        return _item_list(look, section, first)
    title = words.OTHER_ITEMS.format(count=len(rest), total=len(shown))
    return (
        f"{_item_list(look, section, first)}"
        f'<details class="fold" data-testid="other-items"><summary>{escape(title)}</summary>'
        f"{_item_list(look, section, rest)}</details>"
    )


def _item_list(look: _Look, section: Section, shown: Sequence[Sentence]) -> str:
    """A list whose role is written: one without bullets of its own is no list to some screen readers."""
    tag = "ol" if section.kind == "steps" or any(one.number for one in shown) else "ul"
    items = "".join(
        f'<li data-testid="item">{_item_mark(one.number)}<div dir="auto">{look.words(one)}</div></li>'
        for one in shown
    )
    return f'<{tag} class="items" role="list">{items}</{tag}>'


def _item_mark(number: str) -> str:
    hidden = "" if number else ' aria-hidden="true"'
    return f'<span class="item-mark"{hidden}>{escape(number or "•")}</span>'


def _value(value: Value) -> str:
    """The cell, large, with the names of its row and column beside it."""
    names = "".join(f'<bdi class="name">{escape(name)}</bdi>' for name in (value.row, value.column) if name)
    beside = f'<span class="names">{names}</span>' if names else ""
    look = ' class="long"' if len(value.text) > LARGE else ""
    text = f'<strong{look} dir="auto">{escape(value.text)}</strong>'
    return f'<p class="cell" data-testid="value">{text}{beside}</p>'


def _more(section: Section) -> str:
    return f'<p class="quiet more">{escape(more_in_document(section.more))}</p>' if section.more else ""


def _place(look: _Look, section: Section, shown: Sequence[Sentence]) -> str:
    """The button that opens where all of it stands; a summary stands nowhere."""
    cited = [one.citations[0] for one in shown if one.citations]
    over = spanning(cited)
    if over is None or section.kind == "summary":
        return ""
    return open_place(over, look.numbers[cited[0]]) + warning(any(map(look.flagged, cited)))
