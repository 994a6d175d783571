"""The files in a file (an archive's members, a mail's attachments), taken out within limits.

Runs in a reader's process (pool_child.py). Each file gets a name of ours in a folder of ours: what it is
called in the archive is only shown, and leads nowhere.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from documents.errors import DocumentError, DocumentTooLarge
from documents.inputs import WITHIN
from documents.reading.encodings import scrub
from documents.storage.errors import storage_errors
from documents.types import Record

if TYPE_CHECKING:
    from documents.readers import Reader

OUR_NAME = re.compile(r"member-\d{6,9}(?:\.[a-z0-9]{1,9})?")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,9}")
_PARTS = re.compile(r"[/\\]")
_LONGEST_PATH = 300  # characters of a path in an archive; of a longer one the end is shown
_NAMELESS = "a file without a name"
_HIDDEN = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold: so many files, of `megabytes` together and `file_megabytes` each, unpacked.

    `levels` is how many archives and mails may lie in one another.
    """

    files: int = 5_000
    megabytes: int = 1_000
    file_megabytes: int = 200
    levels: int = 3


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as it lies in another: its path there and its bytes, piece by piece, or why there are none.

    `passed_over`: it is nobody's document. `attached_to` says in words which mail it came with. Its `pieces`
    may raise DocumentError.
    """

    name: str
    pieces: Iterable[bytes] = ()
    error: DocumentError | None = None
    passed_over: bool = False
    attached_to: str = ""


@dataclass(frozen=True, slots=True)
class Member(Record):
    """A file that was taken out of another: `file` is its name in the folder.

    `within` is the place, among all that were taken out, of the one that it was in; None: the first of all.
    `archive`: it is one itself and has no text; `passed_over` files in it were. `error` says why it, or what
    is in it, cannot be had: what happened and what to do.
    """

    name: str
    within: int | None = None
    file: str | None = None
    attached_to: str = ""
    archive: bool = False
    passed_over: int = 0
    error: tuple[str, str] | None = None


MembersOf = Callable[[Path], Iterator[Packed]]


def hidden(path: str) -> bool:
    """Whether a path is of what a system keeps for itself, in a hidden folder too.

    >>> hidden("__MACOSX/notes/._a.pdf"), hidden("notes/.DS_Store"), hidden("notes/a.pdf")
    (True, True, False)
    """
    parts = _PARTS.split(path)
    return any(part.lower() in _HIDDEN or (part.startswith(".") and part.strip(".")) for part in parts)


def shown_name(path: str) -> str:
    r"""A member's path as it is shown: without a way out, and with nothing that looks like an archive's name.

    >>> shown_name("/../notes\\June/a.pdf"), shown_name("a.zip › b.txt"), shown_name("..")
    ('notes/June/a.pdf', 'a.zip > b.txt', 'a file without a name')
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in scrub(path))
    parts = [" ".join(part.split()) for part in _PARTS.split(plain)]
    name = "/".join(part for part in parts if part.strip("."))[-_LONGEST_PATH:]
    return name.replace(WITHIN, " > ").strip() or _NAMELESS


