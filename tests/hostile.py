"""Files that are written to cost time, memory or room, each made anew from a size and a seed."""

import random
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WORDS = "The ferry to Ellisk leaves Carrow Quay at nine and returns at four in the afternoon. "

# What a text of about `size` characters is made of, by the name of its file.
TEXTS: dict[str, Callable[[int], str]] = {
    "comments.txt": lambda size: "<!--a-->" * (size // 8) + " The boat sails at nine.",
    "one-heading.md": lambda size: (
        "# " + "heading " * (size // 16) + "\n\n" + (WORDS * 4 + "\n\n") * (size // 700)
    ),
    "headings.md": lambda size: "".join(f"# {number}\nb c d e f g h i\n\n" for number in range(size // 25)),
    "nested.md": lambda size: "".join(
        "#" * (number % 6 + 1) + " " + "heading words " * 14 + "\none two three\n\n"
        for number in range(size // 220)
    ),
    "dense.md": lambda size: "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0\n###### y\n" * (size // 49),
    "brackets.txt": lambda size: "[" * size,
    "lines.txt": lambda size: "a\n" * (size // 2),
    "row.md": lambda size: "| cell " * (size // 7),
    "values.csv": lambda size: "value,12.5,name of a thing;" * (size // 27),
    "marks.txt": lambda size: "e" + "\u0301" * (size // 2),
    "prose.txt": lambda size: WORDS * (size // 85),
    "chinese.txt": lambda size: "我们今天去北京看朋友。" * (size // 33),
    "emoji.txt": lambda size: "the 😀 cat sat. " * (size // 18),
    "quotes.txt": lambda size: "“" * (size // 3),
    "page.html": lambda size: "<p>" + "<b>x" * (size // 4),
}


def write(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_text(TEXTS[name](size), encoding="utf-8")
    return path


def sample_files(folder: Path) -> list[Path]:
    """Honest files of each kind, to be mutated."""
    folder.mkdir(exist_ok=True)
    texts = {
        "notes.txt": WORDS * 30,
        "old.txt": "Der Bürgermeister hörte die Klagen über die Straße.\n" * 20,
        "handbook.md": "# Handbook\n\n" + "".join(f"## Part {n}\n\n{WORDS * 3}\n\n" for n in range(20)),
        "prices.csv": "Ship,Price\n" + "".join(f"Petrel {n},{n}.50\n" for n in range(200)),
        "page.html": "<html><head><title>Ferry</title></head><body>"
        + "".join(f"<h2>Part {n}</h2><p>{WORDS}</p><ul><li>one</li></ul>" for n in range(30))
        + "</body></html>",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("cp1252" if name == "old.txt" else "utf-8"))
    pdf(folder / "pages.pdf", [WORDS * 2] * 5)
    return sorted(folder.iterdir())


DRAWN = (200, 280)  # points; text recognition looks for words in a drawing as long as it is large


def pdf(path: Path, pages: list[str | None]) -> Path:
    """A PDF with these texts, a page each; None is a page with a drawing and no text."""
    canvas = Canvas(str(path))
    for text in pages:
        canvas.setPageSize(A4 if text is not None else DRAWN)
        if text is None:
            canvas.rect(40, 40, 60, 60, fill=1)
        for line in range(0, len(text or ""), 80):
            canvas.drawString(50, 780 - line // 5, (text or "")[line : line + 80])
        canvas.showPage()
    canvas.save()
    return path


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one kind of harm done to them."""
    changed = bytearray(data)
    place, length = chance.randrange(len(data)), chance.randrange(1, 400)
    match chance.randrange(7):
        case 0:
            del changed[place:]
        case 1:
            del changed[place : place + length]
        case 2:
            changed[place:place] = chance.randbytes(length)
        case 3:
            changed[place:place] = data[place : place + length] * chance.randrange(2, 60)
        case 4:
            changed[place:place] = (
                chance.choice([b"\x00", b"<!--", b"\xff", b"[", b"\r", b"# ", b"\\", b"("]) * length
            )
        case 5:
            return data.decode("latin-1").encode(chance.choice(["utf-16", "utf-8", "utf-32"]))
        case _:
            for _ in range(length // 10 + 1):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)
