import json

import pytest

from documents.reading.languages import BY_WORDS, language_name, language_of, warning
from index.models.gloss import GLOSSES

FOREIGN = [
    (
        "German",
        "Der Bürgermeister hörte die Klagen und sagte, dass die Arbeiten im Frühjahr beginnen.",
    ),
    (
        "French",
        "Le maire a écouté les plaintes et a dit que les travaux commenceraient au printemps dans la ville.",
    ),
    (
        "Italian",
        "Il sindaco ha ascoltato le lamentele e ha detto che i lavori inizieranno in primavera, con i soldi.",
    ),
    (
        "Dutch",
        "De burgemeester luisterde naar de klachten en zei dat het werk in de stad zou beginnen.",
    ),
    ("Japanese", "吾輩は猫である。名前はまだ無い。"),
    ("Russian", "Привет, мир. Как дела?"),
]
ENGLISH = [
    "",
    "Bonjour",
    "The library is open every day of the week but Mondays, when the staff train and the floors are cleaned.",
    "\n".join(
        f"2024-11-0{i % 9} 12:00:1{i % 9} INFO worker[{i}] GET /api/items 200 {i}ms" for i in range(60)
    ),
    "Anna Müller\nJean-Luc Picard\nGiuseppe Verdi\nKarl Heinz Schmidt\nMaria da Silva\nLars Eriksson\n" * 3,
    "def main():\n    for item in items:\n        print(item.name)\n    return value\n" * 5,
    "SKU-1 Widget large 12.50\nSKU-2 Bolt M8 0.20\nSKU-3 Washer steel 0.05\nSKU-4 Paint blue matt 4.00\n" * 4,
]


@pytest.mark.parametrize(("name", "text"), FOREIGN)
def test_a_foreign_language_is_named(name, text):
    assert language_name(language_of(text * 2)) == name
    said = warning(text * 2)
    assert f"seems to be in {name};" in said
    assert ("word by word" in said) is (name in ("German", "French"))


def test_what_is_said_to_be_read_word_by_word_is():
    assert set(GLOSSES) == BY_WORDS


@pytest.mark.parametrize("text", ENGLISH)
def test_english_and_what_is_no_language_give_no_warning(text):
    assert language_of(text) == "en"
    assert warning(text) is None


def test_false_alarms_on_scientific_abstracts_are_rare(data):
    path = data / "scifact" / "corpus-1.jsonl"
    abstracts = [json.loads(line) for line in path.read_text().splitlines()[:1500]]
    warned = [record for record in abstracts if warning(json.dumps(record, ensure_ascii=False))]
    assert len(warned) <= 1


def test_false_alarms_on_encyclopedia_pages_are_rare(data):
    pages = [path for name in ("squad", "clapnq", "mali") for path in (data / name / "docs").iterdir()]
    assert [path.name for path in pages if warning(path.read_text())] == []
