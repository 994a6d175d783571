"""Records as HTML. Every text that is not ours goes through `escape`; nothing else builds markup from it."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.numbering import numbered
from assistant.show import count
from assistant.types import Answer, Citation, Sentence
from assistant.ui import words
from assistant.ui.adding import Line
from documents.types import Source

# What a template engine could take for its own, should the text ever pass through one.
TEMPLATE_MARKS = {ord("{"): "&#123;", ord("}"): "&#125;", ord("$"): "&#36;", ord("`"): "&#96;"}


@dataclass(slots=True)
class Turn:
    """What the page shows of one question; it grows with the events of its answer."""

    question: str
    state: str = words.SEARCHING
    seconds: float = 0.0
    quotes: tuple[Citation, ...] = ()
    sentences: list[Sentence] = field(default_factory=list)
    answer: Answer | None = None
    error: str = ""


def escape(text: str) -> str:
    """`text` as HTML that shows exactly these characters, in an element or in a quoted attribute."""
    return html.escape(text, quote=True).translate(TEMPLATE_MARKS)


def heading() -> str:
    """The page's title and what it is for."""
    return _page(f"<h1>{escape(words.TITLE)}</h1><p>{escape(words.LEAD)}</p>")


def section(title: str) -> str:
    """A heading of a part of the page."""
    return _page(f"<h2>{escape(title)}</h2>")


def status(text: str) -> str:
    """The status line."""
    return _page(f'<p class="quiet" data-testid="status" role="status" dir="auto">{escape(text)}</p>')


def turns(shown: Iterable[str]) -> str:
    """Turns that are HTML already, in the order given."""
    return _page("".join(shown))


def turn(one: Turn) -> str:
    """One question with all that is known of its answer."""
    parts = [f'<p class="asked" dir="auto">{escape(one.question)}</p>']
    if one.error:
        parts.append(f'<p class="error" role="alert" dir="auto">{escape(one.error)}</p>')
    elif one.answer is not None:
        parts.append(_answer(one.answer))
    else:
        parts.append(_on_its_way(one))
    return f'<article class="turn" data-testid="turn">{"".join(parts)}</article>'


def lines(shown: Sequence[Line]) -> str:
    """One lasting line for each file that was dropped."""
    return _page(f'<ul class="ingest">{"".join(map(_line, shown))}</ul>') if shown else ""


def sources(rows: Sequence[Source]) -> str:
    """A table of sources, each with its Remove button."""
    if not rows:
        return _page(f'<p class="quiet">{escape(words.NO_SOURCES)}</p>')
    return _page(f"<table><tbody>{''.join(map(_source, rows))}</tbody></table>")


def _page(markup: str) -> str:
    """Everything of ours stands in an element of one class, which the styles begin with."""
    return f'<div class="fn">{markup}</div>'


def _on_its_way(one: Turn) -> str:
    kept = [sentence for sentence in one.sentences if sentence.support != "not_found"]
    state = f"{one.state} {one.seconds:.0f} s" if one.seconds >= 1 else one.state
    return "".join(
        [
            _sentences(kept, numbered(kept)),
            f'<p class="quiet" role="status">{escape(state)}</p>',
            _quotes(words.CLOSEST, one.quotes, "quote"),
        ]
    )


def _answer(one: Answer) -> str:
    numbers = numbered(one.sentences)
    return "".join(
        [
            _understood(one),
            _decline(one) if one.refused else _sentences(one.sentences, numbers),
            _numbered_quotes(numbers),
            _withheld(one.withheld),
            *(f'<p class="note" data-testid="note" dir="auto">{escape(note)}</p>' for note in one.notes),
            _foot(one),
        ]
    )


def _understood(one: Answer) -> str:
    if one.standalone_question == one.question:
        return ""
    question = escape(one.standalone_question)
    return f'<p class="quiet" dir="auto">{escape(words.UNDERSTOOD)} {question}</p>'


def _decline(one: Answer) -> str:
    return "".join(
        [
            f'<div data-testid="decline"><p class="answer" dir="auto">{escape(one.text)}</p>',
            _quotes(words.NEAREST, one.quotes, "quote"),
            "</div>",
        ]
    )


