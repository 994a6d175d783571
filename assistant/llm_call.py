"""One streamed answer of a language model, read in a thread of its own so that it can be stopped any time.

The OpenAI client blocks until the server has read the whole prompt. So the socket is kept at hand, and
stopping shuts it down under the client: the server notices, and the blocked thread ends with an error
that nobody reads.
"""

import queue
import socket
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from assistant.endpoint import Endpoint, EndpointSource, http_client, refuse_status, unreachable
from documents.errors import FootnoteError, ModelError, ModelTimedOut, ModelUnreachable

ALTERNATIVES = 8  # of each token, with their log-probabilities
SEED = 7
WAIT_SECONDS = 3600.0  # for the socket; how long a person waits is the caller's limit


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of what the model reads."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One token: its log-probability and the most likely alternatives, best first (empty where not given)."""

    text: str
    logprob: float | None = None
    top: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask: `plain` leaves out what some servers refuse (log-probabilities, seed, usage)."""

    messages: Sequence[Message]
    max_tokens: int
    context: int
    plain: bool = False
    cache_prompt: bool = True


@dataclass(frozen=True, slots=True)
class Finished:
    """How the answer ended ("stop", "length", ...) and the tokens of the prompt, if the server tells."""

    reason: str | None
    prompt_tokens: int | None


class ModelCall:
    """A request on its way. Use once: `pieces()`, and `cancel()` from any thread."""

    def __init__(self, source: EndpointSource, request: Request, *, seconds: float) -> None:
        self.finished: Finished | None = None
        self._source = source
        self._request = request
        self._seconds = seconds
        self._queue: queue.SimpleQueue[Piece | Finished | Exception] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._socket: socket.socket | None = None
        self._guard = threading.Lock()

    def pieces(self) -> Generator[Piece, None, None]:
        """The tokens as they come. Raises ModelError; ModelTimedOut after `seconds` without a token."""
        threading.Thread(target=self._work, name="model-call", daemon=True).start()
        while True:
            try:
                item = self._queue.get(timeout=self._seconds)
            except queue.Empty:
                raise ModelTimedOut(
                    f"The language model wrote nothing for {self._seconds:.0f} seconds.",
                    "Ask again, or raise llm_timeout.",
                ) from None
            if isinstance(item, Exception):
                raise item
            if isinstance(item, Finished):
                self.finished = item
                return
            yield item

    def cancel(self) -> None:
        """Closes the connection at once; a thread that waits in `pieces()` gets a ModelError."""
        with self._guard:
            self._cancelled.set()
            _shut(self._socket)
        self._queue.put(ModelError("The language model was stopped.", "Ask again."))

    def _work(self) -> None:
        """Runs in the thread: everything that blocks; what fails goes into the queue."""
        try:
            endpoint = self._source.ensure()
            with http_client(endpoint, seconds=WAIT_SECONDS) as client:
                client.event_hooks = {"request": [self._watch]}
                self._queue.put(self._read(endpoint, client))
        except FootnoteError as error:
            self._queue.put(error)
        except (
            Exception
        ) as error:  # a bug, or an error of a library that model_error does not know: shown, not lost
            self._queue.put(error)

    def _watch(self, request: httpx.Request) -> None:
        """Before each request: asks httpx to tell of the socket it opens."""
        request.extensions["trace"] = self._keep_socket

    def _keep_socket(self, event: str, info: Mapping[str, Any]) -> None:  # Any: httpx's trace values
        if event not in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            return
        with self._guard:
            self._socket = info["return_value"].get_extra_info("socket")
            if self._cancelled.is_set():
                _shut(self._socket)

    def _read(self, endpoint: Endpoint, client: httpx.Client) -> Finished:
        import openai

        reason: str | None = None
        tokens: int | None = None
        try:
            for chunk in _chunks(endpoint, client, self._request):
                if chunk.usage is not None:
                    tokens = chunk.usage.prompt_tokens
                for choice in chunk.choices[:1]:
                    reason = choice.finish_reason or reason
                    for piece in _pieces(choice):
                        self._queue.put(piece)
        except (openai.OpenAIError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise model_error(endpoint, error) from error
        if reason is None:  # the stream ended without saying so
            raise _stopped(endpoint)
        return Finished(reason, tokens)


class RequestRefused(ModelError):
    """The server refused the request's form (400 or 422): without the optional parts it may take it."""


