"""Everything that can go wrong in a way a person can mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FootnoteError(Exception):
    """What happened (`message`) and what to do next (`next_step`), each one plain sentence."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message, next_step)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


def pip_install(extra: str, options: str = "") -> str:
    """The command that installs an extra, and where to run it: no package index has this Footnote."""
    return f"pip install {options}'.[{extra}]' in the folder Footnote was installed from"


class DocumentError(FootnoteError):
    """One document cannot be used; the others are not touched."""


class UnsupportedFormat(DocumentError):
    """There is no reader for this kind of file."""


class EmptyDocument(DocumentError):
    """The document opens but has no text."""


class DocumentTooLarge(DocumentError):
    """The document is over the size limit."""


class ReaderFailed(DocumentError):
    """The document is broken, encrypted, not what its name says, or too slow to read."""


class Cancelled(DocumentError):
    """Nobody wants the document any longer."""


class LibraryError(FootnoteError):
    """The data folder cannot do what was asked."""


class UnknownSource(LibraryError):
    """No source has this id."""


class LibraryLocked(LibraryError):
    """Another process writes to this data folder."""


class LibraryTooNew(LibraryError):
    """A later version of Footnote wrote this data folder."""


class StorageFailed(LibraryError):
    """The disk is full, read-only or damaged."""


@contextmanager
def written(path: Path | str, next_step: str) -> Iterator[None]:
    """Turns the system's complaint about a file that is written into StorageFailed."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written ({error.strerror}).", next_step) from error


class ServerLost(StorageFailed):
    """The library's server went away meanwhile, which is no fault of any document."""


class SearchError(FootnoteError):
    """The index cannot answer."""


class EmbedderChanged(SearchError):
    """The stored vectors were made by another embedder."""


class MissingExtra(SearchError):
    """An optional package is not installed, or a model cannot be had."""

    again = False


class SearchServerFailed(MissingExtra):
    """A server of search models gives no answer, or one that cannot be used.

    `again`: it was raised before, and nothing went well in between. `passing`: it is down or has no time,
    and may give one later.
    """

    passing = False


class ModelError(FootnoteError):
    """The language model cannot answer."""


class ModelMissing(ModelError):
    """The weights or the server program are not there, or damaged."""


class ModelUnreachable(ModelError):
    """Nothing answers at the model's address, or it went away."""


class ModelTimedOut(ModelError):
    """The model took too long."""


class QuestionError(FootnoteError):
    """The question is empty or far too long."""


class SettingsError(FootnoteError):
    """A setting is unknown or does not fit."""


class UnknownSetting(SettingsError):
    """No setting has this name."""


class BadValue(SettingsError):
    """A setting's value does not fit."""


class PluginFailed(FootnoteError):
    """What another package adds by an entry point does not load."""
