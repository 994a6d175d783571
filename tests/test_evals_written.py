"""The sentences written for the project have the shape that their README promises."""

import html
import json
import re
from collections import Counter
from itertools import pairwise
from statistics import mean

import pytest

from evals.datasets import load_set
from evals.points import points
from evals.studies.written_sets import (
    DOCUMENTS,
    KEPT_DOCUMENTS,
    SHORT,
    WrittenClaim,
    read_answers,
    read_claims,
    read_documents,
    read_queries,
    read_questions,
)
from evals.text import Squeezed, contains

TRUE = {"paraphrase", "permission", "number", "joined", "shortened", "table"}
FALSE = {"polarity", "condition", "subject", "role"}


def test_half_of_the_pairs_are_answered_by_their_passage():
    assert Counter(pair.answerable for pair in read_questions()) == {True: 200, False: 200}
    assert Counter(pair.answerable for pair in read_questions(SHORT)) == {True: 398, False: 402}


def test_each_group_is_one_passage_with_two_or_three_answered_questions_of_five():
    groups = {}
    for pair in [*read_questions(), *read_questions(SHORT)]:
        groups.setdefault(pair.source, []).append(pair)
    assert groups.keys() == set(map(str, range(1, 241)))
    for group, pairs in groups.items():
        assert len({pair.passage for pair in pairs}) == 1, group
        assert len(pairs) == 5, group
        assert sum(pair.answerable for pair in pairs) in (2, 3), group


def test_no_passage_is_there_twice_and_none_is_longer_than_what_is_shown():
    passages = {pair.passage for pair in read_questions()}
    assert len(passages) == 80
    assert [text for text in passages if not 30 <= len(text.split()) <= 110] == []
    short = {pair.passage for pair in read_questions(SHORT)}
    assert len(short - passages) == 160
    assert [text for text in short if len(text.split()) > 70] == []


def test_no_question_is_asked_twice_of_a_passage():
    pairs = read_questions()
    assert len({(pair.source, pair.question) for pair in pairs}) == len(pairs)


def test_the_form_of_a_question_does_not_give_its_label_away():
    words, situations = Counter(), Counter()
    for pair in read_questions():
        words[pair.answerable] += len(pair.question.split())
        situations[pair.answerable] += ". " in pair.question
    assert words[True] / words[False] == pytest.approx(1, abs=0.15)
    assert situations[True] / situations[False] == pytest.approx(1, abs=0.15)


def test_queries_name_texts_that_are_there():
    queries = read_queries()
    for query in queries:
        assert query.texts and query.right | query.parts <= set(range(len(query.texts))), query
        assert not query.right & query.parts, query
    assert len({(query.query, query.texts) for query in queries}) == len(queries)


def test_so_many_queries_have_a_text_that_is_right():
    right = [bool(query.right or query.parts) for query in read_queries()]
    assert mean(right) == pytest.approx(0.62, abs=0.02)


def test_the_form_of_a_query_does_not_give_its_label_away():
    words = {True: [], False: []}
    for query in read_queries():
        words[bool(query.right or query.parts)].append(len(query.query.split()))
    assert mean(words[True]) / mean(words[False]) == pytest.approx(1, abs=0.15)


def test_no_text_that_is_learnt_from_is_judged_by():
    learnt = {text for query in read_queries() for text in query.texts}
    judging = {pair.passage for pair in read_questions(SHORT)} | {claim.evidence for claim in read_claims()}
    assert not learnt & judging


@pytest.mark.parametrize(("path", "sets", "documents"), [(DOCUMENTS, 35, 538), (KEPT_DOCUMENTS, 5, 78)])
def test_each_document_has_as_many_questions_of_which_so_many_are_answered(path, sets, documents):
    read = read_documents(path)
    assert len({document.set for document in read}) == sets and len(read) == documents
    assert len({(document.set, document.name) for document in read}) == documents
    assert {len(document.questions) for document in read} == {14, 16}
    answered = [bool(each.evidence or each.parts) for document in read for each in document.questions]
    assert mean(answered) == pytest.approx(0.71, abs=0.02)


def test_a_question_that_a_document_answers_is_a_fifth_longer():
    words = {True: [], False: []}
    for document in [*read_documents(), *read_documents(KEPT_DOCUMENTS)]:
        for each in document.questions:
            words[bool(each.evidence or each.parts)].append(len(each.question.split()))
    assert mean(words[True]) / mean(words[False]) == pytest.approx(1.2, abs=0.05)  # as the README says


def test_documents_to_judge_by_are_not_learnt_from():
    learnt, judging = read_documents(), read_documents(KEPT_DOCUMENTS)
    assert not {one.set for one in learnt} & {one.set for one in judging}
    questions = [
        {each.question for one in documents for each in one.questions} for documents in (learnt, judging)
    ]
    assert not questions[0] & questions[1]


def test_the_evidence_of_a_document_stands_in_it():
    for document in [*read_documents(), *read_documents(KEPT_DOCUMENTS)]:
        text = Squeezed.of(html.unescape(re.sub(r"<[^>]+>", " ", document.text)))
        for each in document.questions:
            for piece in (*each.evidence, *each.parts):
                assert any(text.find(piece)), (document.name, piece)


def test_claims_have_ids_of_their_own_and_known_labels():
    claims = read_claims()
    assert len({claim.id for claim in claims}) == len(claims) == 120
    assert {claim.kind for claim in claims if claim.label == "true"} == TRUE
    assert {claim.kind for claim in claims if claim.label == "false"} == FALSE
    assert Counter(claim.label for claim in claims) == {"true": 60, "false": 60}


def test_the_false_claims_are_of_four_kinds_in_equal_number():
    assert Counter(claim.kind for claim in read_claims() if claim.label == "false") == dict.fromkeys(
        FALSE, 15
    )


def test_the_halves_of_the_claims_are_equal_and_alternate_within_a_kind():
    assert Counter((claim.label, claim.half) for claim in read_claims()) == {
        (label, half): 30 for label in ("true", "false") for half in ("seen", "kept")
    }
    for kind in TRUE | FALSE:
        halves = [claim.half for claim in read_claims() if claim.kind == kind]
        assert all(before != after for before, after in pairwise(halves)), kind


def test_no_claim_repeats_its_evidence():
    assert [claim.id for claim in read_claims() if claim.claim in claim.evidence] == []


def test_one_half_of_the_claims_is_read_alone(tmp_path):
    claims = [
        WrittenClaim(str(n), "It rains.", "It pours.", "false", "subject", half)
        for n, half in enumerate("aba")
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(claim.to_dict()) + "\n" for claim in claims), encoding="utf-8")
    assert read_claims(path, "a") == [claims[0], claims[2]]


def test_the_right_answers_are_of_sixty_different_cases():
    gold = read_answers()
    assert len({(one.set, one.id) for one in gold}) == 60
    assert Counter(one.set for one in gold) == {"squad": 30, "everyday": 30}


@pytest.mark.parametrize("name", ["squad", "everyday"])
def test_every_right_answer_counts_as_right_and_is_not_copied(data, name):
    cases = {case.id: case for case in load_set(data / name).cases}
    for one in read_answers():
        if one.set != name:
            continue
        case = cases[one.id]
        right = any(contains(one.sentence, answer) for answer in case.answers)
        assert points(case, one.sentence).suffice if case.must else right, one.id
        assert not any(one.sentence.rstrip(".") in span.text for span in case.evidence), one.id
