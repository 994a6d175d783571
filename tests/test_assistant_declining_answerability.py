"""What was found answers where the model that was trained to tell says so."""

from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.declining.answerability import (
    ANSWERS,
    ANSWERS_AS_LIST,
    ANSWERS_LITERALLY,
    MAY_HELP,
    NO_HELP,
    are_some_rows,
    has_near,
    helpful,
    is_answering,
    is_of_unknown_thing,
    lacks_one_word,
    may_be_another_list,
    may_be_list_asked_for,
)
from assistant.declining.calibration import Calibration
from assistant.declining.findings import SCORE_WEIGHT, Answering, Findings
from assistant.declining.naming import is_asked_by
from assistant.declining.signals import Signals
from assistant.evidence.gathering import Gathered, Question
from assistant.evidence.rankers import DIFFERENCE, Rankers
from assistant.evidence.rating import Rater
from assistant.evidence.sentences import EvidenceSentence
from assistant.settings import load_settings
from assistant.showing.pieces import Piece
from assistant.types import Citation
from documents.errors import MissingExtra
from documents.inputs import PastedText
from documents.types import Block
from index.models.rerank import PackagedReranker
from tests.fakes import FakeLLM, WordHashEmbedder

PLAIN = Signals(**dict.fromkeys(Signals.__slots__, 0.0))  # of a question in the documents' very words
OTHERWISE = replace(PLAIN, missing_share=0.5)
CLUB = (
    "# The club\n\nHalf a plot is 36 pounds a year. The gate is locked at dusk. Duncan mends the pump.\n\n"
    "## When may I burn weeds?\n\nFrom November on, after four."
)
OWN_WORDS = "How much money would half a plot take from my pocket each summer?"


SENTENCE = "Weight: the D12 has 10.4 kg"
CITED = Citation("manual", 1, "Manual", None, 0, len(SENTENCE), SENTENCE)
SHOWN = Piece("quote", (EvidenceSentence(0, 0, SENTENCE, "Manual", heading=False, citation=CITED),), 1.0)


def findings(answering, question="What has the D12?", missing=()):
    rater = Rater(question, WordHashEmbedder(), None)
    evidence = Gathered((), (), (), chosen=(), quotes=(), weights={}, orders=0, rater=rater)
    asked = Question(question, question, question)
    return Findings(asked, evidence, missing=missing, pieces=[SHOWN], answering=answering)


def together(known):
    """What is known of a first piece that comes to so much."""
    return Answering(1.0, known - 1.0 - 1.5 * SCORE_WEIGHT, 1.5, 1.0)


@pytest.mark.parametrize(
    ("briefly", "missing", "expected"),
    [
        (MAY_HELP, (), True),
        (MAY_HELP - 0.1, (), False),
        (MAY_HELP, ("D12", "gronk"), True),
        (MAY_HELP, ("D12", "gronk", "flarns"), False),  # nonsense, of which the model may say anything
    ],
)
def test_what_no_word_and_no_vector_is_near_to_the_model_may_still_call_near(briefly, missing, expected):
    found = findings(Answering(0.0, 0.0, 0.0, briefly), "Which gronk flarns the D12?", missing)
    assert not found.evidence.hits and has_near(found) is expected
    assert not has_near(replace(found, answering=None))


@pytest.mark.parametrize(
    ("signals", "answering", "expected"),
    [
        (OTHERWISE, together(ANSWERS), True),
        (OTHERWISE, together(ANSWERS - 0.1), False),
        (PLAIN, together(ANSWERS_LITERALLY), True),
        (PLAIN, together(ANSWERS_LITERALLY - 0.1), False),
        (PLAIN, Answering(3.0, float("-inf"), 0.0, 3.0), False),
        (PLAIN, None, False),
        (replace(OTHERWISE, near_miss=1.0), together(30.0), False),
        (replace(OTHERWISE, model_declined=1.0), together(30.0), False),
    ],
)
def test_what_speaks_against_it(signals, answering, expected):
    assert is_answering(signals, findings(answering)) is expected


