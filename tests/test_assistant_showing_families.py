"""Which documents are of one kind, and which of them is later."""

from dataclasses import replace

import pytest

from assistant.showing.families import are_alike, are_built_alike, kin, named_edition, newer
from documents.types import Heading
from tests.building import make_source

SOURCES = [
    make_source("s1", "Minutes of the rowing club, 4 March 2024", "2024-03-04"),
    make_source("s2", "Minutes of the rowing club, 7 October 2024", "2024-10-07"),
    make_source("s3", "Minutes of the rowing club, 3 March 2025", "2025-03-03"),
    make_source("s4", "Accounts of the harbour 2025", "2025-12-31"),
    make_source("s5", "Minutes of the rowing club", None),
    make_source("s6", "Minutes of the rowing club, copy", "2026-02-02", dated_by="file"),
]


@pytest.mark.parametrize(
    ("source_id", "later"),
    [("s1", ["s3", "s2"]), ("s2", ["s3"]), ("s3", []), ("s4", []), ("s5", []), ("s6", [])],
)
def test_the_later_ones_of_the_same_kind_the_newest_first(source_id, later):
    assert [one.id for one in newer(source_id, SOURCES)] == later


def test_nothing_is_later_than_a_source_that_is_gone():
    assert newer("gone", SOURCES) == []


@pytest.mark.parametrize(
    ("title", "other", "alike"),
    [
        ("Price list, 3 May 2024", "Price list, edition of 2025", True),
        ("Price list 2024", "House rules 2024", False),
        ("Newsletter 14", "Newsletter 15", True),
        ("Newsletter 14", "Handbook 15", False),
        ("2024", "2025", False),  # numbers alone say nothing
        ("Minutes of the garden committee", "Minutes of the rowing club", False),
        ("Protokoll der Sitzung vom 3. Mai", "Protokoll der Sitzung vom 4. Juni", True),
    ],
)
def test_titles_of_one_kind(title, other, alike):
    assert are_alike(title, other) is alike and are_alike(other, title) is alike


RULES = [
    make_source("old", "Brill Lake Camping", "2023-04-01", uri="/docs/camp-rules-2023.txt"),
    make_source("new", "Site rules", "2026-03-01", uri="upload:camp-rules-2026.html"),
    make_source("scan", "Letter", "2025-01-01", uri="/docs/scan-1.pdf"),
    make_source("other", "Bill", "2026-01-01", uri="/docs/scan-2.pdf"),
]


def test_editions_with_other_titles_are_known_by_the_names_of_their_files():
    assert [one.id for one in kin("old", RULES)] == ["new"]
    assert [one.id for one in newer("old", RULES)] == ["new"] and newer("new", RULES) == []
    assert kin("scan", RULES) == []


FIRM = [
    make_source("minutes", "LODGE WORKS LTD", "2025-01-14"),
    make_source("handbook", "Lodge Works Ltd – Staff handbook", "2024-09-01"),
    make_source("terms", "Lodge Works Ltd – Terms of rental", "2024-01-01"),
    make_source("later", "Lodge Works Ltd – Staff handbook, 2026", "2026-01-01"),
]


def test_documents_of_one_firm_are_of_a_kind_only_by_what_stands_behind_its_name():
    assert kin("minutes", FIRM) == [] and kin("terms", FIRM) == []
    assert [one.id for one in kin("handbook", FIRM)] == ["later"]


def test_pages_of_one_site_are_of_a_kind_only_by_what_stands_before_its_name():
    def page(source_id: str, title: str):
        uri = f"/docs/{source_id}.html"
        return replace(make_source(source_id, title, "2025-01-01", uri=uri), media_type="text/html")

    pages = [page("fees", "Fees – Pennard Bank"), page("saving", "Saving – Pennard Bank")]
    editions = [page("new", "Fees 2026 – Pennard Bank"), make_source("pdf", "Fees 2024", "2024-01-01")]
    assert kin("saving", [*pages, *editions]) == []
    assert [one.id for one in kin("fees", [*pages, *editions])] == ["new", "pdf"]


MINUTES = ["Rowing Club", "1. Money", "2. Boats", "3. The hut", "4. Dates"]


