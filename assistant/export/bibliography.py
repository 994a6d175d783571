"""The sources that a text cites, for reference managers: BibTeX and CSL-JSON."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from assistant.export.checked import Checked
from assistant.export.control_characters import json_text
from documents.inputs import file_name
from documents.storage.facts import own_date
from documents.types import Source

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]+")
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SMALL_WORDS = {"a", "an", "the", "of", "on", "in", "der", "die", "das", "le", "la", "les"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One source. `url` is empty for a file, `file` (its name, no path) for a page of the web.

    `date` is the document's own, `accessed` when it was read; both ISO, `date` may be empty or a text.
    """

    key: str
    title: str
    url: str = ""
    file: str = ""
    date: str = ""
    accessed: str = ""


def references(checked: Checked) -> list[Reference]:
    """The sources that the sentences cite, each once, in the order of the text, with keys of their own."""
    known = {source.id: source for source in checked.sources}
    titles = {citation.source_id: citation for citation in checked.numbers}
    made: dict[str, Reference] = {}
    for name, citation in titles.items():
        source = known.get(name)
        date = citation.date or (own_date(source) if source else None) or ""
        key = _key(citation.title, date, set(made))
        made[key] = _reference(key, citation.title, date, source)
    return list(made.values())


def bibtex(checked: Checked) -> str:
    """An entry for each source."""
    return "\n".join(map(_entry, references(checked)))


def csl_json(checked: Checked) -> str:
    """An item for each source, after the schema csl-data.json."""
    items = [_item(reference) for reference in references(checked)]
    return json_text(items, indent=2) + "\n"


def bibtex_text(text: str) -> str:
    r"""`text` as the value of a field, so that TeX shows it to the letter.

    >>> bibtex_text("50 % of {x}_1")
    '50 \\% of \\{x\\}\\_1'
    """
    return "".join(_COMMANDS.get(sign, sign) for sign in _plain(text))


def _reference(key: str, title: str, date: str, source: Source | None) -> Reference:
    """Of a source that is no longer there only what the citation says is known."""
    if source is None:
        return Reference(key, _plain(title), date=_plain(date))
    web = source.uri.startswith(("http://", "https://"))
    return Reference(
        key,
        _plain(title),
        url=_address(source.uri) if web else "",
        file="" if web or source.uri.startswith("text:") else _plain(file_name(source.uri)),
        date=_plain(date),
        accessed=source.added_at[:10],
    )


def _entry(reference: Reference) -> str:
    """The braces around the title keep its capitals."""
    exact = _DATE.fullmatch(reference.date)
    fields = {
        "title": f"{{{bibtex_text(reference.title)}}}",
        "year": exact[1] if exact else "",
        "date": bibtex_text(reference.date),
        "url": reference.url,
        "urldate": reference.accessed if reference.url else "",
        "howpublished": f"File: {bibtex_text(reference.file)}" if reference.file else "",
        "note": f"Accessed {reference.accessed}" if reference.accessed else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{lines}}}\n"


def _item(reference: Reference) -> dict[str, Any]:  # Any: JSON types
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "webpage" if reference.url else "document",
        "title": reference.title,
    }
    item |= {"URL": reference.url} if reference.url else {}
    item |= {"issued": _csl_date(reference.date)} if reference.date else {}
    item |= {"accessed": _csl_date(reference.accessed)} if reference.accessed else {}
    return item | ({"note": f"File: {reference.file}"} if reference.file else {})


def _csl_date(date: str) -> dict[str, Any]:  # Any: JSON types
    exact = _DATE.fullmatch(date)
    return {"date-parts": [[int(part) for part in exact.groups() if part]]} if exact else {"literal": date}


def _key(title: str, date: str, taken: set[str]) -> str:
    """The title's first word that says something and the year; a number where another source has the same."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    title_words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL_WORDS]
    year = _DATE.match(date)
    stem = f"{title_words[0][:30] if title_words else 'source'}{year[1] if year else ''}"
    keys = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(key for key in keys if key not in taken)


def _plain(text: str) -> str:
    """One line, without what would steer the reading."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _address(uri: str) -> str:
    """An address that ends no field: what stands for itself in it is encoded."""
    return "".join(f"%{ord(sign):02X}" if sign in ' {}\\"<>^`|' else sign for sign in _plain(uri))
