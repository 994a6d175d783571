"""Tables in Markdown, for the reports."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""The rows under their head, each line with its end; no cell may have a bar or a line break.

    >>> table(("kind", "cases"), [("date", 12)])
    '| kind | cases |\n|---|---|\n| date | 12 |\n'
    """
    lines = [f"| {' | '.join(map(str, cells))} |\n" for cells in (head, *rows)]
    return "".join([lines[0], f"{'|---' * len(head)}|\n", *lines[1:]])
