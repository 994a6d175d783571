"""Pairs of a sentence and the same with one fact swapped."""

from pathlib import Path

import pytest

from evals.studies.swaps.pairs import changed_sentences
from evals.studies.swaps.report import by_kind, by_pattern, check_all, flagged_interval
from evals.studies.swaps.sources import nearest

FIRST = (
    "In 1973, the harbour master built 1,200 boats for the city of Gao near the river. On January 18, 1974, "
    "the boats were sold to Kofi Mensah by the merchants of Accra. The largest boat was not painted by the "
    "sailors of Timbuktu. It carried the salt of the whole region over 300 miles to the markets of Djenne."
)
SECOND = (
    "The second harbour was founded by Musa Keita in 1980, and 450 sailors worked there until March 1990. In "
    "1985, Musa Keita led a fleet of forty ships (all of wood) from Mopti to Segou. The council did not "
    "approve the plan of Sikasso."
)
TEXT = f"Boats\n\n{FIRST}\n\n{SECOND}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boats.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_pairs_are_the_same_for_the_same_seed(folder: Path) -> None:
    assert changed_sentences([folder], seed=3) == changed_sentences([folder], seed=3)


def test_pairs_change_one_fact_of_a_sentence_of_the_paragraph(folder: Path) -> None:
    pairs = changed_sentences([folder])
    assert {"number", "date", "name", "negation", "unit", "paraphrase"} <= {pair.kind for pair in pairs}
    for pair in pairs:
        assert pair.source.text in pair.source.paragraph
        assert pair.text != pair.source.text


def test_report_counts_what_is_not_found(folder: Path) -> None:
    pairs = changed_sentences([folder])
    checked = check_all(pairs, lambda text, passages: "found" if text in passages[0] else "not_found")
    assert "100.0% (100.0% to 100.0%)" in by_kind(checked)
    assert "year_moved" in by_pattern(checked)
    assert flagged_interval(checked) == (1.0, 1.0)


def test_nearest_passages() -> None:
    assert nearest("the red boat", ["a house", "one red boat", "a boat"], 2) == ["one red boat", "a boat"]


def test_swaps_of_squad_are_caught(data: Path) -> None:
    """Without the model: the hard checks alone catch most of what is swapped, and no faithful sentence."""
    from assistant.grounding.facts import clashes

    def check(text: str, passages: object) -> str:
        assert isinstance(passages, list)
        return "not_found" if any(clash.veto for clash in clashes(text, passages)) else "found"

    checked = check_all(changed_sentences([data / "squad" / "docs"], each=40), check)
    for kind, least in {"number": 0.9, "date": 0.9, "name": 0.9, "negation": 0.9}.items():
        ones = [one.support == "not_found" for one in checked if one.change.kind == kind]
        assert sum(ones) >= least * len(ones)
    faithful = [one.support == "not_found" for one in checked if one.change.kind in ("paraphrase", "synonym")]
    assert sum(faithful) <= 0.05 * len(faithful)
