"""The best places: as much of each as is needed, and what a later document says of the same last."""

from dataclasses import replace

import pytest

from assistant.showing.lists import piece_of
from assistant.showing.pieces import is_in
from assistant.showing.quotes import FEWEST, PIECES, QUOTE, WORDS, best_quotes, quotes_below, quotes_of
from assistant.showing.show import show
from tests.building import build_assistant
from tests.showing_building import (
    AUTUMN,
    MANUAL,
    NEW_PRICES,
    OLD_PRICES,
    SPRING,
    WET_GOODS,
    add,
    looked_for,
    pieces,
    texts,
)


def test_a_sentence_comes_with_those_beside_it_in_its_paragraph(assistant):
    add(assistant, manual=MANUAL)
    (piece,) = pieces(assistant, "Does vinegar dull the glass?")
    assert piece.kind == "quote" and "Vinegar dulls the glass." in texts(piece)
    assert len(piece.sentences) == 4  # all of the paragraph, and nothing of the list before


def test_a_long_paragraph_is_cut_at_sentences_around_the_best(assistant):
    rest = " ".join(f"The store holds {n} crates of old rope and tar for the winter." for n in range(20))
    add(assistant, store=f"# Store\n\n{rest} The copper lamp hangs by the door. {rest}\n")
    (piece, *_) = pieces(assistant, "Where does the copper lamp hang?")
    assert "The copper lamp hangs by the door." in texts(piece)
    assert piece.words <= QUOTE


def test_an_item_stands_under_the_line_that_introduces_its_list(assistant):
    add(assistant, manual=MANUAL)
    piece = pieces(assistant, "Are wet leaves bad?")[0]
    assert (texts(piece), piece.title) == (["wet leaves"], "Safety › Never put these into the heater:")


def test_items_that_are_near_alike_are_shown_as_one_list(assistant):
    add(assistant, manual=MANUAL)
    wanted, around = looked_for(assistant, "Never put these into the heater", "fact")
    listed = ("painted wood", "wet leaves", "plastic bottles")
    items = [one for one in wanted.scored if one.sentence.text in listed]
    alike = replace(wanted, scored=[replace(one, score=1.0) for one in items])
    (piece,) = best_quotes(alike, around)
    assert texts(piece) == [*listed]
    apart = [replace(one, score=score) for one, score in zip(items, (1.0, 0.3, 0.2), strict=True)]
    assert len(texts(best_quotes(replace(wanted, scored=apart), around)[0])) == 1


def test_a_line_that_introduces_a_list_comes_with_its_items(assistant):
    add(assistant, manual=MANUAL)
    (piece,) = pieces(assistant, "Never put these into the heater", "fact")
    assert (piece.kind, piece.title) == ("list", "Safety › Never put these into the heater:")
    assert texts(piece) == ["painted wood", "wet leaves", "plastic bottles"]


def test_no_item_is_shown_again_with_its_whole_list(assistant):
    rents = (
        "# Rents\n\nRents of plots from May are these:\n\n- rents of whole plots: £64\n- half plots: £36\n"
    )
    add(assistant, rents=rents)
    shown = [
        text
        for piece in pieces(assistant, "What are rents of whole plots from May?", "fact")
        for text in texts(piece)
    ]
    assert shown and len(shown) == len(set(shown))


def test_there_are_only_so_many_pieces_and_words(assistant):
    add(
        assistant,
        **{
            f"note{n}": f"# Note {n}\n\nThe ferry number {n} sails at {n} o'clock. {'It is blue. ' * 20}"
            for n in range(12)
        },
    )
    wanted, around = looked_for(assistant, "When does the ferry sail?")
    found = quotes_of(wanted, around, words=WORDS, pieces=PIECES)
    assert 1 < len(found) <= PIECES and sum(piece.words for piece in found) <= WORDS
    (one,) = quotes_of(wanted, around, words=WORDS, pieces=1)
    assert one == found[0]
    words = found[0].words + FEWEST - 1  # too few are left for one piece more
    assert quotes_of(wanted, around, words=words, pieces=PIECES) == found[:1]


