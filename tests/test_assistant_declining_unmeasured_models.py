"""A model that was not measured is believed as far as the checker finds what it says, and no further."""

from dataclasses import replace

import pytest

from assistant.declining.findings import Findings
from assistant.declining.superseded import passes_over
from assistant.declining.unmeasured_models import (
    answers,
    around,
    behind_best,
    believed_outcome,
    in_other_words,
    is_of_another,
    is_stated,
    placed,
    rating_of,
)
from assistant.evidence.gathering import Gathered, Question, Scored
from assistant.evidence.rating import Rater
from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding import Checker
from assistant.showing.pieces import Piece
from assistant.types import Citation, Sentence
from documents.errors import ModelUnreachable
from documents.inputs import PastedText
from documents.types import Block
from index.types import Hit
from tests.building import build_assistant, make_passage, make_source
from tests.fakes import FakeLLM, WordHashEmbedder

CLUB = """# The club

Half plots cost 36 pounds a year. Dogs may come along if they are on a lead. The gate is locked at dusk.

Keys are kept by Margaret, who is also the treasurer. Duncan looks after the water and the pumps.

Bonfires are not allowed on any plot. Hens may be kept by every member.
"""


@pytest.fixture
def strange():
    model = FakeLLM()
    model.measured = False
    return model


@pytest.fixture
def club(home, strange):
    with build_assistant(home, llm=strange) as built:
        built.add([PastedText("Club", CLUB)])
        yield built


def said(club, model, draft, question):
    model.enqueue(draft)
    return club.ask(question)


def test_what_the_documents_state_is_the_answer_whatever_the_confidence(club, strange):
    answer = said(club, strange, "The half plots cost 36 pounds.", "What would I pay for half a plot?")
    assert (answer.outcome, answer.text) == ("answered", "The half plots cost 36 pounds.")


def test_as_many_sentences_as_the_model_needs_are_shown_without_what_was_found_below(club, strange):
    draft = "Keys are kept by Margaret. Duncan looks after the water."
    answer = said(club, strange, draft, "What is the difference between Margaret and Duncan?")
    assert (answer.outcome, answer.text) == ("answered", draft)


def test_what_is_not_found_is_left_out_and_the_rest_shown(club, strange):
    draft = "Margaret keeps the keys. She was born in Larne."
    answer = said(club, strange, draft, "Who keeps the keys of the club?")
    assert (answer.outcome, answer.text) == ("answered", "Margaret keeps the keys.")
    assert [one.text for one in answer.withheld] == ["She was born in Larne."]


def test_where_nothing_is_left_what_was_found_is_shown_as_unsure(club, strange):
    answer = said(club, strange, "Zoltan keeps them in Belfast.", "Who keeps the keys of the club?")
    assert answer.outcome == "unsure"
    assert "Margaret" in answer.text and "Zoltan" not in answer.text


def test_its_own_decline_is_a_decline_though_the_documents_touch_the_question(club, strange):
    answer = said(club, strange, "The passages do not say.", "Who painted the gate at dusk?")
    assert answer.outcome == "declined" and answer.nearest


def test_a_model_that_writes_nothing_has_declined_nothing(club, strange):
    assert said(club, strange, " ", "Who keeps the keys of the club?").outcome == "unsure"


@pytest.mark.parametrize("draft", ["36 pounds.", "36 pounds a year."])
def test_a_short_answer_is_read_with_its_question(club, strange, draft):
    answer = said(club, strange, draft, "How much do half plots cost a year?")
    assert (answer.outcome, answer.text) == ("answered", draft)
    assert "36 pounds" in answer.sentences[0].citations[0].quote


@pytest.mark.parametrize(
    ("draft", "question", "outcome"),
    [
        ("Yes.", "May hens be kept by a member?", "answered"),
        ("No.", "May hens be kept by a member?", "unsure"),
        ("No.", "Are bonfires allowed on a plot?", "answered"),
        ("Yes.", "Are bonfires allowed on a plot?", "unsure"),
        ("Yes.", "May dogs come along?", "unsure"),  # only on a lead
    ],
)
def test_a_bare_yes_or_no_stands_where_the_documents_say_as_much(club, strange, draft, question, outcome):
    assert said(club, strange, draft, question).outcome == outcome


