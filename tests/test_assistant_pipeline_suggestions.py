"""Suggested questions: plain English, of different documents, and only what the documents answer."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from assistant.pipeline.question_generation import (
    LONGEST_QUESTION,
    Usage,
    heading_questions,
    sentence_questions,
)
from assistant.pipeline.suggestions import SEARCHES, SOURCES, Search, Suggestion, suggest
from documents.library import Library
from documents.storage.sqlite.library import SqliteLibrary
from documents.text.passages import split
from documents.types import Heading, Passage, RawDocument, ReadingReport
from index.search import search
from index.types import Hit
from tests.counting import count_words
from tests.library_building import EMBEDDER, current_index, new_version, store

FERRY = "The Marigold is a ferry that carries cars to the islands in all seasons."
LAMP = "A day ticket costs £9 and is sold on board by the crew."
POOL = "The swimming pool opens at 6:30 on weekdays and closes at night."


@pytest.fixture
def find(library: SqliteLibrary) -> Search:
    index = current_index(library, Path("unused"))
    return lambda query, k: search(query, library=library, dense=index, embedder=EMBEDDER, k=k)


def questions_of(sentence: str, *, document: str = "") -> list[str]:
    return [one.question for one in sentence_questions(sentence, Usage.of([document or sentence]))]


def asked(suggestions: list[Suggestion]) -> list[str]:
    return [one.question for one in suggestions]


# What a sentence answers


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Marigold is a ferry that carries cars.", "What is the Marigold?"),
        ("Polonium (Po) is a rare element of the crust.", "What is Polonium?"),
        ("**Torchlight** is a tool that searches log files.", "What is Torchlight?"),
        (
            "The French and Indian War was the North American part of it.",
            "What was the French and Indian War?",
        ),
        ("Marie Curie was a Polish physicist and chemist.", "Who was Marie Curie?"),
        ("- Una Dravick is senior captain of the Marigold.", "Who is Una Dravick?"),
        ("The general manager is Ingrid Sollas.", "Who is the general manager?"),
        ("A day ticket costs €7.50 for adults.", "How much does a day ticket cost?"),
        ("Towels cost €2 a day.", "How much do towels cost?"),
        ("The repair cost £320 and took a day.", "How much did the repair cost?"),
        ("The crossing takes about 35 minutes.", "How long does the crossing take?"),
        ("The pool usually opens at 6:30 on weekdays.", "When does the pool open?"),
        ("The sauna is open from 14:00 to 20:30.", "When is the sauna open?"),
        ("Wages are paid on the 26th of the month.", "When are wages paid?"),
        ("The old chapel was built by monks in 1862.", "When was the old chapel built?"),
        ("The Harbour Museum opened in May 1974.", "When did the Harbour Museum open?"),
        ("The Boat Loft sleeps five guests.", "How many guests does the Boat Loft sleep?"),
        ("The main pool is 25 metres long.", "How long is the main pool?"),
        ("The hand pump is behind the orange door.", "Where is the hand pump?"),
    ],
)
def test_a_plain_sentence_gives_its_question(sentence: str, question: str) -> None:
    assert question in questions_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is a ferry that carries cars to the islands.",
        "She was the first woman to win a Nobel Prize.",
        "This takes about 35 minutes in good weather.",
        "Our office opens at 9:00 on weekdays.",
        "Because the tide is low, the ferry is a small one.",
        "However, growth was a function of water as well.",
        "In winter the Marigold is a ferry for islanders only.",
        "Hi all, the move takes 4 hours and starts at 22:00.",
        "The result is a table of many long numbers.",
        "The study was completed in 2019 in the north.",
        "A church was built in 1890 on the hill above.",
        "Controlling regional conflicts is a task of the army.",
        "The price of a ticket for a dog on the boat to the island costs £2.",
        "| The Marigold | is a ferry | that carries cars |",
        "The Marigold\tis a ferry\tthat carries cars.",
        "The <b>Marigold</b> is a ferry that carries cars.",
        "<script>alert(1)</script> is a test of the whole page.",
        "The ${1+1} is a template of the page that runs code.",
        "The &lt;img&gt; is a picture that is shown on the page.",
        "The 12 4 88 17 is a row of figures in the table.",
        "Is the Marigold a ferry that carries cars?",
        "The Marigold is a",
    ],
)
def test_what_would_be_awkward_gives_none(sentence: str) -> None:
    assert questions_of(sentence) == []


def test_a_common_noun_gets_a_small_letter_and_a_name_keeps_its_capital() -> None:
    sentence = "Radioactivity is the process by which a nucleus loses energy."
    assert questions_of(sentence, document=f"{sentence} She studied radioactivity.") == [
        "What is radioactivity?"
    ]
    assert questions_of(sentence, document="They met at Radioactivity.") == ["What is Radioactivity?"]


def test_to_be_elected_to_an_office_does_not_say_who_one_is() -> None:
    assert questions_of("Henry Ware was elected to the chair in 1805.") == []


def test_who_a_person_is_without_a_known_calling_is_not_asked_as_what() -> None:
    sentence = "Mary Sutton is a friend of the Cooperative."
    found = sentence_questions(sentence, Usage.of([sentence]), around=f"{sentence} She lives in Marlow.")
    assert list(found) == []


def test_a_question_is_short() -> None:
    long = "The " + " ".join(["Extraordinarily"] * 6) + " is a ferry that carries cars."
    assert len(f"What is {long}") > LONGEST_QUESTION
    assert questions_of(long) == []


# Headings


@pytest.mark.parametrize(
    "heading", ["How early must I come?", "3. How early must I come?", "**How early must I come?**"]
)
def test_a_heading_that_asks_is_the_question_itself(heading: str) -> None:
    assert [one.question for one in heading_questions(heading)] == ["How early must I come?"]


@pytest.mark.parametrize(
    "heading",
    [
        "Meals",
        "Why?",
        "What happens then? And why?",
        "What does it cost?",
        "How is <b>this</b> done?",
        "Can I come?",
    ],
)
def test_other_headings_give_none(heading: str) -> None:
    assert list(heading_questions(heading)) == []


# The library


def with_heading(text: str, heading: str) -> RawDocument:
    return RawDocument(
        text=text,
        media_type="text/markdown",
        title="Answers",
        headings=(Heading(1, heading, text.index(heading)),),
    )


def store_document(library: SqliteLibrary, document: RawDocument) -> None:
    spans = split(document, count_tokens=count_words, size=60)
    vectors = EMBEDDER.embed([document.text[span.start : span.end] for span in spans])
    version = new_version("/answers", document.text, title="Answers")
    library.store(
        replace(version, document=document, spans=spans, headers=[""] * len(spans), vectors=vectors)
    )


def test_a_library_without_documents_gives_none(library: SqliteLibrary, find: Search) -> None:
    assert suggest(library, find) == []


def test_each_document_gives_one_the_newest_first(library: SqliteLibrary, find: Search) -> None:
    for uri, text in {"/ferry": FERRY, "/lamp": LAMP, "/pool": POOL}.items():
        store(library, uri, text, title=uri[1:])
    found = suggest(library, find, count=2)
    assert [(one.question, one.title) for one in found] == [
        ("When does the swimming pool open?", "pool"),
        ("How much does a day ticket cost?", "lamp"),
    ]
    assert found[0].source_id == library.sources()[-1].id


def test_a_document_gives_another_when_there_are_too_few_documents(
    library: SqliteLibrary, find: Search
) -> None:
    store(library, "/all", f"{FERRY} {LAMP} {POOL}")
    store(library, "/dogs", "Dogs travel free of charge wherever they like to go.")
    questions = asked(suggest(library, find, count=3))
    assert len(set(questions)) == 3
    assert "What is the Marigold?" in questions


def test_documents_without_a_good_question_leave_their_turn_to_the_older_ones(
    library: SqliteLibrary, find: Search
) -> None:
    for uri, text in {"/ferry": FERRY, "/lamp": LAMP, "/pool": POOL}.items():
        store(library, uri, text, title=uri[1:])
    ships = [f"The Ship{number} is a ferry that carries cars to the islands." for number in range(30)]
    for number in range(0, 30, 5):  # six newer documents, whose questions are answered nowhere
        store(library, f"/ships{number}", " ".join(ships[number : number + 5]))

    def searched(query: str, k: int) -> list[Hit]:
        return [] if "Ship" in query else find(query, k)

    titles = [one.title for one in suggest(library, searched, count=3)]
    assert titles == ["pool", "lamp", "ferry"]


def test_the_newest_document_comes_first_also_with_its_second_candidate(
    library: SqliteLibrary, find: Search
) -> None:
    store(library, "/ferry", FERRY)
    newest = " ".join(f"The Ship{number} is a ferry that carries cars." for number in range(3))
    store(library, "/new", f"{newest} {POOL}")

    def searched(query: str, k: int) -> list[Hit]:
        return [] if "Ship" in query else find(query, k)

    assert asked(suggest(library, searched, count=2)) == [
        "When does the swimming pool open?",
        "What is the Marigold?",
    ]


def test_questions_side_by_side_are_of_different_kinds(library: SqliteLibrary, find: Search) -> None:
    store(library, "/one", "The Petrel is a launch that carries passengers to the small island.")
    store(library, "/two", f"{FERRY} {LAMP}")
    store(library, "/three", "The Kittiwake is a launch that carries the mail in all weathers.")
    assert asked(suggest(library, find, count=2)) == [
        "What is the Kittiwake?",
        "How much does a day ticket cost?",
    ]


def test_the_same_library_gives_the_same_questions(library: SqliteLibrary, find: Search) -> None:
    store(library, "/all", f"{FERRY} {LAMP} {POOL}")
    assert suggest(library, find) == suggest(library, find)


def test_two_documents_with_the_same_definition_give_one_question(
    library: SqliteLibrary, find: Search
) -> None:
    store(library, "/one", FERRY)
    store(library, "/two", f"{FERRY} Nothing else is known about her past.")
    assert asked(suggest(library, find)) == ["What is the Marigold?"]


def test_a_question_whose_first_hit_is_another_passage_is_left_out(
    library: SqliteLibrary, find: Search
) -> None:
    store(library, "/ferry", FERRY)
    store(library, "/lamp", LAMP)
    other = find("day ticket", 1)

    def finds_another(query: str, k: int) -> list[Hit]:
        return other

    assert asked(suggest(library, finds_another)) == ["How much does a day ticket cost?"]
    assert suggest(library, lambda query, k: []) == []


def test_a_price_that_two_documents_give_differently_is_not_asked_for(
    library: SqliteLibrary, find: Search
) -> None:
    store(library, "/old", "A day ticket costs £7 and is sold on board by the crew.")
    assert asked(suggest(library, find)) == ["How much does a day ticket cost?"]
    store(library, "/new", LAMP)
    assert suggest(library, find) == []


def test_tables_and_markup_give_none(library: SqliteLibrary, find: Search) -> None:
    store(library, "/table", "| Name | is a | price |\n|---|---|---|\n| Tea | is a | drink that costs £2 |")
    store(
        library, "/markup", "The <img src=x onerror=alert(1)> is a picture that everyone on the page can see."
    )
    assert suggest(library, find) == []


def test_a_document_that_tries_to_instruct_gives_none(library: SqliteLibrary, find: Search) -> None:
    store(library, "/ferry", FERRY)
    flagged = [replace(one, flagged=True) for one in library.sources()]

    class Flagged:
        sources = staticmethod(lambda tag=None, view=None: flagged)
        passages_of = library.passages_of

    assert suggest(cast(Library, Flagged()), find) == []


def test_a_document_in_another_language_gives_none(library: SqliteLibrary, find: Search) -> None:
    store(library, "/de", "Das Büro ist von 9 bis 16 Uhr geöffnet. Der Jahresurlaub beträgt 28 Tage im Jahr.")
    assert suggest(library, find) == []


def test_a_heading_that_asks_is_suggested_when_text_stands_below(
    library: SqliteLibrary, find: Search
) -> None:
    heading = "How early must I be at the quay?"
    below = "Drivers should be at the quay half an hour before they sail, and walkers ten minutes before."
    store_document(library, with_heading(f"{heading}\n\n{below}", heading))
    assert asked(suggest(library, find)) == [heading]


def test_a_heading_without_text_below_is_not_suggested(library: SqliteLibrary, find: Search) -> None:
    heading = "How early must I be at the quay?"
    store_document(
        library, with_heading(f"Drivers should read the timetable with some care.\n\n{heading}", heading)
    )
    assert suggest(library, find) == []


def test_a_document_with_sections_and_no_plain_sentence_can_be_summed_up(
    library: SqliteLibrary, find: Search
) -> None:
    text = "Quay answers\n\nThey go often.\n\nBoats\n\nMany.\n\nRopes\n\nFew.\n"
    document = replace(with_heading(text, "Quay"), report=ReadingReport(headings=3))
    store_document(library, document)
    assert asked(suggest(library, find)) == ["Summarise “Answers”"]


def test_a_large_library_is_not_looked_through(library: SqliteLibrary) -> None:
    for number in range(60):
        store(
            library, f"/{number}", f"The Ship{number} is a ferry that carries cars to the islands in summer."
        )
    searched: list[str] = []
    opened: list[str] = []

    class Counting:
        sources = staticmethod(library.sources)

        def passages_of(self, source_id: str) -> list[Passage]:
            opened.append(source_id)
            return library.passages_of(source_id)

    def finds_nothing(query: str, k: int) -> list[Hit]:
        searched.append(query)
        return []

    assert suggest(cast(Library, Counting()), finds_nothing, count=2) == []
    assert 0 < len(searched) <= 2 * SEARCHES
    assert 0 < len(opened) <= 2 * SOURCES
