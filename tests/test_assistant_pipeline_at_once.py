"""Several questions at once: one answer for all, one for each, or those joined."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

from assistant.phrases import DECLINE
from assistant.pipeline.at_once import AtOnce
from assistant.pipeline.joining import Part, joined
from assistant.showing.assembly import with_found
from assistant.showing.pieces import Piece
from assistant.types import Answer
from tests.test_assistant_showing_assembly import EMPTY, found

LINE = "is it open on Sunday and when does it close"
OPEN, CLOSE = "is it open on Sunday", "when does it close"
SUNDAY = found("Sunday it is open.")
HOURS = found("It shuts at 5, on Sunday at 4.", 40)
GARDEN = found("The garden closes at noon.", 100)


class Scripted:
    """What is found and answered is written down; what was asked for is remembered."""

    def __init__(self, shown: Mapping[str, object], log_odds: Mapping[tuple[str, str], float]) -> None:
        self.shown, self.log_odds = shown, log_odds
        self.histories: dict[str, list[tuple[str, str]]] = {}
        self.answered: list[str] = []
        self.outcomes: dict[str, str] = {}
        self.refused: set[str] = set()

    def find(self, asked, history):
        self.histories[asked] = list(history)
        sentences = [self.shown[asked]] if self.shown[asked] else []
        findings = SimpleNamespace(
            shown=sentences,
            pieces=[SimpleNamespace(sentences=sentences)],
            question=SimpleNamespace(understood=asked),
        )
        return SimpleNamespace(asked=asked, findings=findings)

    def answer(self, one):
        self.answered.append(one.asked)
        yield f"evidence of {one.asked}"
        if not one.findings.shown or one.asked in self.refused:
            return replace(EMPTY, text=DECLINE, refused=True, withheld=())
        pieces = [Piece("quote", (sentence,), 1.0) for sentence in one.findings.shown]
        return replace(with_found(EMPTY, pieces), outcome=self.outcomes.get(one.asked, "answered"))

    def rater(self, question):
        def logits(texts):
            if not self.log_odds:
                return None
            return [self.log_odds.get((question, text.split(": ")[-1]), -9.0) for text in texts]

        return SimpleNamespace(logits=logits)

    def ask(self, line: str = LINE) -> Answer:
        events = AtOnce(self.find, self.answer, self.rater).stream(line, [OPEN, CLOSE], [("user", "hello?")])
        while True:
            try:
                assert str(next(events)).startswith("evidence of")
            except StopIteration as end:
                return end.value


def texts(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def test_each_has_its_own_where_the_whole_line_is_answered_less_well():
    log_odds = {(OPEN, SUNDAY.text): 6.0, (CLOSE, HOURS.text): 6.0, (CLOSE, SUNDAY.text): -3.0}
    scripted = Scripted({LINE: SUNDAY, OPEN: GARDEN, CLOSE: HOURS}, {**log_odds, (OPEN, GARDEN.text): 5.8})
    assert texts(scripted.ask()) == [GARDEN.text, HOURS.text]
    # The second leans on the first, and what was said before on both.
    assert scripted.histories[OPEN] == [("user", "hello?")]
    assert scripted.histories[CLOSE] == [("user", "hello?"), ("user", OPEN), ("assistant", GARDEN.text)]


def test_no_part_of_a_line_that_turns_to_something_else_leans_on_what_was_said_before():
    line = f"hi, different thing: {LINE}"
    scripted = Scripted({line: SUNDAY, OPEN: GARDEN, CLOSE: HOURS}, {})
    scripted.ask(line)
    assert scripted.histories[line] == scripted.histories[OPEN] == []
    assert scripted.histories[CLOSE] == [("user", OPEN), ("assistant", GARDEN.text)]


def test_what_answers_all_as_well_as_each_is_the_answer():
    log_odds = {
        (OPEN, HOURS.text): 6.0,
        (CLOSE, HOURS.text): 6.0,
        (OPEN, SUNDAY.text): 6.2,
        (CLOSE, GARDEN.text): 5.9,
    }
    scripted = Scripted({LINE: HOURS, OPEN: SUNDAY, CLOSE: GARDEN}, log_odds)
    answer = scripted.ask()
    assert (texts(answer), answer.sections[0].kind, scripted.answered) == ([HOURS.text], "quote", [LINE])
    scripted.outcomes[LINE] = "unsure"  # then those to each are, as they are sure
    assert texts(scripted.ask()) == [SUNDAY.text, GARDEN.text]


def test_a_part_that_lost_by_being_apart_has_what_was_found_for_the_line():
    log_odds = {
        (OPEN, SUNDAY.text): 6.0,
        (OPEN, HOURS.text): 2.0,
        (CLOSE, HOURS.text): 6.0,
        (CLOSE, GARDEN.text): 1.0,
    }
    scripted = Scripted({LINE: HOURS, OPEN: SUNDAY, CLOSE: GARDEN}, log_odds)
    answer = scripted.ask()
    assert texts(answer) == [SUNDAY.text, HOURS.text] and answer.standalone_question == LINE


def test_the_place_that_was_asked_about_first_has_the_words_of_the_second():
    row = found("Tandem; week: £110; close: never")
    scripted = Scripted({LINE: row, OPEN: row, CLOSE: GARDEN}, {})
    assert texts(scripted.ask()) == [row.text]
    scripted.refused = {LINE}  # then each is asked for itself
    assert texts(scripted.ask()) == [row.text, GARDEN.text]


def test_without_a_model_that_tells_each_has_its_own():
    scripted = Scripted({LINE: SUNDAY, OPEN: SUNDAY, CLOSE: GARDEN}, {})
    assert texts(scripted.ask()) == [SUNDAY.text, GARDEN.text]


def test_a_declined_part_that_others_words_may_answer_stands_above_them_unsure():
    scripted = Scripted({LINE: SUNDAY, OPEN: HOURS, CLOSE: None}, {(CLOSE, HOURS.text): 0.5})
    answer = scripted.ask()
    assert (texts(answer), answer.outcome) == ([HOURS.text], "unsure") and DECLINE not in answer.text
    scripted.log_odds = {(CLOSE, HOURS.text): -3.0}
    declined = scripted.ask()
    assert declined.outcome == "unsure" and DECLINE in declined.text


def test_where_nothing_answers_any_the_line_is_asked_as_one():
    scripted = Scripted({LINE: None, OPEN: None, CLOSE: None}, {})
    assert scripted.ask().refused and scripted.answered[-1] == LINE


def test_a_question_word_alone_is_understood_beside_its_question():
    one = with_found(EMPTY, [Piece("quote", (SUNDAY,), 1.0)])
    understood = "When? (Who serves the boiler?)"
    parts = [
        Part("who serves the boiler", replace(one, standalone_question="who serves the boiler")),
        Part("when", replace(one, standalone_question=understood)),
    ]
    whole = joined("who serves the boiler and when", parts)
    assert whole.standalone_question == f"Who serves the boiler? {understood}"
