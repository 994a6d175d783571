"""When to answer and when to say that the documents do not.

In: findings (what the documents gave for a question) and a draft. Out: what speaks for the draft and against
it, and what a decline has to offer. Read `findings`, `drafts`, `signals` with `measures`, and `calibration`
first; `answerability`, `naming`, `agreement`, `superseded` and `unmeasured_models` are the rules that look
beside the confidence; `decline_help` is for a decline, `care` for the setting of that name.
`assistant/pipeline/deciding.py` decides.
"""

from assistant.declining.agreement import ONE_SENTENCE, VALUES, is_agreed, is_copied, may_be_copied
from assistant.declining.answerability import (
    helpful,
    is_answering,
    is_literal,
    is_of_unknown_thing,
    is_touched,
    may_help,
    names_only_strangers,
    rules_out,
)
from assistant.declining.calibration import DIRECT, Calibration, calibration_of
from assistant.declining.care import CARES, CareLevel, care_level, care_levels
from assistant.declining.decline_help import are_limits, near_misses, nearest, notable
from assistant.declining.drafts import Draft, quoted_draft
from assistant.declining.findings import Answering, Findings
from assistant.declining.measures import foreign, is_decline
from assistant.declining.naming import has_code, is_asked_by, is_asked_by_code, is_defined
from assistant.declining.signals import Signals, signals_of
from assistant.declining.superseded import passes_over
from assistant.declining.unmeasured_models import (
    around,
    believed_outcome,
    in_other_words,
    is_of_another,
    rating_of,
)

__all__ = [
    "CARES",
    "DIRECT",
    "ONE_SENTENCE",
    "VALUES",
    "Answering",
    "Calibration",
    "CareLevel",
    "Draft",
    "Findings",
    "Signals",
    "are_limits",
    "around",
    "believed_outcome",
    "calibration_of",
    "care_level",
    "care_levels",
    "foreign",
    "has_code",
    "helpful",
    "in_other_words",
    "is_agreed",
    "is_answering",
    "is_asked_by",
    "is_asked_by_code",
    "is_copied",
    "is_decline",
    "is_defined",
    "is_literal",
    "is_of_another",
    "is_of_unknown_thing",
    "is_touched",
    "may_help",
    "may_be_copied",
    "names_only_strangers",
    "near_misses",
    "nearest",
    "notable",
    "passes_over",
    "quoted_draft",
    "rating_of",
    "rules_out",
    "signals_of",
]
