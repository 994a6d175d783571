"""Made scans: pages set by reportlab or Pillow, as pictures and as PDFs of pictures."""

import io
import random
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph

DOTS = 150 / 72  # a point
FINE_DOTS = 300 / 72  # with fewer, a page is made larger before its picture is recognised
SHEET = landscape(A5)  # half a sheet of A4: recognition takes half the time

ENGLISH = (
    "The harbour office of Wendle opened its new ferry terminal on 14 March 2023, after eleven months of "
    "work and a final cost of £4,382,917. Passengers with a season ticket may board by the western gate.",
    "The board met again in September to consider three proposals for the winter timetable. Mr Ashworth "
    "argued that the late sailing, at 22:45, carried fewer than nine people on most nights and should end.",
)
GERMAN = (
    "Die Geschäftsführung bestätigt, dass die Kündigungsfrist für Büroräume sechs Monate beträgt und jeweils "
    "zum Quartalsende gilt. Größere Änderungen müssen schriftlich erklärt werden.",
)
FRENCH = (
    "Les élèves inscrits à l'école maternelle doivent être âgés d'au moins trois ans. Les repas végétariens "
    "sont préparés sur demande, même en période de fête, grâce à l'aide des bénévoles.",
)


def page(
    paragraphs: Sequence[str],
    *,
    font: str = "Times-Roman",
    size: float = 11,
    columns: int = 1,
    title: str = "",
) -> Image.Image:
    """Half a page of A4 at 150 dots an inch; with several columns, a paragraph in each."""
    made = io.BytesIO()
    edge, width = 60.0, (SHEET[0] - 120 - 24 * (columns - 1)) / columns
    top = SHEET[1] - edge - (50 if title else 0)
    head = [Frame(edge, top, SHEET[0] - 2 * edge, 50)] if title else []
    frames = [Frame(edge + number * (width + 24), edge, width, top - edge) for number in range(columns)]
    document = BaseDocTemplate(made, pagesize=SHEET)
    document.addPageTemplates([PageTemplate(frames=[*head, *frames])])
    style = ParagraphStyle("text", fontName=font, fontSize=size, leading=1.3 * size, spaceAfter=size)
    large = ParagraphStyle("title", fontName=font, fontSize=2 * size, leading=2.4 * size)
    story = [Paragraph(title, large), FrameBreak()] if title else []
    for number, text in enumerate(paragraphs):
        story += [FrameBreak()] if number and columns > 1 else []
        story.append(Paragraph(text, style))
    document.build(story)
    return picture_of(made.getvalue())


def picture_of(pdf: bytes) -> Image.Image:
    """The first page of a PDF as a picture."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return opened[0].render(scale=DOTS).to_pil().convert("RGB")
    finally:
        opened.close()


def rows(lines: Sequence[Sequence[str]], places: Sequence[int], *, right: int = 40) -> Image.Image:
    """Rows of cells that begin at these pixels; `right` is how many there are beside the longest."""
    font = ImageFont.load_default(26)
    width = right + round(places[-1] + max(font.getlength(line[-1]) for line in lines))
    image = Image.new("RGB", (width, 60 + 50 * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        for place, cell in zip(places, line, strict=True):
            draw.text((place, 30 + 50 * number), cell, font=font, fill="black")
    return image


def worn(image: Image.Image, angle: float = 0.0) -> Image.Image:
    """The picture as a cheap scanner gives it: slanted by degrees, grey, with specks, as a JPEG."""
    slanted = image.rotate(angle, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    grey = slanted.convert("L").filter(ImageFilter.GaussianBlur(0.5)).point(lambda value: 20 + value * 0.85)
    chance = random.Random(7)
    for _ in range(grey.width * grey.height // 400):
        grey.putpixel((chance.randrange(grey.width), chance.randrange(grey.height)), chance.randrange(256))
    kept = io.BytesIO()
    grey.save(kept, "JPEG", quality=70)
    return Image.open(kept).convert("RGB")


def pdf(
    path: Path,
    pages: Sequence[Image.Image | str],
    *,
    turned: int = 0,
    stamp: str = "",
    dots: float = FINE_DOTS,
) -> Path:
    """A PDF whose pages are pictures that fill them, or a line of text; `stamp` is text on each picture."""
    canvas = Canvas(str(path), pagesize=SHEET, invariant=True)
    for one in pages:
        size = SHEET if isinstance(one, str) else (one.width / dots, one.height / dots)
        canvas.setPageSize(size)
        if isinstance(one, str):
            canvas.drawString(72, 350, one)
        else:
            canvas.drawImage(ImageReader(one), 0, 0, *size)
            canvas.drawString(size[0] - 195, 20, stamp)
        canvas.setPageRotation(turned)
        canvas.showPage()
    canvas.save()
    return path


def recall(wanted: str, text: str) -> float:
    """The share of the words wanted that the text has, each as often."""
    left = text.split()
    found = 0
    words = wanted.split()
    for word in words:
        if word in left:
            left.remove(word)
            found += 1
    return found / len(words)