@pytest.mark.parametrize(
    ("question", "missing", "answers"), [("What has it?", (), True), ("How tall?", ("tall",), False)]
)
def test_a_row_has_the_words_of_who_asks_for_a_cell_but_not_all_but_one(question, missing, answers):
    row = replace(SHOWN.sentences[0], block=Block("cell", 0, len(SENTENCE)))
    asked = f"{question} The weight of the D12?"
    given = replace(findings(together(ANSWERS), asked, missing), pieces=[replace(SHOWN, sentences=(row,))])
    assert is_answering(PLAIN, given) is answers
    assert not is_answering(PLAIN, replace(given, form="list"))
    assert not is_answering(PLAIN, findings(together(ANSWERS), asked))


@pytest.mark.parametrize(
    ("question", "missing", "expected"),
    [
        ("How tall is the D12?", ("tall",), True),
        (
            "How tall is our old red brick tower with lamps?",
            ("tall", "tower"),
            False,
        ),  # in words of one's own
        ("How tall is our old tower?", ("tall",), False),
        ("Tall?", ("Tall",), False),
        ("What weight has the D12?", (), False),
    ],
)
def test_what_is_asked_in_the_one_word_that_no_document_has(question, missing, expected):
    assert lacks_one_word(question, missing, SHOWN.sentences) is expected
    answering = together(ANSWERS_LITERALLY - 0.1)
    assert is_answering(OTHERWISE, findings(answering, question, missing)) is not expected
    assert is_answering(OTHERWISE, findings(together(ANSWERS_LITERALLY), question, missing))


@pytest.mark.parametrize(
    ("heading", "question", "expected"),
    [
        ("How long does the crossing take?", "how long does a crossing take", True),
        ("Do I have to book?", "Do I have to book?", True),
        ("Opening hours of the museum", "What are the museum's opening hours?", True),
        ("When do the boats go?", "Where do the boats go?", False),
        ("How long does the crossing take?", "How long does the crossing to Skarnes take in winter?", False),
        ("Booking", "Do I have to book?", False),
        ("What is covered by the travel insurance?", "What is not covered by the travel insurance?", False),
        ("Do I need a visa before arrival?", "Do I need a visa after arrival?", False),
        ("Dogs on board are allowed", "Why aren't dogs allowed on board?", False),
        ("Opening hours of the museum", "Who sets the opening hours of the museum?", False),
        ("—", "?", False),
    ],
)
def test_a_heading_that_asks_the_question(heading, question, expected):
    assert is_asked_by(heading, question) is expected


class Fixed:
    """Gives every text the same log-odds, and keeps what it read."""

    identity = "fixed"

    def __init__(self, log_odds):
        self.log_odds = log_odds
        self.read = []

    def scores(self, query, texts):
        self.read.append((query, list(texts)))
        if self.log_odds is None:
            raise MissingExtra("It is damaged.", "Install it.")
        return [self.log_odds] * len(texts)


def ask(home, answering, llm, question=OWN_WORDS, **settings):
    with Assistant.with_settings(
        load_settings(home, settings),
        embedder=WordHashEmbedder(),
        rankers=Rankers(answering=answering),
        open_model=lambda: llm,
    ) as assistant:
        (home / "club.md").write_text(CLUB)
        assert assistant.add([home / "club.md"]).ok
        return assistant.ask(question)


def test_where_nothing_can_be_shown_no_model_tells_how_likely_it_answers(home, monkeypatch):
    requests = (
        "Recommend some detective novels about Scottish inspectors. Summarize tomorrow's weather forecast."
    )
    monkeypatch.setattr(f"{__name__}.CLUB", requests)
    answer = ask(home, Fixed(3.0), None, "What does the ferry cost?")
    assert answer.refused and answer.signals["first_answers"] is None


