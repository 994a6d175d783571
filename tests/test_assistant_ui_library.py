"""The library panel: what its handlers take and give, and how it looks as HTML."""

import os
import re
import time
from pathlib import Path

import pytest

from assistant.types import Citation, Sentence
from assistant.ui import words
from assistant.ui.jobs.adding import Adding
from assistant.ui.jobs.lines import Line
from assistant.ui.panels.library import LibraryPanel, received
from assistant.ui.rendering import render
from assistant.ui.views import lines as line_views
from assistant.ui.views.choices import choices
from assistant.ui.views.library import removal, table_html
from assistant.ui.views.lines import lines_html
from documents.errors import FootnoteError, UnknownSource
from documents.inputs import PastedText, Upload
from documents.readers import READERS
from documents.storage.turns import ERASED_ANSWER
from documents.types import ReadingReport, Source
from tests.building import build_assistant
from tests.packing import mail, zipped

SOON = 20.0  # seconds
HOSTILE = '<img src=x onerror="alert(1)">${1+1}`\u202e'


@pytest.fixture
def panel(assistant):
    return LibraryPanel(assistant, Adding(assistant))


@pytest.fixture
def uploads(home):
    folder = home / "tmp" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settled(panel):
    """The lines once nothing is being done any more, as (name, status)."""
    limit = time.monotonic() + SOON
    while panel.library_lines({})["busy"]:
        assert time.monotonic() < limit
        time.sleep(0.01)
    html = panel.library_lines({})["html"]
    return re.findall(r'data-status="(\w+)".*?<bdi class="name"[^>]*>(.*?)</bdi>', html)


def make_source(**changes):
    values = {
        "id": "a1",
        "uri": "upload:notes/handbook.pdf",
        "uris": ("upload:notes/handbook.pdf",),
        "title": "Handbook 2023",
        "media_type": "application/pdf",
        "sha256": "0" * 64,
        "version": 1,
        "added_at": "2025-03-04T10:00:00.000+00:00",
        "date": "2023-01-31",
        "pages": 42,
        "passages": 1128,
    }
    return Source(**(values | changes))


def answer_citing(source_id):
    citation = Citation(source_id, 1, "One", None, 0, 4, "The ")
    sentence = Sentence("The", 0, 3, "found", 1.0, (citation,), ())
    return {"text": "The", "sentences": [sentence.to_dict()]}


# Uploads


def test_an_upload_is_taken_and_its_line_is_there_at_once(panel, assistant, uploads):
    (uploads / "x.txt").write_text("The ferry sails at nine.")
    answer = panel.library_add({"files": [{"path": str(uploads / "x.txt"), "name": "notes/ferry.txt"}]})
    assert 'data-testid="ingest-line"' in answer["html"]
    assert settled(panel) == [("added", "notes/ferry.txt")]
    assert assistant.sources()[0].uri == "upload:notes/ferry.txt"


def test_only_a_file_in_the_uploads_folder_is_taken(uploads, tmp_path):
    inside, outside = uploads / "a" / "x.txt", tmp_path / "secret.txt"
    inside.parent.mkdir()
    inside.write_text("mine")
    outside.write_text("secret")
    (uploads / "link.txt").symlink_to(outside)
    (uploads / "inner.txt").symlink_to(inside)
    (uploads / "folder").symlink_to(tmp_path)
    (uploads / "circle").symlink_to(uploads / "circle")
    os.mkfifo(uploads / "pipe")
    assert received(str(inside), uploads) == inside.resolve()
    refused = [
        outside,
        uploads / ".." / ".." / ".." / "secret.txt",
        uploads / "a" / ".." / ".." / "uploads-not",
        uploads / "link.txt",
        uploads / "inner.txt",
        uploads / "folder" / "secret.txt",
        uploads / "circle",
        uploads / "pipe",
        uploads / "a",
        uploads,
        uploads / "gone.txt",
        f"{uploads}/x\0.txt",
        "x" * 5_000,
        "",
        "/etc/passwd",
    ]
    for path in refused:
        with pytest.raises(FootnoteError, match="did not arrive"):
            received(str(path), uploads)


