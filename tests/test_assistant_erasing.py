"""A canary in all that is kept of a source: after erasing no file has it, and nothing else is changed."""

import json
import shutil
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, examples_folder
from assistant.erasing import folders, steps
from assistant.erasing.contents import TooMuchPacked, members_of, texts_in
from assistant.erasing.rare_phrases import phrases_of
from assistant.erasing.receipt import kept_text, receipt_text
from assistant.erasing.searching import BLOCK, Finder
from assistant.erasing.traces import traces_of
from assistant.settings import load_settings
from assistant.types import Answer, Citation, NearMiss, Section, Sentence, Value
from assistant.ui.views.turns import Turn, turn_html
from documents.errors import LibraryLocked, StorageFailed, UnknownSource
from documents.inputs import PastedText, Upload
from documents.storage.sqlite.database import Database
from documents.storage.turns import ERASED, ERASED_ANSWER
from evals.datasets import load_set
from evals.keeping.kept import KeptRuns
from evals.runner import Runner
from evals.runs import save
from tests.building import build_assistant
from tests.fakes import FakeLLM
from tests.packing import mail, zipped
from tests.small_disk import small_disk
from tests.test_evals_datasets import write_set

CANARY = "The copper heron sleeps under violet moons"
FOREIGN = "Żółty czapla śpi unter Ölbäumen der Zürcher Straße"
CODE = "ZEBRA-QUAGGA-17"
OLD = "The old heron counted eleven silver thimbles"
ALL = (CANARY, FOREIGN, CODE, OLD, "copper heron", "silver thimbles")
QUESTION = f"Is it true that {CANARY.lower()}?"
SECRET = (
    f"# Herons of the delta\n\n{CANARY}, says the keeper. {FOREIGN}. Its code is {CODE}.\n\n"
    + "Plain filling about birds and their nests follows here. " * 80
)
DOGS = PastedText("Dogs", "Dogs travel free of charge on the Petrel. Cats pay three pounds each way.")
ROOT = Path(__file__).parents[1]