@pytest.mark.parametrize(
    ("title", "headings", "alike"),
    [
        ("Rowing Club", ["ROWING CLUB", "1. BOATS AND OARS", "2. MONEY", "3. SUNDRIES", "4. BEES"], True),
        ("Rowing Club", ["Rowing Club", "Who may row", "Fees", "Safety on the water", "Complaints"], False),
        ("Rowing Club", ["Rowing Club", "Fees"], True),  # too few to tell
        ("Rowing Club 2026", ["Rowing Club", "Who may row", "Fees", "Safety on the water"], True),  # dated
        (
            "Rowing Club: rules",
            ["Rowing Club", "Who may swim", "Fees", "Safety", "Complaints"],
            False,
        ),  # it alone says what it is
        ("Rowing Club: rules", ["Rowing Club", "Fees"], False),  # so it must have sections in common
        ("Rowing Club: rules", ["Rowing Club", "Money", "Boats", "The hut", "Complaints"], True),
    ],
)
def test_documents_that_are_titled_alike_are_of_a_kind_by_their_sections(title, headings, alike):
    sources = [make_source("plain", "Rowing Club", "2025-01-14"), make_source("other", title, None)]
    sections = {"plain": MINUTES, "other": headings}

    def headings_of(source_id: str):
        return [Heading(1, text, 0) for text in sections[source_id]]

    assert are_built_alike(*sources, headings_of) is alike
    assert are_built_alike(*reversed(sources), headings_of) is alike


def test_two_titles_that_say_what_the_documents_are_need_no_sections_in_common():
    titles = {"old": "Rowing Club: rules", "new": "Rowing Club: rules in force"}
    sources = [make_source(source_id, title, None) for source_id, title in titles.items()]
    assert are_built_alike(*sources, lambda source_id: [Heading(1, f"{source_id} {n}", 0) for n in range(4)])


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("What was a pitch in 2023?", "old"),
        ("What does a pitch cost since March?", "new"),
        ("What is dearer in 2026 than in 2023?", None),  # both
        ("What was a pitch in April 2023, in March?", "old"),  # a year goes before months
        ("What does a pitch cost?", None),
        ("May 4 of us stay until 10 pm?", None),  # a number, but no edition's
        ("What did a pitch cost in May?", "may"),
        ("May I bring a dog?", None),
    ],
)
def test_a_question_names_an_edition_by_what_tells_it_from_the_others(question, edition):
    found = named_edition(question, [*RULES[:2], make_source("may", "Rules", "2024-05-01")])
    assert (found and found.id) == edition


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("what was a pitch in the old rules", "old"),
        ("how much notice under the previous edition", "old"),
        ("and under the new one?", "new"),
        ("what does the current price list say", "new"),
        ("where is the old kitchen", None),
        ("is the new contract better than the old contract", None),  # both
        ("how long was the notice before?", "old"),
        ("what does a pitch cost, and before that?", "old"),
        ("do i have to ask you before?", None),  # beforehand
        ("whom must we tell before the season", None),
    ],
)
def test_a_question_names_one_of_two_editions_as_old_or_new(question, edition):
    found = named_edition(question, RULES[:2])
    assert (found and found.id) == edition
    assert named_edition(question, [*RULES[:2], make_source("may", "Rules", "2024-05-01")]) is None


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("Who pays for 3 pitches?", None),  # a day of a title's date is no number of an edition
        ("What was said in March?", "march"),
        ("What was said at the 14th meeting?", None),
        ("What does rule 14 say?", "april"),
    ],
)
def test_the_day_of_a_date_in_a_title_is_no_mark_of_an_edition(question, edition):
    editions = [
        make_source("march", "Minutes of 3 March", None),
        make_source("april", "Minutes 14, 7 April", None),
    ]
    found = named_edition(question, editions)
    assert (found and found.id) == edition


def test_a_number_in_a_title_may_be_one_that_is_no_plain_number():
    editions = [
        make_source("first", "Circular ① March", None),
        make_source("other", "Circular ② April", None),
    ]
    found = named_edition("What did the circular of March say?", editions)
    assert found is not None and found.id == "first"