def test_a_folder_beside_the_uploads_with_a_like_name_is_none(uploads):
    beside = uploads.with_name("uploads-2")
    beside.mkdir()
    (beside / "x.txt").write_text("secret")
    with pytest.raises(FootnoteError):
        received(str(beside / "x.txt"), uploads)


def test_one_bad_path_and_nothing_is_taken(panel, uploads, tmp_path):
    (uploads / "x.txt").write_text("The ferry sails at nine.")
    (tmp_path / "y.txt").write_text("secret")
    files = [{"path": str(path), "name": "a.txt"} for path in (uploads / "x.txt", tmp_path / "y.txt")]
    with pytest.raises(FootnoteError):
        panel.library_add({"files": files})
    assert settled(panel) == []
    assert (tmp_path / "y.txt").exists()


def test_a_failed_upload_can_be_tried_again_and_dismissed(panel, uploads):
    path = uploads / "x.txt"
    path.write_text("")
    panel.library_add({"files": [{"path": str(path), "name": "a.txt"}]})
    assert settled(panel) == [("empty", "a.txt")]
    path.write_text("The ferry sails at nine.")
    panel.library_retry({"number": 1})
    assert settled(panel) == [("added", "a.txt")]
    assert panel.library_dismiss({"number": 1})["html"] == ""


def test_all_that_is_finished_is_dismissed_together(panel):
    panel.library_paste({"text": "The ferry sails."})
    panel.library_paste({"text": "The bus leaves."})
    assert len(settled(panel)) == 2
    assert panel.library_dismiss({})["html"] == ""


# Pasting


def test_text_is_added_under_its_title(panel, assistant):
    panel.library_paste({"title": "My note", "text": "See https://example.org for the ferry."})
    assert settled(panel) == [("added", "My note")]
    assert assistant.sources()[0].uri == "text:My note"


def test_addresses_alone_are_fetched(panel):
    # Port 9 of this computer: private addresses are refused before anything is asked there.
    panel.library_paste({"title": "x", "text": "http://127.0.0.1:9/a\n http://127.0.0.1:9/b "})
    assert settled(panel) == [("failed", "http://127.0.0.1:9/a"), ("failed", "http://127.0.0.1:9/b")]


def test_nothing_pasted_is_said(panel):
    with pytest.raises(FootnoteError, match="nothing to add"):
        panel.library_paste({"text": " \n "})


# The table and removing


def test_the_table_has_a_row_for_each_source(panel, assistant):
    assistant.add([PastedText("One", "The lamp is lit."), PastedText("Two", "The ferry sails.")])
    answer = panel.library_table({})
    assert answer["html"].count('data-testid="source-row"') == 2
    assert (answer["label"], answer["note"]) == ("2 documents", "")
    assert answer["stamp"] == panel.library_lines({})["stamp"]


def test_the_stamp_changes_with_the_table(panel):
    before = panel.library_table({})["stamp"]
    panel.library_paste({"text": "The ferry sails."})
    settled(panel)
    assert panel.library_lines({})["stamp"] != before


def test_an_empty_library_is_said_in_a_sentence(panel):
    assert "There are no documents yet" in panel.library_table({})["html"]


def test_removing_says_what_goes(panel, assistant):
    assistant.add([PastedText("One", "The lamp is lit."), PastedText("Two", "The ferry sails.")])
    one, two = (source.id for source in assistant.sources())
    assistant.conversations.add_turn("?", answer_citing(one))
    usage = panel.library_usage({"sources": [one]})
    assert usage["title"] == "Remove “One”?"
    assert usage["text"].startswith("1 passage. 1 saved answer cites it, and keeps its quotes")
    both = panel.library_usage({"sources": [one, two]})
    assert both["title"] == "Remove 2 documents?"
    assert both["text"].startswith("2 passages. Saved answers cite 1 of them, and keep")
    with pytest.raises(UnknownSource):
        panel.library_usage({"sources": ["nobody"]})


