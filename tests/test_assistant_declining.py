"""The signals that decide whether an answer is given, and what they are worth."""

import json
from dataclasses import fields, replace
from itertools import pairwise

import pytest

from assistant.declining.calibration import (
    FILE_NAME,
    Calibration,
    CurvePoint,
    KindCalibration,
    calibration_of,
    curve_of,
    kind_of,
    shipped,
    standard_threshold,
)
from assistant.declining.care import CARES, care_level, care_levels
from assistant.declining.measures import (
    best_support,
    foreign,
    gaps,
    mean_logprob,
    missing_share,
)
from assistant.declining.signals import Signals
from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding.scoring import Linear
from assistant.llm.protocol import Piece
from assistant.settings import load_settings
from assistant.types import Citation, Sentence
from documents.errors import BadValue, SettingsError
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.fakes import FakeLLM

SURE = Signals(
    quoted=0,
    model_declined=0,
    answerable=3.0,
    mean_logprob=-0.05,
    asked=0.9,
    weakest=0.9,
    near_miss=0,
    gaps=0,
    missing_share=0.0,
    similarity=0.8,
    support=1.0,
    rank=0.0,
)


def evidence(text, label="Ferry"):
    citation = Citation("s", 1, label, None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, label, heading=False, citation=citation)


# Measures


def test_the_mean_of_the_tokens_that_have_a_probability():
    pieces = [Piece("a", -1.0, ()), Piece("b", None, ()), Piece("c", -3.0, ())]
    assert mean_logprob(pieces) == -2.0


def test_without_log_probabilities_there_is_none():
    assert mean_logprob([Piece("a", None, ())]) is None
    assert mean_logprob([]) is None


# Words that are missing


def test_the_missing_share_is_by_weight_and_the_title_counts_as_near():
    near = [evidence("Dogs travel free of charge.", label="The Marigold")]
    weights = {"dog": 1.0, "marigold": 2.0, "mongolia": 3.0}
    assert missing_share(weights, near) == pytest.approx(0.5)
    assert missing_share(weights, []) == 1.0


def test_a_question_without_words_misses_none():
    assert missing_share({}, [evidence("Dogs.")]) == 0.0


@pytest.mark.parametrize(
    ("question", "text", "strangers"),
    [
        ("When does the Marigold sail?", "the marigold sails", []),
        ("When do both Marigolds sail?", "the Marigold sails", []),
        ("When does the Kestrel sail?", "the Marigold sails", ["Kestrel"]),
        ("Who counted 1,500 people?", "1500 people", []),
        ("Who counted 12 cars?", "twelve cars", []),
        ("When did the Marigold sail in 2019?", "The Marigold sailed in 2018", ["2019"]),
        ("When did the Marigold carry 1,500 cars in 2019?", "It sails.", ["Marigold", "1,500", "2019"]),
        ("Was kostet der Haustürschlüssel seit 2019?", "Der Ersatz kostet 85 Euro.", ["2019"]),
    ],
)
def test_foreign_are_names_and_numbers_of_which_no_form_is_near(question, text, strangers):
    assert foreign(question, [evidence(text)], lambda citation: text) == strangers


def test_a_name_may_stand_elsewhere_in_the_document_but_not_a_number():
    document = "The Marigold, built in 2019, was praised. She sails at nine."
    near = [evidence("She sails at nine.")]
    assert foreign("When does the Marigold of 2019 sail?", near, lambda citation: document) == ["2019"]


def test_a_name_may_stand_in_any_of_the_documents_that_are_shown():
    near = [evidence("She sails at nine.", label=name) for name in ("Times", "Fares")]
    near[1] = replace(near[1], citation=replace(near[1].citation, source_id="other"))
    texts = {"s": "Every boat sails.", "other": "The Marigold is a boat."}
    assert foreign("When does the Marigold sail?", near, lambda citation: texts[citation.source_id]) == []
    assert foreign("When does the Kestrel sail?", near, lambda citation: texts[citation.source_id]) == [
        "Kestrel"
    ]


def test_the_best_support_is_that_of_a_sentence_that_is_shown():
    found = Sentence("a", 0, 1, "partly", 0.6, (), ())
    withheld = Sentence("b", 0, 1, "not_found", 0.9, (), ())
    assert best_support([found, withheld]) == 0.6
    assert best_support([withheld]) == 0.0
    assert best_support([]) == 0.0


def test_a_gap_is_what_the_question_takes_for_granted_and_the_evidence_states_otherwise():
    near = [evidence("The summit was held in Bamako in January 2017.", label="Mali")]
    assert gaps("Who came to the summit in Bamako in 2019?", near, []) >= 1
    assert gaps("Who came to the summit in Bamako in January 2017?", near, []) == 0


# The confidence


def test_a_sure_draft_is_more_likely_right_than_not():
    assert 0.5 < shipped().confidence(SURE) < 1