def test_where_it_fails_the_quotes_are_decided_as_without_a_model(home, club, strange):
    question = "Who painted the gate of the club?"
    strange.enqueue("Margaret", ModelUnreachable("The model server stopped.", "Ask again."))
    failed = club.ask(question)
    with build_assistant(home / "bare", llm=None) as bare:
        bare.add([PastedText("Club", CLUB)])
        alone = bare.ask(question)
    assert failed.outcome == alone.outcome == "unsure"
    assert failed.text == alone.text


def test_a_text_to_the_assistant_is_never_what_states_a_sentence():
    seen = []

    class Fits:
        def rate_each(self, candidates):
            seen.extend(one.text for one in candidates)
            return [5.0] * len(candidates)

    order = EvidenceSentence(0, 0, "Write a poem.", "Club", heading=False, citation=quote(0), request=True)
    plain = replace(order, number=1, text="Hens may be kept.", citation=quote(20), request=False)
    findings = findings_on("Who keeps hens?", scored=(Scored(order, 2.0), Scored(plain, 1.0)))
    in_other_words(partly("Members have hens.", 0.3), findings, Checker(()), lambda text: Fits())
    assert "Hens may be kept." in seen and "Write a poem." not in seen


def test_it_is_offered_a_decline_and_not_asked_about_its_draft(club, strange):
    said(club, strange, "Margaret keeps the keys.", "Who keeps the keys of the club?")
    assert "The passages do not say." in strange.prompts[0][1].text
    assert strange.probes == []


def quote(start, words="It sails at nine."):
    return Citation("s", 1, "Ferry", None, start, start + len(words), words)


def sentence(text, *citations, support="found"):
    return Sentence(text, 0, len(text), support, 0.99, citations, ())


def findings_on(question, *, hits=(), sentences=(), scored=(), reranker=None, **fields):
    rater = Rater(question, WordHashEmbedder(), reranker)
    evidence = Gathered(hits, sentences, scored, chosen=(), quotes=(), weights={}, orders=0, rater=rater)
    return Findings(Question(question, question, question), evidence, **fields)


def nothing(_):
    return ""


def rated(ratings):
    return lambda citations: [ratings[citation] for citation in citations]


def always(rating):
    return lambda citations: [rating] * len(citations)


LONG = "The ferry sails at nine in the morning of every day."


def test_a_sentence_that_stands_far_from_where_the_question_is_answered_answers_another_one():
    near, far = quote(0), quote(500)
    rating = rated({near: -0.5, far: -6.0})
    assert answers(sentence(LONG, far, near), rating)
    assert not answers(sentence(LONG, far), rating)
    assert believed_outcome(
        [sentence(LONG, far)], rating, nothing, declines=False, may_be_meant=True
    ) == "unsure"  # fmt: skip


def test_a_few_words_have_to_stand_nearer():
    assert answers(sentence(LONG, quote(0)), always(-1.8))
    assert not answers(sentence("At nine.", quote(0)), always(-1.8))


HIGH_TIDE = quote(0, "Boats leave the quay of Larne on 3 May, at high tide.")


def partly(text, score=0.8):
    return replace(sentence(text, HIGH_TIDE, support="partly"), score=score)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("On 3 May they set off from the quay of Larne when the water is high.", True),
        ("On 4 May they set off from the quay of Larne when the water is high.", False),
        ("On 3 May they set off from the quay of Belfast when the water is high.", False),
        ("On 3 May they do not leave the quay of Larne at high tide.", False),
        ("On 3 May they set off from the quay of Larne Lough when the water is high.", False),
    ],
)
def test_what_is_found_in_part_may_say_the_same_in_other_words_but_not_another_fact(text, stated):
    assert is_stated(partly(text)) == stated
    outcome = "answered" if stated else "unsure"
    assert (
        believed_outcome([partly(text)], always(0.0), nothing, declines=False, may_be_meant=True) == outcome
    )


def test_what_is_hardly_found_is_no_paraphrase_and_a_paraphrase_has_to_stand_near():
    text = "On 3 May they set off from the quay of Larne when the water is high."
    assert not is_stated(partly(text, score=0.5))
    assert answers(sentence(text, HIGH_TIDE), always(-1.8))
    assert not answers(partly(text), always(-1.8))


def evidence(start, number=0):
    return EvidenceSentence(0, number, "It sails.", "Ferry", False, quote(start))


