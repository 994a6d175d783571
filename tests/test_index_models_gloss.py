"""German, French and Spanish read word by word in English, and what the models then make of them."""

import re
from importlib import resources
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from documents.inputs import PastedText
from index.models.embedded import EmbeddedEmbedder
from index.models.gloss import (
    GLOSSES,
    for_text,
    in_english,
    in_other_language,
    language_of,
    places_in_english,
)
from index.models.late_interaction import LateInteraction
from index.models.rerank import PackagedReranker

GERMAN = [
    "Haustiere sind nur mit Erlaubnis des Vermieters gestattet.",
    "Die Miete ist am dritten Werktag eines Monats fällig.",
    "Der Keller wird jeden zweiten Samstag gekehrt.",
]
ANSWER = GERMAN[1]


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("Die Miete ist am dritten Werktag fällig.", "the rent is on the third working day due."),
        ("Le loyer est payé en avance.", "the rent is paid in advance."),
        ("¿Dónde está la piscina?", "¿where is the swimming pool?"),
        ("La piscine est fermée le dimanche", "the swimming pool is closed the sunday"),
    ],
)
def test_a_text_is_read_word_by_word(text: str, gloss: str) -> None:
    assert in_english(text) == gloss


@pytest.mark.parametrize(
    "text",
    [
        "The rent is due on the third working day.",
        "Kennedy, Al Gore, George W.",
        "Gregory Mankiw, Robert Barro, Stephen A.",
        "Who was Dorota Vell?",
        "He was once a man in a red hat.",  # "was", "once", "man" and "red" are German or Spanish, too
        "Qwertz yxcvb 42",
        "E. O.",
        "",
    ],
)
def test_english_and_what_no_language_is_told_of_stay_as_they_are(text: str) -> None:
    assert in_english(text) == text


def test_names_and_numbers_and_what_is_unknown_stay() -> None:
    gloss = in_english("Frau Hnizdovska zahlt bis zum 3. Mai 12,50 € für den Grubbelkram.")
    assert "Hnizdovska" in gloss and "3. " in gloss and "12,50 €" in gloss
    assert "pays" in gloss


def test_a_compound_is_read_by_its_parts_though_it_is_not_listed() -> None:
    known = dict(line.split("=", 1) for line in _lines("german.txt"))
    word = "gefrierschranktemperatur"
    assert word not in known
    assert in_english(f"Wie hoch ist die {word.title()}?") == "how high is the freezer temperature?"


def test_a_compound_of_an_unknown_beginning_keeps_it() -> None:
    assert in_english("Was kostet der Xylofonverleih?").startswith("what costs the xylofonverleih ")


def test_a_compound_that_begins_like_a_denial_is_read_by_its_parts() -> None:
    assert in_english("Wer zahlt die Unfallrechnung?") == "who pays the accident bill invoice?"


def test_long_words_and_many_take_no_time() -> None:
    word = "katzen" * 9  # as long as a compound may be
    assert in_english("die Miete " + "katze" * 200_000).startswith("the rent katze")
    assert in_english(f"die Miete {word}qx " * 5_000).startswith(f"the rent {word}qx")


def test_an_opposite_stays_one() -> None:
    assert in_english("Die unbezahlten Rechnungen") == "the not paid bills invoices"
    assert in_english("La piscine n'est pas ouverte") == "the swimming pool not is not open"


def test_names_of_persons_and_places_are_no_compounds() -> None:
    gloss = in_english("Frau Klein und Herr Bergmann wohnen seit Mai in Heidelberg.")
    assert gloss == "mrs woman Klein and mr Bergmann live since may in Heidelberg."


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        (
            "Die Gebu\u0308hr fu\u0308r die Mu\u0308llabfuhr",
            "the fee charge for the refuse collection",
        ),  # NFD
        ("Wo ist die Strasse?", "where is the street road?"),
    ],
)
def test_other_spellings_are_known(text: str, gloss: str) -> None:
    assert in_english(text) == gloss


