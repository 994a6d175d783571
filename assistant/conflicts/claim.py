"""A value and the sentence that states it."""

from dataclasses import dataclass

from assistant.conflicts.value import Value
from assistant.evidence import EvidenceSentence


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a sentence states for what was asked."""

    value: Value
    sentence: EvidenceSentence

    @property
    def source(self) -> str:
        """The id of the document it stands in."""
        return self.sentence.citation.source_id