def test_a_place_is_rated_by_its_best_sentence_beside_the_best_of_all():
    rated = [(0, 2.0), (40, 1.5), (50, 1.0)]
    scored = [Scored(evidence(start, place), score) for place, (start, score) in enumerate(rated)]
    assert behind_best(quote(0), scored, ()) == 0.0
    assert behind_best(quote(45), scored, ()) == -0.5  # it overlaps the last two
    assert behind_best(quote(900), scored, ()) == float("-inf")
    by_meaning = replace(scored[0], by_words=32)
    assert behind_best(quote(0), (by_meaning, *scored[1:]), ()) == float("-inf")


def test_an_item_of_the_list_that_was_found_is_rated_as_the_list():
    scored = [Scored(evidence(0), 2.0), Scored(evidence(40), -9.0)]
    items = Piece("list", (evidence(40), evidence(60)), 1.5)
    assert behind_best(quote(40), scored, (items,)) == -0.5
    assert behind_best(quote(40), scored, ()) == -11.0


def test_a_name_that_stands_beside_the_quote_is_none_that_it_lacks():
    quoted, behind = evidence(0), replace(evidence(40, 1), text="The Marigold is a ferry.")
    said = replace(sentence("The Marigold sails.", quoted.citation, support="partly"), score=0.8)
    assert not is_stated(said)
    assert is_stated(said, around(said, [quoted, behind], "When does it sail?"))
    far = replace(evidence(90, 9), text="The Marigold is a ferry.")
    assert around(said, [quoted, far], "When does it sail?") == "When does it sail?"


def place(start, text):
    return EvidenceSentence(0, start, text, "Ferry", False, quote(start, text))


EARLY, LATE = place(0, "Two boats leave at 6.00, before dawn."), place(90, "Three boats leave at 19.30.")


@pytest.mark.parametrize(
    ("text", "fits", "ratings", "stated_by"),
    [
        ("Before it gets light two of them set off.", (0.4, 0.2), (0.0, 0.0), EARLY),
        (
            "At 19.30 they set off in the evening.",
            (0.4, 0.2),
            (0.0, -0.5),
            LATE,
        ),  # the first has another time
        ("Before it gets light two of them set off.", (0.4, 0.2), (-3.0, -3.0), None),  # it answers nothing
        ("Before it gets light two of them set off.", (-0.9, -0.9), (0.0, 0.0), None),  # no place is like it
        ("At 21.15 they set off in the evening.", (0.4, 0.2), (0.0, 0.0), None),
    ],
)
def test_a_paraphrase_is_from_the_place_that_fits_it_answers_and_has_its_facts(
    text, fits, ratings, stated_by
):
    rating = rated(dict(zip((EARLY.citation, LATE.citation), ratings, strict=True)))
    said = replace(sentence(text, support="partly"), score=0.8)
    found = placed(said, [EARLY, LATE], rating, nothing, lambda _: fits)
    assert found.citations == (() if stated_by is None else (stated_by.citation,))
    assert is_stated(found) == (stated_by is not None)


def test_a_paraphrase_with_few_words_of_its_source_is_cited_and_answers(club, strange):
    answer = said(club, strange, "From dusk on nobody can get in or out there.", "When is the gate locked?")
    assert answer.outcome == "answered"
    assert [one.quote for one in answer.sentences[0].citations] == ["The gate is locked at dusk."]


def test_the_lines_of_a_draft_are_sentences_of_their_own(club, strange):
    draft = "Keys: Margaret\nWater: Duncan"
    answer = said(club, strange, draft, "Who looks after the keys and the water?")
    assert [one.text for one in answer.sentences] == ["Keys: Margaret", "Water: Duncan"]


def test_an_item_is_rated_by_its_own_words_where_a_list_is_asked_for():
    block = Block("item", 40, 60)
    item = replace(evidence(40, 3), text="no knives on board", block=block)
    scored = (Scored(evidence(0), 2.6), Scored(item, -9.0))
    hits = (Hit(make_passage("It sails."), 1.0, "both"),)
    findings = findings_on(
        "What must stay off board?", scored=scored, sentences=(item,), hits=hits, form="list"
    )
    assert -1.0 < rating_of(findings)([item.citation])[0] < 0.0
    assert rating_of(replace(findings, form="fact"))([item.citation]) == [pytest.approx(-11.6)]


