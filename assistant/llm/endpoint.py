"""The address of a language model, and what is wrong with it when it does not answer."""

from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any, Protocol

import httpx

from documents.errors import ModelError, ModelTimedOut, ModelUnreachable
from index.servers.addresses import is_local
from index.servers.http_client import reason_given

CONNECT_SECONDS = 10.0
CHECK_SECONDS = 60.0  # a local server may still have to load the model


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address: `url` mostly ends in /v1; `key` is empty where none is needed.

    `url` is shown, logged and stored: a name and password that a person has put into it are its `login`.
    """

    url: str
    key: str
    model: str
    embedded: bool = False
    login: tuple[str, str] | None = None

    def __repr__(self) -> str:
        # Key and login stay out of logs and tracebacks.
        return f"Endpoint({self.url!r}, model={self.model!r})"


class EndpointSource(Protocol):
    """Something that can give an endpoint that answers now, starting a server where it must."""

    def ensure(self) -> Endpoint:
        """The endpoint; raises ModelError with the reason when there is none."""


def http_client(endpoint: Endpoint, *, seconds: float) -> httpx.Client:
    """A client for this address; proxies of the environment are not used for this machine's own."""
    trust_env = not is_local(endpoint.url)
    return httpx.Client(
        auth=endpoint.login,  # in place of the key, if there are both: a server reads one of them
        trust_env=trust_env,
        timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        verify=_certificates(trust_env=trust_env),
    )


@cache
def _certificates(*, trust_env: bool) -> SSLContext:
    """What servers are known by, read once: it takes 20 ms."""
    return httpx.create_ssl_context(trust_env=trust_env)


def list_models(endpoint: Endpoint) -> list[str] | None:
    """The names of the models offered there, or None where the server does not list them.

    Raises ModelError when nothing answers, the key is refused or the address is not that of such a server.
    """
    response = _send(endpoint, "GET", "/models")
    if response.status_code == 404:
        _suggest_v1(endpoint)
        return None
    refuse_status(endpoint, response.status_code, response.text)
    names = _names(response)
    if names is None:
        _suggest_v1(endpoint)
        raise ModelError(
            f"What answers at {endpoint.url} is not an OpenAI-compatible server.",
            "Check the address; it usually ends in /v1.",
        )
    return names


def check_endpoint(endpoint: Endpoint) -> None:
    """Nothing, when a model answers there; raises ModelError with what is wrong and what to do."""
    names = list_models(endpoint)
    if names and not endpoint.embedded:
        refuse_unknown_model(endpoint, names)
    body = {"model": endpoint.model, "messages": [{"role": "user", "content": "Say yes."}]}
    response = _send(endpoint, "POST", "/chat/completions", body={**body, "max_tokens": 1})
    refuse_status(endpoint, response.status_code, response.text)
    if not _is_completion(response):
        raise ModelError(
            f"The model server at {endpoint.url} sent something that cannot be read.", "Check llm."
        )


def refuse_unknown_model(endpoint: Endpoint, names: list[str]) -> None:
    """Raises ModelError when the model is not among `names`; Ollama's ':latest' may be left out."""
    if endpoint.model in names or f"{endpoint.model}:latest" in names:
        return
    first_names = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    problem = f"has no model named {endpoint.model!r}" if endpoint.model else "offers several models"
    raise ModelError(f"The server at {endpoint.url} {problem}.", f"Set llm_model to one of: {first_names}.")


def refuse_status(endpoint: Endpoint, status: int, text: str) -> None:
    """Raises the ModelError that an HTTP status stands for; 2xx passes."""
    if status < 300:
        return
    server, why = f"The server at {endpoint.url}", reason_given(text)
    if status in (401, 403):
        raise ModelError(f"{server} refused the key.", "Set llm_key to a key that is valid there.")
    if status == 404:
        raise ModelError(
            f"{server} does not know this address or the model {endpoint.model!r}{why}.",
            "Check llm (it usually ends in /v1) and llm_model.",
        )
    if status == 429:
        raise ModelError(f"{server} takes no more requests now{why}.", "Wait a little and try again.")
    if status in (408, 504):
        raise ModelTimedOut(f"{server} took too long{why}.", "Try again.")
    if status in (502, 503):
        raise ModelUnreachable(f"The model at {endpoint.url} is not ready{why}.", "Try again in a moment.")
    if "context" in why:
        raise ModelError(
            f"The question and its evidence do not fit into the model's memory{why}.",
            "Raise llm_context, or lower evidence_tokens.",
        )
    raise ModelError(f"{server} refused the request with status {status}{why}.", "Check its log.")


def unreachable(endpoint: Endpoint, error: Exception) -> ModelError:
    """The error to raise when a request could not be sent or was not answered."""
    if isinstance(error, httpx.TimeoutException):
        return ModelTimedOut(
            f"The server at {endpoint.url} did not answer in time.", "Check that it is running."
        )
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError)):
        return ModelError(
            f"{endpoint.url!r} is not an address.", "Set llm to a URL such as http://127.0.0.1:11434/v1."
        )
    return ModelUnreachable(
        f"Nothing answers at {endpoint.url}.", "Start the model server, or check the address in llm."
    )


# Any: a JSON body
def _send(endpoint: Endpoint, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        with http_client(endpoint, seconds=CHECK_SECONDS) as client:
            return client.request(method, endpoint.url + path, headers=headers, json=body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: odd hosts, keys, bodies
        raise unreachable(endpoint, error) from error


def _names(response: httpx.Response) -> list[str] | None:
    try:
        return [str(entry["id"]) for entry in response.json()["data"] or []]
    except (ValueError, KeyError, TypeError):
        return None


def _is_completion(response: httpx.Response) -> bool:
    try:
        return isinstance(response.json()["choices"], list)
    except (ValueError, KeyError, TypeError):
        return False


def _suggest_v1(endpoint: Endpoint) -> None:
    """Raises ModelError when the same address with /v1 is the right one."""
    if endpoint.url.endswith("/v1"):
        return
    response = _send(endpoint, "GET", "/v1/models")
    if response.status_code in (401, 403) or (response.status_code == 200 and _names(response) is not None):
        raise ModelError(f"The address {endpoint.url} lacks its last part.", f"Set llm to {endpoint.url}/v1.")
