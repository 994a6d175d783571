"""The language model: one path, an OpenAI-compatible server through LlamaIndex, embedded or anywhere else."""

import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from assistant.addresses import clean_url
from assistant.llm.call import ModelCall
from assistant.llm.endpoint import Endpoint, EndpointSource, check_endpoint, list_models, refuse_unknown_model
from assistant.llm.fair_queue import FairQueue
from assistant.llm.protocol import Message, Piece, Request, RequestRefused, ServerBusy
from assistant.settings import Settings
from assistant.types import Wait
from documents.errors import BadValue, ModelError, ModelUnreachable
from index.models.telemetry import disable_telemetry
from index.servers.addresses import split_login

# Answers that are asked for at a time, unless a person says otherwise
SERVER_AT_ONCE = 8
EMBEDDED_AT_ONCE = 2  # the SLOTS of the embedded server
SHORT_ANSWER = 8  # tokens of an answer


@runtime_checkable
class ChatModel(Protocol):
    """What the pipeline needs of a language model."""

    @property
    def name(self) -> str:
        """The model's name for a person."""

    @property
    def measured(self) -> bool:
        """Whether it is the model that the confidence was measured with.

        A draft of any other is believed where the checker finds it (declining/unmeasured_models.py).
        """

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        """The answer as it is written, before it what is waited for. Closing the generator stops the model.

        Raises ModelError.
        """

    def check(self) -> None:
        """Nothing when the model can answer; raises ModelError with what is wrong and what to do."""

    def close(self) -> None:
        """Stops what is on its way."""


@runtime_checkable
class Stoppable(Protocol):
    """A model whose answers can be stopped from another thread."""

    def stop(self, thread: int | None = None) -> None:
        """Stops the answers that this thread reads."""


class OpenAIChatModel:
    """A ChatModel behind an OpenAI-compatible server.

    `last_prompt_tokens` and `last_finish` ("stop", "length") tell of the last complete answer; None where
    the server does not say. With `cache_prompt=False` the embedded server reads each prompt anew (but for one
    that continues the last), so that an answer does not depend on the questions before it. `at_once` answers
    are written at a time; who asks for another one waits, in the order of asking.
    """

    def __init__(
        self,
        source: EndpointSource,
        *,
        name: str,
        context: int = 4096,
        timeout: float = 300.0,
        cache_prompt: bool = True,
        measured: bool = False,
        at_once: int = SERVER_AT_ONCE,
    ) -> None:
        self.name = name
        self.measured = measured
        self.context = context
        self.last_prompt_tokens: int | None = None
        self.last_finish: str | None = None
        self._source = source
        self._timeout = timeout
        self.cache_prompt = cache_prompt
        self._last: Sequence[Message] = ()  # what the server read last
        self._plain = False  # learnt: this server refuses log-probabilities and the like
        self._queue = FairQueue(at_once)
        self._calls: dict[ModelCall, int] = {}  # each with the thread that reads it

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        """The answer as it is written, one token a piece, and what is waited for before the first.

        Closing the generator closes the connection, also while the server still reads the prompt. A server
        that goes away before the first token is asked once more: it may have been another process's. One that
        has no time now is asked again for some seconds, as it says or more and more seldom.
        Raises ModelUnreachable, ModelTimedOut, ModelMissing or another ModelError.
        """
        begun = False
        try:
            for item in self._stream(messages, max_tokens):
                begun = begun or isinstance(item, Piece)
                yield item
        except ModelUnreachable as error:
            if begun or isinstance(error.__cause__, ServerBusy):  # that was asked again and again already
                raise
            yield from self._stream(messages, max_tokens)

    def _stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[Piece | Wait, None, None]:
        try:
            yield from self._call(messages, max_tokens, plain=self._plain)
        except RequestRefused:
            if self._plain:
                raise
            yield from self._call(messages, max_tokens, plain=True)
            self._plain = True

    def check(self) -> None:
        """Nothing when the model can answer; raises ModelError with what is wrong and what to do."""
        check_endpoint(self._source.ensure())

    def warm_up(self) -> None:
        """Returns at once; loads the client library and starts the embedded server in the background."""
        threading.Thread(target=self._load, name="model-warm-up", daemon=True).start()

    def stop(self, thread: int | None = None) -> None:
        """Stops the answers on their way, or only those that one thread reads (its `get_ident()`).

        To be called from any thread; who reads them gets a ModelError.
        """
        for call, reader in list(self._calls.items()):
            if thread in (None, reader):
                call.cancel()

    def close(self) -> None:
        """Stops the answers on their way. The embedded server lives on: it ends with the process."""
        self.stop()

    def _call(
        self, messages: Sequence[Message], max_tokens: int, *, plain: bool
    ) -> Generator[Piece | Wait, None, None]:
        # A prompt that continues the last one depends on that one in any case.
        cached = self.cache_prompt or _continues(messages, self._last)
        request = Request(messages, max_tokens, self.context, plain=plain, cache_prompt=cached)
        # What is asked about a draft is short and goes before the drafts of others: that question came first.
        place = self._queue.join(ahead=max_tokens <= SHORT_ANSWER)
        call = ModelCall(self._source, request, seconds=self._timeout, place=place)
        self._calls[call] = threading.get_ident()
        try:
            yield from call.pieces()
        finally:
            call.cancel()
            self._calls.pop(call, None)
        if call.finished is not None:
            self._last = messages
            self.last_finish, self.last_prompt_tokens = call.finished.reason, call.finished.prompt_tokens

    def _load(self) -> None:
        disable_telemetry()
        import llama_index.llms.openai_like  # noqa: F401  # takes seconds the first time

        try:
            self._source.ensure()
        except ModelError:
            return  # the first question reports it


