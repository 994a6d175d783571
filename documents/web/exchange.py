"""One request over HTTP whose every step (name lookup, connection, TLS, headers, body) ends by one deadline.

The limits of HTTP clients are for each read: a server that sends a byte now and then is never too slow for
them. Here each read waits for what is left in all. Nothing is decoded, no cookie is kept, no proxy is asked.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore

SocketOption = Any  # as httpcore has it
Found = list[tuple[Any, ...]]  # as socket.getaddrinfo gives it


class OutOfTime(Exception):
    """The deadline has passed."""


class Deadline:
    """A moment `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds left, more than 0. Raises OutOfTime where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers: `parts` are the body as it was sent, to be read while the request is open."""

    status: int
    headers: Mapping[str, str]  # names in lower case; several of one name are joined by commas
    parts: Iterator[bytes]


def addresses(host: str, port: int, deadline: Deadline) -> list[str]:
    """The IP addresses of a host. Raises OutOfTime, OSError or ValueError.

    A lookup cannot be ended: one that takes too long is left behind in its thread.
    """
    answer: Future[Found] = Future()

    def look_up() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # whatever it is, raised where it is waited for
            answer.set_exception(error)

    threading.Thread(target=look_up, name="name-lookup", daemon=True).start()
    wait([answer], deadline.left())
    if not answer.done():
        raise OutOfTime
    return [str(entry[4][0]) for entry in answer.result()]


@contextmanager
def get(
    url: httpcore.URL, headers: Mapping[str, str], deadline: Deadline, *, tls_name: str
) -> Iterator[Reply]:
    """The reply of the server at `url`; its certificate must be of `tls_name`.

    Raises OutOfTime and httpcore's NetworkError and ProtocolError, also while the body is read.
    """
    try:
        with (
            httpcore.ConnectionPool(network_backend=_Network(deadline)) as pool,
            pool.stream(
                "GET", url, headers=[*headers.items()], extensions={"sni_hostname": tls_name}
            ) as response,
        ):
            yield Reply(response.status, _joined(response.headers), response.iter_stream())
    except httpcore.TimeoutException as error:
        raise OutOfTime from error


class _Network(httpcore.SyncBackend):
    """Connections that wait no longer than the deadline, whatever they are told."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        stream = super().connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # Any: as httpcore has it
        return self._stream.get_extra_info(info)


def _joined(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = _text(raw_name).lower(), _text(raw_value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _text(raw: bytes) -> str:
    """A header's text: ASCII by the rules, but servers send addresses as they have them."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
