"""What stands where the question says: behind a term that it asks for, in a list that it names."""

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.declining.naming import is_defined
from assistant.evidence.rankers import Rankers
from assistant.evidence.sentences import EvidenceSentence
from assistant.settings import load_settings
from assistant.types import Citation
from documents.inputs import PastedText
from documents.types import Block
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder

NOTES = """# Notes on swifts

"banger" = a young bird that touches a wall and flies off again.

"probable" = birds that scream past the same eave on two evenings.
"""
CHOIR = """# The choir

## What to wear

- Winter: all black, and the scarf.
- Summer: bright colours on top.

## Tea

It is 50p in the pot.
"""


def sentence(text: str, label: str = "Notes on swifts", block: Block | None = None) -> EvidenceSentence:
    citation = Citation("s", 1, label, None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, label, heading=False, citation=citation, block=block)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("what is a banger in the swift notes", '"banger" = a young bird', True),
        ("what is a banger in the bird manual", '"banger" = a young bird', True),
        ("what is a banger in the bat manual", '"banger" = a young bird', False),
        ("define banger", "A banger is a young bird.", True),
        ("What does excess mean?", "Excess: the first part of a claim", True),
        ("excess meaning", "Excess means the first part.", True),
        ("who is the treasurer", "Treasurer: Dilys", True),
        ("Who is Petra Vogt?", "Ms Petra Vogt is in charge of your file.", True),
        ("who is ann lee", "Present: Ann Lee (chair), Dai Pugh", True),
        ("who is dai pugh", "Present: Ann Lee (chair), Dai Pugh", False),
        ("who was ann lee", "Ann Lee, the founder of the club, kept bees.", True),
        ("who is in charge", "Ann Lee is in charge of the boats.", False),
        ("who is ann lee", "The letter to Ann Lee was lost, and Dai is away.", False),
        ("who is lee", "She went with one helper, the old sailor Ann Lee.", True),
        ("who is lee", "She went with the letter to Ann Lee.", False),
        ("who is lee", "It was the year Ann Lee left.", False),
        ("who is the treasurer of the choir", "Treasurer: Dilys", False),
        ("what is the excess for a cat", "Excess: the first part of a claim", False),
        ("what is the excess for a cat", "Excess: 85 pounds for a cat", True),
        ("what is the excess in the east", "Excess: 60 pounds until Easter", False),
        ("what is the quorum", "Quorum: see rule 14", False),
        ("who is the coach", "Coach: leaves at 8 from the station", False),
        ("what is a cat", "Cat: 12 pounds a month", False),
        ("what does the driver do", "Driver: the one with a licence", False),
        ("what does driver mean", "Driver: the one with a licence", True),
        ("what is a banger", "Bangers and mash: 4 pounds", False),
        ("what is the weight of a banger", '"banger" = a young bird', False),
        ("when is a banger seen", '"banger" = a young bird', False),
        ("what is a banger", "It is no banger: a young bird", False),
    ],
)
def test_a_sentence_that_tells_what_a_term_means(question: str, text: str, expected: bool) -> None:
    assert is_defined(sentence(text), question) is expected


def test_a_row_has_one_value_among_others() -> None:
    text = "Excess: 85 pounds; Pet: Cat"
    assert not is_defined(sentence(text, block=Block("cell", 0, len(text))), "what is the excess")


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("what is a banger in the notes", "answered"), ("what is the length of a banger", "unsure")],
)
def test_what_a_term_means_is_answered_by_the_line_that_tells(
    home: Path, question: str, outcome: str
) -> None:
    with build_assistant(home, llm=None) as built:
        built.add([PastedText("Notes on swifts", NOTES)])
        answer = built.ask(question)
    assert answer.outcome == outcome
    assert "touches a wall" in answer.text


class Doubting:
    """The Reranker protocol: nothing answers."""

    identity = "doubting"

    def scores(self, query: str, texts: list[str]) -> list[float]:
        return [-6.0 for _ in texts]


def test_a_list_that_is_called_so_is_shown_though_it_may_not_answer(home: Path) -> None:
    with Assistant.with_settings(
        load_settings(home),
        embedder=WordHashEmbedder(),
        rankers=Rankers(answering=Doubting()),
        open_model=lambda: None,
    ) as assistant:
        assistant.add([PastedText("The choir", CHOIR)])
        answer = assistant.ask("Which things do I wear in winter, all black?")
    assert (answer.outcome, "bright colours" in answer.text) == ("unsure", True)