@pytest.mark.parametrize("llm", [None, "a wrong draft"])
def test_what_was_found_is_the_answer_whatever_a_model_makes_of_it(home, llm):
    model = FakeLLM()
    model.enqueue("Half a plot would take 63 pounds.")
    answering = Fixed(3.0)
    answer = ask(home, answering, model if llm else None)
    assert answer.outcome == "answered" and not answer.refused
    assert "36 pounds" in answer.text and "63" not in answer.text
    assert answer.signals["first_answers"] >= ANSWERS
    (query, ranked), *_, (_, (first,)) = answering.read  # what it ranks, and the first place as it is shown
    assert query == OWN_WORDS and any("36 pounds" in sentence for sentence in ranked)
    assert first.startswith("The club: Half a plot is 36 pounds")


@pytest.fixture
def diffident(monkeypatch):
    """The confidence is 0 whatever the signals: only what was found can answer."""
    monkeypatch.setattr(Calibration, "confidence", lambda self, signals: 0.0)


LITERAL = "How much is half a plot a year?"
IS_IT = "Is half a plot a lot of money for my pocket?"


@pytest.mark.parametrize(
    ("question", "log_odds", "outcome"),
    [
        (OWN_WORDS, 5.0, "answered"),
        (OWN_WORDS, -0.5, "unsure"),  # ranks high, but hardly answers
        (LITERAL, 3.0, "answered"),
        (LITERAL, 0.5, "unsure"),
        ("How much do Duncan and Kestrel pay for half a plot?", 5.0, "unsure"),  # a name that is nowhere
        ("How much do 12 people pay for half a plot?", 5.0, "unsure"),  # a number that no row may have
    ],
)
@pytest.mark.usefixtures("diffident")
def test_what_was_found_is_the_answer_where_it_ranks_high_and_answers(home, question, log_odds, outcome):
    answer = ask(home, Fixed(log_odds), None, question)
    assert answer.outcome == outcome and "36 pounds" in answer.text


class Unnamed(Fixed):
    """Knows an answer only where the question does not name the club."""

    def scores(self, query, texts):
        self.log_odds = -0.5 if "club" in query else 6.0
        return super().scores(query, texts)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("How much money would half a plot of the club take from my pocket each summer?", "answered"),
        ("How much money would half a plot of the clubhouse take from my pocket each summer?", "unsure"),
    ],
)
@pytest.mark.usefixtures("diffident")
def test_a_question_may_name_the_document_that_answers(home, question, outcome):
    answering = Unnamed(0.0)
    answer = ask(home, answering, None, question)
    assert answer.outcome == outcome and "36 pounds" in answer.text
    assert (answer.signals["first_answers"] >= ANSWERS) is (outcome == "answered")
    brief = "How much money would half a plot of the take from my pocket each summer?"
    assert (brief in {query for query, _ in answering.read}) is (outcome == "answered")


@pytest.mark.parametrize(("question", "asked"), [(OWN_WORDS, 0), (LITERAL, 1), (IS_IT, 0)])
@pytest.mark.usefixtures("diffident")
def test_the_model_is_asked_only_for_a_value_in_the_documents_words_where_that_answers(home, question, asked):
    model = FakeLLM()
    model.enqueue("Half a plot costs a little.")
    answer = ask(home, Fixed(6.0), model, question)
    assert answer.outcome == "answered" and "36 pounds" in answer.text
    assert len(model.prompts) == asked


@pytest.mark.parametrize(("log_odds", "care"), [(-3.0, "standard"), (2.0, "cautious")])
def test_it_is_not_where_nothing_answers_nor_for_careful_people(home, log_odds, care):
    assert ask(home, Fixed(log_odds), None, care=care).outcome != "answered"


def test_what_stands_below_a_heading_that_asks_the_question_is_the_answer(home):
    answer = ask(home, Fixed(-3.0), None, "When may I burn my weeds?")
    assert answer.outcome == "answered" and "From November on" in answer.text
    assert ask(home, Fixed(-3.0), None, "Where may I burn my weeds?").outcome != "answered"


def test_what_may_help_is_shown_though_no_document_has_the_name(home):
    question = "How much money does half a plot take from my pocket at Kestrel in 2019?"
    answer = ask(home, Fixed(-0.9), None, question)
    assert answer.outcome == "unsure" and "36 pounds" in answer.text
    assert any("Kestrel" in note for note in answer.notes)
    assert ask(home, Fixed(-1.1), None, question).outcome == "declined"
    assert ask(home, Fixed(4.0), None, question, care="cautious").outcome == "declined"


