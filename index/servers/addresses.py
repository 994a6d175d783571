"""Addresses of servers: what may be shown of one, and whether it is on this computer.

httpx is imported where it is used: the settings of who has no server do not need it.
"""

import re

from documents.errors import BadValue

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# A password with one of these signs, behind digits that pass for a port: the address is read as another one.
_MISREAD = re.compile(r"://[^/@\s]{1,200}:\d{1,5}[/?#][^@]{0,500}@(?=localhost|[^/]{0,200}[.:])")

# A host with a port, behind a name and password perhaps. No name of a model is such a one.
_BARE = re.compile(r"(\S*@)?(\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5}(/\S*)?")


def is_address(value: str) -> bool:
    """Whether a setting is the address of a server, and not a name or a path."""
    return "://" in value


def lacks_scheme(value: str) -> bool:
    """Whether a setting is an address without its http://.

    >>> lacks_scheme("localhost:8080"), lacks_scheme("BAAI/bge-m3"), lacks_scheme("http://localhost:8080")
    (True, False, False)
    """
    return _BARE.fullmatch(value) is not None


def is_local(url: str) -> bool:
    """Whether an address is this computer's own; also False for what is no address."""
    import httpx

    try:
        return httpx.URL(url).host in LOOPBACK
    except (httpx.InvalidURL, ValueError):  # ValueError: a host that idna does not know
        return False


def check_server(setting: str, value: str, example: str) -> None:
    """Raises BadValue where the value of a setting is no http address."""
    import httpx

    shown = without_password(value)
    try:
        address = httpx.URL(value)
        host, _ = address.host, address.port
    except (httpx.InvalidURL, ValueError) as error:
        raise BadValue(
            f"{setting} cannot be {shown!r}: it is not an address.", f"Give one such as {example}."
        ) from error
    if address.scheme not in ("http", "https") or not host:
        raise BadValue(
            f"{setting} cannot be {shown!r}: an address begins with http:// or https:// and has a host.",
            f"Give one such as {example}.",
        )


def without_password(value: str) -> str:
    """A setting as it may be shown: without a name and password in an address."""
    return split_login(value)[0] if is_address(value) else value


def split_login(url: str) -> tuple[str, tuple[str, str] | None]:
    """`url` without the name and password in it, and these; None where it has none, or is no address.

    >>> split_login("http://me:pw@localhost/v1"), split_login("http://localhost/v1")
    (('http://localhost/v1', ('me', 'pw')), ('http://localhost/v1', None))
    """
    import httpx

    try:
        address = httpx.URL(url)
        if not address.userinfo:
            return _MISREAD.sub("://", url), None
        return str(address.copy_with(userinfo=b"")), (address.username, address.password)
    except (httpx.InvalidURL, ValueError):  # ValueError: a host that idna does not know
        return re.sub(r"://.*@", "://", url, flags=re.DOTALL), None