def test_removing_names_the_file_where_it_says_more_than_the_title(panel, assistant, tmp_path):
    for edition in ("first", "second"):
        path = tmp_path / f"rules-{edition}-edition.md"
        path.write_text(f"# House rules\n\nThis is the {edition} edition.\n", encoding="utf-8")
        assistant.add([path])
    named = {panel.library_usage({"sources": [source.id]})["title"] for source in assistant.sources()}
    assert named == {f"Remove “House rules” (rules-{each}-edition.md)?" for each in ("first", "second")}


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('"The Petrel"', "“The Petrel”"),
        ("Of the “Petrel” and others", "“Of the ‘Petrel’ and others”"),
        ('A screen of 15" and more', '“A screen of 15" and more”'),
    ],
)
def test_quotation_marks_are_not_doubled(panel, assistant, title, shown):
    assistant.add([PastedText(title, "The lamp is lit.")])
    (source,) = assistant.sources()
    assert panel.library_usage({"sources": [source.id]})["title"] == f"Remove {shown}?"


def test_removed_sources_go(panel, assistant):
    assistant.add([PastedText("One", "The lamp is lit."), PastedText("Two", "The ferry sails.")])
    one = assistant.sources()[0].id
    panel.library_remove({"sources": [one]})
    assert settled(panel) == []
    assert [source.title for source in assistant.sources()] == ["Two"]


def test_erased_sources_go_with_their_quotes_and_get_a_line_each(panel, assistant):
    assistant.add([PastedText("One", "The lamp is lit."), PastedText("Two", "The ferry sails.")])
    one = assistant.sources()[0].id
    name = assistant.conversations.add_turn("Why?", answer_citing(one))
    panel.library_remove({"sources": [one], "erase": True})
    assert settled(panel) == [("erased", "One")]
    assert "1 saved answer" in panel.library_lines({})["html"]
    assert assistant.conversations.turns(name)[0].answer["text"] == ERASED_ANSWER
    assert assistant.library.removals() == []


def test_examples_are_erased_together_but_not_the_users_own(panel, assistant):
    assistant.add_examples()
    own = assistant.sources()[0]
    assistant.add([own.uri, Upload("mine.md", Path(own.uri))])
    panel.library_remove_examples({"erase": True})
    settled(panel)
    assert [source.uri for source in assistant.sources()] == ["upload:mine.md"]
    assert assistant.library.removals() == []


def test_the_examples_are_offered_for_removal_and_go_together(panel, assistant):
    assistant.add_examples()
    assistant.add([PastedText("One", "The lamp is lit.")])
    answer = panel.library_table({})
    assert "library-remove-examples" in answer["note"]
    examples = len(assistant.sources()) - 1
    assert f"Remove {examples} documents?" == panel.library_usage({"examples": True})["title"]
    panel.library_remove_examples({})
    settled(panel)
    assert [source.title for source in assistant.sources()] == ["One"]
    assert panel.library_table({})["note"] == ""


def test_a_removal_that_waits_is_shown_in_its_row(panel, home):
    rows = table_html([make_source(), make_source(id="b2")], removing={"b2"})
    first, second = re.findall(r"<tr data-testid.*?</tr>", rows)
    assert "removing …" in second
    assert "library-remove" not in second
    assert "library-remove" in first


def test_another_process_that_writes_is_said(home):
    with build_assistant(home, llm=None) as other, build_assistant(home, llm=None) as one:
        other.add([PastedText("One", "The lamp is lit.")])
        panel = LibraryPanel(one, Adding(one))
        panel.library_remove({"sources": [source.id for source in one.sources()]})
        assert settled(panel) == [("failed", "Removing documents")]


# Archives and mails