def test_what_is_stated_otherwise_is_declined_whatever_the_model_says(home):
    question = "How much money does half a plot take a year, 48 pounds?"
    answer = ask(home, Fixed(2.0), None, question)
    assert answer.outcome == "declined" and answer.near_misses


def test_without_the_model_the_question_is_decided_as_before(home, caplog):
    answer = ask(home, Fixed(None), None)
    assert answer.outcome == "unsure" and answer.signals["first_answers"] is None
    assert "Ranking without" in caplog.text and "It is damaged." in caplog.text


def test_the_model_that_comes_with_footnote_tells_an_answer_from_a_twin():
    model = PackagedReranker(threads=1, difference=DIFFERENCE)
    passage = (
        "The choir meets on Thursdays at half past seven in the old school; newcomers need not audition."
    )
    asked = ["Do I have to sing for somebody before I can join?", "What does the choir charge a year?"]
    answered, unanswered = (model.scores(question, [passage])[0] for question in asked)
    assert answered > 0 > unanswered


def test_a_source_that_is_removed_meanwhile_has_no_text_to_look_for_names_in(home):
    with Assistant.with_settings(
        load_settings(home), embedder=WordHashEmbedder(), open_model=lambda: None
    ) as assistant:
        assistant.add([PastedText("Club", CLUB)])
        cited = assistant.ask("What does half a plot take?").quotes[0]
        assert "36 pounds" in assistant._text_behind(cited)
        assistant.remove(cited.source_id)
        assert assistant._text_behind(cited) == ""


@pytest.mark.parametrize(
    ("question", "missing", "expected"),
    [
        ("Is there a courtesy car while mine is mended?", ("courtesy",), True),
        ("do we get a courtesy car?", ("courtesy",), True),
        ("does the hotel have any free bikes", ("bikes",), True),
        ("is there a car for when mine is kaputt", ("kaputt",), False),
        ("can I bring a bike", ("bike",), False),
        ("where did we get the bike?", ("bike",), False),
        ("is there anything to eat?", ("anything",), False),
        ("is there a car", (), False),
    ],
)
def test_of_a_thing_that_no_document_names_nothing_tells_whether_there_is_one(question, missing, expected):
    found = findings(Answering(5.0, 5.0, 3.0, 5.0), question, missing)
    assert is_of_unknown_thing(found) is expected
    assert is_answering(OTHERWISE, found) is not expected


@pytest.mark.parametrize(
    ("piece", "log_odds", "kept"),
    [
        (SHOWN, [1.0, NO_HELP - 0.1], False),
        (SHOWN, [1.0, NO_HELP], True),
        (SHOWN, [NO_HELP - 1.0, NO_HELP - 0.5], True),  # no worse than the first
        (replace(SHOWN, kind="value"), [1.0, NO_HELP - 0.1], False),
        (replace(SHOWN, kind="value", counted=True), [1.0, NO_HELP - 0.1], True),
        (replace(SHOWN, kind="list"), [1.0, NO_HELP - 0.1], True),
        (replace(SHOWN, later=True), [1.0, NO_HELP - 0.1], True),
        (SHOWN, None, True),  # no model tells
    ],
)
def test_quotes_below_the_first_that_are_no_help_are_left_out(piece, log_odds, kept):
    told = iter(log_odds or [None])
    assert list(helpful([SHOWN, piece], lambda _: next(told))) == [SHOWN, *[piece] * kept]


def test_what_is_shown_goes_on_as_long_as_it_may_help(home):
    scores = {"Half a plot": NO_HELP + 1.0, "The gate": NO_HELP - 0.1, "Duncan mends": NO_HELP + 0.1}

    class Reader:
        def scores(self, query, texts):
            return [next((value for words, value in scores.items() if words in text), -9.0) for text in texts]

    places = [
        "Half a plot of the club is 36 pounds.",
        "The gate of the plot is locked.",
        "Duncan mends a plot.",
    ]
    with Assistant.with_settings(
        load_settings(home),
        embedder=WordHashEmbedder(),
        rankers=Rankers(answering=Reader()),
        open_model=lambda: None,
    ) as assistant:
        assistant.add([PastedText("Club", "# The club\n\n" + "\n\n".join(places))])
        shown = assistant.ask("What is half a plot of the club?").text
    assert "36 pounds" in shown and "Duncan" in shown and "gate" not in shown


