"""Words cut at a line's end whose hyphen is their own, as the document itself shows elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from documents.readers.pdf.parts import Part

_WORD = re.compile(r"\w+(?:-\w+)*")
_LONGEST = 80  # characters at a line's end or beginning in which the half of a word is looked for


def keep_hyphens(parts: Sequence[Part]) -> None:
    """Writes the hyphen of a cut word where the lines have the word more often with it than without.

    "Well-" over "known" is "well-known" in a document that has this word within a line.
    """
    cuts = list(_cuts(parts))
    wanted = {form for _, _, *forms in cuts for form in forms}
    if not wanted:
        return
    found = Counter(
        word
        for part in parts
        for line in part.lines
        for word in _WORD.findall(line.text.casefold())
        if word in wanted
    )
    for part, number, hyphened, whole in cuts:
        if found[hyphened] > found[whole]:
            line = part.lines[number]
            part.lines[number] = line._replace(text=f"{line.text}-")


def _cuts(parts: Sequence[Part]) -> Iterator[tuple[Part, int, str, str]]:
    """Each line whose last word is cut, by its part and number, and that word with its hyphen and without."""
    for part in parts:
        for number, line in enumerate(part.lines[:-1]):
            first = _WORD.findall(line.text[-_LONGEST:]) if line.cut else []
            rest = _WORD.match(part.lines[number + 1].text[:_LONGEST])
            if first and rest:
                halves = first[-1].casefold(), rest[0].casefold()
                yield part, number, "-".join(halves), "".join(halves)
