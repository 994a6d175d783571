import itertools
import os
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

from documents.errors import DocumentTooLarge, EmptyDocument, ReaderFailed, UnsupportedFormat, pip_install
from documents.readers import read, reader_for, time_limit
from documents.readers.ocr import picture, recognition, scanned
from documents.readers.ocr.line_words import PicturePlace, straightened
from documents.readers.ocr.recognition import Line
from documents.readers.ocr.scanned import Scans
from documents.reading.pool import ReaderPool
from tests import scans
from tests.pool_reading import read_in

needs_engine = pytest.mark.skipif(
    not recognition.is_installed(), reason="text recognition (extra ocr) is not installed"
)
READ = "read by text recognition, "


def saved(image, path, **options):
    image.save(path, **options)
    return path


def line(text, left, top, right, bottom, sure=0.9):
    return Line(text, sure, ((left, top), (right, top), (right, bottom), (left, bottom)))


class Engine:
    """Recognition that finds what it is told, one picture after the other."""

    def __init__(self, *answers):
        self.answers = itertools.cycle(answers)
        self.asked = []

    def lines(self, image):
        self.asked.append(image)
        return next(self.answers)


# Real recognition


@needs_engine
def test_a_pdf_without_scans_does_not_load_the_engine(tmp_path):
    page = canvas.Canvas(str(tmp_path / "text.pdf"))
    page.drawString(72, 720, "The ferry sails at nine from the old harbour, and back at five.")
    page.save()
    code = "import sys; from pathlib import Path; from documents.readers import read; "
    code += "print(read(Path(sys.argv[1])).text.strip(), 'rapidocr' in sys.modules)"
    command = [sys.executable, "-c", code, str(tmp_path / "text.pdf")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split()[-3:] == ["at", "five.", "False"]


@needs_engine
@pytest.mark.parametrize(
    ("paragraphs", "font", "angle"),
    [
        (scans.ENGLISH[:1], "Times-Roman", 0.0),
        (scans.ENGLISH, "Courier", 1.2),
        (scans.GERMAN, "Helvetica", -0.8),
        (scans.FRENCH, "Times-Roman", 0.6),
    ],
)
def test_a_scanned_page_is_read_with_its_paragraphs(tmp_path, paragraphs, font, angle):
    image = scans.worn(scans.page(paragraphs, font=font), angle)
    document = read(saved(image, tmp_path / "a.png"))
    assert scans.recall(" ".join(paragraphs), document.text) >= 0.95
    assert [block.kind for block in document.blocks] == ["paragraph"] * len(paragraphs)
    ((number, sure),) = document.report.recognised
    assert number == 1 and sure > 0.9
    assert READ in document.notes[0] and "check what matters" in document.notes[0]


@needs_engine
def test_two_columns_are_read_one_after_the_other_below_their_title(tmp_path):
    texts = [" ".join(scans.ENGLISH), " ".join(reversed(scans.ENGLISH))]
    image = scans.worn(scans.page(texts, columns=2, title="Harbour report"), 0.3)
    document = read(saved(image, tmp_path / "a.jpg"))
    # Letters and order; a blank after a full stop is now and then not seen.
    assert "".join(document.text.split()) == "".join(f"Harbour report {texts[0]} {texts[1]}".split())
    assert [heading.text for heading in document.headings] == ["Harbour report"]


@needs_engine
def test_a_table_keeps_its_rows_and_columns(tmp_path):
    lines = [["Item", "Pieces", "Price"], ["Copper pipe", "24", "3.85"], ["Elbow joint", "60", "0.74"]]
    document = read(saved(scans.rows(lines, (40, 400, 700)), tmp_path / "a.webp", lossless=True))
    assert document.text == "".join("\t".join(row) + "\n" for row in lines)
    cell = next(block for block in document.blocks if document.text[block.start : block.end] == "0.74")
    assert (cell.row_header, cell.column_header, cell.page) == ("Elbow joint", "Price", 1)


@needs_engine
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_head_is_turned(tmp_path, quarters):
    lines = ["The harbour office of Wendle", "opened its new ferry terminal"]
    upright = scans.rows([[line] for line in lines], (60,))
    document = read(scans.pdf(tmp_path / "a.pdf", [upright.rotate(90 * quarters, expand=True)]))
    assert scans.recall(" ".join(lines), document.text) == 1.0


@needs_engine
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_are_where_the_words_are_shown(tmp_path, turned):
    image = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(image).text((55, 25), "Half past nine", font=ImageFont.load_default(30), fill="black")
    path = scans.pdf(tmp_path / "a.pdf", [image.rotate(turned, expand=True)], turned=turned)
    (block,) = read(path).blocks
    (left, bottom, right, top) = block.boxes[0]
    assert block.page == 1 and left < right and bottom < top
    width, height = image.width / scans.FINE_DOTS, image.height / scans.FINE_DOTS
    assert left < 0.3 * width  # the picture is shown upright, whichever way it is stored
    assert top > 0.8 * height


@needs_engine
def test_only_the_pages_that_are_pictures_are_recognised_and_said(tmp_path):
    image = scans.rows([["The harbour office opens at nine"]], (60,))
    long = "This page has its own text, which nobody has to recognise at all."
    document = read(scans.pdf(tmp_path / "a.pdf", [long, image, long, Image.new("RGB", (300, 400), "white")]))
    assert document.text.count(long) == 2
    assert [number for number, _ in document.report.recognised] == [2]
    assert [block.page for block in document.blocks] == [1, 2, 3]
    assert document.text[document.page_starts[1] :].startswith("The harbour office")
    assert document.notes[0].startswith(f"Page 2 was {READ}99 % sure")
    assert document.notes[1] == "Page 4 has only pictures, in which text recognition found no words."


@needs_engine
def test_a_stamp_on_a_scan_does_not_make_it_text_and_is_kept_once(tmp_path):
    lines = [["The harbour office opens at nine"], ["and closes at half past five"]]
    image = scans.rows(lines, (60,), right=400)
    document = read(scans.pdf(tmp_path / "a.pdf", [image], stamp="Exhibit AB-000123", dots=scans.DOTS))
    assert scans.recall("The harbour office opens at nine and closes at half past five", document.text) == 1.0
    assert document.text.count("000123") == 1


@needs_engine
def test_pages_of_a_tiff_and_a_damaged_one_are_told(tmp_path):
    texts = ["Six months of notice are needed", "Meals without meat are made on request"]
    pages = [scans.rows([[text]], (60,)) for text in texts]
    path = saved(pages[0], tmp_path / "a.tif", save_all=True, append_images=pages[1:], compression="raw")
    document = read(path)
    assert [number for number, _ in document.report.recognised] == [1, 2]
    assert "without meat" in document.text[document.page_starts[1] :]
    path.write_bytes(path.read_bytes()[:-100_000])
    cut = read(path)
    assert "Six months" in cut.text
    assert any("damaged" in note for note in cut.notes)


@needs_engine
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16", "RGB"])
def test_every_kind_of_pixels_is_read(tmp_path, mode):
    image = scans.rows([["Departs at half past nine"]], [40])
    if mode == "I;16":
        made = image.convert("I").point(lambda value: value * 200).convert("I;16")
    else:
        made = image.convert(mode)
    suffix = "tif" if mode in ("CMYK", "I;16") else "png"
    assert read(saved(made, tmp_path / f"a.{suffix}")).text.strip() == "Departs at half past nine"


@needs_engine
@pytest.mark.parametrize("colour", ["black", "white"])
def test_letters_on_nothing_are_seen_whatever_their_colour(tmp_path, colour):
    image = Image.new("RGBA", (700, 120), (255, 255, 255, 0) if colour == "black" else (0, 0, 0, 0))
    ImageDraw.Draw(image).text((30, 30), "Departs at nine", font=ImageFont.load_default(40), fill=colour)
    assert read(saved(image, tmp_path / "a.png")).text.strip() == "Departs at nine"


@needs_engine
def test_the_way_up_that_a_photo_says_is_heeded(tmp_path):
    image = scans.rows([["Departs at half past nine"], ["Arrives at a quarter to ten"]], [40])
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    path = saved(image.rotate(90, expand=True), tmp_path / "a.jpg", exif=exif)
    document = read(path)
    assert document.text.split()[:2] == ["Departs", "at"]
    assert document.blocks[0].boxes[0][0] < 200


@needs_engine
def test_a_picture_without_words_says_so(tmp_path):
    with pytest.raises(EmptyDocument, match=r"a\.gif has no words that text recognition finds"):
        read(saved(Image.new("RGB", (300, 200), "white"), tmp_path / "a.gif"))


@needs_engine
@pytest.mark.parametrize("size", [(1, 1), (3, 4_000), (9_000, 20), (350, 4_500)])
def test_odd_shapes_do_not_fail(tmp_path, size):
    path = saved(Image.new("RGB", size, "white"), tmp_path / "a.bmp")
    with pytest.raises(EmptyDocument):
        read(path)


@needs_engine
def test_loading_it_is_quiet_and_downloads_nothing(monkeypatch):
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("it reached for the network"))
    monkeypatch.setattr("rapidocr.inference_engine.onnxruntime.main.DownloadFile.run", pytest.fail)
    assert recognition._Rapid().lines(scans.rows([["Departs at nine"]], [40]))[0].text == "Departs at nine"
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


