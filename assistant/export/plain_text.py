"""Answers, checked sentences and hits as plain text, for a terminal and a text file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from assistant.export.checked import LABELS, left_out, left_out_title, remark, states_nothing, tally, why
from assistant.export.flagged import INSTRUCTIONS, Flagged, in_flagged, unflagged
from assistant.export.numbering import citation_numbers, numbers_of
from assistant.phrases import NOT_SURE, disagreement, one_line
from assistant.showing.as_text import Plain, blocks, says_unsure
from assistant.showing.excerpts import excerpt
from assistant.showing.pieces import spanning
from assistant.types import Answer, Citation, Conflict, Sentence
from documents.text.runs import grouped
from index.types import Hit

EXCERPT = 300  # characters of a passage in a list of hits


def place(citation: Citation) -> str:
    """Where a quote stands: name, page and row or item."""
    return one_line(", ".join(part for part in (citation.name, citation.where) if part))


def quotes(citations: Sequence[Citation], heading: str, flagged: Flagged = unflagged) -> str:
    """A heading and the quotes under it, each with its place."""
    return "\n".join([heading, *(_citation("-", citation, flagged(citation)) for citation in citations)])


def answer_text(answer: Answer) -> str:
    """A whole answer: on what sources disagree, its text, numbered citations, what was left out, notes."""
    numbers, flagged = citation_numbers(answer.sentences), in_flagged(answer.hits)
    parts = [_understood(answer), *(_conflict(conflict, flagged) for conflict in answer.conflicts)]
    parts += [_decline(answer, flagged) if answer.refused else _body(answer, numbers)]
    parts += [_sources(answer, numbers, flagged), _withheld(answer)]
    parts += ["\n".join(f"Note: {note}" for note in answer.notes)]
    return "\n\n".join([*(part for part in parts if part), _foot(answer)])


def checked(sentences: Sequence[Sentence], flagged: Flagged = unflagged) -> str:
    """Each sentence with its label, reasons and quotes, and how many have which label."""
    return "\n\n".join([*(_checked(sentence, flagged) for sentence in sentences), tally(sentences)])


def hits_text(hits: Sequence[Hit], titles: Mapping[str, str], query: str = "") -> str:
    """Passages, best first, with title, page and the part of their text that has the words of the query."""
    return "\n\n".join(_hit(number, hit, titles, query) for number, hit in enumerate(hits, 1))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns; the last column is as long as it likes."""
    clean = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in clean) for column in range(len(clean[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in clean
    )


def _citation(mark: str, citation: Citation, flagged: bool = False, *, words: bool = True) -> str:
    quote = f"\n      “{one_line(citation.words)}”" if words else ""
    warning = f"\n      {INSTRUCTIONS}" if flagged else ""
    return f"  {mark} {place(citation)}{quote}{warning}"


def _understood(answer: Answer) -> str:
    return (
        ""
        if answer.standalone_question == answer.question
        else f"Understood as: {answer.standalone_question}"
    )


def _decline(answer: Answer, flagged: Flagged) -> str:
    """The decline, then of what helps only what there is."""
    near = (
        f"{miss.text}\n{_citation('-', miss.citation, flagged(miss.citation))}" for miss in answer.near_misses
    )
    passages = list(dict.fromkeys(part.citation for part in answer.nearest)) or answer.quotes
    listed = quotes(passages, "The nearest passages:", flagged) if passages else ""
    questions = "\n".join(["You could ask:", *(f"  - {one_line(text)}" for text in answer.suggestions)])
    parts = [answer.text, *near, listed, questions if answer.suggestions else ""]
    return "\n\n".join(part for part in parts if part)


def _conflict(conflict: Conflict, flagged: Flagged) -> str:
    """A table of what each source says; the quotes stand under it."""
    rows = [(row.value, place(row.citation), row.date or "no date") for row in conflict.rows]
    words = quotes([row.citation for row in conflict.rows], "Their words:", flagged)
    parts = [disagreement(conflict), table([("VALUE", "SOURCE", "DATE"), *rows]), words, conflict.note]
    return "\n".join(part for part in parts if part)


class _Terminal(Plain):
    """Plain text in which words of documents are distinguished from ours."""

    def quoted(self, text: str) -> str:
        return f"> {text}"


def _body(answer: Answer, numbers: Mapping[Citation, int]) -> str:
    """The parts of an answer in their forms, under a line where it is not sure."""
    written = blocks(answer, lambda sentence: _sentence(sentence, numbers), _Terminal())
    unsure = [f"{NOT_SURE}:"] if says_unsure(answer) else []
    return "\n\n".join([*unsure, *("\n".join(block) for block in written)])


def _sentence(sentence: Sentence, numbers: Mapping[Citation, int]) -> str:
    marks = "".join(f"[{number}]" for number in numbers_of(sentence, numbers))
    explained = sentence.support == "partly" and not states_nothing(sentence)
    partly = f"({remark(sentence)})" if explained else ""
    return " ".join(part for part in (sentence.text, marks, partly) if part)


def _sources(answer: Answer, numbers: Mapping[Citation, int], flagged: Flagged) -> str:
    """Where each number stands, with the words there.

    Words that are above, as a quote, an item or a row, are not said twice; of these, the numbers of one page
    have one line.
    """
    cited = ((sentence, citation) for sentence in answer.sentences for citation in sentence.citations)
    above = {citation for sentence, citation in cited if answer.sections and _is_quote(sentence, citation)}

    def line(citation: Citation) -> object:  # what tells the lines apart
        return (
            (citation.source_id, citation.version, citation.page, flagged(citation))
            if citation in above
            else citation
        )

    lines = grouped(numbers, line).values()
    return "\n".join(_source(same, numbers, above, flagged) for same in lines)


def _source(
    same: Sequence[Citation], numbers: Mapping[Citation, int], above: Collection[Citation], flagged: Flagged
) -> str:
    runs = groupby(enumerate(numbers[citation] for citation in same), key=lambda place: place[1] - place[0])
    marks = ", ".join(_marks([number for _, number in run]) for _, run in runs)
    return _citation(marks, spanning(same) or same[0], flagged(same[0]), words=same[0] not in above)


def _marks(run: Sequence[int]) -> str:
    return f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}]-[{run[-1]}]"


