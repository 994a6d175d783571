"""Sentences made of tables, right and wrong, that the checker is measured with."""

from click.testing import CliRunner

from evals.studies.rows import KINDS, rows, sentences

PRICES = [
    (("Ticket", "Adult"), ("Price", "£5"), ("Deposit", "£20")),
    (("Ticket", "Child"), ("Price", "£3"), ("Deposit", "£10")),
    (("Ticket", "Dog"), ("Price", "free"), ("Deposit", "£7")),
    (("Ticket", "12"), ("Price", "£9"), ("Deposit", "£8")),
]


def test_each_sentence_has_a_number_of_its_column_of_another_or_of_another_row():
    made = list(sentences([PRICES], seed=1))
    assert {one.kind for one in made} == set(KINDS)
    for one in made:
        name = next(row for row in PRICES if row[0][1] in one.text)
        column = next(column for column, _ in name if column.lower() in one.text)
        value = next(word.strip(".") for word in one.text.split() if word.startswith("£"))
        assert (dict(name)[column] == value) == (one.kind == KINDS[0])
        assert (value in dict(name).values()) == (one.kind != KINDS[2])
        assert len(one.rows) == (2 if one.kind == KINDS[2] else 1)
    assert not any("12" in one.text for one in made)  # a number names no row


def test_the_study_counts_what_is_found(tmp_path, weights, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(weights))  # else it would prepare the embedder first
    lines = ["| Ticket | Price | Deposit |", "|---|---|---|"]
    lines += [f"| {' | '.join(value for _, value in row)} |" for row in PRICES]
    (tmp_path / "prices.md").write_text("# Prices\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    shown = CliRunner().invoke(rows, [str(tmp_path)], catch_exceptions=False).output
    own, other, _ = (line for line in shown.splitlines() if line.startswith(("| its", "| another")))
    assert own.split(" | ")[2:3] == ["100.0%"]
    assert other.split(" | ")[2:3] == ["0.0%"]