def test_below_a_list_that_may_be_another_stand_quotes_while_there_is_room(assistant):
    add(assistant, manual=MANUAL)
    wanted, around = looked_for(assistant, "What must I never put into the heater?")
    (listed,) = show(wanted, around)
    assert listed.sure and quotes_below([listed], wanted, around) == []
    unsure = replace(listed, sure=False)
    near = replace(wanted, scored=[replace(each, score=1.0) for each in wanted.scored])
    below = quotes_below([unsure], near, around)
    assert below and not any(is_in(sentence, [unsure]) for piece in below for sentence in piece.sentences)
    long = replace(unsure, sentences=unsure.sentences * 16)
    assert WORDS - FEWEST > long.words > WORDS - 2 * FEWEST
    assert sum(piece.words for piece in [long, *quotes_below([long], near, around)]) <= WORDS
    full = replace(unsure, sentences=unsure.sentences * 20)
    assert quotes_below([full], near, around) == []
    assert quotes_below([replace(unsure, kind="summary")], near, around) == []


def test_below_a_list_too_a_sentence_of_an_earlier_edition_is_shown_as_the_later_one_has_it(assistant):
    add(assistant, old=WET_GOODS.format(2024, "five"), new=WET_GOODS.format(2025, "nine"))
    wanted, around = looked_for(assistant, "Which wet goods must I bring back?", "list")
    listed, *below = show(wanted, around)
    assert listed.kind == "list" and not listed.sure
    shown = [text for piece in below for text in texts(piece)]
    assert "You must bring back wet goods within nine days." in shown
    assert "You must bring back wet goods within five days." not in shown
    assert not {"wet sacks", "wet boxes"} & set(shown)


def test_of_a_list_with_an_item_that_is_shown_the_others_are_shown_alone(assistant):
    opening = "To open the shed:\n\n- turn the lamp on\n- unlock the blue door"
    closing = "To close the shed:\n\n- turn the lamp on\n- lock the blue door\n- bring the blue key back"
    add(assistant, shed=f"# Shed\n\n## Opening\n\n{opening}\n\n## Closing\n\n{closing}\n")
    wanted, around = looked_for(assistant, "Where does the blue key of the blue door go?")
    near = replace(wanted, scored=[replace(each, score=1.0) for each in wanted.scored])
    first = next(each for each in near.scored if each.sentence.text == "unlock the blue door")
    above = piece_of(around.list_of(first.sentence), 1.0)
    shown = [texts(piece) for piece in quotes_of(near, around, words=WORDS, pieces=PIECES, above=[above])]
    assert ["bring the blue key back"] in shown and ["lock the blue door"] in shown


def test_what_the_next_minutes_say_of_the_same_comes_last_under_their_name(assistant):
    add(assistant, spring=SPRING, autumn=AUTUMN)
    first, last = pieces(assistant, "Did the club agree to paint the boathouse green?")
    assert "The club agreed to paint the boathouse green." in texts(first)
    assert last.title == "Minutes of the Alder club, 7 October 2024"
    assert "The club no longer wants to paint the boathouse green." in texts(last)


