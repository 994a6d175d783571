"""Turns, quotes, the rail and the source pane as HTML: text of documents and models stays text."""

import ast
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.export.flagged import unflagged
from assistant.phrases import NO_MODEL
from assistant.pipeline.suggestions import Suggestion
from assistant.showing.pane_text import PaneText
from assistant.types import (
    Answer,
    Citation,
    Conflict,
    ConflictRow,
    Done,
    Evidence,
    Nearest,
    NearMiss,
    Section,
    Sentence,
    SentenceDone,
    Token,
    Value,
    Wait,
)
from assistant.ui import rail, words
from assistant.ui.rendering import render
from assistant.ui.status import line
from assistant.ui.views.stored_text import source_html
from assistant.ui.views.turns import Turn, turn_html
from documents.storage.conversations import Conversation
from documents.text.shown import MARKDOWN
from documents.types import Block, Source
from index.types import Hit
from tests.building import make_passage
from tests.markup import HOSTILE, Seen

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("text", "quote", "list", "steps", "value", "side", "only", "now", "before", "summary", "asked")
QUOTE = Citation("s", 1, "Handbook", 4, 0, 9, "It sails.", ("Leave", "Ships"), "2025-04-01")


def make_answer(**changes):
    values = {
        "question": "When?",
        "standalone_question": "When?",
        "draft": "It sails.",
        "text": "It sails.",
        "refused": False,
        "confidence": 0.5,
        "sentences": (Sentence("It sails.", 0, 9, "found", 0.9, (QUOTE,), ()),),
        "withheld": (),
        "missing": (),
        "conflicts": (),
        "notes": (),
        "hits": (),
        "model": "m",
        "timings": {"total": 1.0},
        "quotes": (QUOTE,),
    }
    return Answer(**(values | changes))


def everything(text):
    """A page's worth of records in which every text is `text`."""
    citation = Citation("s", 1, text, 2, 0, len(text), text, (text,), text)
    kept = Sentence(text, 0, len(text), "partly", 0.5, (citation,), (text,), ((2, len(text)),))
    left_out = Sentence(text, 0, len(text), "not_found", 0.0, (), (text,))
    texts = dict.fromkeys(("question", "draft", "text", "model"), text) | {"standalone_question": text + "?"}
    more = {"missing": (text,), "notes": (text,), "withheld": (left_out,), "quotes": (citation,)}
    more["conflicts"] = (Conflict(text, (ConflictRow(text, text, citation),), text),)
    more |= {"near_misses": (NearMiss(text, text, text, citation),), "suggestions": (text,)}
    nearest = (Nearest(text, citation),)
    forms = [Section(kind, 1, text, Value(text, text, text), 2) for kind in KINDS]
    items = tuple(replace(kept, support="found", number=text) for _ in KINDS)
    formed = make_answer(**texts, **more, sentences=items, sections=tuple(forms), outcome="unsure")
    row = f"{text}: {text}; b{text}: {text}"
    cited = replace(citation, quote="|", shown=" ".join(row.split()))
    rows = tuple(replace(kept, text=cited.shown, support="found", citations=(cited,)) for _ in range(30))
    grids = (Section("list", 30, text), Section("quote", 0), Section("asked", 0, text))
    tabled = make_answer(**texts, **more, sentences=rows, sections=grids, outcome="unsure")
    hits = (Hit(make_passage(text, id=text), 1.0, "both", flagged=True),)
    source = Source(text, text, (text,), text, "text/plain", "0", 1, "2026-01-01", None, 3, 1)
    conversation = Conversation(text, text, "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")
    reading = PaneText(text, 1, text, uri=text, headings=(text,), before=text, quote=text, after=text)
    removed = PaneText(text, 1, text, removed_at="2026-01-01T00:00:00+00:00")
    parts = [
        turn_html(Turn(text, text, evidence=Evidence((), (citation,)), sentences=[kept])),
        turn_html(Turn(text, text, answer=make_answer(**texts, **more, sentences=(kept,)))),
        turn_html(Turn(text, text, answer=make_answer(**texts, **more, sentences=(), refused=True))),
        turn_html(
            Turn(text, text, answer=make_answer(**texts, **more, sentences=(), refused=True, nearest=nearest))
        ),
        turn_html(Turn(text, text, answer=make_answer(**texts, **more, sentences=(kept,), hits=hits))),
        turn_html(Turn(text, text, answer=formed)),
        turn_html(Turn(text, text, answer=tabled)),
        turn_html(Turn(text, text, answer=replace(tabled, sections=(Section("quote", 30),)))),
        turn_html(Turn(text, text, answer=replace(formed, outcome="answered", hits=hits))),
        render("check/sentences.html", sentences=[kept, left_out], flagged=unflagged),
        turn_html(Turn(text, text, error=text, stage="failed")),
        rail.by_day([conversation], text, date(2026, 1, 1)),
        render("chat/suggestions.html", suggestions=[Suggestion(text, text, text)]),
        render(
            "choices.html",
            sources=[source],
            chosen=set(),
            partial=True,
            name_of=lambda each: f"{each.uri}.txt",
        ),
        source_html(reading, text),
        source_html(removed, text),
    ]
    return "".join(parts)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text):
    hostile, plain = Seen(everything(text)), Seen(everything("harmless"))
    assert hostile.tags == plain.tags
    assert hostile.names == plain.names
    assert text in hostile.text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_a_mark_of_a_template(text):
    assert not set("{}$`") & set(everything(text))