def _continues(messages: Sequence[Message], last: Sequence[Message]) -> bool:
    """Whether `messages` begin with all of `last`, but for the last paragraph, which may differ or go on.

    So a probe of the same passages and question continues the prompt that it probes.
    """
    if not last or len(messages) < len(last) or list(messages[: len(last) - 1]) != list(last[:-1]):
        return False
    here, before = messages[len(last) - 1], last[-1]
    common, _, _ = before.text.rpartition("\n\n")
    return here.role == before.role and here.text.startswith(common or before.text)


class RemoteModel:
    """The endpoint of a server that somebody else runs; its only model is taken where none is named."""

    def __init__(self, url: str, *, key: str, model: str) -> None:
        address, login = split_login(clean_url(url))
        self._endpoint = Endpoint(address, key, model, login=login)

    def ensure(self) -> Endpoint:
        """The endpoint; raises ModelError when no model is named and the server offers several or none."""
        if not self._endpoint.model:
            names = list_models(self._endpoint) or []
            if len(names) != 1:
                refuse_unknown_model(self._endpoint, names or ["(see the server's own list)"])
            self._endpoint = replace(self._endpoint, model=names[0])
        return self._endpoint


def open_chat_model(settings: Settings, *, cache_prompt: bool = True) -> OpenAIChatModel | None:
    """The model that the settings name, or None for "none"; nothing is started yet.

    Raises ModelMissing when the weights or the server program are not there, BadValue for a setting that fits
    nothing.
    """
    if settings.llm == "none":
        return None
    source, name = _source(settings)
    return OpenAIChatModel(
        source,
        name=name,
        at_once=settings.llm_at_once or (SERVER_AT_ONCE if "://" in settings.llm else EMBEDDED_AT_ONCE),
        context=settings.llm_context,
        timeout=settings.llm_timeout,
        cache_prompt=cache_prompt,
        measured=settings.llm == "embedded",
    )


def try_model(settings: Settings) -> str:
    """One sentence on the model that the settings name: its name and seconds.

    Asks it for one word, and keeps nothing. Raises ModelError with what is wrong and what to do.
    """
    started = time.perf_counter()
    if settings.llm == "none":
        return "No language model: answers are the closest quotes."
    source, name = _source(settings)
    endpoint = source.ensure()
    check_endpoint(endpoint)
    answered = name if endpoint.embedded else endpoint.model
    return f"Connected: {answered} answered in {time.perf_counter() - started:.1f} s."


def _source(settings: Settings) -> tuple[EndpointSource, str]:
    if "://" not in settings.llm:
        return _embedded(settings)
    source = RemoteModel(settings.llm, key=settings.llm_key, model=settings.llm_model)
    return source, settings.llm_model or split_login(clean_url(settings.llm))[0]


def _embedded(settings: Settings) -> tuple[EndpointSource, str]:
    from assistant.llm.server import EmbeddedServer, require_program
    from assistant.llm.weights import MODEL_NAME, check_gguf, joined_model

    require_program()
    if settings.llm == "embedded":
        path, name = joined_model(settings.models), MODEL_NAME
    elif settings.llm.endswith(".gguf"):
        path = check_gguf(Path(settings.llm).expanduser().absolute())
        name = path.stem
    else:
        raise BadValue(f"llm cannot be {settings.llm!r}.", "Set it to embedded, none, a .gguf file or a URL.")
    server = EmbeddedServer(
        settings.models,
        model_path=path,
        context=settings.llm_context,
        threads=settings.threads,
        log_folder=settings.home / "log",
    )
    return server, name
