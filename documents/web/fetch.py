"""One web page or file from its address, within limits, and never from inside the user's network.

Every address a name resolves to is checked, at every redirect, and the connection goes to the
address that was checked, so that a name which changes its address in between gains nothing.
"""

import hashlib
import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from documents.errors import DocumentError, DocumentTooLarge, FootnoteError
from documents.reading.encodings import on_one_line
from documents.web.unpacking import CannotUnpack, unpacked

if TYPE_CHECKING:
    import httpx

    from documents.web.exchange import Deadline, Reply

_REDIRECTS = 5
_REDIRECTED = (301, 302, 303, 307, 308)
_LONGEST_ADDRESS = 8_000  # characters of an address
_SHOWN_CHARACTERS = 200  # characters of an address in a message
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_HEADERS = {
    "User-Agent": "footnote/0.1",
    "Accept-Encoding": "identity",
    "Accept": "text/html,application/pdf,*/*",
}


@dataclass(frozen=True, slots=True)
class _Limits:
    bytes: int
    deadline: "Deadline"
    allow_private: bool


def is_url(text: str) -> bool:
    """Whether `text` is meant as a web address rather than a path."""
    return re.match(r"https?://", text.strip(), re.IGNORECASE) is not None


def fetch(url: str, folder: Path, *, megabytes: int, seconds: float, allow_private: bool = False) -> Path:
    """The file at an http or https address, saved in `folder`: where it lies now.

    Raises DocumentTooLarge over `megabytes`, DocumentError for every other reason it cannot be had, and
    OSError where `folder` cannot be written. `seconds` are for all of it, redirects among them.
    """
    from documents.web.exchange import Deadline, OutOfTime

    limits = _Limits(megabytes * 1_000_000, Deadline(seconds), allow_private)
    url = url.strip()
    try:
        return _fetched(url, folder, limits)
    except (FootnoteError, OSError):
        raise
    except OutOfTime as error:
        raise DocumentError(
            f"{_one_line(url)} took longer than {seconds:g} seconds.", "Try again, or save it as a file."
        ) from error
    except Exception as error:  # address and answer are a stranger's: no library names all that it may raise
        raise _unreachable(url, error) from error


def _fetched(url: str, folder: Path, limits: _Limits) -> Path:
    for _ in range(_REDIRECTS + 1):
        with _open(url, limits) as reply:
            if reply.status not in _REDIRECTED or "location" not in reply.headers:
                return _saved(reply, url, folder, limits)
            url = _redirected(url, reply.headers["location"])
    raise DocumentError(
        f"{_one_line(url)} redirects too often.", "Open it in a browser and add the address it ends at."
    )


@contextmanager
def _open(url: str, limits: _Limits) -> Iterator["Reply"]:
    """The reply of an address that was checked. Network failures become DocumentError."""
    import httpcore

    from documents.web.exchange import get

    name = _parsed(url)
    port = name.port or (443 if name.scheme == "https" else 80)
    address = _checked_address(name.host, port, url=url, limits=limits)
    # The name is asked for, the address connected to. A proxy would connect to one that nobody checked.
    target = httpcore.URL(scheme=name.scheme, host=address, port=port, target=name.raw_path)
    headers = _HEADERS | {"Host": name.netloc.decode("ascii")}
    try:
        with get(target, headers, limits.deadline, tls_name=name.raw_host.decode("ascii")) as reply:
            yield reply
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _unreachable(url, error) from error


def _parsed(url: str) -> "httpx.URL":
    """The parts of a web address. Raises DocumentError."""
    import httpx

    try:
        parsed = httpx.URL(url)
        if len(url) > _LONGEST_ADDRESS or parsed.scheme not in ("http", "https") or not parsed.host:
            raise _not_an_address(url)
        if parsed.port is not None and not 0 < parsed.port < 65_536:
            raise _not_an_address(url)
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: idna's, and half characters
        raise _not_an_address(url) from error
    return parsed