def test_no_template_marks_a_text_as_safe():
    ours = [*(ROOT / "assistant" / "ui").rglob("*.*"), *(ROOT / "evals" / "page").rglob("*.*")]
    written = {path: path.read_text(encoding="utf-8") for path in ours if path.suffix in (".html", ".py")}
    assert sum(path.suffix == ".html" for path in written) > 20
    marking = re.compile(r"\|\s*safe\b|\bMarkup\(|\bautoescape(?!=True)")
    assert [path for path, text in written.items() if marking.search(text)] == []


def test_a_partly_found_sentence_says_why():
    sentence = Sentence("It sails.", 0, 9, "partly", 0.5, (), ("the time is not stated",))
    assert "the time is not stated" in turn_html(Turn("1", "?", sentences=[sentence]))


def test_a_sentence_that_is_not_found_is_not_shown_while_the_answer_grows():
    sentence = Sentence("The moon is cheese.", 0, 19, "not_found", 0.0, (), ())
    assert "cheese" not in turn_html(Turn("1", "?", sentences=[sentence]))


def test_unchecked_words_are_never_shown():
    one = Turn("1", "?")
    one.grow(Token("The moon is cheese."))
    assert "cheese" not in turn_html(one)


def test_a_mark_carries_its_place_and_its_card_title_headings_page_and_date():
    shown = turn_html(Turn("1", "When?", answer=make_answer()))
    assert 'data-source="s" data-version="1" data-start="0" data-end="9"' in shown
    assert "Handbook › Leave › Ships › page 4" in shown
    assert "2025-04-01" in shown


def test_the_same_citation_has_one_number_in_all_sentences():
    sentence = make_answer().sentences[0]
    shown = turn_html(Turn("1", "?", answer=make_answer(sentences=(sentence, sentence))))
    assert shown.count('data-testid="citation"') == 2
    assert shown.count("data-card=") == 1


def test_without_a_model_the_step_that_connects_one_is_shown():
    shown = turn_html(Turn("1", "?", answer=make_answer(model="", notes=(NO_MODEL,))))
    assert "Quotes only: no language model is connected." in shown
    assert "Connect one in Settings" in shown


def test_under_an_answer_a_fold_says_how_it_was_made():
    assert "<summary>How it was made</summary>" in turn_html(Turn("1", "?", answer=make_answer()))


def test_no_word_of_the_page_is_written_over_by_another():
    tree = ast.parse(Path(words.__file__).read_text(encoding="utf-8"))
    stored = [
        one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    ]
    assert [name for name in stored if stored.count(name) > 1] == []


