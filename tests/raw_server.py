"""A server on loopback that answers with the very bytes it is given, also those that break every rule."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

Reply = Iterable[bytes | float]  # what is sent, and how many seconds are waited in between


@contextmanager
def answering(*replies: Reply) -> Iterator[str]:
    """The address of a server that gives these replies, one a connection, the last one again and again."""
    listener = socket.create_server(("127.0.0.1", 0))
    left = list(replies)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            reply = left.pop(0) if len(left) > 1 else left[0]
            threading.Thread(target=_answer, args=(connection, reply), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def page(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole reply with this body."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers, b"", body]
    return b"\r\n".join(lines)


def _answer(connection: socket.socket, reply: Reply) -> None:
    with connection:
        connection.recv(65_536)
        try:
            for part in reply:
                if isinstance(part, bytes):
                    connection.sendall(part)
                else:
                    time.sleep(part)
        except OSError:  # the client hung up, which is what some tests are about
            return
