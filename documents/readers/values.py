"""JSON, rows of JSON and XML: every value with the names that it stands under, to be understood alone.

A list of flat records is a table; other values are lines "orders 2 › customer › name: Anna".
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from documents.errors import EmptyDocument, ReaderFailed
from documents.readers.office.packages import local
from documents.readers.safe_xml import safe_parser
from documents.readers.writing import TextWriter
from documents.reading.encodings import decoded
from documents.reading.notes import numbers_in_words, singular_or_plural
from documents.text.blocks import PAIR, UNDER
from documents.text.headings import shortened
from documents.types import RawDocument

_DEEPEST = 100  # levels
_LONGEST_NAMES = 300  # characters of the names before a value; a file may nest long names to fill the disk
_EMPTIEST = 4  # times as many cells as values, above which records are too unlike for a table
_MIXED_SHARE = 0.3  # share of elements with text around others, above which XML is a text


class _Record(tuple[tuple[str, Any], ...]):
    """Names and values in the order of the file; a name may come twice."""

    __slots__ = ()


def read_json(path: Path) -> RawDocument:
    """The values of a JSON file. Raises ReaderFailed where it is none."""
    content = decoded(path.read_bytes())
    try:
        value = _parsed(content.text)
    except (ValueError, RecursionError) as error:
        if "\n" in content.text.strip() and _first_is_row(content.text):
            return _rows(path, content.text, content.notes)
        raise ReaderFailed(
            f"{path.name} is not JSON that can be read ({_where(error)}).",
            "Mend it, or add it under a name in .txt.",
        ) from error
    writer = TextWriter()
    _write(writer, value, "", 0)
    return _document(writer, path, "application/json", content.notes)


def read_rows(path: Path) -> RawDocument:
    """The rows of a file with one JSON value a line."""
    content = decoded(path.read_bytes())
    return _rows(path, content.text, content.notes)


def read_xml(path: Path) -> RawDocument:
    """The words of an XML file: running text as paragraphs, data as values. Raises ReaderFailed."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        tree = etree.parse(str(path), safe_parser())
    except (etree.XMLSyntaxError, OSError) as error:  # the second for bytes that are no text
        why = shortened(getattr(error, "msg", "") or "its encoding is broken", 100)
        raise ReaderFailed(
            f"{path.name} is not XML that can be read ({why}).",
            "Mend it, or add it under a name in .txt.",
        ) from error
    if tree.docinfo.internalDTD is not None and any(tree.docinfo.internalDTD.iterentities()):
        raise ReaderFailed(
            f"{path.name} defines words of its own (entities), which are not filled in here.",
            "Save it with them filled in and add that.",
        )
    writer = TextWriter()
    root = tree.getroot()
    if _is_text(root):
        _paragraphs(writer, root)
    else:
        _write(writer, _Record([(local(root), _value(root))]), "", 0)
    return _document(writer, path, "application/xml", ())


def _document(writer: TextWriter, path: Path, media_type: str, notes: Sequence[str]) -> RawDocument:
    if not writer.text.strip():
        raise EmptyDocument(f"{path.name} has no values.", "Check that it is the right file.")
    return writer.document(media_type, notes=tuple(notes))


def _parsed(text: str) -> Any:  # Any: JSON
    """The value of a JSON text, its numbers as they are written."""
    return json.loads(text, object_pairs_hook=_Record, parse_float=str, parse_int=str, parse_constant=str)


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return f"nested more than {_DEEPEST} levels deep"


def _first_is_row(text: str) -> bool:
    try:
        return isinstance(_parsed(text.strip().split("\n", 1)[0]), (_Record, list))
    except (ValueError, RecursionError):
        return False


def _rows(path: Path, text: str, notes: Sequence[str]) -> RawDocument:
    strange: list[int] = []
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(_parsed(line))
        except (ValueError, RecursionError):
            strange.append(number)
            values.append(line)
    writer = TextWriter()
    _write_rows(writer, values)
    if strange:
        are, were = (
            numbers_in_words("line", strange, "is", "are"),
            singular_or_plural(strange, "it was", "they were"),
        )
        notes = (f"{are} not JSON; {were} taken as text. Mend the file and add it again.", *notes)
    return _document(writer, path, "application/jsonl", notes)