WORSE = {
    "answerable": -3.0,
    "mean_logprob": -1.0,
    "asked": 0.2,
    "weakest": 0.2,
    "near_miss": 1,
    "gaps": 2,
    "rank": 2.0,
    "similarity": 0.1,
    "support": 0.2,
    "missing_share": 1.0,
    "first_answers": -3.0,
}


@pytest.mark.parametrize(("name", "value"), WORSE.items())
@pytest.mark.parametrize("kind", ["draft", "bare", "quotes", "words"])
def test_no_doubt_raises_the_confidence(name, value, kind):
    without = {"answerable": None, "mean_logprob": None} if kind == "bare" else {}
    answers = 2.0 if kind == "quotes" else None
    sure = replace(SURE, quoted=float(kind in ("quotes", "words")), first_answers=answers, **without)
    if getattr(sure, name) is None:
        return
    before, after = shipped().confidence(sure), shipped().confidence(replace(sure, **{name: value}))
    assert kind_of(sure) == kind
    weight = shipped().kinds[kind].model.weights.get(name)
    assert after < before if weight else after == before


def test_every_weight_belongs_to_a_signal():
    names = {field.name for field in fields(Signals)}
    for kind in shipped().kinds.values():
        assert set(kind.model.weights) <= names


def test_a_decline_of_the_model_is_hardly_ever_right():
    assert shipped().confidence(replace(SURE, model_declined=1)) < 0.1


def test_far_log_odds_stay_numbers():
    far = Calibration({"draft": KindCalibration("set", 1, 0.5, Linear(1e6, {}), ())})
    assert far.confidence(SURE) == pytest.approx(1.0)


def test_what_wrote_the_draft_decides_on_the_model():
    assert kind_of(SURE) == "draft"
    assert kind_of(replace(SURE, mean_logprob=None)) == "bare"
    assert kind_of(replace(SURE, answerable=None)) == "bare"
    assert kind_of(replace(SURE, quoted=1)) == "words"
    assert kind_of(replace(SURE, quoted=1, first_answers=0.0)) == "quotes"


# Calibrations

EMPTY = {
    name: {"set": "s", "cases": 0, "standard": 0.5, "model": {"bias": 0, "weights": {}}, "curve": []}
    for name in ("draft", "bare", "quotes")
}

CURVE = curve_of(
    [(0.9, True, True), (0.8, True, True), (0.7, False, False), (0.6, True, True), (0.5, False, True)]
)


def test_the_curve_says_what_each_threshold_costs():
    assert CURVE[-1] == CurvePoint(0.9, 0.2, 0.0, 0.25)
    assert CURVE[0] == CurvePoint(0.5, 1.0, 0.4, 1.0)
    assert [point.threshold for point in CURVE] == [0.5, 0.6, 0.7, 0.8, 0.9]


def test_cases_of_one_confidence_are_answered_together():
    assert curve_of([(0.5, True, True), (0.5, False, False)]) == (CurvePoint(0.5, 1.0, 0.5, 1.0),)


def test_the_standard_is_the_highest_threshold_that_answers_enough():
    assert standard_threshold(CURVE) == 0.6
    assert standard_threshold(CURVE[-1:]) == 0.0


def test_a_calibration_is_the_same_after_json():
    again = Calibration.from_dict(json.loads(json.dumps(shipped().to_dict())))
    assert again == shipped()


def test_a_folder_may_have_a_calibration_of_its_own(tmp_path):
    own = replace(shipped(), made_by={"command": "mine"})
    (tmp_path / FILE_NAME).write_text(json.dumps(own.to_dict()))
    assert calibration_of(tmp_path) == own
    assert calibration_of(tmp_path / "other") == shipped()


def test_quotes_of_an_older_calibration_are_judged_by_words_alone(tmp_path):
    values = replace(shipped(), made_by={"command": "mine"}).to_dict()
    values["kinds"]["quotes"] = values["kinds"].pop("words")
    (tmp_path / FILE_NAME).write_text(json.dumps(values))
    found = calibration_of(tmp_path)
    assert found.kinds == shipped().kinds and found.made_by == {"command": "mine"}