@needs_engine
def test_a_scan_is_read_in_a_child_within_its_memory_and_beside_its_time(tmp_path):
    page = scans.rows([["The harbour office"], ["opens at nine"]], (60,))
    path = scans.pdf(tmp_path / "a.pdf", [page] * 2)
    # Two pages and the loading take longer than this limit, which is for all else.
    with ReaderPool(seconds=1.5, megabytes=2_048, workers=1) as pool:
        document = read_in(pool, path)
    assert len(document.report.recognised) == 2
    assert document.text.count("harbour office") == 2


# What is read, and what is refused


def bomb(width, height):
    """A PNG of so many pixels in a hundred bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def engine(monkeypatch):
    """A recogniser that needs no package: it finds one line in any picture."""
    found = Engine((line("Departs at half past nine", 10, 10, 300, 40),))
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_loaded", lambda: found)
    return found


@pytest.mark.parametrize("kind", picture.MEDIA_TYPES)
def test_a_picture_is_known_by_its_content(tmp_path, engine, kind):
    path = tmp_path / "holiday.txt"
    Image.new("RGB", (640, 480), "white").save(path, kind)
    assert reader_for(path).name == kind.lower()
    document = read(path)
    assert document.media_type == reader_for(path).media_type == picture.MEDIA_TYPES[kind]
    assert document.text == "Departs at half past nine\n"


@pytest.mark.parametrize("size", [(30_000, 30_000), (9_000, 9_000)])
def test_a_picture_of_too_many_pixels_is_refused_unopened(tmp_path, engine, size):
    path = tmp_path / "a.png"
    path.write_bytes(bomb(*size))
    with pytest.raises(DocumentTooLarge, match=r"a\.png has more than 50 million pixels") as caught:
        read(path)
    assert caught.value.next_step and engine.asked == []


@pytest.mark.parametrize("left", [20, 40, 200])
def test_a_picture_that_was_cut_short_is_damaged(tmp_path, engine, left):
    path = saved(scans.rows([["Some words"]], [40]), tmp_path / "a.png")
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(ReaderFailed, match=r"The picture a\.png is damaged"):
        read(path)


def test_text_under_the_name_of_a_picture_is_no_picture(tmp_path):
    path = tmp_path / "a.png"
    path.write_text("<not a picture at all>")
    with pytest.raises(ReaderFailed, match="is not a picture, whatever its name says"):
        read(path)


def test_without_the_extra_the_one_command_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    with pytest.raises(UnsupportedFormat, match="text recognition is not installed") as caught:
        read(saved(Image.new("RGB", (60, 40)), tmp_path / "a.png"))
    install = f"To have its text recognised (OCR), run {pip_install('ocr')}, then "
    assert caught.value.next_step == f"{install}add it again."
    text = "A page with text of its own, which is long enough for one."
    document = read(scans.pdf(tmp_path / "a.pdf", [text, scans.page(scans.ENGLISH)]))
    assert document.notes == (f"Page 2 has no text, only pictures. {install}`footnote rebuild --reread`.",)
    assert document.report.recognised == ()
    (tmp_path / "a.exe").write_bytes(b"MZ\x90\x00\x03\x00")
    with pytest.raises(UnsupportedFormat) as caught:
        read(tmp_path / "a.exe")
    assert ".png" not in caught.value.next_step and ".pdf" in caught.value.next_step


# Parts of it


def test_a_slanted_page_is_straightened_about_its_middle():
    slanted = Line("a line of words", 0.9, ((0, 0), (1000, 20), (999, 50), (-1, 30)))
    (straight,) = straightened([slanted], 1000, 1000)
    assert (round(straight.width), round(straight.height)) == (1000, 30)
    assert abs(straight.x - 490) < 2 and abs(straight.y - 25) < 2
    words = list(PicturePlace(0.0, -842.0, 2.0, 15.0, 15.0).words(straight))
    assert [word.text for word in words] == ["a", "line", "of", "words"]
    assert all(before.right < after.left for before, after in itertools.pairwise(words))


def test_boxes_that_are_hardly_larger_are_text_of_one_size():
    heights = (30, 33, 27, 60)
    lines = [line("words", 0, 100 * number, 90, 100 * number + high) for number, high in enumerate(heights)]
    place = PicturePlace(0.0, 0.0, 1.0, 30.0, 30.0)
    sizes = [word.size for one in straightened(lines, 100, 500) for word in place.words(one)]
    assert sizes[0] == sizes[1] == sizes[2] < sizes[3] / 1.5


def test_what_is_hard_to_read_is_tried_upside_down_and_said():
    poor, better = (line("uaqu", 0, 0, 90, 30, 0.4),), (line("seven", 0, 0, 90, 30, 0.8),)
    found = Scans(engine=Engine(poor, better))
    layers = found.picture(Image.new("RGB", (100, 100)), 1, (0.0, 0.0, 100.0, 100.0))
    assert [word.text for layer in layers for word in layer.words] == ["seven"]
    assert (layers[0].turn, found.recognised) == (2, {1: 0.8})
    assert list(found.notes()) == [
        "Page 1 was read by text recognition, 80 % sure on average: check what matters.",
        "Page 1 is hard to read: words may be wrong or missing.",
    ]


def test_pages_over_the_most_are_left_and_said(monkeypatch):
    monkeypatch.setattr(scanned, "MOST_PAGES", 2)
    engine = Engine((line("seven words", 0, 0, 90, 30),))
    found = Scans(engine=engine)
    for number in range(1, 6):
        found.picture(Image.new("RGB", (100, 100)), number, (0.0, 0.0, 100.0, 100.0))
    assert len(engine.asked) == 2
    assert list(found.notes())[1] == (
        "Pages 3–5 were left unread: text is recognised on 2 pages of a file. Split it and add the parts."
    )


def test_time_that_was_granted_and_not_needed_goes_back(monkeypatch):
    asked = []
    monkeypatch.setattr(time_limit, "_listeners", [asked.append])
    with pytest.raises(ValueError), time_limit.granted(20):
        raise ValueError
    assert asked[0] == 20 and -20 <= asked[1] < -19
