"""The sentences of an answer as HTML: their marks, the part without a source, what was left out and why."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.export.checked import lacking, left_out_title, states_nothing, unsourced, unstated
from assistant.export.checked import left_out as told_as_left_out
from assistant.types import Answer, Citation, Sentence
from assistant.ui import words
from assistant.ui.render.html import emphasised, escape
from assistant.ui.render.quotes import opens, place


def sentences(shown: Sequence[Sentence], numbers: Mapping[Citation, int], question: str = "") -> str:
    """Sentences as running text, each with the marks of its citations, numbered by `numbers`."""
    text = " ".join(sentence(one, numbers, question) for one in shown)
    return f'<p class="answer" dir="auto">{text}</p>' if text else ""


def sentence(one: Sentence, numbers: Mapping[Citation, int], question: str = "") -> str:
    """A sentence with its marks; the words of `question` are bold in what is found as it stands.

    Its text is set apart by a style and not by `bdi`, over which `dir="auto"` of the paragraph looks away.
    """
    marks = "".join(mark(number, cited) for cited, number in _marked(one, numbers))
    explained = one.support == "partly" and not states_nothing(one)
    text = emphasised(one.text, question) if one.support == "found" else underlined(one)
    return (
        f'<span data-testid="sentence" data-support="{escape(one.support)}">'
        f'<span class="apart">{text}</span>{marks}{_partly(one) if explained else ""}</span>'
    )


def underlined(sentence: Sentence) -> str:
    """The sentence's text with the parts without a source underlined."""
    text, written, end = sentence.text, [], 0
    for start, stop in unsourced(sentence):
        written += [escape(text[end:start]), f'<span class="unsourced">{escape(text[start:stop])}</span>']
        end = stop
    return "".join([*written, escape(text[end:])])


def left_out(one: Answer) -> str:
    """The sentences that are not shown, struck through with the reason, under one folded line."""
    lost = told_as_left_out(one)
    if not lost:
        return ""
    title, otherwise = left_out_title(one), unstated(one)
    rows = "".join(_left_out(sentence, otherwise) for sentence in lost)
    return (
        f'<details class="fold" data-testid="left-out"><summary>{escape(title)}</summary>'
        f'<ul class="left-out">{rows}</ul></details>'
    )


def mark(number: int, citation: Citation) -> str:
    """The numbered button that shows a citation's card and opens its place."""
    label = escape(words.MARK.format(number=number, place=place(citation)))
    return (
        f'<sup><button type="button" class="mark" data-testid="citation" data-do="cite" data-n="{number}" '
        f'{opens(citation)} aria-label="{label}">{number}</button></sup>'
    )


def _marked(sentence: Sentence, numbers: Mapping[Citation, int]) -> Iterable[tuple[Citation, int]]:
    return ((one, numbers[one]) for one in dict.fromkeys(sentence.citations))


def _partly(sentence: Sentence) -> str:
    """The word "partly", and what its card says: which part has no source, and why."""
    return (
        f' <button type="button" class="explains" data-testid="partly" data-do="explain">'
        f"{escape(words.PARTLY)}</button><template data-why>"
        f'<div class="why"><p class="says">{escape(words.PARTLY_STATED)}</p>{reasons(sentence)}</div>'
        "</template>"
    )


def reasons(sentence: Sentence) -> str:
    """Which part of a sentence has no source, where one is named, and the reasons."""
    part = lacking(sentence)
    lines = [f"{words.NO_SOURCE_FOR} {part}"] if part else []
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in [*lines, *sentence.reasons])


def _left_out(one: Sentence, otherwise: str) -> str:
    why = escape("; ".join(one.reasons) or otherwise)
    return f'<li dir="auto"><s>{escape(one.text)}</s><span class="quiet why">{why}</span></li>'
