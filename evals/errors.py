"""What can go wrong with an eval, in a way a person can mend."""

from documents.errors import FootnoteError


class EvalError(FootnoteError):
    """The eval cannot be run, or its outcome cannot be trusted."""


class BadSet(EvalError):
    """A set is not as it should be; the message names the file and the line."""


class NotLocated(EvalError):
    """A citation is not the stored text at its offsets."""


class ModelLost(EvalError):
    """The language model stopped in the middle of a run."""
