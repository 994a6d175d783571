import pytest

from documents.errors import ReaderFailed
from documents.reading.encodings import decode, decoded, scrub

WESTERN = [
    "Café Zürich – naïve résumé",
    "Der Bürgermeister hörte die Klagen über die Straße, sagte er “ja”.",
    "Le garçon a mangé là-bas à l’hôtel, où il faisait très chaud.",
    "El niño comió ñoquis mañana por la mañana en España.",
    "Price: €5 – that’s all",
]
OTHERS = [
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
    ("cp1250", "Zażółć gęślą jaźń i coś jeszcze, żeby było dłużej."),
    ("cp1251", "Съешь же ещё этих мягких французских булок, да выпей чаю."),
    ("cp1251", "Привет, мир"),
    ("koi8-r", "Съешь же ещё этих мягких французских булок, да выпей чаю."),
    ("cp1253", "Η Ελλάδα είναι μια όμορφη χώρα με πολλά νησιά."),
    ("cp1254", "Türkiye'nin başkenti Ankara'dır, İstanbul en büyük şehirdir."),
    ("cp1255", "שלום עולם, מה שלומך היום?"),
    ("cp1256", "مرحبا بالعالم، كيف حالك اليوم؟"),
    ("mac_roman", "Le garçon a mangé là-bas à l’hôtel, où il faisait très chaud."),
    ("cp932", "番号,名前,住所\n1,佐藤太郎,名古屋市"),
    ("cp932", "吾輩は猫である。名前はまだ無い。"),
    ("euc-jp", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
    ("iso2022_jp", "吾輩は猫である。名前はまだ無い。"),
    ("gb18030", "我们今天去北京参观了故宫和长城，天气很好。"),
    ("big5", "我們今天去臺北參觀了故宮博物院，天氣很好。"),
    ("euc-kr", "나는 오늘 서울에서 친구를 만났다. 날씨가 아주 좋았다."),
]


@pytest.mark.parametrize("repeats", [1, 30])
@pytest.mark.parametrize(("encoding", "text"), [("cp1252", text) for text in WESTERN] + OTHERS)
def test_a_file_in_an_old_encoding_comes_out_as_written(encoding, text, repeats):
    written = (text + "\n") * repeats
    assert decode(written.encode(encoding)) == written


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_files_lose_only_their_mark(encoding):
    assert decode("Plain text, naïve.\nTwo lines".encode(encoding)) == "Plain text, naïve.\nTwo lines"


def test_line_ends_become_lf_and_all_other_characters_stay():
    assert decode(b"a\r\nb\rc\n\n \td\x0c e\n") == "a\nb\nc\n\n \td\x0c e\n"


def test_a_damaged_byte_does_not_turn_utf8_into_mojibake():
    text = "naïve café, déjà vu, Zürich, smörgåsbord " * 3
    assert decode(text.encode() + b"\xff!") == text + "\ufffd!"


GERMAN = "Die Mädchen hören früh die Vögel über der Straße.\n"


@pytest.mark.parametrize(("first", "then"), [("utf-8", "cp1252"), ("cp1252", "utf-8")])
def test_lines_of_another_encoding_are_read_right_and_named(first, then):
    found = decoded(GERMAN.encode(first) * 20 + GERMAN.encode(then) * 10)
    assert found.text == GERMAN * 30
    (note,) = found.notes
    lines = "Lines 21–30" if then == "cp1252" else "Lines 1–20"
    assert note.startswith(f"{lines} are in another encoding than the rest; they were read as cp1252.")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "Line 3 has characters that are lost."),
        ("cp1252", "Line 3 has characters rare in cp1252 (ÿ)."),
    ],
)
def test_a_damaged_byte_is_named_with_its_line(encoding, said):
    lines = [GERMAN.encode(encoding)] * 8
    lines[2] = lines[2].replace(b" die ", b"\xffdie ")
    (note,) = decoded(b"".join(lines)).notes
    assert note.startswith(said) and "add it again" in note


def test_mojibake_is_named_also_in_valid_utf8():
    (note,) = decoded(f"All is well.\n{GERMAN.encode().decode('cp1252', 'replace')}".encode()).notes
    assert note.startswith("Line 2 looks garbled")


SIGNS = "Łódź, Gdańsk – 100 °C ± 5 µm, ½ £5"


@pytest.mark.parametrize("text", [*WESTERN, GERMAN, SIGNS, *(text for _, text in OTHERS)])
def test_sound_text_has_no_note(text):
    assert decoded((text + "\n").encode() * 3).notes == ()


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03abc" * 50, b"text then \x00 NUL", bytes(range(256)) * 9])
def test_binary_content_is_refused(data):
    with pytest.raises(ReaderFailed, match="not text"):
        decode(data)


def test_a_nul_far_into_the_file_is_noticed():
    with pytest.raises(ReaderFailed, match="not text"):
        decode(b"a" * 200_000 + b"\x00\x00\x00\x00")


def test_scrub_removes_what_cannot_be_stored():
    assert scrub("a\x00b\ud800c😀") == "ab\ufffdc😀"


def test_nothing_is_an_empty_text():
    assert decode(b"") == ""
