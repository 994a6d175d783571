"""The Assistant as a whole, on real parts and scripted models."""

import shutil
import threading
from enum import StrEnum
from pathlib import Path

import pytest

from assistant.assistant import EXAMPLES, Assistant, examples_folder
from assistant.evidence.rankers import Rankers
from assistant.settings import load_settings
from assistant.types import Done, Evidence
from documents.errors import LibraryError, LibraryLocked, ModelMissing, QuestionError, UnknownSource
from documents.inputs import PastedText, Upload
from tests.building import build_assistant
from tests.fakes import FakeLLM, WordHashEmbedder

FERRY = PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")
DOGS = PastedText("Dogs", "Dogs travel free of charge on the Petrel.")
QUESTION = "When was the Marigold built?"
ANSWER = "The Marigold was built in 1974."


@pytest.fixture
def examples(assistant):
    """The assistant with the example documents."""
    assert assistant.add_examples().ok
    return assistant


@pytest.fixture
def example_file():
    """One of the example documents."""
    return examples_folder() / "passenger-faq.md"


def uris(assistant):
    return [source.uri for source in assistant.sources()]


# Opening and closing


def test_closing_twice_is_harmless_and_the_folder_opens_again(home, llm):
    first = build_assistant(home, llm=llm)
    first.add([FERRY])
    first.close()
    first.close()
    with build_assistant(home, llm=llm) as again:
        assert uris(again) == ["text:Ferry"]


def test_a_context_manager_gives_the_write_lock_back(home, llm):
    with build_assistant(home, llm=llm) as first:
        first.add([FERRY])
    with build_assistant(home, llm=llm) as second:
        assert second.add([DOGS]).ok


@pytest.mark.parametrize(
    "call",
    [
        lambda closed: closed.add([DOGS]),
        lambda closed: closed.remove("nothing"),
        lambda closed: closed.rebuild(),
        lambda closed: closed.sources(),
        lambda closed: closed.text("nothing"),
        lambda closed: closed.search("Marigold"),
        lambda closed: closed.ask(QUESTION),
        lambda closed: closed.check(ANSWER),
        lambda closed: closed.doctor(),
        lambda closed: closed.describe_model(),
        lambda closed: closed.export_conversation("nothing"),
    ],
)
def test_after_closing_every_call_says_so_and_takes_no_lock(home, llm, call):
    closed = build_assistant(home, llm=llm)
    closed.add([FERRY])
    closed.close()
    with pytest.raises(LibraryError, match="This Assistant is closed"):
        call(closed)
    with build_assistant(home, llm=llm) as other:
        assert other.add([DOGS]).ok


class Overtaken(WordHashEmbedder):
    """A search model in whose first work another thread closes the assistant."""

    def __init__(self):
        super().__init__()
        self.closing = None

    def embed(self, texts, progress=None):
        if self.closing is None and progress is not None:
            self.closing = threading.Thread(target=self.assistant.close)
            self.closing.start()
            self.closing.join(0.3)  # by then it has ended, if it waits for nothing
            with build_assistant(self.assistant.settings.home, llm=None) as other:
                with pytest.raises(LibraryLocked):
                    other.add([DOGS])
        return super().embed(texts, progress)


def test_closing_stops_what_another_thread_adds_before_the_lock_is_free(home):
    embedder = Overtaken()
    embedder.assistant = build_assistant(home, llm=None, embedder=embedder)
    (entry,) = embedder.assistant.add([FERRY]).entries
    embedder.closing.join()
    assert (entry.status, entry.message) == ("failed", "It was cancelled.")
    with build_assistant(home, llm=None) as again:
        assert again.sources() == []
        assert again.add([FERRY]).ok


def test_open_takes_home_and_settings_and_loads_no_model(home):
    with Assistant.open(home, llm="none", evidence_tokens=99) as opened:
        assert (opened.settings.home, opened.settings.evidence_tokens) == (home, 99)
        assert opened.sources() == []
        with Assistant.open(home) as writer:
            writer.take_write_lock()  # reading has not taken it


# From a document to an answer and back


