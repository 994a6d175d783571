"""Where questions and quotes go: what the setting `llm` says about the computer that reads them."""

import httpx

from documents.errors import BadValue
from index.servers.addresses import LOOPBACK, is_address, without_password

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


def hosts_of_documents(*values: str) -> list[str]:
    """The hosts that passages go to, by the settings library, index, embedder and reranker; each once.

    >>> hosts_of_documents("embedded", "http://localhost:8000", "https://Example.org/v1", "http://example.org")
    ['example.org']
    """
    hosts = [_host(value) for value in values if is_address(value)]
    return list(dict.fromkeys(host for host in hosts if host not in LOOPBACK))


def _host(address: str) -> str:
    try:
        return httpx.URL(without_password(address)).host or "another server"
    except (httpx.InvalidURL, ValueError):  # of several hosts, as PostgreSQL takes them
        return "another server"


def server_address(typed: str) -> str:
    """The address of a server in what a person typed; raises BadValue.

    A key has a field of its own, where it is hidden; an address is shown and printed.
    """
    address = _parsed(typed)
    if address.userinfo:
        raise BadValue("The address has a name or a password in it.", "Put the key into its own field.")
    return clean_url(typed)


def same_server(first: str, second: str) -> bool:
    """Whether two addresses are of one server: what may be told to the one may be told to the other."""
    if "://" not in first or "://" not in second:
        return first == second
    url, other = _parsed(first), _parsed(second)
    return (url.scheme, url.host, url.port) == (other.scheme, other.host, other.port)


def clean_url(url: str) -> str:
    """The base address in `url`, which may have been copied with the end of a call in it."""
    return url.strip().rstrip("/").removesuffix("/chat/completions").removesuffix("/models").rstrip("/")


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
