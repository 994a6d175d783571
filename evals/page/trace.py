"""One case of a run as HTML: what was expected, what came, and what it was made from."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.types import Answer, Citation, Sentence
from assistant.ui.render.html import escape
from evals.cases import Case
from evals.judge import all_citations
from evals.report import expected
from evals.runs import CaseRun
from index.types import Hit

LABELS = {"found": "found", "partly": "partly", "not_found": "not found"}
HITS = 10


def trace(row: CaseRun) -> str:
    """The whole trace of a case."""
    parts = [_part("Expected", _expected(row.case))]
    if row.case.history:
        said = "".join(f"<li>{escape(role)}: {_text(text)}</li>" for role, text in row.case.history)
        parts.insert(0, _part("Asked after", f"<ul>{said}</ul>"))
    if row.answer is not None:
        parts += _answered(row.answer, row.verdict.covered)
        parts.append(_part("Seconds", _table(_seconds(row)) or "<p>Kept from an earlier run.</p>"))
    else:
        parts.append(_part("Found", f"<p>{escape(_ranks(row))}</p>"))
    return f'<div class="trace">{"".join(parts)}</div>'


def _expected(case: Case) -> str:
    answers = "".join(f"<li>{_text(answer)}</li>" for answer in _answers(case))
    places = ", ".join(case.sources)
    quotes = "".join(_quoted(gold.source or places, gold.text) for gold in case.evidence)
    relevant = "".join(f"<li>{_text(name)}</li>" for name in case.relevant)
    if not case.answerable:
        return "<p>A decline: the documents do not say.</p>"
    return (
        (f"<ul>{answers}</ul>" if answers else "")
        + (f'<ul class="quotes">{quotes}</ul>' if quotes else "")
        + (f"<ul>{relevant}</ul>" if relevant else "")
    )


def _answers(case: Case) -> Sequence[str]:
    """The gold answers; where there are points, these, how many suffice, and what must not be said."""
    if not case.must:
        return case.answers
    suffice = [f"({case.needed} of these suffice)"] if case.needed < len(case.must) else []
    wrong = [f"and not: {' / '.join(case.must_not)}"] if case.must_not else []
    return [*expected(case), *suffice, *wrong]


def _answered(answer: Answer, covered: Sequence[Sequence[int]]) -> Iterable[str]:
    if answer.standalone_question != answer.question:
        yield _part("Understood as", f"<p>{_text(answer.standalone_question)}</p>")
    if answer.refused:
        yield _part("Declined", f"<p>{_text(answer.text)}</p>")
        if answer.draft:
            yield _part("What was written, and not shown", f"<p>{_text(answer.draft)}</p>")
    else:
        unsure = answer.outcome == "unsure"
        shown = "".join(map(_sentence, answer.sentences)) or f"<li>{_text(answer.text)}</li>"
        yield _part("Unsure: what was found" if unsure else "Answer", f'<ul class="sentences">{shown}</ul>')
        if unsure and answer.notes:
            notes = "".join(f"<li>{_text(note)}</li>" for note in answer.notes)
            yield _part("Said beside it", f"<ul>{notes}</ul>")
        if unsure and answer.draft not in ("", answer.text):
            yield _part("What was written", f"<p>{_text(answer.draft)}</p>")
    if answer.withheld:
        left_out = "".join(map(_left_out, answer.withheld))
        yield _part("Left out", f'<ul class="sentences">{left_out}</ul>')
    if answer.quotes:
        yield _part("Closest quotes", f'<ul class="quotes">{"".join(map(_citation, answer.quotes))}</ul>')
    yield from _evidence(answer, covered)
    yield _part("Numbers it was decided by", _table(_signals(answer.signals)))


def _evidence(answer: Answer, covered: Sequence[Sequence[int]]) -> Iterable[str]:
    if not answer.hits:
        return
    titles = {citation.source_id: citation.title for citation in all_citations(answer)}
    rows = [
        _hit(f"{rank}.", hit, titles, right=rank <= len(covered) and bool(covered[rank - 1]))
        for rank, hit in enumerate(answer.hits[:HITS], 1)
    ]
    yield _part(
        f"Passages found ({len(rows)})", f"<details><summary>Show</summary><ol>{''.join(rows)}</ol></details>"
    )


def _hit(number: str, hit: Hit, titles: Mapping[str, str], *, right: bool) -> str:
    passage = hit.passage
    place = list(passage.headings)
    # A run keeps the titles of what was quoted; another source is known by its first heading.
    title = titles.get(passage.source_id, "" if place else "another source")
    if title and title not in place[:1]:
        place.insert(0, title)
    if passage.page:
        place.append(f"page {passage.page}")
    gold = ' <strong class="good">✓ holds what was expected</strong>' if right else ""
    return (
        f'<li data-testid="eval-hit"><span class="quiet">{number} <bdi>{escape(" › ".join(place))}</bdi> · '
        f"{hit.score:.3f} · {escape(hit.origin)}</span>{gold}<p>{_text(passage.text)}</p></li>"
    )


def _sentence(one: Sentence) -> str:
    label = f'<span class="chip">{escape(LABELS.get(one.support, one.support))}</span>'
    why = f' <span class="quiet">{escape("; ".join(one.reasons))}</span>' if one.reasons else ""
    quotes = "".join(map(_citation, one.citations))
    return f'<li>{_text(one.text)} {label}{why}<ul class="quotes">{quotes}</ul></li>'


def _left_out(one: Sentence) -> str:
    return f'<li><s>{_text(one.text)}</s> <span class="quiet">{escape("; ".join(one.reasons))}</span></li>'


def _citation(one: Citation) -> str:
    return _quoted(f"{one.title}, page {one.page}" if one.page else one.title, one.quote)


def _quoted(place: str, quote: str) -> str:
    return (
        f'<li><span class="place"><bdi>{escape(place)}</bdi></span>'
        f'<blockquote dir="auto">{escape(quote)}</blockquote></li>'
    )


def _signals(signals: Mapping[str, float | None]) -> Iterable[tuple[str, str]]:
    return ((name, "–" if value is None else f"{value:.3g}") for name, value in signals.items())


def _seconds(row: CaseRun) -> Iterable[tuple[str, str]]:
    return ((name, f"{value:.2f} s") for name, value in row.verdict.seconds.items())


def _ranks(row: CaseRun) -> str:
    ranks = [str(rank) for rank, units in enumerate(row.verdict.covered, 1) if units]
    return f"At place {', '.join(ranks[:HITS])}." if ranks else "Not found."


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in rows
    )
    return f'<table class="table"><tbody>{cells}</tbody></table>' if cells else ""


def _part(title: str, content: str) -> str:
    return f"<h4>{escape(title)}</h4>{content}" if content else ""


def _text(text: str) -> str:
    return f'<bdi dir="auto">{escape(text)}</bdi>'
