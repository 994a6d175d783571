"""What a row of a table says by yes or no: "Plant: Spider plant; Toxic to cats: no"."""

import re
from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment, Clash
from assistant.language.denials import denies, is_denied
from assistant.language.opposites import are_opposites

ENOUGH = 0.5  # of a column's words that a claim must have to be of it
_CELL = re.compile(
    r"(?:^|;\s)(?P<name>[^;:\n]{1,60}):\s(?P<says>yes|no|none|ja|nein|oui|non|sí)(?:\s\([^();]{0,60}\))?(?=;|$)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^;:\n]{1,60}:(?P<row>[^;\n]{1,200});")
_NO = frozenset(("no", "none", "nein", "non"))
# "Nut-free", "anything but nuts": what denies without a "not".
_DENYING = re.compile(r"\b(?:free|non|but|except\w*|exclud\w*|exempt|instead)\b", re.IGNORECASE)


def cell_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Claims of a row that deny what has "yes" in its column, or state what has "no" there.

    An opposite denies: what is "harmless" is not "toxic".
    """
    claim = alignment.claim
    if not alignment.aligned or not alignment.english or _DENYING.search(claim.read):
        return
    source = alignment.aligned[0]
    row = _FIRST.match(source.read)
    if row is None or source.stems_in(*row.span("row")).isdisjoint(claim.all_stems):
        return
    for cell in _CELL.finditer(source.read, row.end() - 1):
        first, last = cell.span("name")
        column = [token for token in source.tokens if token.content and first <= token.start < last]
        opposite = [
            place
            for place, token in enumerate(claim.tokens)
            if any(are_opposites(token, own) for own in column)
        ]
        stems = {token.stem for token in column}
        said = [place for place, token in enumerate(claim.tokens) if token.stem in stems or place in opposite]
        if not stems or len({claim.tokens[place].stem for place in said}) < ENOUGH * len(stems):
            continue
        if cell["says"].lower() in _NO:
            differs = denies(claim) is bool(opposite)  # "no soya, sesame or celery" denies them all
        else:
            differs = any(is_denied(claim, place) for place in said) is not bool(opposite)
        if differs:
            told = f"{cell['name']}: {cell['says']}"
            yield Clash("negation", claim.tokens[said[0]].text, told, f"the source says “{told}”", True)
            return
