"""A scripted server of embeddings and rankings on loopback that records what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

from documents.library import Vectors
from tests.fakes import WordHashEmbedder
from tests.loopback import listening

Scores = Callable[[str, Sequence[str]], list[float]]


def shared_words(query: str, texts: Sequence[str]) -> list[float]:
    """The share of a query's words that each text has."""
    asked = set(query.lower().split())
    return [len(asked & set(text.lower().split())) / max(len(asked), 1) for text in texts]


class SearchServer:
    """What the server does. `refusals` are (status, headers) that are used up before it answers at all."""

    def __init__(self) -> None:
        self.url = ""
        self.embed: Callable[[list[str]], Vectors] = WordHashEmbedder().embed
        self.score: Scores = shared_words
        self.models: Sequence[str] = ("words",)
        self.served = "words"  # the model that it names in its answers
        self.key = ""
        self.paths = ("/v1/embeddings", "/v1/models", "/rerank")
        self.form = "documents"  # or "texts", as text-embeddings-inference has it
        self.longest = 1_000_000  # characters of a text
        self.most = 1_000  # texts of a request
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.raw: bytes | None = None  # what it sends instead of an answer
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = 0  # the most requests that were on their way together
        self.gate = threading.Event()  # who closes it has all requests wait
        self.gate.set()
        self._now = 0
        self._guard = threading.Lock()

    def came(self, change: int) -> None:
        """Counts the requests on their way."""
        with self._guard:
            self._now += change
            self.at_once = max(self.at_once, self._now)

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, object]:
        """Status and body of an answer."""
        texts = body.get("input") or body.get(self.form)
        if texts is None:
            return 422, {"error": f"missing field `{self.form}`"}
        if len(texts) > self.most or any(len(text) > self.longest for text in texts):
            return 400, {"error": {"message": "the input is too long"}}
        if path.endswith("/embeddings"):
            rows = [{"index": n, "embedding": row.tolist()} for n, row in enumerate(self.embed(texts))]
            return 200, {"model": self.served, "data": rows[::-1]}
        scored = sorted(enumerate(self.score(body["query"], texts)), key=lambda pair: -pair[1])
        if self.form == "texts":
            return 200, [{"index": n, "score": score} for n, score in scored]
        return 200, {"results": [{"index": n, "relevance_score": score} for n, score in scored]}


@contextmanager
def searching() -> Iterator[SearchServer]:
    """A server of this kind while it runs."""
    script = SearchServer()

    class Handler(_Handler):
        server_script = script

    with listening(Handler) as script.url:
        try:
            yield script
        finally:
            script.gate.set()


class _Handler(BaseHTTPRequestHandler):
    server_script: SearchServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        if self.path not in self.server_script.paths:
            return self._send(404, {"detail": "Not Found"})
        return self._send(200, {"data": [{"id": name} for name in self.server_script.models]})

    def do_POST(self) -> None:
        script = self.server_script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        script.asked.append((self.path, body))
        script.headers.append(dict(self.headers))
        script.came(1)
        try:
            script.gate.wait(20)
            if script.refusals:
                status, headers = script.refusals.pop(0)
                return self._send(status, {"error": "overloaded"}, headers)
            if script.key and self.headers.get("Authorization") != f"Bearer {script.key}":
                return self._send(401, {"error": "bad key"})
            if self.path not in script.paths:
                return self._send(404, {"detail": "Not Found"})
            return self._send(*script.answer(self.path, body))
        finally:
            script.came(-1)

    def _send(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        content = self.server_script.raw or json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # the client hung up, which is what some tests are about
            self.wfile.write(content)
