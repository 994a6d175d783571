"""One web page or file from its address, within limits, and never from inside the user's network.

Every address a name resolves to is checked, at every redirect, and the connection goes to the
address that was checked, so that a name which changes its address in between gains nothing.
"""

import hashlib
import ipaddress
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from documents.errors import DocumentError, DocumentTooLarge

if TYPE_CHECKING:
    import httpx

_REDIRECTS = 5
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
class Fetched:
    """A file that was fetched: where it lies now, the address it came from at last, its stated type."""

    path: Path
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class _Limits:
    bytes: int
    deadline: float  # of time.monotonic()
    seconds: float
    allow_private: bool

    def left(self, url: str) -> float:
        """The seconds left. Raises DocumentError where there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _slow(url, self.seconds)
        return left


def is_url(text: str) -> bool:
    """Whether `text` is meant as a web address rather than a path."""
    return re.match(r"https?://", text.strip(), re.IGNORECASE) is not None


def fetch(url: str, folder: Path, *, megabytes: int, seconds: float, allow_private: bool = False) -> Fetched:
    """The file at an http or https address, saved in `folder`.

    Raises DocumentTooLarge over `megabytes`, DocumentError for every other reason it cannot be had.
    """
    limits = _Limits(megabytes * 1_000_000, time.monotonic() + seconds, seconds, allow_private)
    url = url.strip()
    for _ in range(_REDIRECTS + 1):
        with _open(url, limits) as response:
            if not response.has_redirect_location:
                return _saved(response, url, folder, limits)
            url = _redirected(url, response.headers["location"])
    raise DocumentError(f"{url} redirects too often.", "Open it in a browser and add the address it ends at.")


@contextmanager
def _open(url: str, limits: _Limits) -> Iterator["httpx.Response"]:
    """The response, connected to an address that was checked. Network failures become DocumentError."""
    import httpx

    address, name = _connection(url, limits)
    headers = _HEADERS | {"Host": name.netloc.decode("ascii")}
    extensions = {"sni_hostname": name.raw_host.decode("ascii")} if name.scheme == "https" else {}
    try:
        # trust_env is off: a proxy would connect to an address that nobody checked.
        with httpx.Client(trust_env=False, timeout=limits.left(url)) as client:
            request = client.build_request("GET", address, headers=headers, extensions=extensions)
            response = client.send(request, stream=True)
            try:
                yield response
            finally:
                response.close()
    except httpx.TimeoutException as error:
        raise _slow(url, limits.seconds) from error
    except httpx.HTTPError as error:
        raise DocumentError(
            f"{url} cannot be reached: {_reason(error)}.", "Check the network connection and try again."
        ) from error


def _connection(url: str, limits: _Limits) -> "tuple[httpx.URL, httpx.URL]":
    """The URL with a checked address in place of the name, and the URL as it was."""
    import httpx

    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _not_an_address(url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _not_an_address(url)
    port = parsed.port or (443 if parsed.scheme == "https" else 80)
    address = _checked_address(parsed.host, port, url=url, allow_private=limits.allow_private)
    return parsed.copy_with(host=address, username="", password=""), parsed


def _checked_address(host: str, port: int, *, url: str, allow_private: bool) -> str:
    """An address of `host`; all of them must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DocumentError(
            f"{url} cannot be reached: there is no site named {host}, or no network.",
            "Check the address and the network connection.",
        ) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(is_public(address) for address in addresses):
        raise DocumentError(
            f"{url} is inside this computer or its network, where Footnote does not fetch.",
            "Save the page as a file and add that.",
        )
    return addresses[0]


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
        return str(httpx.URL(url).join(location))
    except httpx.InvalidURL as error:
        raise _not_an_address(location) from error


def _saved(response: "httpx.Response", url: str, folder: Path, limits: _Limits) -> Fetched:
    if response.status_code >= 400:
        raise _refused(url, response.status_code)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = folder / _file_name(url, media_type)
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with path.open("wb") as file:
            for part in response.iter_bytes():
                limits.left(url)
                size += len(part)
                if size > limits.bytes:
                    raise DocumentTooLarge(
                        f"{url} is larger than {limits.bytes // 1_000_000} MB.",
                        "Raise the setting for the largest file, or add a part of it.",
                    )
                file.write(part)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Fetched(path, url, media_type or "application/octet-stream")


def _file_name(url: str, media_type: str) -> str:
    """A safe name that keeps the address's own, with the suffix of its type; no two addresses share one."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    stem, dot, suffix = re.sub(r"[^\w.-]+", "-", last).strip(".-").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    known = _SUFFIXES.get(media_type) if media_type != "text/plain" or not suffix else None
    ending = known or (f".{suffix}" if suffix else "")
    return f"{(stem or 'page')[:60]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{ending[:12]}"


def _refused(url: str, status: int) -> DocumentError:
    if status in (404, 410):
        return DocumentError(f"There is nothing at {url} (status {status}).", "Check the address.")
    if status in (401, 403, 407, 451):
        return DocumentError(
            f"{url} is not open to everyone (status {status}).",
            "Save the page in a browser and add the file.",
        )
    return DocumentError(f"{url} answered with an error (status {status}).", "Try again later.")


def _slow(url: str, seconds: float) -> DocumentError:
    return DocumentError(f"{url} took longer than {seconds:g} seconds.", "Try again, or save it as a file.")


def _not_an_address(url: str) -> DocumentError:
    return DocumentError(f"{url} is not a web address.", "Write it as https://example.org/page.")


def _reason(error: Exception) -> str:
    """What went wrong, in the library's words, on one line."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