def _is_quote(sentence: Sentence, citation: Citation) -> bool:
    return one_line(sentence.text) == one_line(citation.words)


def _withheld(answer: Answer) -> str:
    lost = left_out(answer)
    return "\n".join([f"{left_out_title(answer)}:", *map(_left_out, lost)]) if lost else ""


def _left_out(sentence: Sentence) -> str:
    return f"  - {one_line(sentence.text)}{_because(sentence.reasons)}"


def _because(reasons: Iterable[str]) -> str:
    text = "; ".join(reasons)
    return f" ({text})" if text else ""


def _foot(answer: Answer) -> str:
    seconds = answer.timings.get("total")
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    return f"({answer.model or 'without a language model'}{took})"


def _checked(sentence: Sentence, flagged: Flagged) -> str:
    label = f"{LABELS[sentence.support].upper()}: {one_line(sentence.text)}{_because(why(sentence))}"
    return "\n".join(
        [label, *(_citation("-", citation, flagged(citation)) for citation in sentence.citations)]
    )


def _hit(number: int, hit: Hit, titles: Mapping[str, str], query: str) -> str:
    passage = hit.passage
    title = one_line(titles.get(passage.source_id, passage.source_id))
    page = f", page {passage.page}" if passage.page else ""
    text = excerpt(one_line(passage.text), query, EXCERPT)
    warning = f"\n    {INSTRUCTIONS}" if hit.flagged else ""
    return f"{number:>2}. {title}{page}\n    {text}{warning}"