def test_the_status_line_tells_each_stage():
    one = Turn("1", "?")
    assert line(one, "12 sources") == "Searching 12 sources"
    one.grow(Evidence((), (QUOTE,), 310))
    assert line(one, "") == "0 passages in 0 sources · reading 310 words"
    one.grow(Token("It"))
    assert line(one, "") == "Writing"
    one.grow(Done(make_answer()))
    assert line(one, "") == "Answered in 1.0 s from 1 source"


def test_only_what_changes_something_is_shown_again():
    one = Turn("1", "?")
    assert one.grow(Token("It"))
    assert not one.grow(Token(" sails"))
    assert one.grow(SentenceDone(make_answer().sentences[0]))


def test_conversations_stand_by_day():
    def at(day):
        moment = datetime(2026, 11, day, 12, tzinfo=UTC).isoformat()
        return Conversation(f"c{day}", f"Question {day}", moment, moment)

    shown = rail.by_day([at(24), at(23), at(20), at(2)], "c24", date(2026, 11, 24))
    titles = ["Today", "Question 24", "Yesterday", "Question 23", "The last seven days", "November 2026"]
    places = [shown.index(title) for title in titles]
    assert places == sorted(places)
    assert shown.count("aria-current") == 1


def test_a_name_for_a_file_has_nothing_of_a_path():
    assert rail.markdown_name("../../etc/passwd: a?") == "etc passwd a.md"
    assert rail.markdown_name("???") == "conversation.md"


def test_the_pane_marks_the_quote_and_the_pages():
    texts = {"before": "One. ", "quote": "Two.", "after": " Three."}
    one = PaneText("s", 1, "T", **texts, breaks=((0, 4), (9, 5)), current=True)
    shown = source_html(one, "")
    assert '<mark data-testid="source-quote" tabindex="-1">Two.</mark>' in shown
    assert shown.index("Page 4") < shown.index("One.") < shown.index("Two.") < shown.index("Page 5")


def test_the_pane_shows_lists_and_tables_as_such():
    before, quote, after = (
        "Fares\n\nBring:\n- a <b>cot</b>\n\n",
        "Ship\tPrice\nPetrel\t£3",
        "\n\nSails at nine.",
    )
    text = before + quote + after

    def block(kind, words, **fields):
        return Block(kind, text.index(words), text.index(words) + len(words), **fields)

    blocks = (
        block("heading", "Fares", level=1),
        block("paragraph", "Bring:"),
        block("item", "a <b>cot</b>", level=1),
        block("cell", "Ship", row=0, column=0),
        block("cell", "Price", row=0, column=1),
        block("cell", "Petrel", row=1, column=0, column_header="Ship"),
        block("cell", "£3", row=1, column=1, column_header="Price"),
    )
    one = PaneText("s", 1, "T", before=before, quote=quote, after=after, blocks=blocks, current=True)
    shown = source_html(one, "")
    assert "<h3>Fares</h3>" in shown
    assert "<span>a &lt;b&gt;cot&lt;/b&gt;</span></li></ul>" in shown and "- a" not in shown
    assert "</mark></th><th><mark>" in shown and "<td><mark>£3</mark></td></tr></table>" in shown
    assert shown.count("source-quote") == 1 and "Sails at nine." in shown


def test_marks_before_a_block_are_not_shown_and_headers_of_two_rows_are():
    after = "---\ntitle: Huts\n---\n\n# Huts\n\n3. Wait\n\n2023\t\nGuests\tNights\n412\t633\n"

    def block(kind, words, **fields):
        return Block(kind, after.index(words), after.index(words) + len(words), **fields)

    blocks = (
        Block("heading", after.index("# Huts") + 2, after.index("# Huts") + 6, level=1),
        block("item", "Wait", level=1, number="3."),
        block("cell", "2023", row=0, column=0),
        block("cell", "Guests", row=1, column=0),
        block("cell", "Nights", row=1, column=1),
        block("cell", "412", row=2, column=0, column_header="2023 › Guests"),
        block("cell", "633", row=2, column=1, column_header="2023 › Nights"),
    )
    shown = source_html(PaneText("s", 1, "T", after=after, blocks=blocks, current=True), "")
    assert "title: Huts" in shown and "#" not in shown and shown.count("3.") == 1
    assert shown.count("<th>") == 3 and shown.count("<td>") == 2