@pytest.fixture
def packed(panel, assistant, tmp_path):
    """The panel of a library with an archive of two documents, and a mail with one attached."""
    (tmp_path / "june.zip").write_bytes(
        zipped({"notes/a.txt": "The ferry sails.", "b.txt": "The lamp is lit."})
    )
    (tmp_path / "m.eml").write_bytes(mail(files={"r.txt": "The report."}))
    assistant.add([tmp_path / "june.zip", tmp_path / "m.eml"])
    return panel


def test_an_archive_is_a_row_before_its_documents_and_is_removed_with_them(packed, assistant, tmp_path):
    html, address = packed.library_table({})["html"], str(tmp_path / "june.zip")
    rows = re.findall(r'<tr data-testid="([a-z-]+)" data-source="([^"]+)"', html)
    assert [kind for kind, _ in rows] == ["archive-row", *["source-row"] * 4]
    assert rows[0][1] == address
    assert ">2 documents<" in html and ">ZIP archive<" in html
    assert ">june.zip › notes/a.txt<" in html
    assert packed.library_table({})["label"] == "4 documents"
    usage = packed.library_usage({"sources": [address]})
    assert usage["title"] == "Remove “june.zip” and 2 documents in it?"
    assert usage["text"].startswith("2 passages.")
    packed.library_remove({"sources": [address, rows[1][1]]})
    assert settled(packed) == []
    assert [source.title[:6] for source in assistant.sources()] == ["Roof r", "r, att"]


def test_a_mail_is_removed_with_what_is_attached_to_it(packed, assistant):
    letter = next(source for source in assistant.sources() if source.title == "Roof repairs")
    usage = packed.library_usage({"sources": [letter.id]})
    assert usage["title"] == "Remove “Roof repairs” and 1 document in it?"
    packed.library_remove({"sources": [letter.id], "erase": True})
    (line,) = settled(packed)
    assert line[0] == "erased"
    assert sorted(source.title for source in assistant.sources()) == ["a", "b"]


# How it looks


@pytest.mark.parametrize(
    ("sources", "citing", "text"),
    [
        (
            [make_source(passages=128)],
            [3],
            "128 passages. 3 saved answers cite it, and keep its quotes,",
        ),
        ([make_source(passages=1)], [0], "1 passage. Your own file stays where it is."),
        ([make_source(uri="https://example.org/a")], [0], "1,128 passages."),
        (
            [make_source(uri="text:Note")],
            [0],
            "1,128 passages. Pasted text is kept only here, and is gone then.",
        ),
        (
            [make_source(), make_source(uri="text:x")],
            [0, 0],
            "2,256 passages. Your own files stay where they are.",
        ),
    ],
)
def test_what_goes_is_said_in_plain_words(sources, citing, text):
    assert removal(sources, citing)[1].startswith(text)


def test_a_row_says_what_is_known_of_a_source():
    row = table_html([make_source(flagged=True)], removing=())
    shown = re.sub(r"<[^>]+>", "|", row.split("<tbody>")[1])
    for fact in ("Handbook 2023", "handbook.pdf", "PDF", "42", "1,128", "2023-01-31", "2025-03-04"):
        assert f"|{fact}|" in shown
    assert "This document contains instructions; they were not followed." in shown
    assert 'data-value="1128"' in row  # what is sorted by, not what is shown


def test_a_row_says_what_could_not_be_read_whole():
    row = table_html([make_source(notes=("Page 2 is <damaged>.", "Line 3 is lost."))], removing=())
    assert "Page 2 is &lt;damaged&gt;." in row and "Line 3 is lost." in row


def test_a_row_unfolds_what_is_known_and_where_the_date_is_from():
    known = {
        "date": "2024-05-03", "dated_by": "text", "author": "Ines Ferro", "language": "de",
        "report": ReadingReport(kept=0.987, headings=2, items=1, tables=0, recognised=((1, 0.8), (3, 0.9))),
    }  # fmt: skip
    row = table_html([make_source(**known)], removing=())
    details = re.sub(r"(<[^>]+>)+", "|", row[row.index("<details") : row.index("</details>")])
    assert details == (
        "|Details|Date|3 May 2024, as the text says|Author|Ines Ferro|Language|German|"
        "Read|98 % of the words · 2 headings · 1 list item · 2 pages by text recognition, 85 % sure|"
    )
    assert "remark" not in details


