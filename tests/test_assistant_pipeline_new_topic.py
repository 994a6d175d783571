"""A question after others, which may go on with them or begin something new."""

import pytest

from assistant.pipeline.followup import standalone

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