@dataclass(slots=True)
class Unpacking:
    """Takes the files out of a file and out of those in it; `choose` gives the reader of a file.

    `members` are those that were taken, each after the one that it was in. Where they are more than the
    limits allow none is kept: a trap costs one entry, and no more work than the limits say.
    """

    folder: Path
    limits: Limits
    choose: "Callable[[Path], Reader]"
    members: list[Member] = field(default_factory=list)
    _name: str = ""  # of the file that is taken apart
    _written: int = 0  # bytes so far

    def take(self, path: Path, members_of: MembersOf) -> int:
        """Takes the files in a file; gives how many right in it were passed over.

        Raises DocumentError where they cannot be had, or are over the limits; then none of them is kept.
        """
        self._name = path.name
        return self._take_all(path, members_of, within=None, level=1, attached_to="")

    def _take_all(
        self, path: Path, members_of: MembersOf, *, within: int | None, level: int, attached_to: str
    ) -> int:
        begin, passed_over = len(self.members), 0
        names = _Names()
        try:
            for packed in members_of(path):
                if packed.passed_over:
                    passed_over += 1
                    continue
                if len(self.members) >= self.limits.files:
                    raise _TooMuch(
                        f"{self._name} has more than {self.limits.files:,} files in it.",
                        "Split it, or raise the setting archive_files.",
                    )
                self._take(replace(packed, name=names.free(shown_name(packed.name))), within, attached_to)
                self._open(len(self.members) - 1, level)
        except Exception:  # none of them is kept
            for member in self.members[begin:]:
                if member.file is not None:
                    (self.folder / member.file).unlink()
            del self.members[begin:]
            raise
        return passed_over

    def _take(self, packed: Packed, within: int | None, attached_to: str) -> None:
        suffix = PurePosixPath(packed.name).suffix.lower()
        ours = f"member-{len(self.members):06}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        member = Member(packed.name, within, ours, packed.attached_to or attached_to)
        try:
            if packed.error is not None:
                raise packed.error
            self._write(self.folder / ours, packed)
        except _TooMuch:
            raise
        except DocumentError as error:
            member = replace(member, file=None, error=(error.message, error.next_step))
        self.members.append(member)

    def _write(self, target: Path, packed: Packed) -> None:
        """Writes a file; what counts is what is written, not what the archive says of it."""
        size = 0
        try:
            with storage_errors(self.folder), open(target, "xb") as file:
                for piece in packed.pieces:
                    size += len(piece)
                    self._written += len(piece)
                    self._check_size(packed.name, size)
                    file.write(piece)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def _check_size(self, name: str, size: int) -> None:
        if size > self.limits.file_megabytes * 1_000_000:
            raise DocumentTooLarge(
                f"{last_part(name)} has more than {self.limits.file_megabytes:,} MB.",
                "Split it, or raise the setting file_megabytes.",
            )
        if self._written > self.limits.megabytes * 1_000_000:
            raise _TooMuch(
                f"{self._name} unpacks to more than {self.limits.megabytes:,} MB.",
                "Split it, or raise the setting archive_megabytes.",
            )

    def _open(self, place: int, level: int) -> None:
        """Takes the files out of a member too, where it has any."""
        member = self.members[place]
        if member.file is None:
            return
        path = self.folder / member.file
        try:
            reader = self.choose(path)
        except DocumentError:  # reading it will say so
            return
        if reader.members is None:
            return
        about = member.attached_to if reader.archive else ""  # a mail's attachments name that mail
        passed_over, error = self._take_within(place, path, reader.members, level=level, attached_to=about)
        if reader.archive:
            path.unlink()
        self.members[place] = replace(
            member,
            file=None if reader.archive else member.file,
            archive=reader.archive,
            passed_over=passed_over,
            error=error,
        )

    def _take_within(
        self, place: int, path: Path, members: MembersOf, *, level: int, attached_to: str
    ) -> tuple[int, tuple[str, str] | None]:
        """How many files of a member were passed over, and what went wrong: message and next step."""
        name = self.members[place].name
        try:
            if level >= self.limits.levels:
                raise DocumentTooLarge(
                    f"{path.name} lies {level} deep in archives and mails; what is in it was not taken.",
                    "Take that out and add it, or raise the setting archive_levels.",
                )
            left = self._take_all(path, members, within=place, level=level + 1, attached_to=attached_to)
        except _TooMuch:
            raise
        except DocumentError as failure:
            return 0, (under_name(failure.message, path, name), failure.next_step)
        except Exception as failure:  # whatever a parser makes of one member, the others are taken
            what = f"{last_part(name)} cannot be taken apart: it is broken ({type(failure).__name__})."
            return 0, (what, "Get it again and add the new copy.")
        return left, None


class _TooMuch(DocumentTooLarge):
    """All files together are too many or too large: not the fault of the one that was being taken."""


class _Names:
    """Names that are given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._times: Counter[str] = Counter()

    def free(self, name: str) -> str:
        """The name, with a number where it was given before."""
        free, path = name, PurePosixPath(name)
        while free in self._given:
            self._times[name] += 1
            free = str(path.with_name(f"{path.stem} ({self._times[name] + 1}){path.suffix}"))
        self._given.add(free)
        return free


def last_part(name: str) -> str:
    """A member's name without its folders."""
    return name.rpartition("/")[2]


def under_name(message: str, path: Path, name: str) -> str:
    """A sentence on a file of ours, under the name that its owner knows."""
    return message.replace(path.name, last_part(name))