def test_an_elision_is_no_word() -> None:
    assert in_english("l'eau qu’il faut").startswith("water he")


def test_the_language_is_told_by_words_that_are_not_english_too() -> None:
    assert language_of("Wann fährt der letzte Bus") == "de"
    assert language_of("À quelle heure part le bus") == "fr"
    assert language_of("Cuánto cuesta la entrada") == "es"
    assert language_of("When does the last bus leave") == "en"
    assert language_of("Judo | 30 € | 38 €") is None


@pytest.mark.parametrize("file", GLOSSES.values())
def test_each_line_is_a_word_and_its_gloss_each_word_once_in_order(file: str) -> None:
    lines = _lines(file)
    words = [line.partition("=")[0] for line in lines]
    assert words == sorted(set(words))
    for line in lines:
        word, _, gloss = line.partition("=")
        assert word.isalpha() and word == word.lower() and gloss.strip() == gloss and gloss, line


def test_a_question_in_either_language_finds_the_german_sentence() -> None:
    for model in (PackagedReranker(threads=1), LateInteraction(threads=1)):
        for question in ("When do I have to pay the rent?", "Bis wann muss ich die Wohnung zahlen?"):
            scores = model.scores(question, GERMAN)
            assert max(zip(scores, GERMAN, strict=True))[1] == ANSWER, (model, question)


def test_the_embedded_model_reads_a_gloss(weights: Path) -> None:
    embedder = EmbeddedEmbedder(weights, threads=1)
    vectors = embedder.embed(GERMAN)
    assert (vectors @ embedder.embed_query("When is the rent due?")).argmax() == GERMAN.index(ANSWER)
    assert vectors[1] @ embedder.embed([in_english(ANSWER)])[0] > 0.99


def test_a_text_in_the_language_of_the_query_is_preferred_a_little() -> None:
    query, texts = "When is the rent due?", [in_english(ANSWER), ANSWER, "Judo | 30 €"]
    for model, less in ((PackagedReranker(threads=1), 0.5), (LateInteraction(threads=1), 0.02)):
        own, other, _ = model.scores(query, texts)
        assert own - other == pytest.approx(less, abs=2e-3)
    assert in_other_language(query, texts) == [False, True, False]
    assert in_other_language("Judo?", texts) == [False, False, False]


def test_evidence_is_compared_in_the_language_of_a_text() -> None:
    assert for_text(ANSWER, "The rent is due.") == in_english(ANSWER)
    assert for_text(ANSWER, "Die Miete ist fällig.") == ANSWER
    assert for_text("The rent is due.", "Die Miete ist fällig.") == "The rent is due."


def test_a_foreign_question_is_looked_up_in_english_too(assistant: Assistant) -> None:
    assistant.add(
        [PastedText("Ferries", "Ferries sail at noon."), PastedText("Money", "The rent is due in May.")]
    )
    hits = assistant.search("Wann ist die Miete fällig?")
    assert hits[0].passage.text.startswith("The rent") and hits[0].origin != "dense"


def _lines(file: str) -> list[str]:
    folder = resources.files("index.models") / "glosses"
    return (folder / file).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "Das ist die Wohnung der Frau. Schwarz ist die Tür. Die Miete beträgt 300 Euro.",
        "Bonjour Madame. L'été, le loyer n'est pas petit. J'habite là.",
        "Das ist scho\u0308n. Die Tür ist gro\u00df.",
        "La señora. Negra es la puerta.",
        "The rent is due. The door is black.",
    ],
)
def test_places_between_sentences_are_those_of_the_gloss(text: str) -> None:
    places = [0, *(match.end() for match in re.finditer(r"\.", text)), len(text)]
    gloss = in_english(text)
    moved = places_in_english(text, places)
    assert [gloss[place - 1] for place in moved[1:]] == ["."] * (len(places) - 1)
    assert (moved[0], moved[-1]) == (0, len(gloss))
