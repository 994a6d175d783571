"""Queries in the library's own words."""

from pathlib import Path

import pytest

from documents.storage.sqlite.library import SqliteLibrary
from index.spelling import Spelling
from tests.library_building import store

TEXTS = {
    "/everyday": "The Everyday account has a card. Everyday Plus costs £6 a month.",
    "/tunnel": "Nothing but tomatoes grows in the polytunnel. The database lists them.",
    "/minutes": "The committee met.",
    "/can": "Data of a base. A watering can stands by the tap. The lawn mower is in the shed.",
    "/car": "For a breakdown ring Olaf. The shed is locked. A shutdown is planned. We lock up at ten.",
    "/api": "Version 2 of the interface goes on until March. The v3 is planned, version 3 by name.",
    "/depliant": "Les dépliants sont gratuits.",
    "/closed": "Closed on 25 and 26 December. The second boat sails. The annual pass. My 3rd, the third.",
    "/tools": "An induction is needed. Whitening the walls. White paint, white chalk.",
    "/nach": "Nach der Kaution kommen die Kosten. Die Miete.",
    "/white": "Both white vans, home made. A white van. Rawlins is the vet. A lathe.",
    "/apart": "Mould was wiped off. In any colour. Mums. A filling. A center. Two tiers.",
    "/codes": "RB 214 is the module on knots. Room k7 is booked.",
    "/many": "Magnolia trees. Magnolia bushes. Receipts. A violin by Lorimer. In Spain, in the East.",
}


@pytest.fixture
def library(library: SqliteLibrary) -> SqliteLibrary:
    for uri, text in TEXTS.items():
        store(library, uri, text)
    return library


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("How much is Everday Plus?", "How much is Everyday Plus?"),
        ("who keeps the reciepts?", "who keeps the Receipts?"),
        ("was kostet eine nacht für uns", "was kostet eine nacht für uns"),  # nacht is not nach
        ("wie hoch ist die kautoin", "wie hoch ist die Kaution"),
        ("how old can a recipt be?", "how old can a receipt be?"),  # though only the plural is there
        ("Is there a poly tunnel?", "Is there a polytunnel?"),
        ("Is there a poly-tunnel?", "Is there a polytunnel?"),
        ("who do I ring when it breaks down?", "who do I ring when it breakdown?"),
        ("when does v2 end?", "when does version 2 end?"),
        ("is it open on Boxing Day", "is it open on 26 December"),
        ("when does the 2nd boat sail", "when does the second boat sail"),
        ("the yearly pass", "the annual pass"),
        ("Where is the wateringcan?", "Where is the watering can?"),
        ("Where is the lawnmower?", "Where is the lawn mower?"),
        ("Wo sind die depliants?", "Wo sind die depliants?"),  # as good as with its accent
        ("les depliantz", "les dépliants"),
        ("magnoila", "Magnolia"),
        ("Who is in the comittee?", "Who is in the committee?"),
        ("which tool needs an inducton", "which tool needs an induction"),  # stemmed to "inducton", "induct"
        ("who wiped off the mold", "who wiped off the mould"),  # as America spells what is there
        ("which color is it", "which colour is it"),
        ("where is the centre", "where is the center"),  # and the other way round
        ("does rb214 need a card", "does rb 214 need a card"),
        ("is k-7 booked, or K 9", "is k7 booked, or K 9"),  # only k7 is there
        ("a whitning kit", "a Whitening kit"),  # its stem is as near to "white"
    ],
)
def test_a_query_is_put_in_the_words_of_the_library(library: SqliteLibrary, query: str, mended: str) -> None:
    assert Spelling(library).mended(query) == mended


@pytest.mark.parametrize(
    "query",
    [
        "How much is Everyday Plus?",  # all known
        "cod",  # too short: card, can and cod are all near
        "qwertyuiop zzzz",
        "G5 in 2019, 1,500 A4",  # with digits: another number is another thing
        "when do v3 and v4 come?",  # the one is there, and no version 4
        "Who locks up the shed?",  # both are there
        "Who hands over the shed?",  # and no compound of these
        "card account",  # both known, and no compound of them
        "Does a data base of tomatoes and a base of data exist?",  # both known, and so is database
        "Who was slain at the feast in the mouth?",  # words spelt rightly
        "lorem",  # one letter from the stem of Lorimer
        "who is Rawlinson?",  # not Rawlins, with which it begins
        "rich lather",  # nor a lathe
        "who does the filing of tires",  # no filling, no tiers
        "wo liegt das centre",  # of no English question
        "home made broth",  # not "Both", which means nothing
        "???",
        "",
        '"NEAR( OR *',
        "x" * 5000,
        "Everday " * 40,  # a pasted text
    ],
)
def test_what_needs_no_mending_or_cannot_be_mended_stays(library: SqliteLibrary, query: str) -> None:
    assert Spelling(library).mended(query) == query


def test_a_word_that_is_there_is_not_mended_though_a_more_frequent_one_is_near(
    library: SqliteLibrary,
) -> None:
    store(library, "/new", "The magnolie of the baker.")
    assert Spelling(library).mended("magnolie") == "magnolie"


def test_words_of_documents_added_later_count(library: SqliteLibrary) -> None:
    spelling = Spelling(library)
    assert spelling.mended("hydrangia") == "hydrangia"
    store(library, "/new", "Hydrangeas flower late.")
    assert spelling.mended("hydrangia") == "Hydrangeas"


def test_an_empty_library_mends_nothing(tmp_path: Path) -> None:
    library = SqliteLibrary(tmp_path / "empty")
    assert Spelling(library).mended("Everday polytunnel") == "Everday polytunnel"
    library.close()


@pytest.mark.parametrize(
    "query",
    [
        "is it open on New Year's Day",
        "the 3rd",
        "on 2nd May",
        "on May 2nd",
        "the 2nd and 3rd of May",
        "the half-yearly pass",
        "the 4th boat",
        "CHRİSTMAS DAY",
    ],
)
def test_what_is_there_as_it_was_asked_or_in_neither_way_stays(library: SqliteLibrary, query: str) -> None:
    assert Spelling(library).mended(query) == query
