"""A scripted OpenAI-compatible server on loopback that records what it was asked."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.loopback import listening


def token(text, logprob=-0.1, top=()):
    """One streamed token as llama.cpp and OpenAI send it."""
    alternatives = [{"token": other, "logprob": value, "bytes": None} for other, value in top]
    entry = {"token": text, "logprob": logprob, "bytes": None, "top_logprobs": alternatives}
    return chunk({"content": text}, logprobs={"content": [entry]})


def chunk(delta, *, reason=None, logprobs=None, usage=None):
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": logprobs}
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [] if usage else [choice],
        "usage": usage,
    }


END = chunk({}, reason="stop")
USAGE = chunk({}, usage={"prompt_tokens": 42, "completion_tokens": 2, "total_tokens": 44})


class Script:
    """What the server says: `answers` are used up one a chat call, the last one again and again.

    An answer is a list of chunks, or (status, body) or (status, body, headers); a chunk may be a function,
    which is called: to wait, or to break the connection by raising ConnectionError.
    """

    def __init__(self, *answers, models=("m",), key=""):
        self.answers = list(answers)
        self.models = models
        self.key = key
        self.requests = []
        self.left = threading.Event()  # a client went away in mid-answer
        self.url = ""

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def running(script):
    class Handler(_Handler):
        pass

    Handler.script = script
    with listening(Handler) as address:
        script.url = f"{address}/v1"
        yield script


class _Handler(BaseHTTPRequestHandler):
    script: Script
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        if self.path != "/v1/models":
            self._whole(404, "not found")
        elif self._refused():
            self._whole(401, {"error": {"message": "bad key"}})
        elif isinstance(self.script.models, str):
            self._whole(200, self.script.models)
        else:
            self._whole(200, {"data": [{"id": name} for name in self.script.models]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.body, self._headed = body, False
        self.script.requests.append((self.path, dict(self.headers), body))
        if self._refused():
            return self._whole(401, {"error": {"message": "bad key"}})
        answer = self.script.next_answer()
        if isinstance(answer, tuple):
            return self._whole(*answer)
        if not body.get("stream"):
            return self._whole(200, {"choices": [{"message": {"role": "assistant", "content": "yes"}}]})
        return self._stream(answer)

    def _refused(self):
        return self.script.key and self.headers["Authorization"] != f"Bearer {self.script.key}"

    def _whole(self, status, body, headers=()):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, chunks):
        try:
            for item in chunks:
                if callable(item):
                    item(self)
                    continue
                self._head_once()
                self._part(f"data: {json.dumps(item)}\n\n".encode())
            self._head_once()
            self._part(b"data: [DONE]\n\n")
            self._part(b"")
        except ConnectionError:
            self.close_connection = True

    def _head_once(self):
        if not self._headed:
            self._headed = True
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

    def _part(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def until_client_leaves(handler):
    """A chunk that stands for a server busy reading the prompt: it ends when the client hangs up."""
    handler.connection.settimeout(10)
    if handler.connection.recv(1) == b"":
        handler.script.left.set()
    raise ConnectionError


def break_off(handler):
    """A chunk that stands for a server killed in mid-answer."""
    raise ConnectionError
