"""What one document says on several days: the minutes of several meetings, the mails of a thread."""

from dataclasses import replace

import pytest

from assistant.showing.dated import newest_mail_first, newest_section_first
from assistant.showing.quotes import best_quotes
from tests.fakes import WordHashEmbedder
from tests.showing_building import add, first_of, looked_for, pieces, texts

MINUTES = """# Alder club, minutes

## Meeting of 12 March 2024

Place: the hut. Present: Anna, Ben.

Apologies: Cara.

### 1. Money

The club has £4,300 in the bank. Nobody owes it anything.

### 2. Leak

The pipe was mended on 2 February. It cost £340.

### 3. Fair

The fair is on Saturday 22 June.

## Meeting of 14 May 2024

Place: the kitchen. Present: Anna, Cara.

Apologies: Ben.

### 1. Money

The club has £5,000 in the bank. It was £4,300 before.

### 2. Valves

The committee decided for the firm of Hanley. Brook can only start in September.

### 3. Fair

The fair is moved to Saturday 29 June. It stays free.
"""


@pytest.mark.parametrize(
    ("question", "meant", "not_meant"),
    [
        ("When is the fair, as of the May meeting?", "29 June", "22 June"),
        ("How much money was there at the meeting in March?", "£4,300 in the bank", "£5,000"),
        ("Who was missing on 14 May?", "Apologies: Ben.", "Apologies: Cara."),
    ],
)
def test_other_months_are_left_out(assistant, question, meant, not_meant):
    add(assistant, minutes=MINUTES)
    shown = " ".join(text for piece in pieces(assistant, question) for text in texts(piece))
    assert meant in shown and not_meant not in shown


@pytest.mark.parametrize(
    "question",
    [
        "When is the fair in June?",  # of which no meeting is
        "When is the fair, as it is told in March?",  # which asks nothing of the meeting itself
        "When is the fair, as of the May meeting of 2022?",
    ],
)
def test_otherwise_all_meetings_are_left(assistant, question):
    add(assistant, minutes=MINUTES)
    shown = " ".join(text for piece in pieces(assistant, question) for text in texts(piece))
    assert "22 June" in shown and "29 June" in shown


@pytest.mark.parametrize(
    ("question", "title", "bullets"),
    [
        (
            "Summarise the May meeting", "Meeting of 14 May 2024",
            ["The club has £5,000 in the bank.", "The committee decided for the firm of Hanley.",
             "The fair is moved to Saturday 29 June."],
        ),
        (
            "What was decided in March?", "Meeting of 12 March 2024",
            ["The club has £4,300 in the bank.", "The pipe was mended on 2 February.",
             "The fair is on Saturday 22 June."],
        ),
    ],
)  # fmt: skip
def test_a_meeting_is_summed_up_part_by_part(assistant, question, title, bullets):
    add(assistant, minutes=MINUTES)
    (piece,) = pieces(assistant, question)
    assert piece.title == title and piece.sure
    assert [text for text in texts(piece) if not text.startswith("Place")] == bullets
    answer = assistant.ask(question)
    assert "  - Money: The club has" in answer.text and "  - Fair: The fair is" in answer.text


def test_the_summary_of_a_meeting_that_was_not_held_is_not_sure(assistant):
    add(assistant, minutes=MINUTES)
    (piece, *_) = pieces(assistant, "What did the Alder club decide in the July meeting?")
    assert piece.kind == "summary" and not piece.sure


THREAD = """From: Ada Fenn <ada@alder.example>
To: All members <all@alder.example>
Subject: Re: The repair of the pier
Date: Tue, 4 Mar 2025 19:12:37 +0100

Hello all,

sorry, it is later than Ben said: the work on the pier begins on 20 May and not on 13 May.

We have 13 oars. Bring paint.

On Mon, 3 Mar 2025 at 21:50, Ben Rook wrote:
> The work on the pier begins on 13 May.
"""


def of_thread(assistant, tmp_path, question, embed):
    (tmp_path / "pier.eml").write_text(THREAD, encoding="utf-8")
    assert assistant.add([tmp_path / "pier.eml"]).ok
    wanted, around = looked_for(assistant, question)
    of_older = [each for each in wanted.scored if each.sentence.text.startswith("The work on the pier")]
    others = [each for each in wanted.scored if each not in of_older]
    return replace(wanted, scored=[*of_older, *others], embed=embed), around