@pytest.mark.parametrize(
    ("missing", "expected"), [("E19", False), ("4.0.0", False), ("pump", True), ("2025", True)]
)
def test_nothing_answers_about_a_code_or_version_that_no_document_has(missing, expected):
    found = findings(Answering(9.0, 9.0, 9.0, 9.0), f"What is said of {missing} there?", (missing,))
    assert is_answering(OTHERWISE, found) is expected


@pytest.mark.parametrize(
    ("piece", "known", "expected"),
    [
        (replace(SHOWN, kind="steps"), ANSWERS_AS_LIST - 0.1, True),
        (replace(SHOWN, kind="steps"), ANSWERS_AS_LIST, False),
        (replace(SHOWN, kind="list", counted=True), ANSWERS_AS_LIST - 9, False),  # by code, in all rows
        (replace(SHOWN, kind="summary"), ANSWERS_AS_LIST - 9, False),  # of a section that is named
    ],
)
def test_a_list_that_does_not_answer_is_not_surely_the_one(piece, known, expected):
    assert may_be_another_list(replace(findings(together(known)), pieces=[piece])) is expected
    assert not may_be_another_list(replace(findings(None), pieces=[piece]))


@pytest.mark.parametrize(
    ("question", "missing", "needed"),
    [
        ("any curry recipe with the D12?", ("curry", "recipe"), ANSWERS_LITERALLY),
        ("any curry of the chef with rice, beans, meat and the D12?", ("curry", "beans"), ANSWERS),
        ("a curry pump?", ("curry",), ANSWERS),  # one word may be what is asked for, see lacks_one_word
        ("combien de kilos pour la pompe et le moteur D12?", ("combien", "kilos", "pompe"), ANSWERS),
    ],
)
def test_where_much_of_the_question_is_in_no_document_the_model_must_be_surer(question, missing, needed):
    for known, expected in ((needed, True), (needed - 0.1, False)):
        found = findings(together(known), question, missing)
        assert is_answering(OTHERWISE, found) is expected


ROW_TEXT = "Month: {}; Fuel: Electricity; Units: 200"


@pytest.mark.parametrize(
    ("question", "some"),
    [
        ("Which month did we use the most electricity?", True),
        ("Which month had the lowest units?", True),
        ("Which month did we use electricity?", False),
    ],
)
def test_rows_that_were_not_compared_are_not_surely_the_one_with_most(question, some):
    def row(text):
        citation = replace(CITED, start=10 * len(text), end=11 * len(text), quote=text)
        block = Block("cell", citation.start, citation.end)
        return Piece("quote", (replace(SHOWN.sentences[0], text=text, citation=citation, block=block),), 1.0)

    rows = [row(ROW_TEXT.format(month)) for month in ("May", "June", "August")]
    found = replace(findings(together(ANSWERS_LITERALLY), question), pieces=rows)
    assert are_some_rows(found) is some
    counted = [replace(piece, counted=True) for piece in rows]
    assert not are_some_rows(replace(found, pieces=counted))


@pytest.mark.parametrize(
    ("kind", "log_odds", "expected"),
    [("list", NO_HELP, True), ("list", NO_HELP - 0.1, False), ("quote", NO_HELP, False)],
)
def test_a_list_that_was_found_is_shown_unless_the_model_rules_out_that_it_helps(kind, log_odds, expected):
    listed = [replace(SHOWN, kind=kind)]
    found = replace(findings(Answering(log_odds, log_odds, 0.0, log_odds)), pieces=listed)
    assert may_be_list_asked_for(found) is expected
    assert not may_be_list_asked_for(replace(findings(None), pieces=listed))
    assert not may_be_list_asked_for(replace(found, pieces=[]))
