"""What goes over the wire to a language model and back: a request, its tokens, its failures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from assistant.llm.endpoint import Endpoint, refuse_status, unreachable
from assistant.types import Wait
from documents.errors import ModelError, ModelUnreachable
from index.models.telemetry import disable_telemetry
from index.servers.retries import BUSY, retry_after_seconds

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


class RequestRefused(ModelError):
    """The server refused the request's form (400 or 422): without the optional parts it may take it."""


class ServerBusy(Exception):
    """The server has no time now: `error` says so, `asked_seconds` is the wait that it asked for."""

    def __init__(self, error: ModelError, asked_seconds: float | None) -> None:
        super().__init__(str(error))
        self.error = error
        self.asked_seconds = asked_seconds


def server_busy(endpoint: Endpoint, error: Exception) -> ServerBusy | None:
    """That the server has no time now, where an error of the OpenAI client's means that."""
    import openai

    if not isinstance(error, openai.APIStatusError) or error.status_code not in BUSY:
        return None
    return ServerBusy(
        model_error(endpoint, error), retry_after_seconds(error.response.headers.get("retry-after"))
    )


def model_error(endpoint: Endpoint, error: Exception) -> ModelError:
    """Our error for one of the OpenAI client's or of httpx, or for what a strange reply made of either."""
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
            return stopped(endpoint)
        return unreachable(endpoint, cause if isinstance(cause, Exception) else error)
    if isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError, OSError)):
        return stopped(endpoint)
    if isinstance(error, (httpx.TimeoutException, httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return unreachable(endpoint, error)
    reason = f" ({' '.join(str(error).split())[:160]})" if isinstance(error, openai.OpenAIError) else ""
    return ModelError(
        f"The model server at {endpoint.url} sent something that cannot be read{reason}.", "Check llm."
    )


def stopped(endpoint: Endpoint) -> ModelUnreachable:
    """The error for a connection that broke in mid-answer."""
    again = "Ask again: it is started anew." if endpoint.embedded else "Start it again, then ask again."
    return ModelUnreachable("The model server stopped before the answer was complete.", again)


def chunks(endpoint: Endpoint, client: httpx.Client, request: Request) -> Iterator[Any]:
    """The server's own chunks: LlamaIndex leaves their log-probabilities out of its responses (0.14)."""
    disable_telemetry()
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
        options["extra_body"] = {"cache_prompt": request.cache_prompt, "return_progress": True}
    return options


def progress(chunk: Any) -> Wait | None:  # Any: an openai chunk with llama.cpp's extras
    """How much of the prompt the embedded server has read, where the chunk tells it."""
    record = (chunk.model_extra or {}).get("prompt_progress")
    return Wait("reading", int(record["processed"]), int(record["total"])) if record else None


def pieces(choice: Any) -> Iterator[Piece]:  # Any: an openai Choice, whose extras differ by server
    """The tokens in one choice of a chunk; none where it carries no text."""
    text = choice.delta.content or ""
    tokens = (choice.logprobs.content if choice.logprobs else None) or []
    if len(tokens) > 1 and "".join(token.token for token in tokens) == text:
        yield from (_piece(token, token.token) for token in tokens)
    elif tokens and text:
        yield _piece(min(tokens, key=_least), text)  # one letter of several tokens
    elif text:
        yield Piece(text)


def _least(token: Any) -> float:
    logprob = _logprob(token.logprob)
    return 0.0 if logprob is None else logprob


def _piece(token: Any, text: str) -> Piece:
    alternatives = (
        (alternative.token, _logprob(alternative.logprob)) for alternative in token.top_logprobs or []
    )
    top = [(name, logprob) for name, logprob in alternatives if isinstance(name, str) and logprob is not None]
    return Piece(text, _logprob(token.logprob), tuple(sorted(top, key=lambda pair: -pair[1])))


def _logprob(value: Any) -> float | None:  # Any: whatever a server puts there
    """The log-probability, or None for what is none: a word, NaN, infinity, or above 0 but for rounding."""
    if not isinstance(value, int | float) or not math.isfinite(value) or value > 0.01:
        return None
    return min(0.0, float(value))
