"""What PostgreSQL and the way to it say, as one plain sentence with the next step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from documents.errors import BadValue, FootnoteError, MissingExtra, ServerLost, StorageFailed, pip_install
from documents.storage.postgres.address import EXAMPLE

if TYPE_CHECKING:
    import psycopg

INSTALL = f"Run {pip_install('server')}."
NOTHING = "nothing was stored"
# A server that is going down or coming up again: what was asked may be asked once more.
RESTARTING = ("57P01", "57P02", "57P03")
IDLE = "25P03"  # the server cut a transaction in which nothing happened for long
# What the server says before there is a connection; psycopg gives no code for it.
_REFUSED = (
    (
        "password authentication failed",
        "refused the user name or the password",
        "Correct them in the setting library.",
    ),
    (
        "no password supplied",
        "wants a password",
        "Put it into the setting library: postgresql://USER:PASSWORD@….",
    ),
    (
        "authentication failed",
        "refused the user",
        "Look at the user in the setting library and at the server's pg_hba.conf.",
    ),
    (
        "no pg_hba.conf entry",
        "takes no connection from this computer",
        "Allow it in the server's pg_hba.conf.",
    ),
    ("is not permitted to log in", "does not let this user in", "Use another user, or ALTER ROLE … LOGIN."),
    ("too many c", "has no connection left", "Raise its max_connections, or run fewer processes."),
    (
        "remaining connection slots",
        "has no connection left",
        "Raise its max_connections, or run fewer processes.",
    ),
    ("database system is", "is starting or stopping", "Try again in a moment."),
    ("ssl", "and this computer do not agree on encryption", "Look at sslmode in the setting library."),
)
_BY_CODE = {
    "25006": ("can only be read (a replica, or set to read-only)", "Write at the primary server."),
    "28000": ("refused the user", "Correct the user in the setting library."),
    "28P01": ("refused the user name or the password", "Correct them in the setting library."),
    "42501": ("refused a right that Footnote's user needs", "Let an administrator grant it."),
    "53100": ("has a full disk", "Free some space on the server and try again."),
    "53200": ("is out of memory", "Try again later, or give the server more memory."),
    "53300": ("has no connection left", "Raise its max_connections, or run fewer processes."),
    "54000": ("takes no address as long as this one", "Add the document under a shorter name."),
    "57014": ("stopped what took too long", "Raise its statement_timeout, or try again."),
    "40P01": ("could not do two changes at once", "Try again."),
    "40001": ("could not do two changes at once", "Try again."),
    "55P03": ("is locked by another process", "Try again in a moment."),
}  # fmt: skip
_MISSING = ("3F000", "42P01", "42703", "42883", "42704")


def need_psycopg() -> None:
    """Raises MissingExtra where the driver is not installed."""
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise MissingExtra("PostgreSQL's driver (psycopg) is not installed.", INSTALL) from error


@contextmanager
def postgres_errors(place: str, outcome: str = "") -> Iterator[None]:
    """Turns what psycopg raises into StorageFailed; `place` is the address as it may be shown.

    `outcome` says what became of what was asked, for a write.
    """
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise failure(error, place, outcome) from error


def is_lost(error: "psycopg.Error") -> bool:
    """Whether the connection itself is gone, so that a new one may do."""
    import psycopg

    if error.sqlstate is not None:
        return error.sqlstate in (*RESTARTING, IDLE) or error.sqlstate.startswith("08")
    return isinstance(error, psycopg.OperationalError)


def may_come_back(error: "psycopg.Error") -> bool:
    """Whether a server that was there before is likely to take a connection again soon."""
    message = str(error).lower()
    return is_lost(error) and not any(
        sign in message for sign in ("authentication", "password", "pg_hba", "does not exist", "ssl")
    )


def failure(error: "psycopg.Error", place: str, outcome: str = "") -> FootnoteError:
    """The error for what psycopg raised while it was connected."""
    return _failed(_message_and_step(error), place, outcome, lost=is_lost(error))


def no_connection(error: "psycopg.Error", place: str) -> FootnoteError:
    """The error for what psycopg raised when a connection was asked for."""
    return _failed(_unreachable(" ".join(str(error).split())), place, "", lost=may_come_back(error))


def _failed(message_and_step: tuple[str, str], place: str, outcome: str, *, lost: bool) -> FootnoteError:
    what, step = message_and_step
    after = f"; {outcome}" if outcome else ""
    kind = ServerLost if lost else StorageFailed
    return kind(f"The library's server at {place} {what}{after}.", step)


def bad_address() -> FootnoteError:
    """The error for an address that the driver cannot read."""
    return BadValue("The library's address cannot be read.", EXAMPLE)


def _message_and_step(error: "psycopg.Error") -> tuple[str, str]:
    code, text = error.sqlstate, " ".join(str(error).split())
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code in _MISSING:
        return f"lacks a part of the library ({text.partition(' LINE ')[0]})", "Run `footnote doctor`."
    if code in RESTARTING:
        return "went down meanwhile", "Try again when it is up."
    if code is None or code.startswith("08"):
        return "broke the connection", "Try again when it is up."
    if code.startswith("58") or code.startswith("XX"):
        return f"has trouble with its disk or files ({text})", "Look at the server's log."
    return f"failed ({text})", "Run `footnote doctor`."


def _unreachable(text: str) -> tuple[str, str]:
    message = text.lower()
    if 'database "' in message and "does not exist" in message:
        return "has no such database", "Create it (createdb), or correct its name in the setting library."
    if 'role "' in message and "does not exist" in message:
        return "knows no such user", "Correct the user in the setting library."
    for sign, what, step in _REFUSED:
        if sign in message:
            return what, step
    reason = text.partition(" Is the server running")[0].rpartition("failed: ")[2].strip(" .")
    return f"cannot be reached ({reason})", "Start it, or correct host and port in the setting library."
