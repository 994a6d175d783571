"""When to answer and when to say that the documents do not."""

from assistant.declining.agreeing import ONE_SENTENCE, is_agreed
from assistant.declining.answering import is_answering, is_asked_by
from assistant.declining.believing import around, believed_outcome, in_other_words, rating_of
from assistant.declining.calibration import Calibration, calibration_of
from assistant.declining.care import CARES, CareLevel, care_level, care_levels
from assistant.declining.copying import is_copied, may_be_copied
from assistant.declining.helping import near_misses, nearest
from assistant.declining.measures import foreign
from assistant.declining.missing import notable
from assistant.declining.overtaking import passes_over
from assistant.declining.signals import Signals, signals_of
from assistant.declining.touching import is_literal, is_touched, names_only_strangers

__all__ = [
    "CARES",
    "ONE_SENTENCE",
    "Calibration",
    "CareLevel",
    "around",
    "believed_outcome",
    "Signals",
    "calibration_of",
    "care_level",
    "care_levels",
    "foreign",
    "in_other_words",
    "is_agreed",
    "is_answering",
    "is_asked_by",
    "is_copied",
    "is_literal",
    "is_touched",
    "may_be_copied",
    "names_only_strangers",
    "near_misses",
    "nearest",
    "notable",
    "passes_over",
    "rating_of",
    "signals_of",
]
