import pytest

from assistant.prompt import is_decline


@pytest.mark.parametrize(
    "draft", ["Not stated.", "not stated", '"Not stated."', "", "  ", "Not stated in the passages."]
)
def test_the_decline_is_recognised(draft):
    assert is_decline(draft)


@pytest.mark.parametrize(
    "draft", ["Not a single car.", "In 1974.", "It is not stated who paid; the yard did."]
)
def test_an_answer_is_not_taken_for_a_decline(draft):
    assert not is_decline(draft)