def _write_rows(writer: TextWriter, values: Sequence[Any]) -> None:
    """Rows as tables where they are flat, the others each under its number."""
    number = 0
    for flat, run in groupby(values, key=_is_flat):
        rows = list(run)
        if flat and (table := _table(rows)):
            writer.table(table, header=True)
        else:
            for place, value in enumerate(rows, number + 1):
                _write(writer, value, f"row {place}", 1)
        number += len(rows)


def _write(writer: TextWriter, value: Any, names: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise ReaderFailed(
            f"It is nested more than {_DEEPEST} levels deep.", "Add the parts of it that matter."
        )
    if isinstance(value, _Record):
        for name, inner in value:
            _write(writer, inner, _under(names, name), depth + 1)
    elif isinstance(value, list):
        _list(writer, value, names, depth)
    else:
        writer.paragraph(f"{names}{PAIR}{_word(value)}" if names else _word(value))


def _list(writer: TextWriter, values: list[Any], names: str, depth: int) -> None:
    """A table of flat records; of plain values a list; else each value under its number."""
    if values and all(_is_flat(value) for value in values) and (table := _table(values)):
        if names:
            writer.caption(names)
        writer.table(table, header=True)
    elif values and not any(isinstance(value, (_Record, list)) for value in values):
        if names:
            writer.paragraph(f"{names}:")
        for value in values:
            writer.item(_word(value))
    else:
        for number, value in enumerate(values, 1):
            _write(writer, value, f"{names or 'item'} {number}", depth + 1)


def _is_flat(value: Any) -> bool:
    if not isinstance(value, _Record) or not value:
        return False
    return len({name for name, _ in value}) == len(value) and all(_is_cell(inner) for _, inner in value)


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return not any(isinstance(inner, (list, _Record)) for inner in value)
    return not isinstance(value, _Record)


def _table(records: Sequence[_Record]) -> list[list[str]] | None:
    """Records as rows below their names; None where hardly any has the names of another."""
    columns = {
        name: column for column, name in enumerate(dict.fromkeys(name for row in records for name, _ in row))
    }
    if len(columns) * len(records) > _EMPTIEST * sum(map(len, records)):
        return None
    rows = [list(columns)]
    for record in records:
        row = [""] * len(columns)
        for name, value in record:
            row[columns[name]] = ", ".join(map(_word, value)) if isinstance(value, list) else _word(value)
        rows.append(row)
    return rows


def _word(value: Any) -> str:
    """A plain value as it is written in JSON, a string without its quotes."""
    return {None: "null", True: "true", False: "false"}.get(value) or str(value)


def _under(names: str, name: str) -> str:
    """The names of a value; of many the innermost."""
    whole = f"{names}{UNDER}{name}" if names else name
    return whole if len(whole) <= _LONGEST_NAMES else "…" + whole[-_LONGEST_NAMES:]


# XML


def _is_text(root: Any) -> bool:  # Any: an lxml element, which has no types
    """Whether the file is a text with marks in it rather than values under names."""
    holding = [element for element in root.iter() if len(element)]
    return bool(holding) and sum(map(_is_mixed, holding)) > _MIXED_SHARE * len(holding)


def _is_mixed(element: Any) -> bool:
    own = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    return bool(own) and len(element) > 0


def _paragraphs(writer: TextWriter, element: Any) -> None:
    """Elements with text as paragraphs; those that only hold others are gone into."""
    if _is_mixed(element) or not len(element):
        writer.paragraph("".join(element.itertext()))
        return
    for child in element:
        _paragraphs(writer, child)


def _value(element: Any) -> Any:
    """A word for an element with text alone, a list for like ones, else a record; attributes come first."""
    attributes = [(str(name).rpartition("}")[2], value) for name, value in element.attrib.items()]
    if _is_mixed(element) or not len(element):
        text = "".join(element.itertext())
        return _Record([*attributes, *([("text", text)] if text.strip() else [])]) if attributes else text
    return _Record([*attributes, *_grouped(element)])


def _grouped(element: Any) -> Iterator[tuple[str, Any]]:
    """The children by name, those of one name that follow each other as a list."""
    for name, run in groupby(element, key=local):
        values = [_value(child) for child in run]
        yield name, values if len(values) > 1 else values[0]