def _checked_address(host: str, port: int, *, url: str, limits: _Limits) -> str:
    """An address of `host`; all of them must be public."""
    from documents.web.exchange import addresses

    try:
        resolved = addresses(host, port, limits.deadline)
    except (OSError, ValueError) as error:
        raise DocumentError(
            f"{_one_line(url)} cannot be reached: there is no site named {_one_line(host)}, or no network.",
            "Check the address and the network connection.",
        ) from error
    if not limits.allow_private and not all(is_public(address) for address in resolved):
        raise DocumentError(
            f"{_one_line(url)} is inside this computer or its network, where Footnote does not fetch.",
            "Save the page as a file and add that.",
        )
    return resolved[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it hides in an IPv6 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _redirected(url: str, location: str) -> str:
    import httpx

    try:
        target = str(httpx.URL(url).join(location))
        _parsed(target)
    except (httpx.InvalidURL, ValueError, DocumentError) as error:
        raise DocumentError(
            f"{_one_line(url)} redirects to {_one_line(location)}, which is not a web address.",
            "Open it in a browser and save the page as a file.",
        ) from error
    return target


def _saved(reply: "Reply", url: str, folder: Path, limits: _Limits) -> Path:
    if not 200 <= reply.status < 300:
        raise _refused(url, reply.status)
    media_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = folder / _file_name(url, media_type)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for part in _within(_body(reply, url), url, limits):
                file.write(part)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _body(reply: "Reply", url: str) -> Iterator[bytes]:
    """The body, unpacked. Raises DocumentError where it cannot be."""
    try:
        yield from unpacked(reply.parts, reply.headers.get("content-encoding", ""))
    except CannotUnpack as error:
        raise DocumentError(
            f"What {_one_line(url)} sends cannot be read: {error}.",
            "Save the page in a browser and add the file.",
        ) from error


def _within(parts: Iterator[bytes], url: str, limits: _Limits) -> Iterator[bytes]:
    """The parts, as long as they are within size and time."""
    size = 0
    for part in parts:
        limits.deadline.left()
        size += len(part)
        if size > limits.bytes:
            raise DocumentTooLarge(
                f"{_one_line(url)} is larger than {limits.bytes // 1_000_000} MB.",
                "Raise the setting for the largest file, or add a part of it.",
            )
        yield part


def _file_name(url: str, media_type: str) -> str:
    """A safe name that keeps the address's own, with the suffix of its type; no two addresses share one."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    stem, dot, suffix = re.sub(r"[^A-Za-z0-9_.-]+", "-", last).strip(".-").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    known = _SUFFIXES.get(media_type) if media_type != "text/plain" or not suffix else None
    ending = known or (f".{suffix}" if suffix else "")
    return f"{(stem or 'page')[:60]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{ending[:12]}"


def _refused(url: str, status: int) -> DocumentError:
    where = _one_line(url)
    if status in (404, 410):
        return DocumentError(f"There is nothing at {where} (status {status}).", "Check the address.")
    if status in (401, 403, 407, 451):
        return DocumentError(
            f"{where} is not open to everyone (status {status}).",
            "Save the page in a browser and add the file.",
        )
    return DocumentError(f"{where} answered with an error (status {status}).", "Try again later.")


def _unreachable(url: str, error: Exception) -> DocumentError:
    """The error for what the network or the server did, in the library's words."""
    reason = on_one_line(str(error)).rstrip(".")[:_SHOWN_CHARACTERS] or type(error).__name__
    return DocumentError(
        f"{_one_line(url)} cannot be reached: {reason}.", "Check the network connection and try again."
    )


def _not_an_address(url: str) -> DocumentError:
    return DocumentError(f"{_one_line(url)} is not a web address.", "Write it as https://example.org/page.")


def _one_line(text: str) -> str:
    """`text` as a message can hold it: on one line, not too long."""
    line = on_one_line(text)
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
