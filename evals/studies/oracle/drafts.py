"""What a model that is always right, or always wrong, says to a case: made from the case's gold."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from evals.cases import Case, CaseSet
from evals.points import points
from evals.studies.swaps.patterns import SWAPS
from evals.studies.swaps.sources import SourceSentence, names_in, numbers_in
from evals.studies.written_sets import read_answers
from evals.text import contains

Kind = Literal["evidence", "short", "other words", "another question", "exchanged", "decline"]
KINDS: tuple[Kind, ...] = get_args(Kind)
RIGHT: tuple[Kind, ...] = ("evidence", "short", "other words")
WRONG: tuple[Kind, ...] = ("another question", "exchanged")
DECLINE = "The passages do not say."
EXCHANGED = ("number", "date", "name", "negation")  # kinds of swaps


@dataclass(frozen=True)
class Drafts:
    """The drafts for the cases of a set; `text_of` gives the stored text of a document by its file name."""

    case_set: CaseSet
    text_of: Callable[[str], str]
    seed: int = 0

    def draft(self, kind: Kind, case: Case) -> str | None:
        """What the model says to this case; None where the case has no draft of this kind."""
        if kind == "decline" or not case.answerable:
            return DECLINE if kind == "decline" and not case.answerable else None
        return {
            "evidence": evidence,
            "short": short,
            "other words": self._in_other_words,
            "another question": self._of_another_question,
            "exchanged": self._exchanged,
        }[kind](case)

    def _in_other_words(self, case: Case) -> str | None:
        return self._written.get(case.id)

    @cached_property
    def _written(self) -> Mapping[str, str]:
        return {answer.id: answer.sentence for answer in read_answers() if answer.set == self.case_set.name}

    def _of_another_question(self, case: Case) -> str | None:
        """The gold of another case, of the same document if it has one, that does not answer this one."""
        others = [other for other in self.case_set.cases if other.id != case.id and other.evidence]
        same_source = [other for other in others if set(_documents(other)) & set(_documents(case))]
        wrong = [text for other in same_source or others if not answers(case, text := evidence(other) or "")]
        return self._random(case).choice(wrong) if wrong else None

    def _exchanged(self, case: Case) -> str | None:
        """A sentence of the gold with one fact exchanged: the first that has one to exchange."""
        whole = "\n".join(self.text_of(name) for name in _documents(case))
        names, numbers = tuple(names_in(whole)), tuple(numbers_in(whole))
        rng = self._random(case)
        patterns = [pattern for kind in EXCHANGED for pattern in SWAPS[kind]]
        for text in (evidence(case) or "").splitlines():
            sentence = SourceSentence(text, "", text, (), names, numbers)
            changes = (pattern(sentence, rng) for pattern in rng.sample(patterns, len(patterns)))
            if false := next((change for change in changes if change is not None and change != text), None):
                return false
        return None

    def _random(self, case: Case) -> random.Random:
        return random.Random(f"{self.seed} {case.id}")


def evidence(case: Case) -> str | None:
    """The gold evidence as it stands: all of it where points are asked for, else a sentence with an answer.

    >>> evidence(Case("1", "Who?", True, must=(("a",),))) is None
    True
    """
    texts = [span.text for span in case.evidence]
    if not texts:
        return None
    if case.must:
        return "\n".join(texts)
    return next((text for text in texts if answers(case, text)), texts[0])


def short(case: Case) -> str | None:
    """The gold answer alone, where one is all that is asked for; as the evidence words it, if it does.

    >>> short(Case("1", "Which month?", True, answers=("May",)))
    'May.'
    >>> short(Case("2", "Who and when?", True, must=(("Ann",), ("May",)))) is None
    True
    """
    if case.must and case.needed > 1:
        return None
    wordings: Sequence[str] = case.must[0] if case.must else case.answers
    written = (_as_written(wording, text.text) for text in case.evidence for wording in wordings)
    wording = next(filter(None, (*written, *wordings)), "").strip().rstrip(".")
    return f"{wording[:1].upper()}{wording[1:]}." if wording else None


def _as_written(wording: str, text: str) -> str:
    """The words of a wording as they stand in the text: "8.40" for "8 40"; "" where they do not.

    >>> _as_written("8 40", "The coach leaves at 8.40 sharp"), _as_written("8", "at 18")
    ('8.40', '')
    """
    words = r"[^\w\n]{1,3}".join(map(re.escape, re.findall(r"\w+", wording)))
    match = re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)
    return match[0] if match else ""


def answers(case: Case, text: str) -> bool:
    """Whether the text has what the case asks for."""
    return points(case, text).suffice if case.must else any(contains(text, answer) for answer in case.answers)


def _documents(case: Case) -> list[str]:
    source_names = [case.source, *case.sources, *(span.source for span in case.evidence)]
    return list(dict.fromkeys(filter(None, source_names)))
