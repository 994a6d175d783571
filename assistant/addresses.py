"""Where questions and quotes go: what the setting `llm` says about the computer that reads them."""

import re

import httpx

from documents.errors import BadValue

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# A password with one of these signs, behind digits that pass for a port: the address is read as another one.
_MISREAD = re.compile(r"://[^/@\s]{1,200}:\d{1,5}[/?#][^@]{0,500}@(?=localhost|[^/]{0,200}[.:])")
EXAMPLE = "Give an address such as http://127.0.0.1:11434/v1."


def sent_to(llm: str) -> str | None:
    """The host that questions and the quotes read for them go to; None: they stay on this computer.

    Judged on the host as the request itself is, so that `http://localhost@example.org` is example.org.
    Raises BadValue for an address that is none.

    >>> sent_to("embedded"), sent_to("http://localhost:11434/v1"), sent_to("https://Example.org/v1")
    (None, None, 'example.org')
    """
    if "://" not in llm:
        return None
    host = _parsed(llm).host
    return None if host in LOOPBACK else host


def check_address(llm: str) -> None:
    """Nothing for a model on this computer or an address that can be asked; raises BadValue."""
    if "://" in llm:
        _parsed(llm)


def server_address(typed: str) -> str:
    """The address of a server in what a person typed; raises BadValue.

    A key has a field of its own, where it is hidden; an address is shown and printed.
    """
    address = _parsed(typed)
    if address.userinfo:
        raise BadValue("The address has a name or a password in it.", "Put the key into its own field.")
    return clean_url(typed)


def same_server(one: str, other: str) -> bool:
    """Whether two addresses are of one server: what may be told to the one may be told to the other."""
    if "://" not in one or "://" not in other:
        return one == other
    first, second = _parsed(one), _parsed(other)
    return (first.scheme, first.host, first.port) == (second.scheme, second.host, second.port)


def without_password(llm: str) -> str:
    """`llm` as it may be shown: without a name and password in the address."""
    return split_login(llm)[0] if "://" in llm else llm


def clean_url(url: str) -> str:
    """The base address in `url`, which may have been copied with the end of a call in it."""
    return url.strip().rstrip("/").removesuffix("/chat/completions").removesuffix("/models").rstrip("/")


def split_login(url: str) -> tuple[str, tuple[str, str] | None]:
    """`url` without the name and password in it, and these; None where it has none, or is no address.

    >>> split_login("http://me:pw@localhost/v1"), split_login("http://localhost/v1")
    (('http://localhost/v1', ('me', 'pw')), ('http://localhost/v1', None))
    """
    try:
        address = httpx.URL(url)
        if not address.userinfo:
            return _MISREAD.sub("://", url), None
        return str(address.copy_with(userinfo=b"")), (address.username, address.password)
    except (httpx.InvalidURL, ValueError):  # ValueError: a host that idna does not know
        return re.sub(r"://.*@", "://", url, flags=re.DOTALL), None


def _parsed(llm: str) -> httpx.URL:
    try:
        address = httpx.URL(clean_url(llm))
        host = address.host
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: a host that idna does not know
        raise BadValue(f"{without_password(llm)!r} is not an address.", EXAMPLE) from error
    if address.scheme not in ("http", "https"):
        raise BadValue("An address begins with http:// or https://.", EXAMPLE)
    if not host:
        raise BadValue("The address has no host.", EXAMPLE)
    return address