def test_what_a_newer_mail_says_of_the_same_day_comes_first(assistant, tmp_path):
    question = "When does the work on the pier begin?"
    wanted, around = of_thread(assistant, tmp_path, question, WordHashEmbedder().embed)
    first, *others = newest_mail_first(wanted, around)
    assert "20 May and not on 13 May" in first.sentence.text
    assert first.score == wanted.scored[0].score and others[0] == wanted.scored[0]
    assert sum("20 May" in each.sentence.text for each in (first, *others)) == 1
    assert "20 May" in texts(best_quotes(wanted, around)[0])[0]


def test_the_line_that_says_who_wrote_does_not_hide_what_a_newer_mail_says(assistant, tmp_path):
    question = "When does the work on the pier begin?"
    wanted, around = of_thread(assistant, tmp_path, question, WordHashEmbedder().embed)
    ranked = [each for each in wanted.scored if "wrote:" in each.sentence.text]
    assert ranked
    wanted = replace(wanted, scored=[*ranked, *(each for each in wanted.scored if each not in ranked)])
    assert "20 May and not on 13 May" in newest_mail_first(wanted, around)[0].sentence.text


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("When does the work on the pier begin?", False),  # an embedder whose cosines are not known
        ("Does the work on the pier begin on 13 May?", True),  # no number but the question's own
    ],
)
def test_else_an_older_mail_stays_first(assistant, tmp_path, question, known):
    embed = WordHashEmbedder().embed if known else None
    wanted, around = of_thread(assistant, tmp_path, question, embed)
    assert list(newest_mail_first(wanted, around)) == list(wanted.scored)


BOARD = """BOARD OF THE THEATRE

Meeting of 14 January 2026

Present: Rosa Ache (chair), Tom Fair. Apologies: Dan Coyle.

1. Finance. The balance is £48,200. The pantomime took £31,450.

2. Roof. There were three quotations. The board resolved to accept that of Danby for the roof, £64,800.

Meeting of 11 March 2026

Present: Rosa Ache (chair), Dan Coyle. Apologies: Tom Fair.

1. Finance. The balance is £39,700.

2. Roof. Danby has withdrawn. The board resolved to accept that of Northern Slate for the roof, £69,500.
"""


@pytest.fixture
def board(assistant, tmp_path):
    (tmp_path / "board.txt").write_text(BOARD, encoding="utf-8")
    assert assistant.add([tmp_path / "board.txt"]).ok
    return assistant


@pytest.mark.parametrize(
    ("question", "best", "first"),
    [
        ("Who does the roof?", "that of Danby", "Northern Slate"),
        ("Who was to do the roof as of January?", "that of Danby", "that of Danby"),
        ("What is the balance?", "£48,200", "£39,700"),
        ("What did the pantomime take?", "pantomime", "pantomime"),  # of which March says nothing
        ("Who was present?", "Tom Fair.", "Tom Fair."),  # without a value
        ("What was the balance at first?", "£48,200", "£48,200"),
        ("What was the balance in 2026?", "£48,200", "£48,200"),
    ],
)
def test_what_a_later_meeting_says_of_the_same_item_comes_first(board, question, best, first):
    wanted, around = looked_for(board, question)
    ordered = newest_section_first(first_of(wanted.scored, best), question, around)
    assert first in ordered[0].sentence.text
    assert len(ordered) == len(wanted.scored)


def test_an_item_whose_head_goes_on_is_the_same(assistant):
    add(
        assistant,
        minutes=MINUTES.replace(
            "3. Fair\n\nThe fair is moved", "1. Fair – change of day\n\nThe fair is moved"
        ),
    )
    wanted, around = looked_for(assistant, "When is the fair?")
    ordered = newest_section_first(first_of(wanted.scored, "22 June"), "When is the fair?", around)
    assert "29 June" in ordered[0].sentence.text


def test_what_several_meetings_say_stands_below_their_days(board):
    assert [piece.title for piece in pieces(board, "Who does the roof?")][:2] == [
        "Meeting of 11 March 2026",
        "Meeting of 14 January 2026",
    ]


def test_the_items_of_a_meeting_are_no_list_that_is_asked_for(board):
    found = pieces(board, "Who were missing at the meeting in March?", form="list")
    assert {piece.kind for piece in found} == {"quote"}
