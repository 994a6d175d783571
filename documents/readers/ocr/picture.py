"""Pictures: the text in them, by text recognition; each page of a TIFF is a page.

A picture has no points: its longer side is taken for that of a sheet of A4, 842 points.
"""

import warnings
from dataclasses import replace
from pathlib import Path

from documents.errors import DocumentTooLarge, EmptyDocument, ReaderFailed, UnsupportedFormat
from documents.readers.ocr.recognition import Image
from documents.readers.ocr.scanned import Scans
from documents.readers.pdf.pages import NOWHERE, Frame, Page, arranged, contents
from documents.readers.pdf.writing import document
from documents.reading.notes import damaged
from documents.types import RawDocument

MEDIA_TYPES = {  # by the name of the format, which is that of its reader in capitals
    "PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff", "WEBP": "image/webp", "BMP": "image/bmp",
    "GIF": "image/gif",
}  # fmt: skip
_LONGER_SIDE = 842.0  # points
_MOST_PIXELS = 50_000_000  # of a page: A4 at 700 dots an inch; more would take too much memory to unpack
_ENOUGH_PIXELS = 12_000_000  # pixels, above which a page is halved before anything is done with it
_MOST_FRAMES = 5_000
_LIGHT = 200.0  # mean brightness (0–255) from which what is drawn on nothing is taken to be white
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, TypeError)


def read(path: Path) -> RawDocument:
    """The text of a picture, page by page.

    Raises UnsupportedFormat without the extra `ocr`, DocumentTooLarge, ReaderFailed where the picture is
    broken, EmptyDocument where it has no words.
    """
    scans = Scans()
    if scans.engine is None:
        raise UnsupportedFormat(
            f"{path.name} is a picture, and text recognition is not installed.", scans.advice()
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's on large pictures and broken tags: the limits are our own
        with _opened(path) as image:
            media_type = MEDIA_TYPES[image.format if image.format in MEDIA_TYPES else "JPEG"]
            count = min(getattr(image, "n_frames", 1), _MOST_FRAMES) if image.format == "TIFF" else 1
            pages = (_page(image, number, scans) for number in range(1, count + 1))
            sheets = list(arranged(pages, count))
    broken = {number for number, sheet in enumerate(sheets, 1) if sheet.frame is NOWHERE}
    if all(sheet.is_empty for sheet in sheets):
        if broken:
            raise _broken(path.name)
        raise EmptyDocument(
            f"{path.name} has no words that text recognition finds.", "Check that it is the right file."
        )
    return replace(
        document(sheets, [], {}),
        media_type=media_type,
        notes=(*([damaged(broken)] if broken else []), *scans.notes()),
        report=scans.report(),
    )


def _opened(path: Path) -> Image:
    from PIL import Image as pillow

    try:
        image = pillow.open(path, formats=tuple(MEDIA_TYPES))
    except pillow.DecompressionBombError as error:
        raise _too_large(path.name) from error
    except _BROKEN as error:
        raise _broken(path.name) from error
    if image.width * image.height > _MOST_PIXELS:
        image.close()
        raise _too_large(path.name)
    return image


def _page(image: Image, number: int, scans: Scans) -> Page:
    """What stands on a page (from 1); NOWHERE and nothing for a broken one."""
    from PIL import Image as pillow

    try:
        image.seek(number - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        page = _plain(image)
    except (*_BROKEN, pillow.DecompressionBombError):
        return NOWHERE, []
    points = _LONGER_SIDE / max(page.size)
    area = 0.0, 0.0, page.width * points, page.height * points
    return Frame(*area, 0), contents(scans.picture(page, number, area), area)


def _plain(image: Image) -> Image:
    """The picture the way up that it says, as RGB, no larger than it need be."""
    from PIL import ImageOps

    if image.width * image.height > _ENOUGH_PIXELS:
        image.draft("RGB", (image.width // 2, image.height // 2))  # a JPEG is unpacked smaller
    page = _in_8_bits(image)
    if page.width * page.height > _ENOUGH_PIXELS:
        page = page.reduce(2)
    page = ImageOps.exif_transpose(page)
    return page if page.mode == "RGB" else _on_ground(page)


def _in_8_bits(image: Image) -> Image:
    """The picture as RGB, or RGBA where parts of it are not covered."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        lowest, highest = image.getextrema()
        spread = max(float(highest - lowest), 1.0)
        spread_out = image.convert("F").point(
            lambda value: value * (255.0 / spread) - lowest * 255.0 / spread
        )
        return spread_out.convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_ground(page: Image) -> Image:
    from PIL import Image as pillow
    from PIL import ImageStat

    cover = page.getchannel("A")
    brightness = ImageStat.Stat(page.convert("L"), mask=cover.point(lambda value: 255 if value > 127 else 0))
    light = brightness.count[0] > 0 and brightness.mean[0] > _LIGHT
    ground = pillow.new("RGB", page.size, "black" if light else "white")
    ground.paste(page, mask=cover)
    return ground


def _broken(name: str) -> ReaderFailed:
    return ReaderFailed(f"The picture {name} is damaged.", "Get the file again and add the new copy.")


def _too_large(name: str) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"{name} has more than {_MOST_PIXELS // 1_000_000} million pixels.", "Save it smaller and add that."
    )
