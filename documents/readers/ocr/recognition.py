"""Text recognition: the lines of text in a picture, by RapidOCR where the extra `ocr` is installed.

Its networks (PP-OCRv6, small) come in its package and run on the CPU; nothing is downloaded. The network that
looks whether a line is upside down is left out: it turned one line in ten of a page with some noise.
"""

import math
import os
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from documents.errors import pip_install

PIXELS = 3_000_000  # of a picture that is looked at: A4 at 175 dots an inch; a larger one is made smaller
_FEW_PIXELS = 1_000_000  # a smaller picture is made larger, at most twice as wide
_LONGEST_SIDE = 6_000  # pixels of a side: a line of text takes memory with the square of its length
_SHORTEST_SIDE = 64  # pixels of a side: what is narrower gets a white margin
_SURE_CONFIDENCE = 0.85  # mean confidence from which a page is taken to be the right way up

Image = Any  # a PIL.Image.Image: Pillow is there only with the extra
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a picture, or a part of one before a wide gap.

    `confidence` is between 0 and 1. `corners` are in pixels from the upper left corner of the picture (y
    downwards), clockwise from the text's own upper left.
    """

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]


class Recogniser(Protocol):
    """What finds the text in a picture."""

    def lines(self, image: Image) -> tuple[Line, ...]:
        """The lines of a picture (RGB), from the top; none where it has no text."""


def is_installed() -> bool:
    """Whether text can be recognised here."""
    return find_spec("rapidocr") is not None and None not in _weights()


def recogniser() -> Recogniser | None:
    """What recognises text, loaded with the first picture; None where the extra is not installed."""
    return _loaded() if is_installed() else None


def advice(step: str) -> str:
    """How a person gets text recognised that was not: by this step, after the extra is installed."""
    first = "" if is_installed() else f"run {pip_install('ocr')}, "
    return f"To have its text recognised (OCR), {first}{step}."


def turned_lines(engine: Recogniser, image: Image) -> tuple[int, tuple[Line, ...]]:
    """The lines of a picture, and how many quarters against the clock its text is turned.

    Lines that stand on end, or are hard to read, are tried the other ways up; the surest is taken. Corners
    are those in the picture turned back.
    """
    lines = engine.lines(image)
    turns = (1, 3) if _on_end(lines) else (2,) if lines and confidence(lines) < _SURE_CONFIDENCE else ()
    tried = [(0, lines), *((turn, engine.lines(image.rotate(-90 * turn, expand=True))) for turn in turns)]
    upright = [turned for turned in tried if not _on_end(turned[1])] or tried
    return max(upright, key=lambda turned: sum(line.confidence**4 * len(line.text) for line in turned[1]))


def confidence(lines: tuple[Line, ...]) -> float:
    """How sure the recognition is on average of a letter, 0–1; 0 without one."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


@cache
def _loaded() -> Recogniser:
    return _Rapid()


class _Rapid:
    """RapidOCR's detector of lines and its reader of one line."""

    @cached_property
    def _engine(self) -> Any:
        """Loaded late: it takes over half a second, and most files have no picture to be read."""
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # heeded where it is set before onnxruntime is loaded

        import cv2
        from rapidocr import RapidOCR

        detector, reader = _weights()
        threads = max(1, (os.cpu_count() or 2) // 2)  # two files are read at once
        cv2.setNumThreads(threads)
        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.use_preprocess_img": False,  # its scaling takes long pictures to any size
                "Global.use_vertical_padding": False,
                "Det.model_path": str(detector),  # a path that is given is never downloaded
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST_SIDE,
                "Rec.model_path": str(reader),
                "Rec.rec_batch_num": 1,  # lines of a length are rare, and padding costs time and memory
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, image: Image) -> tuple[Line, ...]:
        """As Recogniser says."""
        import numpy as np

        scale = _scale(*image.size)
        pixels = np.asarray(_framed(image, scale))[:, :, ::-1]  # OpenCV's order of colours
        result = self._engine(np.ascontiguousarray(pixels))
        if result.txts is None:
            return ()
        return tuple(
            Line(text, float(score), _corners(box, scale))
            for text, score, box in zip(result.txts, result.scores, result.boxes, strict=True)
            if text.strip()
        )


def _corners(box: Any, scale: float) -> tuple[Point, Point, Point, Point]:  # Any: an array of 4 x 2
    first, second, third, fourth = ((float(x) / scale, float(y) / scale) for x, y in box)
    return first, second, third, fourth


def _scale(width: int, height: int) -> float:
    """By how much a picture is made smaller or larger before it is looked at.

    >>> _scale(2000, 1500), _scale(4000, 3000), round(_scale(600, 500), 2), _scale(60, 12_000)
    (1.0, 0.5, 1.83, 0.5)
    """
    pixels = width * height
    wanted = min(2.0, math.sqrt(_FEW_PIXELS / pixels)) if pixels < _FEW_PIXELS else 1.0
    return min(wanted, math.sqrt(PIXELS / pixels), _LONGEST_SIDE / max(width, height))


def _framed(image: Image, scale: float) -> Image:
    """The picture in its new size, on white where it would be too narrow."""
    from PIL import Image as pillow

    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    scaled = image if size == image.size else image.resize(size, pillow.Resampling.LANCZOS)
    if min(size) >= _SHORTEST_SIDE:
        return scaled
    framed = pillow.new("RGB", (max(size[0], _SHORTEST_SIDE), max(size[1], _SHORTEST_SIDE)), "white")
    framed.paste(scaled)
    return framed


def _on_end(lines: tuple[Line, ...]) -> bool:
    """Whether most letters stand in lines that go up or down."""
    tall = sum(len(line.text) for line in lines if _is_tall(line))
    return tall > sum(len(line.text) for line in lines) / 2


def _is_tall(line: Line) -> bool:
    (left, top), (right, _), _, (_, bottom) = line.corners
    return abs(bottom - top) > 1.5 * abs(right - left)


@cache
def _weights() -> tuple[Path | None, Path | None]:
    """The files of the detector and the reader in RapidOCR's package."""
    spec = find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return _file(folders, "*_det_*.onnx"), _file(folders, "*_rec_*.onnx")


def _file(folders: list[str], name: str) -> Path | None:
    return next((path for folder in folders for path in sorted(Path(folder, "models").glob(name))), None)
