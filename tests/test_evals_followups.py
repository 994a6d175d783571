"""Completed follow-ups against what persons made of them, with numbers worked by hand."""

import json

import pytest
from click.testing import CliRunner

from evals.errors import BadSet
from evals.studies import followups
from evals.studies.command import run
from evals.studies.followups import MtragTurn, half_of, load_turns

LAST = ["user", "When was the Marigold built?"]


def write(folder, *rows):
    lines = [
        json.dumps({"id": str(number), "conversation": f"c{number}", "history": [LAST], **row})
        for number, row in enumerate(rows)
    ]
    (folder / "turns.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_the_table_counts_what_the_rewriting_has_in_common_with_the_persons(tmp_path):
    write(
        tmp_path,
        {"question": "Who built it?", "rewrite": "Who built the Marigold?"},
        {"question": "Who steers it?", "rewrite": "Who is the captain of the Marigold?"},
        {"question": "Who wrote Hamlet?", "rewrite": "Who wrote Hamlet?"},
    )
    first, second, third = followups.rewrite(load_turns(tmp_path))
    assert first.question == "Who built the Marigold?" and first.f1 == 1
    assert first.f1_unchanged == pytest.approx(2 / 3)  # "who built it" and "who built marigold"
    assert second.f1 == pytest.approx(2 * 2 / (3 + 5))  # "who", "marigold"
    assert first.added == second.added == (1, 1)
    assert third.left and not any(one.invented for one in (first, second, third))
    table = followups.report([first, second, third]).splitlines()
    assert table[2].startswith("| changed by the person | 2 | 0.750 (") and "| 2 of 2 | 0 |" in table[2]
    assert table[3].startswith("| not changed | 1 | 1.000 (1.000–1.000) | 1.000 | 1.00 |")


def test_a_word_that_nobody_said_is_counted():
    turn = load_turns_of({"question": "Who built it?", "rewrite": "Who built the Marigold?"})
    assert followups.Rewritten(turn, "Who built the Titanic?").invented
    assert not followups.Rewritten(turn, "Who built the Marigold?").invented


def load_turns_of(row):
    return MtragTurn("1", "c", (tuple(LAST),), row["question"], row["rewrite"])


def test_a_table_without_unchanged_turns_has_dashes(tmp_path):
    write(tmp_path, {"question": "Who built it?", "rewrite": "Who built the Marigold?"})
    assert "| not changed | 0 | – | – | – | – | – |" in followups.report(
        followups.rewrite(load_turns(tmp_path))
    )


def test_a_conversation_is_in_one_half_only_and_always_in_the_same(tmp_path):
    turns = load_turns(write(tmp_path, *[{"question": "Why?", "rewrite": "Why so?"}] * 20))
    seen, aside = half_of(turns, "seen"), half_of(turns, "aside")
    assert len(seen) == len(aside) == 10 and half_of(turns, "all") == list(turns)
    assert not {turn.conversation for turn in seen} & {turn.conversation for turn in aside}
    assert half_of(turns[::-1], "aside") == aside[::-1]


def test_the_command_prints_the_table_and_what_was_changed(tmp_path):
    write(tmp_path, {"question": "Who built it?", "rewrite": "Who built the Marigold?"})
    out = CliRunner().invoke(followups.followups, [str(tmp_path), "--show"]).output
    assert out.startswith("| turns |") and "Understood as: Who built the Marigold?" in out


@pytest.mark.parametrize(
    ("content", "what"),
    [(None, "has no turns.jsonl"), ("", "has no turns"), ('{"id": "1"}', "line 1: 'conversation'")],
)
def test_a_folder_that_is_no_such_set_is_one_sentence(tmp_path, monkeypatch, capsys, content, what):
    if content is not None:
        (tmp_path / "turns.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(BadSet, match=what):
        load_turns(tmp_path)
    monkeypatch.setattr("sys.argv", ["followups", str(tmp_path)])
    assert run(followups.followups) == 1
    assert what in capsys.readouterr().err
