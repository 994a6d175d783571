"""Search in PostgreSQL: words score as in SQLite, counts stay right, vectors are found by an index or not."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from documents.errors import EmbedderChanged
from documents.library import Library, NewVersion, Vectors
from documents.storage.postgres import chosen, nearest
from documents.storage.postgres.candidates import conditions
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.sqlite.library import SqliteLibrary
from documents.text.passages import PassageSpan
from documents.types import RawDocument
from tests.library_building import new_version, store

TEXTS = (
    "The ferry sails at 9:30 on 2024-11-05. Poly tunnels and polytunnels are 1,500 metres away.",
    "Ferries, ferries, and the ferry's crew: L'été à Zürich, naïve cafés. The ferry ferry ferry.",
    "漢字の文。 Ein Satz über ines; don't stop — it's the keeper's lamp_post [42] a\0b.",
    "The keeper of the lamp climbs one hundred steps. " * 6,
)
QUERIES = (
    ["ferry"], ["ferries", "ferry"], ["the", "keeper"], ["1,500"], ["2024-11"], ["poly tunnel", "polytunnel"],
    ["zurich", "cafe", "naive"], ["don't", "it's"], ["lamp_post"], ["漢字の文"], ["xylophone", "lamp"],
    ["a\0b"], ["steps the keeper"], ["9:30", "crew", "ferry", "the"],
)  # fmt: skip


@pytest.fixture
def library(database: str) -> Iterator[PostgresLibrary]:
    opened = PostgresLibrary(database)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(home: Path) -> Iterator[SqliteLibrary]:
    opened = SqliteLibrary(home)
    yield opened
    opened.close()


def fill(library: Library) -> None:
    for number, text in enumerate(TEXTS):
        store(library, f"/{number}", text, title=f"Title of the ferry {number}")
    store(library, "/gone", "The ferry that was removed, with a xylophone.")
    store(library, "/0", TEXTS[0] + " And more of it.", title="A new version")
    gone = library.source_at("/gone")
    assert gone is not None
    library.remove(gone.id)


@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_those_of_sqlite(
    library: PostgresLibrary, sqlite: SqliteLibrary, query: list[str]
) -> None:
    fill(library)
    fill(sqlite)
    source = sqlite.sources()[0].id
    for sources in (None, [source]):
        theirs, ours = sqlite.lexical(query, 50, sources), library.lexical(query, 50, sources)
        assert [name for name, _ in ours] == [name for name, _ in theirs]
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], rel=1e-6)
        assert library.passages_with(query, sources) == sqlite.passages_with(query, sources)


def test_the_vocabulary_is_that_of_sqlite(library: PostgresLibrary, sqlite: SqliteLibrary) -> None:
    fill(library)
    fill(sqlite)
    assert library.vocabulary() == sqlite.vocabulary()
    assert library.passage_count() == sqlite.passage_count()
    library.settle_search()
    assert library.vocabulary() == sqlite.vocabulary()
    library.remake_search()
    assert library.vocabulary() == sqlite.vocabulary()
    assert library.passage_count() == sqlite.passage_count()


def test_counts_are_right_after_writers_at_once(library: PostgresLibrary, database: str) -> None:
    def write(name: str) -> None:
        own = PostgresLibrary(database)
        for number in range(6):
            store(own, f"/{name}{number % 4}", f"The ferry {name} sails {number} times.")
            own.settle_search()
        own.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("abel", "berta", "caesar")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = library.vocabulary()
    library.remake_search()
    assert counted == library.vocabulary()
    assert (counted["ferri"], counted["abel"]) == (12, 4)


def test_words_that_are_gone_are_in_no_table(library: PostgresLibrary, database: str) -> None:
    change = store(library, "/a", "The xylophone.")
    library.settle_search()
    library.remove(change.source_id)
    other = PostgresDatabase(database)
    for table in ("word_counts", "word_changes"):
        assert other.rows(f"SELECT * FROM {table} WHERE stem LIKE 'xylo%'") == []
    other.close()


def test_a_mail_that_is_gone_leaves_no_word_in_the_headers(library: PostgresLibrary) -> None:
    change = store(library, "/a", "The ferry sails.", title="Letter › Secret")
    numbers = [name for name, _ in library.lexical(["secret"], 5)]
    assert numbers == list(change.added)
    library.remove(change.source_id)
    assert library.lexical(["secret"], 5) == []


def test_a_word_of_any_length_is_kept(library: PostgresLibrary) -> None:
    long = "x" * 5000
    new = new_version("/a", f"{long} ferry")
    whole = PassageSpan(0, len(new.document.text), None, ())
    change = library.store(replace(new, spans=[whole], headers=[""], vectors=new.vectors[:1]))
    assert [name for name, _ in library.lexical([long], 5)] == list(change.added)
    assert library.lexical([f"{long}y"], 5) == []


def test_common_words_do_not_bring_all_their_passages() -> None:
    counts = {"ferri": 20, "sail": 900, "sea": 40_000, "harbour": 30_000, "the": 900_000}
    assert conditions(counts, 1_000_000, room=10_000) == ["'ferri' | 'sail'", "'harbour' & 'sea'"]
    assert conditions({"the": 900_000}, 1_000_000) == ["'the'"]
    assert conditions({}, 0) == []


def test_the_best_are_found_though_some_words_are_common(library: PostgresLibrary) -> None:
    store(
        library, "/common", "\n\n".join(f"The keeper sails often, {number} times." for number in range(200))
    )
    rare = store(library, "/rare", "The keeper has a xylophone and sails.")
    words = ["keeper", "sails", "xylophone"]
    (best, score), *others = library.lexical(words, 5, room=3)
    assert best == rare.added[0]
    assert (best, score) == library.lexical(words, 5)[0]
    assert 0 < len(others) <= 5  # of the common words some, because there are so few
    assert len(library.lexical(words, 1, room=3)) == 1
    assert len(library.lexical(words, 5)) == 5


def test_chosen_sources_that_lack_one_of_two_common_words_are_found_by_the_other(
    library: PostgresLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "FEW_PASSAGES", 0)  # as if they had very many passages
    store(library, "/sea", "\n\n".join(f"The sea, {number} miles wide." for number in range(40)))
    harbour = store(library, "/harbour", "\n\n".join(f"A harbour of {number} quays." for number in range(40)))
    found = library.lexical(["sea", "harbour"], 5, [harbour.source_id], room=3)
    assert len(found) == 5 and {name for name, _ in found} <= set(harbour.added)
    assert len(library.lexical(["sea", "harbour"], 5, room=3)) == 5


# Vectors

DIMENSIONS = 8


def unit(rows: Vectors) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def version(uri: str, vectors: Vectors) -> NewVersion:
    words = [f"word{number}" for number in range(len(vectors))]
    text = " ".join(words)
    starts = [text.index(word) for word in words]
    spans = [PassageSpan(start, start + 5, None, ()) for start in starts]
    document = RawDocument(text=text, media_type="text/plain")
    return replace(
        new_version(uri, text), document=document, spans=spans, headers=[""] * len(spans), vectors=vectors
    )


@pytest.fixture
def vectors(library: PostgresLibrary) -> dict[str, Vectors]:
    """A library of 20 sources with 30 vectors each; its vectors by passage id."""
    drawn = np.random.default_rng(1)
    found: dict[str, Vectors] = {}
    for number in range(20):
        rows = unit(drawn.standard_normal((30, DIMENSIONS)))
        change = library.store(version(f"/{number}", rows))
        found.update(zip(change.added, rows, strict=True))
    return found


def exact(vectors: dict[str, Vectors], asked: Vectors, k: int) -> list[str]:
    return sorted(vectors, key=lambda name: -float(vectors[name] @ asked))[:k]


@pytest.mark.parametrize("many", [10, 100_000])
def test_nearest_vectors_are_found_with_an_index_and_without(
    library: PostgresLibrary,
    vectors: dict[str, Vectors],
    monkeypatch: pytest.MonkeyPatch,
    many: int,
) -> None:
    monkeypatch.setattr(nearest, "MANY_PASSAGES", many)
    library.settle_search()
    assert library.has_index() == (many == 10)
    for seed in range(5):
        asked = unit(np.random.default_rng(seed).standard_normal((1, DIMENSIONS)))[0]
        found = library.nearest(asked, 10)
        wanted = exact(vectors, asked, 10)
        assert len(set(wanted) & {name for name, _ in found}) >= 9
        assert [score for _, score in found] == pytest.approx(
            [float(vectors[name] @ asked) for name, _ in found], abs=2e-3
        )


@pytest.mark.parametrize("few", [0, 1000])
def test_nearest_vectors_of_chosen_sources_are_all_there(
    library: PostgresLibrary, vectors: dict[str, Vectors], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(nearest, "MANY_PASSAGES", 10)
    monkeypatch.setattr("documents.storage.postgres.chosen.FEW_PASSAGES", few)
    library.settle_search()
    asked = unit(np.random.default_rng(7).standard_normal((1, DIMENSIONS)))[0]
    chosen = library.sources()[3].id
    of_it = {name: vector for name, vector in vectors.items() if name.startswith(chosen)}
    found = library.nearest(asked, 30, [chosen, "unknown"])
    assert {name for name, _ in found} == set(of_it)
    assert library.nearest(asked, 5, []) == library.nearest(asked, 5, ["unknown"]) == []


def test_tables_are_written_anew_without_the_index_which_is_made_after(
    library: PostgresLibrary, vectors: dict[str, Vectors], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "MANY_PASSAGES", 10)
    library.settle_search()
    library.compact(["removed"])
    assert library.has_index()
    library.compact()  # else it is made under a lock that nobody reads under
    assert not library.has_index()
    library.remake_search()
    assert library.has_index()
    assert library.passage_count() == len(vectors)


def test_ties_go_by_id_and_another_length_is_told(library: PostgresLibrary) -> None:
    row = unit(np.ones((1, DIMENSIONS)))
    names = [library.store(version(uri, row)).added[0] for uri in ("/c", "/a", "/b")]
    assert [name for name, _ in library.nearest(row[0], 2)] == sorted(names)[:2]
    with pytest.raises(EmbedderChanged, match="footnote rebuild"):
        library.nearest(np.ones(DIMENSIONS + 1, dtype=np.float32), 2)


def test_an_index_that_was_broken_off_is_made_again(
    library: PostgresLibrary, vectors: dict[str, Vectors], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "MANY_PASSAGES", 10)
    library.settle_search()
    other = PostgresDatabase(database)
    other.rows(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
        f"'footnote.passages_nearest_{DIMENSIONS}'::regclass RETURNING 1"
    )
    other.close()
    assert not library.has_index()
    library.settle_search()
    assert library.has_index()


def test_more_than_one_process_makes_one_index(
    library: PostgresLibrary, vectors: dict[str, Vectors], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "MANY_PASSAGES", 10)
    others = [PostgresLibrary(database) for _ in range(3)]
    threads = [threading.Thread(target=one.settle_search) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in others:
        one.close()
    assert library.has_index()


def test_scores_are_those_of_sqlite_in_random_texts(library: PostgresLibrary, sqlite: SqliteLibrary) -> None:
    drawn = random.Random(3)
    words = "ferry lamp keeper sea sail sailing boats café 2024-11 1,500 o'clock poly tunnel".split()
    for number in range(30):
        text = " ".join(drawn.choices(words, k=drawn.randrange(3, 60)))
        for one in (library, sqlite):
            store(one, f"/{number}", text, title=" ".join(words[: number % 3]))
    for _ in range(30):
        query = drawn.sample(words, 3)
        ours, theirs = library.lexical(query, 20), sqlite.lexical(query, 20)
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], rel=1e-6)
