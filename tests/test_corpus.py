"""What readers find in a corpus of which all words, headings, items and cells are known."""

from pathlib import Path

import pytest

from tests.corpus.building import Made, build, saved_by_libre_office
from tests.corpus.language import Facts
from tests.corpus.measuring import Figures, measured
from tests.corpus.office_writers import office
from tests.office import put

# What is not yet as it must be. Whoever mends a reader takes it out: a measure that is right fails here too.
_STRUCTURE = {"headings", "items", "cells"}
NOT_YET = {
    "txt": {"items"},
    "md": {*_STRUCTURE, "added"},
    "pdf": _STRUCTURE,
    "pdf, two columns": _STRUCTURE,
}


def _short(figures: dict[str, Figures]) -> dict[str, set[str]]:
    return {kind: short for kind, one in figures.items() if (short := one.short(kind))}


def test_words_and_structure_of_every_format_are_found(tmp_path: Path) -> None:
    figures = measured(build(tmp_path))
    assert sum(one.files for one in figures.values()) >= 60
    assert _short(figures) == NOT_YET


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_files_that_libre_office_saves_are_read_as_well(tmp_path: Path) -> None:
    figures = measured(saved_by_libre_office(tmp_path))
    assert {*figures} == {"odt", "rtf", "pdf", "ods", "xls", "odp"}
    assert _short(figures) == {"pdf": {*_STRUCTURE, "added"}}


def test_what_is_lost_added_or_elsewhere_is_counted(tmp_path: Path) -> None:
    page = (
        "<h1>Fares</h1><p>A child pays half of it.</p><table><tr><th>Ship<th>Fare<tr><td>Petrel<td>3</table>"
    )
    facts = Facts(
        "Fares child A pays half Ship Fare Petrel 3".split(),
        headings=[(1, "Fares"), (2, "Children")],
        cells=[("", "", "Ship"), ("", "", "Fare"), ("", "Ship", "Petrel"), ("", "Fare", "3")],
    )
    found = measured([Made(put(tmp_path, "a.html", page), "html", facts)])["html"]
    assert found.share("words") == 8 / 9  # "child A" is the other way round
    assert found.share("added") == 2 / 11  # "of it"
    assert found.share("headings") == 1 / 2
    assert found.share("cells") == 3 / 4  # the row of 3 is Petrel's
    assert found.share("items") is None
    assert found.short("html") == {"words", "added", "headings", "cells"}