def model_error(endpoint: Endpoint, error: Exception) -> ModelError:
    """Our error for one of the OpenAI client's or of httpx."""
    import openai

    if isinstance(error, openai.APIStatusError):
        try:
            refuse_status(endpoint, error.status_code, error.response.text)
        except ModelError as ours:
            form = error.status_code in (400, 422)
            return RequestRefused(ours.message, ours.next_step) if form else ours
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        broken = isinstance(cause, httpx.NetworkError | httpx.RemoteProtocolError)
        if broken and not isinstance(cause, httpx.ConnectError):
            return _stopped(endpoint)
        return unreachable(endpoint, cause if isinstance(cause, Exception) else error)
    if isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError, OSError)):
        return _stopped(endpoint)
    if isinstance(error, httpx.TimeoutException):
        return unreachable(endpoint, error)
    return ModelError(
        f"The model server at {endpoint.url} sent something that cannot be read ({error}).", "Check llm."
    )


def _stopped(endpoint: Endpoint) -> ModelUnreachable:
    again = "Ask again: it is started anew." if endpoint.embedded else "Start it again, then ask again."
    return ModelUnreachable("The model server stopped before the answer was complete.", again)


def _chunks(endpoint: Endpoint, client: httpx.Client, request: Request) -> Iterator[Any]:
    """The server's own chunks: LlamaIndex leaves their log-probabilities out of its responses (0.14)."""
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    model = OpenAILike(
        model=endpoint.model,
        api_base=endpoint.url,
        api_key=endpoint.key or "none",  # empty: it would send OPENAI_API_KEY to whatever server this is
        is_chat_model=True,
        context_window=request.context,
        max_tokens=request.max_tokens,
        temperature=0.0,
        timeout=WAIT_SECONDS,
        max_retries=0,
        http_client=client,
    )
    messages = [ChatMessage(role=message.role, content=message.text) for message in request.messages]
    for response in model.stream_chat(messages, **_options(endpoint, request)):
        yield response.raw


def _options(endpoint: Endpoint, request: Request) -> dict[str, Any]:  # Any: parameters of a JSON body
    options: dict[str, Any] = {}
    if not request.plain:
        options |= {"logprobs": True, "top_logprobs": ALTERNATIVES, "seed": SEED}
        options["stream_options"] = {"include_usage": True}
    if endpoint.embedded:
        options["extra_body"] = {"cache_prompt": request.cache_prompt}
    return options


def _pieces(choice: Any) -> Iterator[Piece]:  # Any: an openai Choice, whose extras differ by server
    text = choice.delta.content or ""
    tokens = (choice.logprobs.content if choice.logprobs else None) or []
    if len(tokens) > 1 and "".join(token.token for token in tokens) == text:
        yield from (_piece(token, token.token) for token in tokens)
    elif tokens and text:
        yield _piece(min(tokens, key=lambda token: token.logprob), text)  # one letter of several tokens
    elif text:
        yield Piece(text)


def _piece(token: Any, text: str) -> Piece:
    top = tuple((other.token, other.logprob) for other in token.top_logprobs or [])
    return Piece(text, token.logprob, tuple(sorted(top, key=lambda pair: -pair[1])))


def _shut(connection: socket.socket | None) -> None:
    if connection is None:
        return
    try:
        socket.socket.shutdown(
            connection, socket.SHUT_RDWR
        )  # not SSLSocket's own, which is not safe across threads
    except OSError:
        return  # closed already
