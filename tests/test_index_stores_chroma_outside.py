"""Chroma's collection is useful from outside: to whoever has Chroma, or LlamaIndex on top of it."""

from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from documents.inputs import PastedText
from documents.storage.sqlite.library import SqliteLibrary
from index.stores.chroma import COLLECTION, ChromaIndex
from index.stores.dense import VectorRecord
from index.stores.folder import StoreFolder
from tests.building import build_assistant
from tests.library_building import EMBEDDER, store, uses_store

GUIDE = "# Harbour\n\n## Ferries\n\nThe ferry sails at nine from the old harbour."
QUERY = [float(number) for number in EMBEDDER.embed_query("when does the ferry sail")]


@pytest.fixture
def folder(assistant: Assistant, tmp_path: Path) -> Path:
    """The folder of Chroma, with a document that has a section, that Footnote has closed."""
    guide = tmp_path / "guide.md"
    guide.write_text(GUIDE)
    assert assistant.add([guide, PastedText("Dogs", "Dogs travel free of charge.")]).ok
    assistant.close()
    return assistant.settings.home / "chroma"


@pytest.fixture
def collection(folder: Path) -> Iterator[object]:
    import chromadb

    with chromadb.PersistentClient(str(folder), chromadb.Settings(anonymized_telemetry=False)) as client:
        yield client.get_collection(COLLECTION)


def test_chroma_finds_passages_with_their_text_and_where_they_are_from(collection, home: Path) -> None:
    found = collection.query(query_embeddings=[QUERY], n_results=1)
    with closing(SqliteLibrary(home)) as library:
        source = next(source for source in library.sources() if source.title == "Harbour")
        (passage,) = library.passages(found["ids"][0])
        assert found["documents"] == [[passage.text]] and "The ferry sails" in passage.text
        assert found["metadatas"] == [
            [
                {
                    "source_id": source.id,
                    "version": 1,
                    "title": "Harbour",
                    "start": passage.start,
                    "end": passage.end,
                    "headings": "Harbour › Ferries",
                }
            ]
        ]
        assert library.text(source.id)[passage.start : passage.end] == passage.text


def test_chroma_filters_by_what_is_known_of_passages(collection) -> None:
    assert collection.get(where={"title": "Dogs"})["documents"] == ["Dogs travel free of charge."]
    assert len(collection.get(where_document={"$contains": "sails at nine"})["ids"]) == 1


def test_llamaindex_finds_nodes_with_their_text_and_where_they_are_from(collection) -> None:
    from llama_index.core.vector_stores import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    vectors = ChromaVectorStore(chroma_collection=collection)
    (node,) = vectors.query(VectorStoreQuery(query_embedding=QUERY, similarity_top_k=1)).nodes
    assert "The ferry sails at nine" in node.get_content()
    assert (node.metadata["title"], node.metadata["headings"]) == ("Harbour", "Harbour › Ferries")


def test_an_index_of_before_there_were_texts_is_completed_quietly(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = SqliteLibrary(home)
    ids = store(library, "/ferry", "The ferry sails.").added
    old = ChromaIndex(home / "chroma")
    old.add([VectorRecord(ids[0], EMBEDDER.embed(["The ferry sails."])[0])])
    old.close()
    library.set_note("chroma", '{"chromadb": "1.5.9", "generation": 1, "files": {}}')
    index = StoreFolder("chroma", home, library).open()
    assert index._collection.get(ids=list(ids))["documents"] == ["The ferry sails."]
    index.close()
    library.close()
    assert caplog.text == ""


def test_a_removed_source_and_an_old_version_are_not_found_from_outside(
    assistant: Assistant, folder: Path
) -> None:
    import chromadb

    home = assistant.settings.home
    with build_assistant(home, llm=None) as again:
        dogs = next(source for source in again.sources() if source.title == "Dogs")
        again.remove(dogs.id)
        assert uses_store(again._index)
    with chromadb.PersistentClient(str(folder), chromadb.Settings(anonymized_telemetry=False)) as client:
        titles = {one["title"] for one in client.get_collection(COLLECTION).get()["metadatas"]}
    assert titles == {"Harbour"}


def test_nobody_else_can_read_the_texts_in_the_index(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0


def test_an_attachment_that_stays_loses_the_name_of_its_mail(assistant: Assistant, tmp_path: Path) -> None:
    import chromadb

    tariff = tmp_path / "tariff.txt"
    tariff.write_text("The tariff for herrings is two pence a crate.")
    mail = EmailMessage()
    mail["Subject"] = "Secret merger"
    mail.set_content("See the attachment, please.")
    mail.add_attachment(tariff.read_bytes(), maintype="text", subtype="plain", filename="tariff.txt")
    letter = tmp_path / "letter.eml"
    letter.write_bytes(mail.as_bytes())
    assistant.add([letter])
    assistant.add([tariff])
    assistant.remove(next(source.id for source in assistant.sources() if "Secret" in source.title))
    assistant.close()
    folder = assistant.settings.home / "chroma"
    with chromadb.PersistentClient(str(folder), chromadb.Settings(anonymized_telemetry=False)) as client:
        (metadata,) = client.get_collection(COLLECTION).get()["metadatas"]
    assert metadata["title"] == "tariff"
