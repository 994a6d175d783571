"""The stretch in which several citations stand together."""

from assistant.showing.pieces import citations_overlap, spanning
from assistant.types import Citation


def cited(start, end, **changes):
    values = {
        "source_id": "s",
        "version": 1,
        "title": "T",
        "page": 1,
        "start": start,
        "end": end,
        "quote": "q",
    }
    return Citation(**(values | changes))


def test_it_reaches_from_the_first_beginning_to_the_last_end():
    one = spanning([cited(30, 40, quote="late"), cited(10, 20, quote="early")])
    assert (one.start, one.end, one.quote) == (10, 40, "late early")


def test_it_has_the_headings_and_the_place_that_all_have():
    one = spanning(
        [
            cited(0, 1, headings=("A", "B", "C"), place="page 1, item 1"),
            cited(1, 2, headings=("A", "B", "D"), place="page 1, item 2"),
        ]
    )
    assert (one.headings, one.where) == (("A", "B"), "page 1")


def test_on_two_pages_it_has_no_page():
    assert spanning([cited(0, 1), cited(1, 2, page=2)]).where == ""


def test_what_is_in_two_documents_or_versions_or_nowhere_has_none():
    assert spanning([cited(0, 1), cited(0, 1, source_id="t")]) is None
    assert spanning([cited(0, 1), cited(0, 1, version=2)]) is None
    assert spanning([]) is None


def test_quotes_overlap_only_in_one_version_of_one_document():
    assert citations_overlap(cited(0, 5), cited(4, 9))
    assert not citations_overlap(cited(0, 5), cited(5, 9))
    assert not citations_overlap(cited(0, 5), cited(0, 5, source_id="t"))
    assert not citations_overlap(cited(0, 5), cited(0, 5, version=2))