def test_a_document_is_added_found_cited_and_removed(assistant, llm):
    (entry,) = assistant.add([FERRY]).entries
    assert [hit.passage.source_id for hit in assistant.search("Marigold")] == [entry.source_id]
    llm.enqueue(ANSWER)
    answer = assistant.ask(QUESTION)
    (citation,) = answer.sentences[0].citations
    stored = assistant.text(citation.source_id, citation.version)
    assert stored[citation.start : citation.end] == citation.quote

    assistant.remove(entry.source_id)
    assert assistant.search("Marigold") == []
    assert assistant.ask(QUESTION).refused
    assert [sentence.support for sentence in assistant.check(ANSWER)] == ["not_found"]
    with pytest.raises(UnknownSource):
        assistant.text(entry.source_id)


def test_one_path_alone_is_added_as_a_list_of_one(assistant, example_file):
    for given in (example_file, str(example_file), FERRY):
        assert len(assistant.add(given).entries) == 1
    assert [source.title for source in assistant.sources()][1:] == ["Ferry"]


def test_sources_are_chosen_by_ids_or_as_they_are_one_or_several(assistant):
    assistant.add([FERRY, DOGS])
    ferry, _ = assistant.sources()
    for chosen in (ferry.id, ferry, [ferry.id], [ferry]):
        assert {hit.passage.source_id for hit in assistant.search("Petrel", sources=chosen)} == {ferry.id}
        assert {hit.passage.source_id for hit in assistant.ask(QUESTION, sources=chosen).hits} == {ferry.id}
        assert assistant.check(DOGS.text, sources=chosen)[0].support == "not_found"


def test_a_source_is_read_and_removed_by_its_id_or_as_it_is(assistant):
    assistant.add([FERRY])
    (ferry,) = assistant.sources()
    assert assistant.text(ferry) == assistant.text(ferry.id) == FERRY.text
    assistant.remove(ferry)
    assert assistant.sources() == []


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_hit_cannot_be_asked_for(assistant, k):
    assistant.add([FERRY])
    with pytest.raises(QuestionError, match=f"k cannot be {k}"):
        assistant.search("ferry", k)


class Turn:
    """As a ChatMessage of LlamaIndex, whose roles are an enumeration."""

    class Role(StrEnum):
        USER = "user"

    def __init__(self, role, content):
        self.role, self.content = role, content


@pytest.mark.parametrize(
    "turn",
    [
        ("user", QUESTION),
        ["user", QUESTION],
        {"role": "user", "content": QUESTION},
        Turn("user", QUESTION),
        Turn(Turn.Role.USER, QUESTION),
    ],
)
def test_a_turn_said_before_may_be_a_pair_a_dict_or_an_object(assistant, turn):
    assistant.add([FERRY])
    answer = assistant.ask("And the Petrel?", history=[turn])
    assert answer.standalone_question == "When was the Petrel built?"


def test_no_history_is_an_empty_one(assistant):
    assistant.add([FERRY])
    assert assistant.ask(QUESTION, history=None).standalone_question == QUESTION


@pytest.mark.parametrize(
    "history",
    [
        "And the Petrel?",
        ["user"],
        {"role": "user", "content": "?"},
        7,
        [("human", "?")],
        [("user",)],
        [("user", None)],
        [{"role": "system", "content": "?"}],
        [Turn("user", None)],
    ],
)
def test_another_history_is_refused_with_what_it_may_be(assistant, history):
    with pytest.raises(QuestionError, match=r'The history cannot have .*\("user", "…"\) or'):
        assistant.ask(QUESTION, history=history)


def test_removing_what_is_not_there_says_so(assistant):
    with pytest.raises(UnknownSource):
        assistant.remove("nothing")


def test_a_rebuild_keeps_answers_and_leaves_texts_alone(assistant, llm, embedder):
    (entry,) = assistant.add([FERRY]).entries
    before = assistant.text(entry.source_id)
    embedder.embedded.clear()
    assistant.rebuild()
    assert embedder.embedded, "nothing was embedded anew"
    llm.enqueue(ANSWER)
    assert assistant.ask(QUESTION).text == ANSWER
    assert (assistant.text(entry.source_id), assistant.sources()[0].version) == (before, 1)


def test_two_pasted_texts_without_a_title_are_two_sources(assistant):
    report = assistant.add([PastedText("", FERRY.text), PastedText("", DOGS.text)])
    assert [entry.status for entry in report.entries] == ["added", "added"]
    assert len(assistant.sources()) == 2
    assert all(source.title.startswith(("The Marigold was", "Dogs travel")) for source in assistant.sources())


