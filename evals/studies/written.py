"""The sentences written for the project, in `sets/written`; its README.md says what each file holds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.types import Record

WRITTEN = Path(__file__).with_name("written_sets")
SHORT = WRITTEN / "answerable_short.jsonl"  # to judge, not to train on


@dataclass(frozen=True, slots=True)
class Pair(Record):
    """A question as people ask it, and whether `passage` answers it; `group` numbers the passages from 1."""

    question: str
    passage: str
    answerable: bool
    group: int


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """A sentence as an assistant writes it, and whether `evidence` states it.

    `label` is "true" or "false", `kind` in which way; `half` is "seen", or "kept" for the end.
    """

    id: str
    evidence: str
    claim: str
    label: str
    kind: str
    half: str


@dataclass(frozen=True, slots=True)
class Gold(Record):
    """A right answer to the case `id` of the set `set`, in other words than its evidence."""

    set: str
    id: str
    sentence: str


def read_pairs(path: Path = WRITTEN / "answerable.jsonl") -> list[Pair]:
    """The pairs, passage by passage. Raises `OSError`, and `ValueError` for what is no JSON."""
    return [Pair(**values) for values in _records(path)]


def read_claims(path: Path = WRITTEN / "claims.jsonl", half: str | None = None) -> list[Claim]:
    """The claims, all or those of one half. Raises as `read_pairs`."""
    claims = (Claim(**values) for values in _records(path))
    return [claim for claim in claims if half in (None, claim.half)]


def read_gold(path: Path = WRITTEN / "gold_in_other_words.jsonl") -> list[Gold]:
    """The right answers. Raises as `read_pairs`."""
    return [Gold(**values) for values in _records(path)]


def _records(path: Path) -> list[dict[str, Any]]:  # Any: JSON
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