def _sentences(shown: Sequence[Sentence], numbers: Mapping[Citation, int]) -> str:
    text = " ".join(_sentence(sentence, numbers) for sentence in shown)
    return f'<p class="answer" dir="auto">{text}</p>' if text else ""


def _sentence(sentence: Sentence, numbers: Mapping[Citation, int]) -> str:
    marks = dict.fromkeys(numbers[citation] for citation in sentence.citations)
    support = sentence.support
    label = ""
    if support == "partly":
        why = "; ".join(sentence.reasons) or words.PARTLY_WHY
        label = f'<span class="label">{escape(words.PARTLY)}: {escape(why)}</span>'
    superscript = "".join(f"<sup>[{number}]</sup>" for number in marks)
    return (
        f'<span data-testid="sentence" data-support="{escape(support)}"><bdi class="{escape(support)}">'
        f"{escape(sentence.text)}</bdi>{superscript}{label}</span>"
    )


def _numbered_quotes(numbers: Mapping[Citation, int]) -> str:
    rows = "".join(_quote(citation, "citation", str(number)) for citation, number in numbers.items())
    return f'<h3>{escape(words.SOURCES)}</h3><ol class="quotes">{rows}</ol>' if rows else ""


def _quotes(title: str, citations: Sequence[Citation], testid: str) -> str:
    rows = "".join(_quote(citation, testid, "–") for citation in citations)
    return f'<h3>{escape(title)}</h3><ul class="quotes">{rows}</ul>' if rows else ""


def _quote(citation: Citation, testid: str, mark: str) -> str:
    page = f", {words.PAGE.format(number=citation.page)}" if citation.page else ""
    return (
        f'<li data-testid="{testid}"><span class="number">{escape(mark)}</span>'
        f'<span class="place"><bdi>{escape(citation.title)}</bdi>{escape(page)}</span>'
        f'<blockquote dir="auto">{escape(citation.quote)}</blockquote></li>'
    )


def _withheld(left_out: Sequence[Sentence]) -> str:
    if not left_out:
        return ""
    summary = escape(words.LEFT_OUT.format(count=count(len(left_out), "sentence")))
    rows = "".join(map(_left_out, left_out))
    return f'<details data-testid="left-out"><summary>{summary}</summary><ul>{rows}</ul></details>'


def _left_out(one: Sentence) -> str:
    reasons = escape("; ".join(one.reasons))
    return f'<li dir="auto"><s>{escape(one.text)}</s> <span class="quiet">{reasons}</span></li>'


def _foot(one: Answer) -> str:
    seconds = one.timings.get("total")
    took = f" · {seconds:.1f} s" if seconds is not None else ""
    return f'<p class="quiet foot" data-testid="foot">{escape((one.model or words.NO_MODEL) + took)}</p>'


def _line(line: Line) -> str:
    style = "bad" if line.bad else "good"
    message = f'<bdi class="quiet">{escape(line.message)}</bdi>'
    return (
        f'<li data-testid="ingest-line" data-status="{escape(line.status)}">'
        f'<span class="name"><bdi>{escape(line.name)}</bdi></span> '
        f'<span class="{style}">{escape(line.label)}</span> {message}</li>'
    )


def _source(source: Source) -> str:
    facts = [count(source.passages, "passage")]
    if source.pages:
        facts.append(count(source.pages, "page"))
    facts.append(source.uri.removeprefix("upload:").rsplit("/", 1)[-1])
    label = escape(f"{words.REMOVE} {source.title}")
    remove = (
        f'<button type="button" class="remove" data-remove="{escape(source.id)}" aria-label="{label}">'
        f"{escape(words.REMOVE)}</button>"
    )
    return (
        f'<tr data-testid="source-row"><td><bdi class="title">{escape(source.title)}</bdi>'
        f'<bdi class="quiet" title="{escape(source.uri)}">{escape(" · ".join(facts))}</bdi></td>'
        f"<td>{remove}</td></tr>"
    )