def test_a_calibration_by_signals_that_there_are_no_longer_is_the_shipped_one_for_that_kind(tmp_path, caplog):
    values = replace(shipped(), made_by={"command": "mine"}).to_dict()
    values["kinds"]["quotes"]["model"] = {"bias": -2.54, "weights": {"gaps": -0.57, "answers": 0.4}}
    values["kinds"]["draft"]["standard"] = 0.7
    (tmp_path / FILE_NAME).write_text(json.dumps(values))
    found = calibration_of(tmp_path)
    assert found.kinds["quotes"] == shipped().kinds["quotes"] and found.kinds["draft"].standard == 0.7
    assert "The calibration of quotes was made by an older Footnote" in caplog.text


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kinds": {}}', '{"kinds": {"draft": 3}}', json.dumps({"kinds": EMPTY})]
)
def test_a_broken_calibration_is_one_clear_sentence(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(BadValue, match=r"is no calibration .* Delete it"):
        calibration_of(tmp_path)


# How careful


def kind(curve, cases=1000, standard=0.5):
    return KindCalibration("harbour", cases, standard, Linear(0.0, {}), curve)


MEASURED = tuple(
    CurvePoint(threshold, 1 - threshold, risk, 1 - threshold)
    for threshold, risk in [
        (0.1, 0.4),
        (0.2, 0.35),
        (0.3, 0.3),
        (0.5, 0.2),
        (0.6, 0.15),
        (0.7, 0.1),
        (0.8, 0.04),
    ]
)


def test_the_choices_go_from_the_fewest_answers_to_the_most():
    found = {level.name: level for level in care_levels(kind(MEASURED))}
    assert list(found) == ["cautious", "balanced", "standard", "bold"] == list(CARES)
    assert [level.threshold for level in found.values()] == [0.8, 0.7, 0.5, 0.2]
    assert all(level.reached and level.same_as is None for level in found.values())
    answered = "of the questions that have an answer were answered"
    assert found["balanced"].text == f"At most 10 % wrong: reached on harbour, where 30 % {answered}."
    assert found["bold"].text == f"On harbour, 80 % {answered}, and 35 % of the answers were wrong."


@pytest.mark.parametrize(
    ("curve", "standard", "same"),
    [
        (MEASURED[:4], 0.3, {"balanced": "cautious"}),  # neither is reached: the lowest risk is that of both
        (MEASURED[:3], 0.3, {"cautious": "standard", "balanced": "standard"}),  # nothing is safer
        (MEASURED[1:], 0.2, {"bold": "standard"}),  # nearly all are answered already
        (MEASURED, 0.7, {"balanced": "standard"}),
    ],
)
def test_a_choice_that_cannot_be_told_from_another_says_so(curve, standard, same):
    found = care_levels(kind(curve, standard=standard))
    assert {level.name: level.same_as for level in found if level.same_as} == same
    thresholds = {level.name: level.threshold for level in found}
    assert all(thresholds[name] == thresholds[other] for name, other in same.items())
    assert all(
        f"No different from “{level.same_as}” on harbour." == level.text for level in found if level.same_as
    )


def test_a_risk_that_cannot_be_reached_is_said():
    level = care_level(kind((CurvePoint(0.4, 0.8, 0.3, 0.9), CurvePoint(0.9, 0.3, 0.12, 0.4))), "cautious")
    assert (level.reached, level.threshold, level.risk) == (False, 0.9, 0.12)
    assert "could not be reached on harbour: the lowest was 12 %" in level.text


def test_a_risk_must_rest_on_enough_cases():
    few = (CurvePoint(0.4, 0.9, 0.3, 0.9), CurvePoint(0.99, 0.01, 0.0, 0.01))
    assert not care_level(kind(few, cases=100), "cautious").reached


@pytest.mark.parametrize("name", ["draft", "bare", "quotes"])
def test_a_more_careful_choice_answers_less_and_is_less_often_wrong(name):
    found = [level for level in care_levels(shipped().kinds[name]) if level.same_as is None]
    assert len(found) >= 3
    for careful, bolder in pairwise(found):
        assert careful.threshold > bolder.threshold
        assert careful.coverage < bolder.coverage
        assert careful.risk < bolder.risk


@pytest.mark.parametrize("name", ["draft", "bare", "quotes"])
def test_what_a_choice_was_measured_on_is_said_as_a_person_reads_of_it(name):
    for level in care_levels(shipped().kinds[name]):
        assert level.set == "squad" and " on public test questions (SQuAD)" in level.text.replace("On", " on")
    elsewhere = replace(shipped().kinds[name], set="squad (with another search model)")
    for level in care_levels(elsewhere):
        assert " public test questions (SQuAD) (with another search model)" in level.text


def test_the_setting_is_one_of_the_choices(home):
    with pytest.raises(SettingsError, match="care cannot be 'reckless'"):
        load_settings(home, {"care": "reckless"})


# A server that gives no log-probabilities


class BareModel(FakeLLM):
    """Gives text alone, as many servers do."""

    def stream(self, messages, *, max_tokens):
        for one in super().stream(messages, max_tokens=max_tokens):
            yield Piece(one.text, None, ())


def test_a_model_without_log_probabilities_answers_and_declines_all_the_same(home):
    bare = BareModel()
    with build_assistant(home, llm=bare) as assistant:
        assistant.add([PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")])
        bare.enqueue("The Marigold was built in 1974.")
        answer = assistant.ask("When was the Marigold built?")
        assert answer.text == "The Marigold was built in 1974."
        assert answer.signals["answerable"] is answer.signals["mean_logprob"] is None
        bare.enqueue("The Kestrel was built in 1980.")
        assert assistant.ask("Was the Marigold built in 1980?").refused
        assert len(bare.prompts) == 2