def test_the_new_edition_is_shown_last_where_the_old_one_is_asked_for(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    found = pieces(assistant, "What did a small sack of pine pellets cost in the edition of 2024?")
    assert found[0].value is not None and found[0].value.text == "£6"
    assert found[-1].title == "Price list of the Alder yard, edition of 2025"


def test_nothing_is_later_where_the_best_is_from_the_latest(assistant):
    add(assistant, spring=SPRING, autumn=AUTUMN)
    found = pieces(assistant, "Will the boathouse be sold?")
    assert "The boathouse will be sold." in texts(found[0])
    assert not any(piece.title for piece in found)


@pytest.mark.parametrize("chosen", [True, False])
def test_a_later_document_is_shown_only_where_it_is_asked(home, chosen):
    with build_assistant(home, llm=None) as assistant:
        add(assistant, spring=SPRING, autumn=AUTUMN)
        spring = [one.id for one in assistant.sources() if "March" in one.title]
        question = "Did the club agree to paint the boathouse green?"
        answer = assistant.ask(question, sources=spring if chosen else None)
        assert "agreed to paint" in answer.text
        assert ("no longer" in answer.text) is not chosen


def test_the_new_edition_comes_first_where_it_answers_as_well(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    wanted, around = looked_for(assistant, "What does a small sack of pine pellets cost?")
    old = [one for one in wanted.scored if "2024" in one.sentence.citation.title]
    new = [one for one in wanted.scored if "2025" in one.sentence.citation.title]
    ranked = [replace(old[0], score=2.0), replace(new[0], score=1.7)]
    # The row of before has the same words, and is not shown beside that of now.
    shown = best_quotes(replace(wanted, scored=ranked), around)
    assert {piece.title for piece in shown} == {"Price list of the Alder yard, edition of 2025"}
    # A row of before that is not among the passages of now is kept, where now has nothing as near.
    then = [each for each in wanted.sentences if "2024" in each.citation.title]
    alone = replace(wanted, scored=ranked[:1], sentences=then)
    far = replace(alone, rate=lambda texts: [1.0, *(0.5 for _ in texts[1:])])
    nothing = replace(alone, rate=lambda texts: [0.1 for _ in texts])
    for kept in (best_quotes(far, around), best_quotes(nothing, around)):
        assert kept[0].later and kept[0].title.endswith("2025") and kept[-1].title.endswith("2024")
    named = replace(wanted, question="What did a small sack of pine pellets cost in 2024?", scored=ranked)
    assert best_quotes(named, around)[0].title.endswith("2024")
    newest_best = replace(named, scored=[replace(new[0], score=2.0)])
    shown = best_quotes(newest_best, around)
    assert shown[0].title.endswith("2024") and not any(piece.later for piece in shown)


def test_a_sentence_of_an_earlier_edition_is_shown_as_the_later_one_has_it(assistant):
    rules = (
        "# Rules of the Alder yard, edition of {0}\n\nDate: 1 May {0}\n\nHand back the box within {1} days.\n"
    )
    add(assistant, old=rules.format(2024, 28), new=rules.format(2025, 21))
    wanted, around = looked_for(assistant, "How long until the box is handed back?")
    old = [one for one in wanted.scored if "28" in one.sentence.text]
    # No model finds the later sentence near, but it has the words of the one that is.
    ranked = replace(wanted, scored=old, rate=lambda texts: [0.1 for _ in texts])
    assert [text for piece in best_quotes(ranked, around) for text in texts(piece)] == [
        "Hand back the box within 21 days."
    ]


MILEAGE = (
    "# {0} of the Alder yard, {1}\n\nDate: 1 May {1}\n\n## {2} Mileage\n\n{3}\n\n## Tolls\n\nTolls are {4}.\n"
)


def mileage(title):
    """The texts of an earlier and a later edition."""
    then = MILEAGE.format(title, 2024, "4.2", "We pay 40p for each mile.", "never paid for a mile")
    now = MILEAGE.format(title, 2025, "4.3", "For each mile we pay 45p, and 5p for a colleague.", "see above")
    return {"old": then, "new": now}


def shown(assistant, question, form=None):
    return " ".join(text for piece in pieces(assistant, question, form) for text in texts(piece))


def test_what_an_earlier_edition_says_is_not_shown_beside_what_holds_now(assistant):
    add(assistant, **mileage("Rules"))
    answer = shown(assistant, "What do we pay for each mile?")
    assert "45p" in answer and "40p" not in answer
    assert "never paid" not in answer
    assert "40p" in shown(assistant, "What did we pay for each mile in 2024?")
    answer = shown(assistant, "What do we pay for each mile in 2025?")  # named, and nothing came after it
    assert "45p" in answer and "40p" not in answer
    compared = shown(assistant, "How do the rules on a mile differ?", "compare")
    assert "45p" in compared and "40p" in compared


def test_minutes_do_not_replace_those_before(assistant):
    add(assistant, **mileage("Minutes"))
    answer = shown(assistant, "What do we pay for each mile?")
    assert "45p" in answer and "40p" in answer


MAIL = """From: Ada Fenn <ada@alder.example>
To: All members <all@alder.example>
Subject: Re: The day of the regatta
Date: Tue, 4 Mar 2025 19:12:37 +0100

The regatta is on Saturday 24 May.

On Mon, 3 Mar 2025 at 21:50, Ben Rook wrote:
> Which day do we row in the regatta?
"""


@pytest.mark.parametrize(
    ("question", "heads"),
    [("Which day is the regatta?", False), ("Which day did Ben write of the regatta?", True)],
)
def test_the_head_of_a_mail_is_quoted_only_to_who_asks_of_a_mail(assistant, tmp_path, question, heads):
    (tmp_path / "regatta.eml").write_text(MAIL, encoding="utf-8")
    assert assistant.add([tmp_path / "regatta.eml"]).ok
    said = shown(assistant, question, "fact")
    assert "Saturday 24 May" in said
    assert ("Subject: Re: The day" in said or "Ben Rook wrote" in said) is heads


@pytest.mark.parametrize(
    ("body", "question", "expected"),
    [
        ("Car: 40 pounds\nVan: 65 pounds\nTrailer: 15 pounds", "How much is the van?", "Van: 65 pounds"),
        (
            "Date: Saturday 24 May\nTime: 7 pm\nPlace: the boathouse",
            "Which date in May is it?",
            "Date: Saturday 24 May",
        ),
    ],
)
def test_what_a_mail_says_itself_is_quoted_though_it_looks_like_a_head(
    assistant, tmp_path, body, question, expected
):
    head = MAIL.split("\n\n", maxsplit=1)[0].replace("The day of the regatta", "The party and its van")
    (tmp_path / "van.eml").write_text(f"{head}\n\nHello,\n\n{body}\n", encoding="utf-8")
    assert assistant.add([tmp_path / "van.eml"]).ok
    assert expected in shown(assistant, question, "fact")


def test_the_line_that_says_who_wrote_comes_with_what_was_written(assistant, tmp_path):
    (tmp_path / "regatta.eml").write_text(MAIL, encoding="utf-8")
    assert assistant.add([tmp_path / "regatta.eml"]).ok
    first, *_ = pieces(assistant, "What did Ben Rook write?", "fact")
    assert texts(first)[0].endswith("Ben Rook wrote:")
    assert texts(first)[1:] == ["Which day do we row in the regatta?"]


def test_who_has_only_the_head_of_a_mail_near_is_shown_it(assistant, tmp_path):
    (tmp_path / "regatta.eml").write_text(MAIL, encoding="utf-8")
    assert assistant.add([tmp_path / "regatta.eml"]).ok
    assert "ada@alder.example" in shown(assistant, "What is Ada Fenn's address?", "fact")


def test_what_only_an_earlier_edition_says_is_shown_though_the_latest_is_named(assistant):
    pier = "# Pier of the Alder yard, edition of {0}\n\nDate: 1 May {0}\n\n{1}\n"
    closed = "The pier will be closed for painting from 6 January 2026."
    add(assistant, old=pier.format(2024, closed), new=pier.format(2026, "Shoes are worn."))
    assert closed in shown(assistant, "When will the pier be closed for painting in 2026?", "fact")


ASKED = """SEASON TICKETS

Q: Do I need a photocard?
A: Yes, for every paper ticket of a month or longer.

Q: Can I lend my ticket to my wife?
A: No. It is withdrawn if another person uses it.

The annual ticket costs as much as forty of a week.
"""


def test_an_answer_in_a_list_of_questions_stands_below_its_question(assistant, tmp_path):
    (tmp_path / "faq.txt").write_text(ASKED)
    assistant.add([tmp_path / "faq.txt"])
    found = pieces(assistant, "may my wife have my ticket if i lend it")
    assert {each.title: texts(each)[0] for each in found} == {
        "": "The annual ticket costs as much as forty of a week.",
        "Q: Do I need a photocard?": "A: Yes, for every paper ticket of a month or longer.",
        "Q: Can I lend my ticket to my wife?": "A: No.",
    }


THREAD = """From: Ros <ros@example.org>
To: Greg <greg@example.org>
Subject: Re: The fair
Date: Sun, 15 Mar 2026 20:41:00 +0000
Content-Type: text/plain; charset=utf-8

The fair is on the 16th. Greg brings the tent.

> On Mon, 9 Mar 2026 at 22:10, Philippa Tait wrote:
>
> I can bake the lemon cake.
> Pip
>
>> From: Ros
>> Sent: 8 March 2026
>> To: Pip
>> Subject: The fair
>>
>> Shall we have a balloon? It costs 610 pounds.
"""


@pytest.mark.parametrize(
    ("question", "title", "text"),
    [
        ("who brings the tent?", "", "Greg brings the tent."),
        ("who can bake the lemon cake?", "On Mon, 9 Mar 2026 at 22:10, Philippa Tait wrote:",
         "I can bake the lemon cake."),
        ("what does a balloon cost?", "From: Ros; Sent: 8 March 2026", "It costs 610 pounds."),
    ],
)  # fmt: skip
def test_a_quote_of_an_older_mail_stands_below_who_wrote_it_and_when(
    assistant, tmp_path, question, title, text
):
    (tmp_path / "fair.eml").write_text(THREAD)
    assistant.add([tmp_path / "fair.eml"])
    found = {line: each.title for each in pieces(assistant, question) for line in texts(each)}
    assert found[text] == title


@pytest.mark.parametrize(
    "heading", ["## May I lend my ticket?", "## **May I lend my ticket?**", "May I lend my ticket?\n---"]
)
def test_a_question_may_be_any_heading(assistant, heading):
    add(assistant, rules=f"# Rules\n\n{heading}\n\n\nNo. It is withdrawn then.\n")
    found = {line: each.title for each in pieces(assistant, "is it withdrawn then?") for line in texts(each)}
    assert found["It is withdrawn then."] == "May I lend my ticket?"


def test_a_quote_that_leans_on_the_sentence_before_comes_with_it(assistant):
    rest = " ".join(f"Room {n} keeps its old door until the summer works are over." for n in range(9))
    before = "Miss Pritchard is away from the first of May because of her child and comes back in winter."
    said = f"{before} Her class is taught by Mr Halloran until Christmas."
    add(assistant, letter=f"# Letter\n\n{rest} {said} {rest}\n")
    (piece, *_) = pieces(assistant, "Whose class is taught by Mr Halloran?")
    assert texts(piece)[0] == before


NESTED = """From: Dina <dina@example.org>
To: Fred <fred@example.org>
Subject: Re: The tour
Date: Wed, 11 Mar 2026 20:41:00 +0000
Content-Type: text/plain; charset=utf-8

On Tue, 10 Mar 2026, Bob Hale wrote:

>> On Mon, 9 Mar 2026, Anna Reed wrote:
>>
>> Who brings the kayak trailer?
>
> I fetch it from the boathouse.
>
> From: Hereford
> Date: Saturday 21 March
>
> The seat is in coach D.

Then I need not come myself.

> The paddles lie in the shed.
"""


@pytest.mark.parametrize(
    ("question", "title", "text"),
    [
        ("who asked for the kayak trailer?", "On Mon, 9 Mar 2026, Anna Reed wrote:",
         "Who brings the kayak trailer?"),
        ("who brings the kayak trailer?", "On Tue, 10 Mar 2026, Bob Hale wrote:",
         "I fetch it from the boathouse."),  # no line that says who wrote to whom
        ("who fetches it from the boathouse?", "On Tue, 10 Mar 2026, Bob Hale wrote:",
         "I fetch it from the boathouse."),
        # What stands over it may be of a ticket.
        ("in which coach is the seat?", "", "The seat is in coach D."),
        ("who need not come?", "", "Then I need not come myself."),
        ("where do the paddles lie?", "", "The paddles lie in the shed."),  # below newer words
    ],
)  # fmt: skip
def test_who_wrote_is_told_of_a_mails_own_words_or_not_at_all(assistant, tmp_path, question, title, text):
    (tmp_path / "tour.eml").write_text(NESTED)
    assistant.add([tmp_path / "tour.eml"])
    piece = next(each for each in pieces(assistant, question) if text in texts(each))
    told = [line for line in (piece.title, *texts(piece)) if line.endswith("wrote:")]
    assert told == ([title] if title else []) and not piece.title.startswith("From")


INTERVIEW = """Interview with Henk Maas

DF: When did you begin?

HM: In May, I was fifteen. My uncle took me along.

DF: What do you think of the concert hall?

HM: I was against it. Then my granddaughter played there.

Note: is the concert hall meant?

Notes: the tape ends here.
"""


def test_what_a_speaker_asks_comes_with_what_another_answers(assistant, tmp_path):
    (tmp_path / "henk.txt").write_text(INTERVIEW)
    assistant.add([tmp_path / "henk.txt"])
    first, *others = pieces(assistant, "what does henk think of the concert hall")
    assert (first.title, texts(first)) == (
        "",
        [
            "DF: What do you think of the concert hall?",
            "HM: I was against it.",
            "Then my granddaughter played there.",
        ],
    )
    shown = [text for piece in others for text in texts(piece)]
    assert len(shown) == len({*shown}) and not {*shown} & {*texts(first)}


def test_a_question_that_nobody_answers_is_quoted_itself(assistant, tmp_path):
    (tmp_path / "henk.txt").write_text(INTERVIEW.replace("HM: I was against it. Then", "DF: You said that"))
    assistant.add([tmp_path / "henk.txt"])
    found = pieces(assistant, "what do you think of the concert hall")
    assert "DF: What do you think of the concert hall?" in [text for each in found for text in texts(each)]


NOTES = """Parish meeting, notes of the questions

Mr Dale: When will the bridge be repaired?

Clerk: In the autumn, if the county pays its share of the costs.

Mrs Yusuf: How much does the bridge cost?

Clerk: The costs of the bridge are about £42,000, half of it from the county.
"""


def test_what_was_answered_is_not_shown_again_with_what_was_asked(assistant, tmp_path):
    (tmp_path / "notes.txt").write_text(NOTES)
    assistant.add([tmp_path / "notes.txt"])
    for question in ("costs of the bridge", "how much does the bridge cost the county", "costs"):
        shown = [text for piece in pieces(assistant, question) for text in texts(piece)]
        assert len(shown) == len({*shown})


CHAT = """09/05/2026, 12:15 - Tom: caves on monday?
09/05/2026, 12:19 - Anna: the island is on monday. caves tuesday?
09/05/2026, 12:20 - Tom: tuesday then
10/05/2026, 08:00 - Milo: bread please
"""


def test_a_message_comes_with_those_that_follow_on_its_day(assistant, tmp_path):
    (tmp_path / "chat.txt").write_text(CHAT)
    assistant.add([tmp_path / "chat.txt"])
    answer = assistant.ask("which day for the caves, monday or tuesday?")
    assert "caves tuesday?\n09/05/2026, 12:20 - Tom: tuesday then" in answer.text
    shown = [sentence.text for sentence in answer.sentences]
    assert len(shown) == len({*shown}) and not any("bread" in text for text in shown)