def places(home: Path, phrase: str) -> list[str]:
    """The files that have the phrase, as `grep -a` finds it: in any case, as UTF-8, UTF-16 and in JSON."""
    forms = {phrase, phrase.lower(), phrase.upper(), phrase.casefold(), json.dumps(phrase)[1:-1]}
    wanted = [form.encode(name) for form in forms for name in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        str(path.relative_to(home))
        for path in sorted(home.rglob("*"))
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def left(home: Path) -> dict[str, list[str]]:
    """The canaries that are left, each with its files."""
    return {phrase: found for phrase in ALL if (found := places(home, phrase))}


def answer_citing(assistant: Assistant, source_id: str, quote: str, question: str = QUESTION) -> Answer:
    """An answer as a model would have left it, with a quote of the source in every place."""
    source = assistant.library.source(source_id)
    start = assistant.text(source_id).index(quote)
    cited = Citation(source_id, source.version, source.title, None, start, start + len(quote), quote)
    sentence = Sentence(quote, 0, len(quote), "found", 0.9, (cited,), ())
    return Answer(
        question=question,
        standalone_question=question,
        draft=f"{quote} And more.",
        text=quote,
        refused=False,
        confidence=0.9,
        sentences=(sentence,),
        withheld=(sentence,),
        missing=(),
        conflicts=(),
        notes=(),
        hits=tuple(hit for hit in assistant.search(quote) if hit.passage.source_id == source_id),
        model="fake-model",
        quotes=(cited,),
    )


@pytest.fixture
def secret(assistant: Assistant, tmp_path: Path) -> str:
    """The id of a source with an old version, in UTF-16, that shares the library with another."""
    path = tmp_path / "delta herons.md"
    path.write_bytes(f"{OLD}. {'Much else about the delta. ' * 60}".encode("utf-16"))
    assistant.add([DOGS, path])
    path.write_text(SECRET, encoding="utf-8")
    assistant.add([path])
    return assistant.library.source_at(str(path)).id


@pytest.fixture
def dogs(assistant: Assistant, secret: str) -> str:
    """The id of the other source."""
    return next(source.id for source in assistant.sources() if source.id != secret)


@pytest.fixture
def home_of(assistant: Assistant, secret: str, tmp_path: Path) -> Path:
    """The data folder with the canary in answers, questions, titles, an eval run, a cache, uploads, a log."""
    home = assistant.settings.home
    talks = assistant.conversations
    for quote in (CANARY, FOREIGN, CODE):
        answer = answer_citing(assistant, secret, quote).to_dict()
        name = talks.add_turn(QUESTION, answer)
        talks.add_turn(f"What is {CODE}?", answer, name)
    other = talks.add_turn("How is the weather?", {"text": "Fine."})
    talks.rename(other, f"On {CANARY}")
    write_run(assistant, tmp_path)
    upload = home / "tmp" / "uploads" / "4711" / "delta herons.md"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(SECRET.encode()[:300])
    (home / "tmp" / "ingest-left").mkdir()
    (home / "tmp" / "ingest-left" / "0.txt").write_bytes(SECRET.encode("utf-16"))
    (home / "log").mkdir()
    (home / "log" / "model-server.log").write_text(f"slot 0: {CANARY}")
    return home


def write_run(assistant: Assistant, folder: Path) -> None:
    """An eval run on the person's own library, by the code that makes one."""
    row = {
        "id": "1",
        "question": QUESTION,
        "answerable": True,
        "answers": ["yes"],
        "source": None,
        "evidence": [],
    }
    settings = assistant.settings
    done = Runner(settings).run(load_set(write_set(folder / "mine", row, docs=False)), assistant)
    save(done, settings.home)


# Answers in forms


def unsure_answer(assistant: Assistant, **changes: object) -> Answer:
    """An unsure answer of the other source, without a word of the secret one but for what changes."""
    dogs = next(one for one in assistant.sources() if one.title == "Dogs")
    quote = DOGS.text.partition(".")[0] + "."
    cited = Citation(dogs.id, dogs.version, dogs.title, None, 0, len(quote), quote)
    plain = Answer(
        question="What of the dogs?",
        standalone_question="What of the dogs?",
        draft="",
        text=quote,
        refused=False,
        confidence=0.1,
        sentences=(Sentence(quote, 0, len(quote), "found", 1.0, (cited,), ()),),
        withheld=(),
        missing=(),
        conflicts=(),
        notes=(),
        hits=(),
        model="",
        outcome="unsure",
        form="list",
        sections=(Section("list", 1, "Of dogs:"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def near_miss(cited: Citation) -> NearMiss:
    return NearMiss("Belfast", "Larne", f"The closest passage says {CANARY}.", cited)


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": (Section("list", 1, f"{CANARY}:", more=2),)},
        {"sections": (Section("value", 1, "", Value(CODE, "Of dogs", "Code")),)},
        {"sections": (Section("value", 1, "", Value("£3", f"{CANARY}", "Fee")),)},
        {"sections": (Section("value", 1, "", Value("£3", "Dogs", f"{CANARY}")),)},
        {"text": f"Not sure: {CANARY}."},
        {"draft": f"{CANARY}."},
        {"notes": (f"The closest passage says {CANARY}.",)},
        {"near_misses": (near_miss(Citation("gone", 1, "T", None, 0, 1, "q")),)},
        {"missing": (CODE,)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_answer_with_words_of_the_source_in_any_part_of_its_form_is_erased_wholly(
    assistant: Assistant, secret: str, changes: dict[str, object]
) -> None:
    talks = assistant.conversations
    kept = talks.add_turn("What of the dogs?", unsure_answer(assistant).to_dict())
    gone = talks.add_turn("What of the dogs?", unsure_answer(assistant, **changes).to_dict())
    before = talks.turns(kept)[0].answer
    receipt = assistant.erase(secret)
    assert (receipt.answers, receipt.phrases_left) == (1, 0)
    assert left(assistant.settings.home) == {}
    assert talks.turns(kept)[0].answer == before  # what rests on the other source stays to the letter
    erased = Answer.from_dict(talks.turns(gone)[0].answer)
    assert (erased.text, erased.outcome) == (ERASED_ANSWER, "declined")
    assert (erased.sections, erased.sentences, erased.near_misses, erased.quotes) == ((), (), (), ())


def test_a_real_unsure_answer_and_a_real_list_are_erased_wholly(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "delta.md"
    path.write_text(
        f"# The delta\n\n{CANARY} and must bring:\n\n1. {CODE}\n2. silver thimbles\n\n{OLD}.\n",
        encoding="utf-8",
    )
    assistant.add([DOGS, path])
    talks, secret = assistant.conversations, assistant.library.source_at(str(path)).id
    found = [
        assistant.ask("What must the copper heron bring?"),
        assistant.ask("Which bird reckoned up its tiny hats?"),
    ]
    assert found[0].sections[0].kind == "steps" and CANARY in found[0].sections[0].title
    names = [
        talks.add_turn(one.question, one.to_dict()) for one in found if secret in json.dumps(one.to_dict())
    ]
    assistant.erase(secret)
    assert left(assistant.settings.home) == {}
    assert names and all(talks.turns(name)[0].answer["text"] == ERASED_ANSWER for name in names)


# What is in archives and mails


def hidden_in(data: bytes) -> bytes:
    """A mail with the canary in its own words and in what is attached, packed twice."""
    return mail(
        CANARY, f"{FOREIGN} says the keeper.", {"in.zip": zipped({"deep.md": data}), "dogs.txt": DOGS.text}
    )


def test_a_mail_is_erased_with_all_that_is_attached_to_it(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "herons.eml"
    path.write_bytes(hidden_in(SECRET.encode()))
    assistant.add([DOGS, path])
    home, letter = assistant.settings.home, assistant.library.source_at(str(path))
    deep = next(one for one in assistant.sources() if one.uri.endswith("deep.md"))
    name = assistant.conversations.add_turn(QUESTION, answer_citing(assistant, deep.id, CODE).to_dict())
    assistant.library.database.empty_log()
    assert {"copper heron", CODE, CANARY, FOREIGN} <= set(left(home))
    receipt = assistant.erase(letter.id)
    assert left(home) == {}
    assert (receipt.parts, receipt.answers, receipt.originals, receipt.phrases_left) == (1, 1, 2, 0)
    assert receipt_text(receipt).startswith(f"Erased {CANARY} ({letter.id}) and 1 document in it: 1 saved")
    (source,) = assistant.sources()  # what was attached and is somewhere else too
    assert source.uris == ("text:Dogs",)
    assert ERASED_ANSWER in json.dumps(assistant.conversations.turns(name)[0].answer)
    for one in (letter.id, deep.id):
        with pytest.raises(UnknownSource):
            assistant.erase(one)


def test_the_subject_of_an_erased_mail_is_in_no_name_of_what_was_attached(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "herons.eml"
    path.write_bytes(hidden_in(SECRET.encode()))
    assistant.add([path])
    assistant.add([DOGS])  # the attachment's own: the title is of the mail's
    (dogs,) = (one for one in assistant.sources() if "text:Dogs" in one.uris)
    assert CANARY in dogs.title
    receipt = assistant.erase(assistant.library.source_at(str(path)).id)
    assert left(assistant.settings.home) == {} and receipt.phrases_left == 0
    (source,) = assistant.sources()
    assert (source.id, source.title) == (dogs.id, "dogs")
    assert assistant.library.lexical(["dogs"], 5)


def test_an_archive_is_erased_by_its_address_also_when_its_documents_were_removed(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "herons.zip"
    path.write_bytes(zipped({"delta.md": SECRET, "old.md": f"{OLD}. Much else about the delta."}))
    assistant.add([DOGS, path])
    assistant.remove(assistant.sources()[1].id)
    receipt = assistant.erase(str(path))
    assert (receipt.source_id, receipt.title, receipt.parts) == (str(path), "herons.zip", 2)
    assert left(assistant.settings.home) == {}
    assert places(assistant.settings.home, "herons.zip") == []
    assert assistant.archives() == []
    assert [source.title for source in assistant.sources()] == ["Dogs"]


def test_what_is_attached_can_be_erased_alone_and_the_mail_that_has_it_is_named(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(mail(files={"delta.md": SECRET}))
    assistant.add([path])
    letter, part = assistant.sources()
    receipt = assistant.erase(part.id)
    assert receipt.came_in == ("Roof repairs",)
    assert "still in the original file of “Roof repairs”, which it was attached to" in receipt_text(receipt)
    assert [source.id for source in assistant.sources()] == [letter.id]


def test_an_erasing_of_a_mail_that_was_stopped_is_finished(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "herons.eml"
    path.write_bytes(hidden_in(SECRET.encode()))
    assistant.add([DOGS, path])
    letter = assistant.library.source_at(str(path))

    def full(*_: object) -> None:
        raise StorageFailed("The disk is full.", "Free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(assistant.library, "compact", full)
        with pytest.raises(StorageFailed):
            assistant.erase(letter.id)
    assert len(assistant.library.removals()) == 2
    assistant.erase(letter.id)
    assert left(assistant.settings.home) == {}
    assert assistant.library.removals() == []


# The whole of it


def test_a_canary_is_in_no_file_after_erasing(assistant: Assistant, secret: str, home_of: Path) -> None:
    assistant.library.database.empty_log()
    before = {place.split("/")[0] for found in left(home_of).values() for place in found}
    assert {"library.db", "runs", "evals", "tmp", "log", "files"} <= before
    receipt = assistant.erase(secret)
    assert left(home_of) == {}
    assert secret not in "".join(
        path.read_bytes().decode("latin-1") for path in home_of.rglob("*") if path.is_file()
    )
    assert (receipt.phrases, receipt.phrases_left, receipt.found) == (12, 0, ())
    assert (receipt.answers, receipt.runs, receipt.caches, receipt.originals) == (6, 1, 1, 2)


def test_closed_and_opened_again_the_folder_has_none_of_it(
    home: Path, assistant: Assistant, secret: str, home_of: Path
) -> None:
    assistant.erase(secret)
    assistant.close()
    assert left(home_of) == {}
    with build_assistant(home, llm=None) as again:
        assert [source.title for source in again.sources()] == ["Dogs"]
        again.take_write_lock()
        assert [hit.passage.source_id for hit in again.search("dogs")] == [again.sources()[0].id]
        assert again.library.removals() == []


def test_the_names_of_the_source_go_too(assistant: Assistant, secret: str, home_of: Path) -> None:
    assistant.erase(secret)
    assert places(home_of, "Herons of the delta") == []
    assert places(home_of, "delta herons.md") == []
    with pytest.raises(UnknownSource):
        assistant.read(secret)


def test_an_erased_answer_is_still_an_answer_and_is_shown(
    assistant: Assistant, secret: str, home_of: Path
) -> None:
    assistant.erase(secret)
    one = next(
        one for one in assistant.conversations.all() if len(assistant.conversations.turns(one.id)) == 2
    )
    first, second = assistant.conversations.turns(one.id)
    assert one.title == first.question == second.question == ERASED
    answer = Answer.from_dict(first.answer)
    assert (answer.text, answer.refused, answer.hits) == (ERASED_ANSWER, True, ())
    assert ERASED_ANSWER in turn_html(Turn("1", first.question, answer=answer, stage="done"))
    assert ERASED_ANSWER in assistant.export_conversation(one.id)
    assert assistant.conversations.search("heron") == []
    assert assistant.conversations.cited(one.id) == set()


def test_a_question_without_words_of_the_source_stays(assistant: Assistant, secret: str) -> None:
    name = assistant.conversations.add_turn(
        "And why?", answer_citing(assistant, secret, CANARY, "And why?").to_dict()
    )
    assistant.erase(secret)
    (kept,) = assistant.conversations.turns(name)
    assert (kept.question, kept.answer["question"], kept.answer["text"]) == (
        "And why?",
        "And why?",
        ERASED_ANSWER,
    )
    assert assistant.conversations.conversation(name).title == "And why?"


def test_other_answers_stay_to_the_letter(
    assistant: Assistant, secret: str, dogs: str, home_of: Path
) -> None:
    quote = "Dogs travel free of charge on the Petrel."
    talks = assistant.conversations
    name = talks.add_turn(
        "What do dogs pay?", answer_citing(assistant, dogs, quote, "What do dogs pay?").to_dict()
    )
    unasked = talks.add_turn("Hello?", {"text": "Your documents do not say.", "refused": True, "hits": []})

    def stored() -> object:
        kept = [one for one in talks.every_turn() if one.conversation_id in (name, unasked)]
        return kept, talks.conversation(name), talks.conversation(unasked)

    before = stored()
    text, passages = assistant.text(dogs), assistant.library.passages_of(dogs)
    vectors = assistant.library.vectors_of([dogs])[1].tobytes()
    assistant.erase(secret)
    assert stored() == before
    assert (assistant.text(dogs), assistant.library.passages_of(dogs)) == (text, passages)
    assert assistant.library.vectors_of([dogs])[1].tobytes() == vectors


def test_of_an_answer_that_only_looked_at_it_what_was_looked_at_goes(
    assistant: Assistant, secret: str, dogs: str
) -> None:
    quote = "Dogs travel free of charge on the Petrel."
    answer = answer_citing(assistant, dogs, quote, "What do dogs pay?").to_dict()
    seen = [hit.to_dict() for hit in assistant.search(CANARY) if hit.passage.source_id == secret]
    name = assistant.conversations.add_turn(
        "What do dogs pay?", {**answer, "draft": quote, "hits": answer["hits"] + seen}
    )
    assistant.erase(secret)
    (kept,) = assistant.conversations.turns(name)
    assert kept.answer == {**json.loads(json.dumps(answer)), "draft": quote}


def test_an_answer_that_took_a_word_from_what_it_looked_at_goes(
    assistant: Assistant, secret: str, dogs: str
) -> None:
    quote = "Dogs travel free of charge on the Petrel."
    answer = answer_citing(assistant, dogs, quote, "What do dogs pay?").to_dict()
    seen = [hit.to_dict() for hit in assistant.search(CANARY) if hit.passage.source_id == secret]
    said = {**answer, "draft": "Dogs are free, but the heron is not.", "hits": seen}
    name = assistant.conversations.add_turn("What do dogs pay?", said)
    assistant.erase(secret)
    assert assistant.conversations.turns(name)[0].answer["text"] == ERASED_ANSWER


def test_an_old_answer_without_hits_that_repeats_the_source_goes(assistant: Assistant, secret: str) -> None:
    name = assistant.conversations.add_turn("?", {"text": f"Well: {CANARY}."})
    assistant.erase(secret)
    assert assistant.conversations.turns(name)[0].answer["text"] == ERASED_ANSWER


def test_an_answer_under_way_brings_nothing_back(assistant: Assistant, secret: str, home_of: Path) -> None:
    answer = answer_citing(assistant, secret, CANARY, "And why?").to_dict()
    assistant.erase(secret)
    name = assistant.conversations.add_turn("And why?", answer)
    assert assistant.conversations.turns(name)[0].answer["text"] == ERASED_ANSWER
    assert left(home_of) == {}


def test_a_source_that_comes_back_is_cited_again(assistant: Assistant, secret: str, tmp_path: Path) -> None:
    assistant.erase(secret)
    assistant.add([tmp_path / "delta herons.md"])
    assert assistant.library.source(secret).version == 1
    answer = answer_citing(assistant, secret, CANARY).to_dict()
    name = assistant.conversations.add_turn(QUESTION, answer)
    assert assistant.conversations.turns(name)[0].answer["text"] == CANARY


# What is left, and said


def test_a_removal_says_what_stays_and_erasing_takes_it(
    assistant: Assistant, secret: str, home_of: Path
) -> None:
    assistant.remove(secret)
    assert "library.db" in left(home_of)[CANARY]
    kept = assistant.kept(secret)
    assert (kept.answers, kept.runs, kept.caches, kept.named, kept.indexed) == (6, 1, 1, True, True)
    assert "6 saved answers with its words, 1 eval run" in kept_text(kept)
    assert f"`footnote remove --erase {secret}`" in kept_text(kept)
    receipt = assistant.erase(secret)
    assert left(home_of) == {}
    assert receipt.known_by == "quotes"
    assert receipt.phrases > 0
    assert "removed before" in receipt_text(receipt)


def test_what_is_still_there_is_said_with_its_place(assistant: Assistant, secret: str, home: Path) -> None:
    (home / "backup.txt").write_bytes(SECRET.encode("utf-16-be"))
    receipt = assistant.erase(secret)
    assert [(one.place, one.document) for one in receipt.found] == [("backup.txt", False)]
    assert 0 < receipt.phrases_left <= receipt.phrases == 12
    assert "still in backup.txt: delete that file" in receipt_text(receipt)


def test_a_file_that_cannot_be_read_and_a_document_with_hidden_words_are_named(
    assistant: Assistant, secret: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "locked").write_text("?")
    hidden = Upload("page.html", home / "page.html")
    hidden.path.write_text(f"<title>Page</title><p>Seen by all readers.</p><!-- {SECRET} -->")
    assistant.add([hidden])
    hidden.path.unlink()
    opened = Finder.in_file

    def refusing(finder: Finder, path: Path) -> set[str]:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return opened(finder, path)

    monkeypatch.setattr(Finder, "in_file", refusing)
    receipt = assistant.erase(secret)
    assert receipt.unread == ("locked",)
    assert [(one.place, one.document) for one in receipt.found] == [("Page", True)]
    assert "still in Page: another document that has these words." in receipt_text(receipt)
    assert "locked could not be looked into." in receipt_text(receipt)


def test_words_that_another_document_has_as_well_are_not_looked_for(
    assistant: Assistant, secret: str
) -> None:
    assistant.add([PastedText("A copy", SECRET)])
    receipt = assistant.erase(secret)
    assert receipt.phrases_left == 0
    assert CANARY in assistant.text(next(one.id for one in assistant.sources() if one.title == "A copy"))


def test_an_original_that_another_document_needs_is_kept_and_named(
    assistant: Assistant, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("First the keeper wrote this.")
    assistant.add([one])
    one.write_text("Then the keeper wrote something else entirely.")
    two.write_text("First the keeper wrote this.")
    assistant.add([one])
    assistant.add([two])
    receipt = assistant.erase(assistant.library.source_at(str(one)).id)
    assert (receipt.shared, receipt.originals) == (("two",), 1)
    assert "kept for “two”" in receipt_text(receipt)
    assert assistant.text(assistant.library.source_at(str(two)).id) == "First the keeper wrote this."


def test_the_receipt_is_json_types_and_two_plain_sentences(
    assistant: Assistant, secret: str, home_of: Path
) -> None:
    receipt = assistant.erase(secret)
    assert json.loads(json.dumps(receipt.to_dict()))["phrases_left"] == 0
    assert receipt_text(receipt).startswith(
        f"Erased Herons of the delta ({secret}): 6 saved answers, 6 questions, 4 conversation titles, "
        "1 eval run, 1 eval cache, 2 original files, 2 unfinished uploads. 0 of 12 phrases left in "
    )


def test_a_source_without_a_word_of_its_own_is_erased_all_the_same(assistant: Assistant, dogs: str) -> None:
    assistant.add([PastedText("Cats", "Dogs travel free of charge on the Petrel.")])
    source = next(one for one in assistant.sources() if one.title == "Cats")
    receipt = assistant.erase(source.id)
    assert receipt.phrases == 0
    assert "no words of its own" in receipt_text(receipt)


# Stops, full disks, other processes


class Stopped(Exception):
    """The process ends here."""


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        (steps, "erase_files"),
        (folders, "_delete"),
        (steps.Eraser, "_drop_originals"),
        (steps.Eraser, "_searched"),
        (Database, "compact"),
    ],
)
def test_a_stop_in_the_middle_loses_nothing_else_and_done_again_it_finishes(
    assistant: Assistant, secret: str, dogs: str, home_of: Path, monkeypatch, holder, name
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(holder, name, stop)
        with pytest.raises(Stopped):
            assistant.erase(secret)
    assistant.close()
    with build_assistant(home_of, llm=None) as again:
        assert dogs in again.library.source_ids()
        assert Path(home_of / "files" / again.library.source(dogs).sha256).is_file()
        if name != "_searched":
            assert again.erase(secret).phrases_left == 0
        assert left(home_of) == {}
        assert [source.id for source in again.sources()] == [dogs]


def test_without_room_for_a_copy_nothing_is_changed(
    assistant: Assistant, secret: str, home_of: Path, monkeypatch
) -> None:
    usage = shutil.disk_usage(home_of)
    monkeypatch.setattr(
        "documents.storage.sqlite.database.shutil.disk_usage", lambda _: usage._replace(free=1000)
    )
    before = list(assistant.conversations.every_turn())
    with pytest.raises(StorageFailed, match=r"To rewrite the library takes .* MB.*nothing was changed"):
        assistant.erase(secret)
    assert list(assistant.conversations.every_turn()) == before
    assert CANARY in assistant.text(secret)


def test_a_disk_that_fills_up_is_one_sentence_and_the_rest_is_done_later(tmp_path: Path, monkeypatch) -> None:
    with small_disk(tmp_path, 2560) as disk, build_assistant(disk / "home", llm=FakeLLM()) as assistant:
        assistant.add([DOGS, PastedText("Secret", f"{CANARY}. {'Plain filling. ' * 3000}")])
        secret = assistant.sources()[1].id
        assistant.conversations.add_turn(QUESTION, answer_citing(assistant, secret, CANARY).to_dict())
        monkeypatch.setattr(Database, "check_room", lambda self: None)
        filler = disk / "filler"
        fill(filler)
        with pytest.raises(StorageFailed, match="full"):
            assistant.erase(secret)
        assert assistant.sources()[0].title == "Dogs"
        filler.unlink()
        assert assistant.erase(secret).phrases_left == 0
        assert places(disk, CANARY) == []
        assert [source.title for source in assistant.sources()] == ["Dogs"]


def fill(path: Path) -> None:
    with open(path, "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            return


def test_another_process_that_writes_is_said_and_nothing_is_done(
    home: Path, assistant: Assistant, secret: str
) -> None:
    with build_assistant(home, llm=None) as other, pytest.raises(LibraryLocked):
        other.erase(secret)
    assert CANARY in assistant.text(secret)


def test_a_reader_in_between_is_said_and_done_again_it_finishes(
    home: Path, assistant: Assistant, secret: str
) -> None:
    assistant.library.database.connection.execute("PRAGMA busy_timeout = 50")  # milliseconds
    reader = Database(home)
    reader.connection.execute("BEGIN")
    reader.connection.execute("SELECT count(*) FROM sources").fetchone()
    with pytest.raises(StorageFailed, match="Another process reads"):
        assistant.erase(secret)
    reader.close()
    assert assistant.erase(secret).phrases_left == 0
    assert left(home) == {}


def test_an_unknown_id_is_refused(assistant: Assistant) -> None:
    with pytest.raises(UnknownSource):
        assistant.erase("nothing")


# Uploads, runs, files


def test_while_a_page_takes_uploads_only_those_of_the_source_go(
    assistant: Assistant, secret: str, home: Path
) -> None:
    uploads = home / "tmp" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "begun").write_bytes(SECRET.encode()[:20])
    (uploads / "edited").write_text(f"Now {CANARY.lower()} again.")
    (uploads / "other").write_text("Something else is on its way.")
    assert assistant.erase(secret, uploading=True).uploads == 2
    assert [path.name for path in uploads.iterdir()] == ["other"]


def test_a_run_on_other_documents_stays(assistant: Assistant, secret: str, home_of: Path) -> None:
    other = home_of / "runs" / "other-20260101T000000Z.json"
    other.write_text('{"cases": [{"question": "What do dogs pay?"}]}')
    assistant.erase(secret)
    assert [path.name for path in (home_of / "runs").iterdir()] == [other.name]
    assert [run.name for run in KeptRuns(home_of).all()] == [other.stem]


def test_a_set_of_the_evals_with_the_document_is_deleted_as_a_whole(
    assistant: Assistant, secret: str, home: Path, tmp_path: Path
) -> None:
    with build_assistant(home / "evals" / "mine-1", llm=None) as copy:
        copy.add([Upload("h.md", tmp_path / "delta herons.md")])
    with build_assistant(home / "evals" / "other-1", llm=None) as other:
        other.add([DOGS])
    receipt = assistant.erase(secret)
    assert receipt.caches == 1
    assert [path.name for path in (home / "evals").iterdir()] == ["other-1"]


def test_phrases_are_found_in_whatever_way_they_are_written(tmp_path: Path) -> None:
    finder = Finder([CANARY, FOREIGN])
    ways = [name for name in ("utf-8", "utf-16-le", "utf-16-be")]
    for number, data in enumerate(
        [
            *(FOREIGN.encode(name) for name in ways),
            *(f"x{FOREIGN.casefold()}".encode(name) for name in ways),
            json.dumps(FOREIGN).encode(),
            b"\0" * (BLOCK - 20) + FOREIGN.encode(),
        ]
    ):
        path = tmp_path / str(number)
        path.write_bytes(data)
        assert finder.in_file(path) == {FOREIGN}, number
    packed = tmp_path / "packed.docx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", CANARY * 9)
    assert finder.in_file(packed) == {CANARY}
    assert CANARY.encode() not in packed.read_bytes()
    (tmp_path / "broken.docx").write_bytes(packed.read_bytes()[30:])
    assert list(members_of(tmp_path / "broken.docx")) == []


def test_a_file_with_a_trap_packed_in_it_is_searched_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.erasing.contents.UNPACKED", 3_000_000)
    trap = tmp_path / "trap.pdf"
    with zipfile.ZipFile(trap, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(40):
            file.writestr(str(number), bytes(1_000_000))
    trap.write_bytes(b"%PDF-1.4 " + trap.read_bytes())
    taken = 0
    with pytest.raises(TooMuchPacked):
        for piece in members_of(trap):
            taken += len(piece)
    assert taken <= 4_000_000
    with pytest.raises(OSError, match="too much"):
        Finder([CANARY]).in_file(trap)
    trap.write_bytes(CANARY.encode() + trap.read_bytes())
    assert Finder([CANARY]).in_file(trap) == {CANARY}  # what was found before the bound counts


def test_traces_of_a_long_text_take_little_memory() -> None:
    text = " ".join(f"word{number % 5000} of the text number {number}." for number in range(20_000))
    tracemalloc.start()
    try:
        traces = traces_of(["s"], [text], [text[: len(text) // 2]])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30 * len(text)
    assert traces.in_record("I read there: word4999 of the text number 19999. Is it so?")


def test_a_long_row_is_read_in_one_piece(home: Path) -> None:
    database = Database(home)
    long = f"{'x' * 4000}{CANARY}{'y' * 9000}"
    with database.transaction() as connection:
        connection.execute("INSERT INTO meta VALUES ('long', ?)", (long,))
    database.close()
    assert long in texts_in(home / "library.db")
    assert Finder([CANARY]).in_file(home / "library.db") == {CANARY}


def test_phrases_are_the_rarest_words_and_never_those_of_others() -> None:
    text = (
        "It was a fine day for all of us here.\nOnly the heron of Quibbleflax knew.\nThe heron and the heron."
    )
    traces = traces_of(["s"], [text], ["It was a fine day for all of us here, and the day was fine."])
    assert phrases_of([text], traces) == ("Only the heron of Quibbleflax knew.", "The heron and the heron.")


@pytest.mark.parametrize(
    ("text", "in_question", "in_record"),
    [
        ("When does a copper heron sleep?", True, False),
        ("I read: copper HERON sleeps, they say", True, True),
        ("What is zebra-quagga-17?", True, True),
        ("What is the weather under all of these moons?", False, False),
        ("Dogs travel free of charge on the Petrel", False, False),
        ("Is filling about birds of use?", True, False),
        ("Plain filling about birds and their nests", True, True),
        ("船の切符は高い", True, True),
    ],
)
def test_a_text_gives_itself_away_by_runs_of_words_and_by_codes(
    text: str, in_question: bool, in_record: bool
) -> None:
    traces = traces_of(["s"], [f"{SECRET} 船の切符は高い。"], [DOGS.text])
    assert (traces.in_question(text), traces.in_record(text)) == (in_question, in_record)


def test_a_text_on_another_thing_is_not_taken_for_a_quote() -> None:
    """Also where the library has no other document, so that every word is the source's own."""
    handbook = (examples_folder() / "staff-handbook.md").read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    traces = traces_of(["s"], [handbook], [])
    assert not traces.in_record(licence)
    assert traces.in_record(f"{licence} Mentors are paid an extra hour a week for the first eight weeks.")


def test_settings_are_left_alone(assistant: Assistant, secret: str, home: Path) -> None:
    (home / "settings.toml").write_text('care = "bold"\n')
    assistant.erase(secret)
    assert load_settings(home).care == "bold"
