import json

import pytest

from documents.errors import ReaderFailed
from documents.readers import read


def put(folder, book):
    path = folder / "a.ipynb"
    path.write_text(book if isinstance(book, str) else json.dumps(book), encoding="utf-8")
    return path


def cell(kind, source, **fields):
    return {"cell_type": kind, "source": source, "metadata": {}, **fields}


BOOK = {
    "nbformat": 4, "nbformat_minor": 5, "metadata": {},
    "cells": [
        cell("markdown", ["# Fares of **2025**\n", "\n", "Children pay:\n", "\n", "- half\n", "- or less\n"]),
        cell("markdown", "| Ship | Price |\n|---|---|\n| Petrel | 3 |\n"),
        cell(
            "code", "fares = [3, 4]\nprint(sum(fares))",
            outputs=[
                {"output_type": "stream", "name": "stdout", "text": ["7\n"]},
                {"output_type": "display_data", "data": {"image/png": "aGVsbG8=", "text/plain": "<Figure>"}},
                {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["\x1b[31mE\x1b[0m: x"]},
            ],
        ),
        cell("raw", "as it is"),
        cell("markdown", "<!-- nothing -->"),
    ],
}  # fmt: skip


def test_a_notebook_has_its_notes_code_and_what_was_printed(tmp_path):
    document = read(put(tmp_path, BOOK))
    assert document.text == (
        "Fares of 2025\n\nChildren pay:\n- half\n- or less\n\nShip\tPrice\nPetrel\t3\n\n"
        "fares = [3, 4]\nprint(sum(fares))\n\n7\n\n<Figure>\n\nE: x\n\nas it is\n"
    )
    assert document.title == "Fares of 2025" and document.headings[0].level == 1
    code = [document.text[block.start : block.end] for block in document.blocks if block.kind == "code"]
    assert code == ["fares = [3, 4]\nprint(sum(fares))", "7", "<Figure>", "E: x", "as it is"]


def test_the_old_form_is_read(tmp_path):
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Fares"},
        {"cell_type": "code", "input": "1+1", "outputs": [{"output_type": "pyout", "text": "2"}]},
    ]
    assert (
        read(put(tmp_path, {"nbformat": 3, "worksheets": [{"cells": cells}]})).text == "Fares\n\n1+1\n\n2\n"
    )


@pytest.mark.parametrize("book", ["{", "[" * 5_000, "[]", {"cells": 3}, {"other": []}])
def test_what_is_no_notebook_says_so(tmp_path, book):
    with pytest.raises(ReaderFailed, match="not a notebook"):
        read(put(tmp_path, book))


def test_cells_of_a_strange_form_cost_no_others(tmp_path):
    cells = [
        3,
        {"cell_type": 1, "source": {"a": 1}},
        cell("code", [1, "x = 1"], outputs=[7, {"data": 3}, {"text": {}}]),
    ]
    assert read(put(tmp_path, {"cells": cells})).text == "x = 1\n"
