"""Sources that disagree are shown side by side; sources that only say it otherwise are left alone."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.conflicts import find_conflicts
from assistant.evidence.gathering import Scored
from assistant.evidence.sentences import EvidenceSentence
from assistant.types import Citation, Conflict
from documents.text.sentences import sentence_spans
from documents.types import Block

Document = tuple[str, str] | tuple[str, str, str]  # title, text, date

CHURCH = "St Mary's Church is a parish church in Dorn. The church was built in {} by local masons."
HANDA = "Handa is a town in the hills. The population of Handa was {} at the last count."
POLICY = (
    "This policy says what is paid. The rate for your own car is {} a mile. Hotels are paid up to {} a night."
)
REPLACES = "This policy replaces the travel policy of 1 September 2021, which is no longer valid. "


def evidence(*documents: Document) -> list[EvidenceSentence]:
    """The sentences of documents, each one hit."""
    found = []
    for hit, (title, text, *date) in enumerate(documents):
        for number, (start, end) in enumerate(sentence_spans(text)):
            citation = Citation(
                str(hit), 1, title, None, start, end, text[start:end], date=date[0] if date else None
            )
            found.append(EvidenceSentence(hit, number, text[start:end], title, False, citation))
    return found


def conflict(question: str, *documents: Document) -> Conflict | None:
    found = find_conflicts(question, evidence(*documents))
    return found[0] if found else None


def values(question: str, *documents: Document) -> list[str]:
    found = conflict(question, *documents)
    return [row.value for row in found.rows] if found else []


def scored(sentences: Sequence[EvidenceSentence], *best: str) -> list[Scored]:
    """The sentences that begin with `best`, in this order, as the nearest to the question."""
    return [Scored(one, 1.0) for text in best for one in sentences if one.text.startswith(text)]


@pytest.mark.parametrize(
    ("question", "one", "other", "shown"),
    [
        ("When was St Mary's Church built?", CHURCH.format(1856), CHURCH.format(1900), ["1856", "1900"]),
        (
            "What is the population of Handa?",
            HANDA.format("1,294"),
            HANDA.format("5,000"),
            ["1,294", "5,000"],
        ),
        (
            "Where is the Corner Gazette published?",
            "The Corner Gazette is a daily newspaper in Springfield, Ohio.",
            "The Corner Gazette is a weekly newspaper in Salem, Oregon.",
            ["Springfield, Ohio", "Salem, Oregon"],
        ),
        (
            'Who is the artist of the album "Blue Rooms"?',
            "Blue Rooms is the third studio album by American singer Clara Voss, released in 1999.",
            "Blue Rooms (The Harbours album) is an album by The Harbours.",
            ["Clara Voss", "The Harbours"],
        ),
        (
            'Who directed the film "The Weir"?',
            "The Weir is a 1931 drama film directed by Anton Hale and starring Ida Moor.",
            "The Weir is a film from 1918. The Weir was directed by Paul Senn.",
            ["Anton Hale", "Paul Senn"],
        ),
        (
            "Who was Ilse of Dorn's father?",
            "Ilse of Dorn was the daughter of Otto Brand.",
            "Ilse of Dorn was a painter, the daughter of Karl Vogt.",
            ["Otto Brand", "Karl Vogt"],
        ),
        (
            "What sport is Tim Martin associated with?",
            "Tim Martin is a former American football player.",
            "Tim Martin (born 1990) is a Canadian ice hockey goaltender.",
            ["a former American football player", "a Canadian ice hockey goaltender"],
        ),
        (
            "When was Ann Ritchie born?",
            "Ann Ritchie (June 19, 1910 – May 5, 1988) was a judge.",
            "Ann Ritchie (January 1, 1900 – May 5, 1988) was a judge.",
            ["June 19, 1910", "January 1, 1900"],
        ),
        (
            "How much does plan A cost?",
            "Each month plan A costs £5.",
            "Each month plan A costs £6.",
            ["£5", "£6"],
        ),
        (
            "Is the café on the pier open on Sundays?",
            "The café on the pier is open on Sundays from May to September.",
            "The café on the pier is not open on Sundays from May to September.",
            ["open", "not open"],
        ),
    ],
)
def test_different_values_are_shown_with_their_quotes(
    question: str, one: str, other: str, shown: list[str]
) -> None:
    found = conflict(question, ("one", one), ("other", other))
    assert found is not None
    assert [row.value for row in found.rows] == shown
    texts = {"one": one, "other": other}
    for row in found.rows:
        assert texts[row.citation.title][row.citation.start : row.citation.end] == row.citation.quote
        assert row.value in row.citation.quote


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # The same, more or less exactly.
        ("When was St Mary's Church built?", CHURCH.format(1856), CHURCH.format("May 1856")),
        ("When was St Mary's Church built?", CHURCH.format(1856), CHURCH.format("the 1850s")),
        ("When was St Mary's Church built?", CHURCH.format("1855 to 1858"), CHURCH.format(1856)),
        ("What is the population of Handa?", HANDA.format("1,498"), HANDA.format("1,500")),
        ("What is the population of Handa?", HANDA.format("1,460"), HANDA.format("about 1,500")),
        (
            'Who directed the film "The Weir"?',
            "The Weir is a film directed by J. Smith.",
            "The Weir is a film directed by John Smith.",
        ),
        (
            "Where is the Corner Gazette published?",
            "The Corner Gazette is a newspaper in Springfield, Ohio.",
            "The Corner Gazette is a newspaper in Ohio.",
        ),
        (
            "What sport is Tim Martin associated with?",
            "Tim Martin is a footballer.",
            "Tim Martin is an American football player.",
        ),
        # Of different years.
        (
            "How many people live in Handa?",
            "In 2010 there were 1,294 people in Handa, Ohio.",
            "In 2020 there were 1,410 people in Handa, Ohio.",
        ),
        # Of different things, or of another person.
        ("What is the population of Handa?", HANDA.format("1,294"), "The population of Zell is 50."),
        (
            "When was Ann Ritchie born?",
            "Ann Ritchie was born in 1910.",
            "Ann Ritchie moved to Dorn, where her brother Peter Ritchie was born in 1920.",
        ),
        (
            "What is the population of Handa?",
            HANDA.format("1,294"),
            "Handa has a population density of 2,470 persons per square kilometre.",
        ),
        (
            "When was the Dorn Building built?",
            "The Dorn Building was built in 1902.",
            "The Dorn Building was added to the register in September 1985.",
        ),
        (
            "What is Jon Hill's profession?",
            "Jon Hill (chef) Jon Hill (1954) is an American chef who cooked for the town for years.",
            "The details: Jon Hill (c. 1954) is an American chef who cooked for the town for years.",
        ),
        ("How much does plan A cost?", "Each month plan A costs £5.", "Each month plan B costs £6."),
        ("When does platform 4 open?", "Since 2010 platform 4 opens on 1 May.", "Platform 5 opens on 9 May."),
        # Members of one list, parts of one answer.
        (
            "Of which unions is Mali a member?",
            "Mali is a member of the African Union and of many other bodies.",
            "Mali is a member of the Postal Union and of many other bodies.",
        ),
        # What something is says nothing of what is asked.
        ("What does the Marigold carry?", "The Marigold is a ferry.", "The Marigold is a wooden boat."),
        # A word written wrongly.
        (
            "What stands in the square of Dorn?",
            "A small brick chuch from old times stands in the square of Dorn.",
            "A small brick church from old times stands in the square of Dorn.",
        ),
        ("?!", CHURCH.format(1856), CHURCH.format(1900)),
        ("", "", ""),
    ],
)
def test_no_conflict_where_sources_agree(question: str, one: str, other: str) -> None:
    assert conflict(question, ("one", one), ("other", other)) is None


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        (("Annual report 2023", "Annual report 2024"), "The two boats carried {} passengers on 300 days."),
        (("Annual report", "Annual report"), "In {year} the two boats carried {} passengers."),
    ],
)
def test_reports_on_different_years_are_a_series(titles: tuple[str, str], text: str) -> None:
    sentences = evidence(
        (titles[0], text.format("91,200", year=2023)), (titles[1], text.format("94,370", year=2024))
    )
    best = [Scored(one, 1.0) for one in sentences]
    assert find_conflicts("How many passengers did the two boats carry?", sentences, best) == ()


@pytest.mark.parametrize(
    ("question", "one", "other", "shown"),
    [
        (
            "Where is the Central Mill?",
            "Central Mill (Stoneham, Massachusetts) has four floors.",
            "Central Mill (Bristol, New Hampshire) has two floors.",
            ["Stoneham, Massachusetts", "Bristol, New Hampshire"],
        ),
        (
            "When was Ann Ritchie born?",
            "Ann Ritchie (born 3 May 1910) is a judge.",
            "Ann Ritchie (1 May 1912 – 2 May 1988) was a judge.",
            ["3 May 1910", "1 May 1912"],
        ),
        (
            "When did Ann Ritchie die?",
            "Ann Ritchie (1 May 1912 – 2 May 1988) was a judge.",
            "Ann Ritchie (1 May 1912 – 2 May 1990) was a judge.",
            ["2 May 1988", "2 May 1990"],
        ),
    ],
)
def test_what_stands_in_brackets_after_a_name_is_its_value(
    question: str, one: str, other: str, shown: list[str]
) -> None:
    assert values(question, ("one", one), ("other", other)) == shown


def test_one_document_can_judge_in_two_ways() -> None:
    found = conflict(
        "What are Mali's relations with France?",
        (
            "Mali",
            "Mali has long lasting and very good relations with France. Its main policy is peace. "
            "Mali has an ambivalent relationship with France, but good relationships with the U.S.",
        ),
    )
    assert found is not None
    assert [row.value for row in found.rows] == ["long lasting and very good", "ambivalent"]
    assert found.subject == "Mali's relations with France"


def test_a_judgement_on_another_country_is_none_on_this_one() -> None:
    assert not values(
        "What are Mali's relations with France?",
        ("a", "Mali has very good relations with France. Mali has tense relations with Chad."),
    )


def test_the_passages_of_one_document_may_list_things() -> None:
    text = "The ferry sails to Handa at eight in the morning. The ferry sails to Zell at nine in the morning."
    assert not values("Where does the ferry sail?", ("Timetable", text))


def test_the_newest_document_comes_first() -> None:
    found = conflict(
        "What is the population of Handa?",
        ("old", HANDA.format("1,294"), "2019-01-01"),
        ("undated", HANDA.format("900")),
        ("new", HANDA.format("5,000"), "2024-01-01"),
    )
    assert found is not None
    assert [row.citation.title for row in found.rows] == ["new", "old", "undated"]
    assert [row.date for row in found.rows] == ["2024-01-01", "2019-01-01", None]


def test_each_value_is_shown_once_a_source_and_twice_at_most() -> None:
    texts = [HANDA.format("1,294"), HANDA.format("1,294") + " It is 1,294 today.", HANDA.format("1,294")]
    documents = [(str(place), text) for place, text in enumerate(texts)]
    assert values("What is the population of Handa?", *documents, ("x", HANDA.format("77"))) == [
        "1,294",
        "1,294",
        "77",
    ]


def test_of_a_very_long_sentence_the_quote_is_what_stands_around_the_value() -> None:
    menu = "Home " + "Films Books " * 60
    texts = [f"{menu}The population of Handa was {count} in all {menu}" for count in ("1,294", "5,000")]
    found = conflict("What is the population of Handa?", ("0", texts[0]), ("1", texts[1]))
    assert found is not None
    for row in found.rows:
        citation = row.citation
        assert texts[int(citation.title)][citation.start : citation.end] == citation.quote
        assert row.value.split()[0] in citation.quote and len(citation.quote) < 330
        assert citation.quote.split()[0] in ("Films", "Books")


def test_two_editions_differ_in_the_sentence_that_is_asked_for() -> None:
    sentences = evidence(
        ("Travel policy", POLICY.format("40 pence", "£85"), "2021-09-01"),
        ("Travel policy", REPLACES + POLICY.format("45 pence", "£110"), "2025-05-01"),
    )
    texts = {"0": POLICY.format("40 pence", "£85"), "1": REPLACES + POLICY.format("45 pence", "£110")}
    found = find_conflicts(
        "What is paid for my own car?",
        sentences,
        scored(sentences, "The rate for"),
        text_of=lambda citation: texts[citation.source_id],
    )
    assert [[row.value for row in one.rows] for one in found] == [["45 pence", "40 pence"]]
    assert found[0].subject == "“What is paid for my own car?”"
    assert found[0].note == (
        "Travel policy (2025-05-01) says: “This policy replaces the travel policy of 1 September 2021, "
        "which is no longer valid.”"
    )


def test_the_replacing_source_comes_first_whatever_its_date() -> None:
    documents: list[Document] = [
        ("Fares", "The fare to Handa is £5 for adults and dogs.", "2024-01-01"),
        ("Fares", "These fares replace nothing. This list supersedes the list of 1 January 2024. "
                  "The fare to Handa is £6 for adults and dogs."),
    ]  # fmt: skip
    sentences = evidence(*documents)
    found = find_conflicts(
        "What is the fare to Handa?",
        sentences,
        scored(sentences, "The fare"),
        text_of=lambda citation: documents[int(citation.source_id)][1],
    )
    assert [row.value for row in found[0].rows] == ["£6", "£5"]
    assert "supersedes" in found[0].note


def test_nothing_is_said_of_replacing_where_both_or_neither_say_so() -> None:
    for text in (CHURCH.format(1856), REPLACES + CHURCH.format(1856)):
        documents = [("Church", text), ("Church", text.replace("1856", "1900"))]
        found = find_conflicts(
            "When was St Mary's Church built?",
            evidence(*documents),
            text_of=lambda citation: documents[int(citation.source_id)][1],  # noqa: B023
        )
        assert found[0].note == ""


def test_editions_can_have_very_long_sentences() -> None:
    long = "The fare to Handa is {} for adults, " + "and for dogs and cats and hens and geese " * 12 + "too."
    sentences = evidence(("Fares", long.format("£5")), ("Fares", long.format("£6"), "2024-01-01"))
    found = find_conflicts("What is the fare to Handa?", sentences, scored(sentences, "The fare"))
    assert [row.value for row in found[0].rows] == ["£6", "£5"]
    # Also where the label of one of them has the name of its file.
    named = [replace(sentences[0], label=f"ferry › {sentences[0].label}"), *sentences[1:]]
    found = find_conflicts("What is the fare to Handa?", named, scored(named, "The fare"))
    assert [row.value for row in found[0].rows] == ["£6", "£5"]


def test_other_words_before_the_value_are_another_slot() -> None:
    sentences = evidence(
        ("Policy", "A colleague as a passenger adds 5 pence a mile."),
        ("Policy", "The rate is 40 pence a mile."),
    )
    best = [Scored(one, 1.0) for one in sentences]
    assert find_conflicts("What is paid for a passenger for each mile?", sentences, best) == ()


PLOTS = "Trees are allowed on every plot, no more than {} on a full plot{}. No other trees may be planted."
WORK = "There are {} work days a year, on the last Saturday of {}, 10 am to 1 pm."


def of_editions(question: str, before: str, now: str) -> tuple[Conflict, ...]:
    sentences = evidence(("Rules", before, "2023-03-05"), ("Rules", now, "2026-02-22"))
    return find_conflicts(question, sentences, [Scored(one, 1.0) for one in sentences])


@pytest.mark.parametrize(
    ("question", "before", "now", "shown"),
    [
        (
            "How many trees on a full plot?",
            PLOTS.format("four", ""),
            PLOTS.format("six", " and three on a half plot"),
            ["six", "four"],
        ),
        (
            "How many trees on half a plot?",
            PLOTS.format("four", ""),
            PLOTS.format("six", " and three on a half plot"),
            [],  # those are for a full one
        ),
        (
            "When are the work days?",
            WORK.format("two", "April and of September"),
            WORK.format("three", "March, June and September"),
            [],  # a month in a row of months is not the whole answer, nor is how many there are
        ),
        (
            "When is the pool open?",
            "The pool is open between 1 May and 30 September.",
            "The pool is open between 1 June and 31 August.",
            ["1 June", "1 May"],
        ),
        ("What is the fee now?", "The yearly fee is £32 for all.", "The yearly fee is £40 for all.", []),
        (
            "What is the fee?",
            "The yearly fee is £32 for all.",
            "The yearly fee is £40 for all.",
            ["£40", "£32"],
        ),
    ],
)
def test_editions_differ_in_the_value_that_is_asked_for_alone(
    question: str, before: str, now: str, shown: list[str]
) -> None:
    found = of_editions(question, before, now)
    assert [row.value for one in found for row in one.rows] == shown


def test_rows_of_other_names_do_not_disagree() -> None:
    more = "; Water charge: none; Key deposit: £20; Waiting list: two years or more"
    rows = (f"Plot: Raised bed; Rent per year: £15{more}", f"Plot: Full plot; Rent per year: £72{more}")
    sentences = [
        replace(one, block=Block("cell", 0, 1))
        for one in evidence(("Rules", rows[0]), ("Rules", rows[1], "2026"))
    ]
    best = [Scored(one, 1.0) for one in sentences]
    assert find_conflicts("How much can they put the rent up?", sentences, best) == ()


@pytest.mark.parametrize(
    "text",
    [
        "word " * 5000,
        "Was Handa is by Artist Handa 12 in Handa, " * 1000,
        "!!! ... ???",
        "( ( ) [ ] 12 , , ,",
        "日本語の文。الجملة العربية.",
        "🙂 🙂 🙂",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_any_text_is_compared_without_an_error(text: str) -> None:
    sentences = evidence(("a", text), ("a", text + "!"), ("c", HANDA.format(5)))
    best = [Scored(one, 1.0) for one in sentences]
    for question in (
        "When was the Handa built?",
        text[:500],
        'Who is "the artist"?',
        "Who is artist of Handa?",
    ):
        find_conflicts(question, sentences, best)


def test_the_lines_of_one_list_do_not_disagree():
    lines = [f"Winner | {n}. | Cup of {town} | hard\n" for n, town in enumerate(("Vigo", "Gao", "Bonn"), 4)]
    assert find_conflicts("How many winners are there?", evidence(("table", "".join(lines)))) == ()
    apart = [(f"table {n}", line) for n, line in enumerate(lines)]
    assert find_conflicts("How many winners are there?", evidence(*apart))  # what the rule keeps back


def test_a_number_that_counts_the_thing_does_not_say_how_long_it_is() -> None:
    question = "How long does the crossing take?"
    handbook = ("Handbook", "Nobody goes to sea with us, not even for one crossing, without a certificate.")
    assert values(question, handbook, ("Prices", "Book of 10 single crossings: Adult: £58.00.")) == []
    notices = ("Notice", "The crossing takes 35 minutes."), ("Letter", "The crossing takes 50 minutes.")
    assert values(question, *notices) == ["35 minutes", "50 minutes"]


def test_when_a_message_of_a_chat_was_sent_is_no_value() -> None:
    question = "When do the fitters come?"
    sent = (
        ("Chat", "10/03/2026, 21:25 - Carys: The fitters come early."),
        (
            "Other chat",
            "16/02/2026, 08:01 - Tunde: The fitters come late.",
        ),
    )
    assert values(question, *sent) == []
    told = (
        ("Chat", "10/03/2026, 21:25 - Carys: The fitters come on 27 March."),
        (
            "Other chat",
            "16/02/2026, 08:01 - Tunde: The fitters come on 29 March.",
        ),
    )
    assert values(question, *told) == ["27 March", "29 March"]


def test_what_is_asked_for_by_its_number_may_be_counted() -> None:
    documents = ("Notice", "The shed holds 4 crates."), ("Letter", "The shed holds 40 crates.")
    assert values("How many crates does the shed hold?", *documents) == ["4 crates", "40 crates"]


def test_an_amount_that_is_told_in_two_units_is_one_value() -> None:
    documents = ("Notice", "The crossing takes 1 h 10 min."), ("Letter", "The crossing takes 70 minutes.")
    assert values("How long does the crossing take?", *documents) == []
    documents = ("Notice", "The crossing takes 2 h 10 min."), ("Letter", "The crossing takes 70 minutes.")
    assert values("How long does the crossing take?", *documents) == ["2 h 10 min", "70 minutes"]


def test_days_a_week_are_no_days_a_month():
    leave = "Staff work from home three days a week at level 2."
    mobile = "Employees may work from home twelve days a month."
    longer = "Staff work from home ten days a month."
    asked = "how many days a month can staff work from home"
    both = ("Leave policy", longer), ("Agreement", mobile.replace("Employees may", "Staff"))
    assert conflict(asked, *both)
    assert not conflict(asked, ("Leave policy", leave), both[1])


def test_what_has_no_subject_is_asked_of_no_two_sources():
    sides = ("Dorn", CHURCH.format("1850")), ("Guide", CHURCH.format("1872"))
    assert conflict("When was the church built?", *sides)
    assert not conflict("When did they build that?", *sides)
    assert conflict("When was the church built and who built it", *sides)