def test_a_pasted_title_is_kept_whole(assistant):
    assistant.add([PastedText("Meeting of 3.5.2025 / notes v1.2", FERRY.text)])
    assert assistant.sources()[0].title == "Meeting of 3.5.2025 / notes v1.2"


# Two at once


def test_a_second_one_reads_while_the_first_writes_and_is_told_when_it_wants_to_write(home, llm):
    with build_assistant(home, llm=llm) as first, build_assistant(home, llm=llm) as second:
        (entry,) = first.add([FERRY]).entries
        assert uris(second) == ["text:Ferry"]
        assert second.search("Marigold")[0].passage.text == FERRY.text
        llm.enqueue(ANSWER)
        assert second.ask(QUESTION).text == ANSWER
        assert second.check(ANSWER)[0].support == "found"
        for write in (lambda: second.add([DOGS]), lambda: second.remove(entry.source_id), second.rebuild,
                      second.add_examples, second.remove_examples):  # fmt: skip
            with pytest.raises(LibraryLocked, match="Another Assistant of this process"):
                write()
        assert uris(first) == ["text:Ferry"]


def test_four_threads_ask_while_one_adds(assistant, llm):
    assistant.add([FERRY])
    problems, stop = [], threading.Event()

    def ask():
        try:
            while not stop.is_set():
                first, *_, last = assistant.stream(QUESTION)
                assert isinstance(first, Evidence) and isinstance(last, Done)
                assert "1974" in first.hits[0].passage.text
        except BaseException as error:  # a test must see what happened in the thread, whatever it is
            problems.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(8):
        assert assistant.add([PastedText(f"Note {number % 4}", f"Cabin {number} is painted blue.")]).ok
    stop.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(assistant.sources()) == 5


# Examples


def test_examples_are_added_once_with_their_tag(examples):
    count = len(list(examples_folder().iterdir()))
    assert len(examples.library.sources(tag=EXAMPLES)) == len(examples.sources()) == count
    assert examples.add_examples().entries == ()


def test_examples_are_not_added_to_documents_of_ones_own(assistant):
    assistant.add([FERRY])
    assert assistant.add_examples().entries == ()
    assert uris(assistant) == ["text:Ferry"]


def test_removing_the_examples_leaves_ones_own_and_they_never_come_back(examples):
    count = len(examples.sources())
    examples.add([FERRY])
    assert examples.remove_examples() == count
    assert uris(examples) == ["text:Ferry"]
    examples.remove(examples.sources()[0].id)
    assert examples.add_examples().entries == ()
    assert examples.sources() == []


def test_an_upload_equal_to_an_example_stays_when_the_examples_go(examples, example_file, tmp_path):
    copy = shutil.copy(example_file, tmp_path / "mine.md")
    (entry,) = examples.add([Upload("mine.md", Path(copy))]).entries
    assert entry.status == "unchanged"
    examples.remove_examples()
    assert uris(examples) == ["upload:mine.md"]
    assert examples.sources()[0].uris == ("upload:mine.md",)
    assert examples.search("false teeth crossing")[0].passage.source_id == entry.source_id
    assert examples.remove_examples() == 0
    assert uris(examples) == ["upload:mine.md"]


# The model


def test_the_model_is_opened_once_and_only_when_it_is_asked(home):
    opened = []

    def open_model():
        opened.append(FakeLLM())
        return opened[-1]

    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=open_model) as assistant:
        assistant.add([FERRY])
        assistant.search("Marigold")
        assistant.check(ANSWER)
        assert opened == []
        assistant.ask(QUESTION)
        assistant.ask(QUESTION)
        assistant.describe_model()
        assert len(opened) == 1
        assert len(opened[0].prompts) == 2


def test_a_model_that_could_not_be_opened_is_tried_again(home, llm):
    outcomes = [ModelMissing("The weights are missing.", "Run `make setup`."), llm]

    def open_model():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=open_model) as assistant:
        assistant.add([FERRY])
        answer = assistant.ask(QUESTION)
        assert "1974" in answer.text
        assert any("make setup" in note for note in answer.notes)
        llm.enqueue(ANSWER)
        assert assistant.ask(QUESTION).model == "fake-model"


