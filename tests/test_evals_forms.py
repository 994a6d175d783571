"""What tells the form of a question: the written questions, and the model that is fitted on them."""

import json

import numpy as np
import pytest

from assistant.showing.forms import FORMS, MODEL, form_features
from evals.studies.forms.train import PLAIN, fit, read_questions


def test_the_written_questions_are_read_and_each_author_has_every_form():
    written = read_questions()
    assert len({each.question.lower() for each in written}) == len(written)
    for author in {each.author for each in written} - {PLAIN}:
        assert {each.form for each in written if each.author == author} == set(FORMS)


def test_an_unknown_form_is_told(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"question": "who?", "form": "riddle", "author": 1}), encoding="utf-8")
    with pytest.raises(ValueError, match="no such form: riddle"):
        read_questions(file)


def test_what_is_fitted_tells_the_forms_apart_in_the_order_of_forms():
    vectors = np.eye(len(FORMS), dtype=np.float32)
    rows = np.stack([form_features("fact", vector) for vector in vectors] * 4)
    weights, bias = fit(rows, [*FORMS] * 4)
    assert [FORMS[place] for place in (rows @ weights.T + bias).argmax(axis=1)] == [*FORMS] * 4


def test_the_model_that_comes_with_footnote_fits_what_it_is_given():
    with np.load(MODEL) as file:
        assert file["weights"].shape == (
            len(FORMS),
            len(form_features("fact", np.zeros(384, dtype=np.float32))),
        )
        assert file["bias"].shape == (len(FORMS),)
