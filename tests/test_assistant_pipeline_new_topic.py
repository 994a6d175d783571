"""A question after others, which may go on with them or begin something new."""

from types import SimpleNamespace

import pytest

from assistant.pipeline.followup import standalone
from assistant.pipeline.new_topic import begins_anew

CAT = (
    "# Mabel after surgery\n\nShe can eat chicken, rice, soup and jelly after surgery, no biscuits.\n\n"
    "Biscuits can break the stitches. The collar stays on for ten days.\n"
)
FLAT = "# The flat\n\nDerek will replace both hall heaters.\n\nThe boiler comes on Tuesday.\n"
BEFORE = "Can she eat biscuits, chicken, rice, soup or jelly after surgery?"


@pytest.fixture
def home_papers(assistant, tmp_path):
    for name, text in (("cat", CAT), ("flat", FLAT)):
        (tmp_path / f"{name}.md").write_text(text)
    assistant.add([tmp_path / "cat.md", tmp_path / "flat.md"])
    return assistant


def asked_after(assistant, question):
    history = [("user", BEFORE), ("assistant", assistant.ask(BEFORE).text)]
    return assistant.ask(question, history)


def test_a_new_topic_is_not_searched_for_with_the_words_of_the_last_question(home_papers):
    answer = asked_after(home_papers, "does derek replace the hall heaters?")
    assert answer.standalone_question == "does derek replace the hall heaters?"
    assert answer.text.startswith("Derek will replace both hall heaters.")
    alone = home_papers.ask("does derek replace the hall heaters?")
    assert (answer.text, answer.confidence) == (alone.text, alone.confidence)
    assert [hit.score for hit in answer.hits] == [hit.score for hit in alone.hits]


@pytest.mark.parametrize("question", ["and for how long?", "why?", "how many days is that then?"])
def test_what_leans_on_the_last_question_is_searched_for_with_its_words(home_papers, question):
    answer = asked_after(home_papers, question)
    assert answer.hits[0].passage.headings == ("Mabel after surgery",)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("does derek replace the hall heaters?", "does derek replace the hall heaters?"),
        ("and the heaters?", ""),  # joined to what was before
        ("what is the deposit for each of the rooms in the house", ""),  # says all itself
    ],
)
def test_what_may_be_a_question_of_its_own_says_so(question, alone):
    assert standalone(question, [("user", BEFORE), ("assistant", "No.")]).alone == alone


def found(text: str, *others: str, logits: dict[str, float] | None = None) -> SimpleNamespace:
    """Evidence as far as it is looked at: the best sentences, and a model with these log-odds."""
    sentences = [SimpleNamespace(citation=each, below_label=each) for each in (text, *others)]
    return SimpleNamespace(
        scored=[SimpleNamespace(sentence=sentence) for sentence in sentences],
        rater=SimpleNamespace(logits=lambda texts: [(logits or {})[each] for each in texts]),
    )


@pytest.mark.parametrize(
    ("question", "stitches", "helmets", "anew"),
    [
        ("helmets?", -5.0, 2.0, True),  # what is first with the last question's words answers nothing
        ("helmets?", -1.0, 2.0, False),
        ("helmets?", -5.0, -1.0, False),  # nor does what is found without them
        ("does it need helmets?", -5.0, 2.0, False),
        ("in may", -5.0, 2.0, False),
        ("under 16?", -5.0, 2.0, False),
        ("helmets earlier?", -5.0, 2.0, False),
    ],
)
def test_a_short_question_is_of_its_own_where_only_alone_it_is_answered(question, stitches, helmets, anew):
    logits = {"stitches": stitches, "helmets": helmets}
    leaning, alone = found("stitches", "helmets"), found("helmets", "stitches", logits=logits)
    assert begins_anew(question, leaning, alone) is anew