def test_the_pane_shows_a_number_once_and_words_between_items_too():
    text = "Bring:\n\n1. a cot\n2. a lamp\n<p>Not a stove.</p>\n3. a cup"
    items = tuple(
        Block("item", text.index(words), text.index(words) + len(words), level=1, number=number)
        for number, words in (("1.", "a cot"), ("2.", "a lamp"), ("3.", "a cup"))
    )
    shown = source_html(PaneText("s", 1, "T", quote=text, blocks=items, current=True), "")
    assert [shown.count(number) for number in ("1.", "2.", "3.")] == [1, 1, 1]
    assert shown.index("a lamp") < shown.index("&lt;p&gt;Not a stove.&lt;/p&gt;") < shown.index("a cup")


def test_code_in_markdown_is_shown_as_it_stands():
    text = "Call **this**:\n\ndef __init__(a, b): return a ** 2 ** b"
    begin = text.index("def")
    blocks = (Block("paragraph", 0, begin - 2), Block("code", begin, len(text)))
    one = PaneText("s", 1, "T", before=text, media_type=MARKDOWN, blocks=blocks, current=True)
    shown = source_html(one, "")
    assert "Call this:" in shown and text[begin:] in shown


def test_what_only_a_disagreement_cites_is_said_to_be_removed_too():
    conflict = Conflict("the fee", (ConflictRow("£4", None, QUOTE), ConflictRow("£5", None, QUOTE)))
    turn = Turn("1", "When?", answer=make_answer(sentences=(), conflicts=(conflict,)), gone=frozenset({"s"}))
    assert "No longer in the library: “Handbook”" in turn_html(turn)


def test_rows_of_one_table_are_shown_as_a_table_with_a_mark_at_each_name():
    texts = [f"Day: {day}; Opens: {hour}" for day, hour in (("Monday", "9"), ("Sunday", "11"))]
    cited = [replace(QUOTE, start=place, quote="|", shown=text) for place, text in enumerate(texts)]
    rows = tuple(
        Sentence(text, 0, len(text), "found", 1.0, (citation,), ())
        for text, citation in zip(texts, cited, strict=True)
    )
    shown = turn_html(
        Turn("1", "?", answer=make_answer(sentences=rows, sections=(Section("list", 2, "Hours"),)))
    )
    assert [f'scope="col" dir="auto">{name}</th>' in shown for name in ("Day", "Opens")] == [True, True]
    assert shown.count('data-testid="row"') == 2 and shown.count('data-do="cite"') == 2


def test_each_of_several_questions_stands_above_its_answer():
    sections = (Section("asked", 0, "When?"), Section("text", 1), Section("asked", 0, "Who?"))
    sections += (Section("text", 0, "Your documents do not say."),)
    shown = turn_html(Turn("1", "When? Who?", answer=make_answer(sections=sections)))
    assert shown.count('data-testid="asked"') == 2
    assert shown.index("When?</h3>") < shown.index("It sails.") < shown.index("Who?</h3>")
    assert "Your documents do not say." in shown


def test_a_removed_source_still_shows_the_quote_that_was_kept():
    one = PaneText("s", 1, "Old handbook", removed_at="2026-03-03T12:00:00+00:00")
    shown = source_html(one, "It sails.")
    assert "“Old handbook” was removed on 3 March 2026" in shown
    assert "It sails.</mark>" in shown


def test_an_older_version_is_said_to_be_one():
    one = PaneText("s", 1, "T", quote="Two.", current=False)
    assert "has changed since" in source_html(one, "")


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("starting", "0 passages in 0 sources · starting the language model"),
        ("queued", "0 passages in 0 sources · waiting for the language model"),
        ("reading", "0 passages in 0 sources · reading 310 words"),
        ("checking", "Checking whether this answers the question"),
    ],
)
def test_the_status_line_says_what_is_waited_for(stage, said):
    one = Turn("1", "When?")
    one.grow(Evidence((), (), 310))
    assert one.grow(Wait(stage)) is (stage != "reading")  # which it says already
    assert line(one, "3 sources") == said
    assert one.grow(Wait(stage, 64, 400)) is False