def test_the_day_of_a_file_is_shown_as_that_and_sorted_as_a_date():
    row = table_html([make_source(dated_by="file", date="2024-05-03")], removing=())
    assert 'data-value="2024-05-03">file of 2024-05-03</td>' in row
    assert "the file is of 3 May 2024; the text states no date" in row


def test_of_a_source_of_which_nothing_is_known_nothing_unfolds():
    assert "<details" not in table_html([make_source(date=None)], removing=())


def test_what_is_not_known_stays_empty():
    row = table_html([make_source(pages=None, date=None)], removing=())
    assert "None" not in row
    assert '<td class="pages" data-label="Pages" data-value=""></td>' in row


def test_titles_and_addresses_stay_text():
    strange = make_source(title=HOSTILE, uri=f"upload:{HOSTILE}.md", author=HOSTILE, notes=(HOSTILE,))
    html = table_html([strange], removing=())
    assert_harmless(html)


def test_names_and_messages_of_lines_stay_text():
    line = Line(1, HOSTILE, status="failed", message=f"{HOSTILE} could not be read", again=True)
    assert_harmless(lines_html([line], now=0.0))


def assert_harmless(html):
    assert "<img" not in html
    assert "${" not in html
    assert "`" not in html
    assert "&lt;img" in html
    inside = re.sub(r"<bdi[^>]*>.*?</bdi>|\"[^\"]*\"|<p class=\"result\" dir=\"auto\">.*?</p>", "", html)
    assert "\u202e" not in inside  # it turns nothing but the name itself


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "Waiting"),
        ({"status": "reading", "began": 7.0}, "Reading|3 s"),
        ({"status": "embedding", "done": 34, "total": 120, "began": 8.0}, "34 of 120 passages|2 s"),
        (
            {"status": "added", "seconds": 1.25, "message": "128 passages, 42 pages"},
            "Added|1.2 s|✕|128 passages",
        ),
        ({"status": "unchanged", "message": "already here"}, "Unchanged|✕|already here"),
        ({"status": "replaced", "message": "new version"}, "Replaced|✕|new version"),
        ({"status": "empty", "message": "12 scanned pages", "again": True}, "No text|Retry|✕|12 scanned"),
        ({"status": "failed", "message": "It needs a password."}, "Not added|✕|It needs a password."),
    ],
)
def test_a_line_says_step_progress_seconds_and_result(changes, shown):
    html = lines_html([Line(1, "handbook.pdf", **changes)], now=10.0)
    text = re.sub(r"\|+", "|", re.sub(r"<[^>]+>", "|", html))
    assert "|handbook.pdf|" in text
    assert shown in text
    assert ("<progress" in html) == (changes.get("status") in ("reading", "embedding"))


def test_progress_has_a_value_only_where_the_end_is_known():
    known = lines_html([Line(1, "a", "embedding", done=34, total=120)], now=0.0)
    assert '<progress value="34" max="120"' in known
    assert "<progress aria-label" in lines_html([Line(1, "a", "reading")], now=0.0)


def test_of_two_thousand_lines_those_are_shown_that_say_most():
    shown = [Line(number, f"well-{number}", "added") for number in range(1, 1001)]
    shown += [Line(1001, "broken", "failed"), Line(1002, "now", "reading", began=0.0)]
    shown += [Line(number, f"later-{number}") for number in range(1003, 2001)]
    html = lines_html(shown, now=1.0)
    assert html.count("ingest-line") <= line_views.IN_VIEW
    assert ">broken<" in html
    assert ">now<" in html
    assert ">well-1000<" in html
    assert ">later-1003<" in html
    assert "1,001 of 2,000 documents done · 1 could not be added" in html
    assert "<summary>997 more done</summary>" in html
    hidden = [int(number.replace(",", "")) for number in re.findall(r"… ([\d,]+) more<", html)]
    assert sum(hidden) == 2_000 - html.count("ingest-line")