@pytest.mark.parametrize("already_open", [False, True])
def test_a_wrapped_model_answers_in_the_models_place_and_the_model_is_opened_once(home, llm, already_open):
    opened = []

    class Recorder(FakeLLM):
        name = "recorder"

    def open_model():
        opened.append(llm)
        return llm

    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=open_model) as assistant:
        if already_open:
            assistant.model()
        recorder = Recorder()
        assistant.wrap_model(lambda model: recorder)
        recorder.enqueue(ANSWER)
        assistant.add([FERRY])
        assert assistant.ask(QUESTION).model == "recorder"
        assert len(opened) == 1


def test_the_model_describes_itself_or_why_there_is_none(home, llm):
    with build_assistant(home, llm=llm) as assistant:
        assert assistant.describe_model() == "fake-model"
    with build_assistant(home, llm=None) as assistant:
        assert assistant.describe_model() == "no language model (quotes only)"

    def missing():
        raise ModelMissing("The weights are missing.", "Run `make setup`.")

    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=missing) as assistant:
        assert assistant.describe_model() == "The weights are missing. Run `make setup`."


def test_without_a_model_the_answer_is_quotes(home):
    with build_assistant(home, llm=None) as assistant:
        assistant.add([FERRY, DOGS])
        answer = assistant.ask(QUESTION)
        assert not answer.refused
        assert answer.model == ""
        assert FERRY.text in answer.text
        assert any("Quotes only" in note for note in answer.notes)
        for sentence in answer.sentences:
            (citation,) = sentence.citations
            stored = assistant.text(citation.source_id, citation.version)
            assert stored[citation.start : citation.end] == citation.quote


# Odd text


class StrictEmbedder(WordHashEmbedder):
    """Refuses half characters, as the real one does."""

    def embed(self, texts, progress=None):
        for text in texts:
            text.encode("utf-8")
        return super().embed(texts, progress)


def test_half_characters_in_a_question_are_no_matter(home, llm):
    with build_assistant(home, llm=llm, embedder=StrictEmbedder()) as assistant:
        assistant.add([FERRY])
        llm.enqueue(ANSWER)
        history = [("user", "Which boats\ud83d are there?"), ("assistant", "Two\udc80.")]
        answer = assistant.ask("When was the Marigold built\udc80?", history=history)
        assert answer.text == ANSWER
        for message in llm.prompts[0]:
            message.text.encode("utf-8")
        assert assistant.search("Marigold \udc80")
        assert assistant.check(f"{ANSWER} \udc80 \ud83d.")[0].support == "found"


def test_a_stream_ends_with_the_answer_that_ask_gives(assistant, llm):
    assistant.add([FERRY])
    llm.enqueue(ANSWER)
    llm.enqueue(ANSWER)
    *_, last = assistant.stream(QUESTION)
    assert isinstance(last, Done)
    assert last.answer.text == assistant.ask(QUESTION).text


class CountingRanker:
    """A reranker that likes longer texts, and counts."""

    identity = "counting"
    asked = 0

    def scores(self, query, texts):
        self.asked += 1
        return [float(len(text)) for text in texts]


def test_a_search_and_a_question_are_ranked_again_and_glances_are_not(home):
    ranker = CountingRanker()
    with Assistant.with_settings(
        load_settings(home),
        embedder=WordHashEmbedder(),
        rankers=Rankers(passages=ranker),
        open_model=lambda: None,
    ) as assistant:
        short, long = "The ferry sails.", "The ferry sails at nine from the old pier."
        assert assistant.add([PastedText("Short", short), PastedText("Long", long)]).ok
        assert assistant.search("ferry")[0].passage.text == long
        assistant.ask("When does the ferry sail?")
        assert ranker.asked == 2
        assistant.check("The ferry sails at nine. The ferry sails at ten.")
        assistant.suggest()
        assert ranker.asked == 2
        with assistant.beside(load_settings(home / "other")) as other:
            other.search("ferry")
            assert ranker.asked == 2  # in an empty library is nothing to rank
            assert other.add([PastedText("Short", short), PastedText("Long", long)]).ok
            other.search("ferry")
    assert ranker.asked == 3  # what is beside another shares its models


def test_an_english_text_is_checked_against_a_german_document_and_a_german_one_too(
    assistant: Assistant,
) -> None:
    german = "Die Miete ist am dritten Werktag eines Monats fällig."
    assistant.add([PastedText("Hausordnung", german)])
    for text in ("The rent is due on the third working day of a month.", german):
        (sentence,) = assistant.check(text)
        assert sentence.support == "found"
        assert [citation.quote for citation in sentence.citations] == [german]