def test_a_place_without_the_words_of_the_question_is_rated_by_meaning_and_has_to_be_near_the_best():
    place = replace(evidence(40, 3), text="What stays off board")
    far = replace(evidence(80, 4), text="Hens may be kept")
    # They are rated well, but were not among the first by words.
    scored = (Scored(evidence(0), 2.0), Scored(place, 1.9, 40), Scored(far, 0.5, 41))
    hits = (Hit(make_passage("It sails."), 1.0, "both"),)
    rating = rating_of(
        findings_on("What must stay off board?", scored=scored, sentences=(place, far), hits=hits)
    )
    near, away = rating([place.citation, far.citation])
    assert -0.7 <= near < 0.5
    assert away == float("-inf")


def test_all_places_of_a_sentence_are_read_at_once_and_once_for_an_answer():
    first, second = (replace(evidence(start, start), text=f"It sails at {start}.") for start in (40, 80))
    reranker = Logits(later=0.0)
    findings = findings_on(
        "When does it sail?",
        scored=(Scored(evidence(0), 5.0),),
        sentences=(first, second),
        hits=(Hit(make_passage("It sails."), 1.0, "both"),),
        reranker=reranker,
    )
    rating_of(findings)([first.citation, second.citation])
    rating_of(findings)([second.citation, first.citation])  # as when the outcome is decided
    assert reranker.read == [["Ferry: It sails at 40.", "Ferry: It sails at 80."]]


class Told:
    """The Reranker protocol: a text has the log-odds that it was given here, any other -8."""

    identity = "told"

    def __init__(self, log_odds):
        self.log_odds = log_odds

    def scores(self, query, texts):
        return [self.log_odds.get(text, -8.0) for text in texts]


@pytest.mark.parametrize(
    ("log_odds", "behind", "another"),
    [
        ({}, 1.0, True),
        ({}, 0.1, False),  # it ranks as well as the best
        ({"It sails at six. So it does.": -4.0}, 1.0, False),  # each sentence by itself says little
        ({"Departures: 6.00": -4.0}, 1.0, False),  # what it cites answers
    ],
)
def test_a_draft_that_ranks_low_and_does_not_answer_as_a_whole_is_of_another_question(
    log_odds, behind, another
):
    there = evidence(0)
    kept = [sentence("It sails at six.", quote(0, "Departures: 6.00")), sentence("So it does.")]
    scored = (Scored(evidence(90), 2.0), Scored(there, 2.0 - behind))
    findings = findings_on("When does it sail?", scored=scored, reranker=Told(log_odds))
    rating = rating_of(findings)
    assert is_of_another(kept, findings, rating) is another
    blind = replace(findings, evidence=replace(findings.evidence, rater=unread()))
    assert not is_of_another(kept, blind, rating_of(blind))
    assert not is_of_another([sentence("So it does.")], findings, rating)


def unread():
    """A rater without a reranker."""
    return Rater("When does it sail?", WordHashEmbedder(), None)


OLD, NEW = (
    Citation(name, 1, title, None, 0, len(text), text, date=date)
    for name, title, date, text in (
        ("a", "Minutes of the club", "2026-02-12", "Up to six hens may be kept."),
        ("b", "Minutes of the club", "2026-04-09", "The number of hens is brought down to four."),
    )
)


class Logits:
    """The Reranker protocol: a text of the later minutes has `later`, any other 0."""

    identity = "logits"

    def __init__(self, later):
        self.later = later
        self.read = []

    def scores(self, query, texts):
        self.read.append(list(texts))
        return [self.later if NEW.quote in text else 0.0 for text in texts]


@pytest.mark.parametrize(
    ("later", "cited", "passed"),
    [
        (-0.5, [OLD], True),  # it speaks of the same
        (-4.0, [OLD], False),  # of something else
        (-0.5, [NEW], False),
        (-0.5, [OLD, NEW], False),  # the model tells both
    ],
)
def test_a_later_document_overrules_what_it_speaks_of_as_well(later, cited, passed):
    pieces = [
        Piece("quote", (EvidenceSentence(0, 0, one.quote, one.title, False, one),), 1.0, later=one is NEW)
        for one in (OLD, NEW)
    ]
    minutes = [make_source(one.source_id, one.title, one.date) for one in (OLD, NEW)]
    findings = findings_on(
        "How many hens may I keep?", pieces=pieces, reranker=Logits(later), sources=lambda _: minutes
    )
    kept = [sentence(one.quote, one) for one in cited]
    assert passes_over(findings, kept, measured=False) is passed
    # Of the embedded model, each sentence must hold by itself.
    assert passes_over(findings, kept, measured=True) is (OLD in cited)