def test_what_is_done_is_folded_but_for_the_latest_and_for_what_went_wrong():
    shown = [
        Line(1, "broken", "failed"),
        *(Line(number, f"well-{number}", "added") for number in range(2, 17)),
    ]
    folded, after = lines_html(shown, now=0.0).split("</details>")
    assert "<summary>12 more done</summary>" in folded
    assert re.findall(r'title="([\w-]+)"', after) == ["broken", "well-14", "well-15", "well-16"]
    assert folded.count("ingest-line") == 12
    few = lines_html(shown[:4], now=0.0)
    assert "<details" not in few and few.count("ingest-line") == 4


def test_the_frame_holds_each_place_once_and_no_line():
    html = render("library/frame.html", megabytes=200)
    for place in ('data-testid="drop"', "data-lines", "data-table", "data-drop-slot", "webkitdirectory"):
        assert html.count(place) == 1
    assert "200 MB" in html
    assert html.split("<template>")[0].count("ingest-line") == 0


def test_a_table_of_two_thousand_sources_is_made_quickly():
    rows = [make_source(id=f"{number:012x}", title=f"Paper {number}") for number in range(2_000)]
    html = table_html(rows, removing=())
    assert html.count("source-row") == 2_000
    assert len(html) < 2_500_000


def test_each_format_has_a_name_that_a_person_knows():
    unnamed = {
        reader.name for reader in READERS if reader.media_type not in words.TYPES and not reader.archive
    }
    assert unnamed == set()


# Very many documents


@pytest.fixture
def many(panel, assistant, monkeypatch):
    """The panel of a library with more documents than a page gets at once."""
    assistant.add([PastedText(f"Note {number}", f"The ferry number {number} sails.") for number in range(5)])
    monkeypatch.setattr("assistant.ui.panels.library.WHOLE", 3)
    return panel


def rows_of(answer):
    return re.findall(r"<bdi>(Note \d)</bdi>", answer["html"])


def test_of_very_many_a_page_gets_a_view(many):
    first = many.library_table({})
    assert (rows_of(first), first["found"], first["label"]) == (
        ["Note 0", "Note 1", "Note 2"],
        5,
        "5 documents",
    )
    last = many.library_table({"column": "title", "descending": True, "limit": 2})
    assert rows_of(last) == ["Note 4", "Note 3"]
    some = many.library_table({"words": "note 3", "limit": 1})
    assert (rows_of(some), some["found"]) == (["Note 3"], 1)
    none = many.library_table({"words": "zork"})
    assert (rows_of(none), none["found"], "<table" in none["html"]) == ([], 0, True)


def test_what_no_page_of_ours_asks_for_is_answered_all_the_same(many):
    answer = many.library_table({"column": "1; DROP TABLE", "limit": -5, "words": ["x"]})
    assert answer["found"] == 0
    assert len(rows_of(many.library_table({"limit": 10**9}))) == 3


def test_of_very_many_sources_the_chosen_and_those_that_are_looked_for_are_offered(
    many, assistant, monkeypatch
):
    monkeypatch.setattr("assistant.ui.views.choices.WHOLE", 3)
    monkeypatch.setattr("assistant.ui.views.choices.SHOWN_OF_MANY", 2)
    last = assistant.sources()[-1].id
    offered = choices(assistant.library, {"chosen": [last, "gone"], "words": "note"})
    assert offered["partial"]
    assert re.findall(r"<bdi>(Note \d)</bdi>", offered["html"]) == ["Note 4", "Note 0", "Note 1"]
    assert offered["html"].count(" checked") == 1
    assert " checked" not in choices(assistant.library, {})["html"]
