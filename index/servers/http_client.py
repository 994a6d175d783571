"""A request to a server of search models, and in one sentence what is wrong where it gives no answer."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import httpx

from documents.errors import SearchServerFailed
from index.servers.addresses import is_local, split_login
from index.servers.retries import BUSY, ONCE, RetryRule, retry_after_seconds

CONNECT_SECONDS = 5.0


class FormRefused(SearchServerFailed):
    """The server does not take a request of this form (400 or 422)."""


class NoSuchPath(SearchServerFailed):
    """The server has nothing at this path (404 or 405)."""


class Server:
    """A server that takes and gives JSON; safe from any thread.

    `kind` is what it is to a person ("embedding server"), `setting` that of its address. Once it has failed,
    requests are made a single time until one goes well: who adds a thousand files does not wait a thousand
    times.
    """

    def __init__(self, url: str, *, key: str, kind: str, setting: str) -> None:
        self.url, login = split_login(url.strip().rstrip("/"))
        self.failing = False
        self._kind = kind
        self._setting = setting
        self._client = httpx.Client(
            auth=login,  # in place of the key, if there are both
            headers={"Authorization": f"Bearer {key}"} if key and login is None else {},
            trust_env=not is_local(self.url),  # no proxy for this computer's own
        )

    def ask(
        self, path: str, body: dict[str, Any] | None = None, *, retries: RetryRule, seconds: float
    ) -> Any:  # Any: JSON, both ways
        """What the server answers to `body`, or without one to a GET; `seconds` is the limit of each try.

        Raises NoSuchPath, FormRefused, or another SearchServerFailed.
        """
        tried, retries = 0, ONCE if self.failing else retries
        while True:
            tried += 1
            asked_seconds: float | None = None
            try:
                response = self._sent(path, body, seconds)
            except httpx.TransportError as error:
                failure = self._failed(error)
            else:
                if response.status_code not in BUSY:
                    self.failing = False
                    return self._read(path, response)
                failure = self.failure(
                    f"has no time now{reason_given(response.text)}", "Try again in a moment."
                )
                asked_seconds = retry_after_seconds(response.headers.get("retry-after"))
            wait = retries.wait(tried, asked_seconds)
            if wait is None:
                self.failing = failure.passing = True
                raise failure
            time.sleep(wait)

    def failure(self, what: str, next_step: str) -> SearchServerFailed:
        """The error that says this of the server ("does not answer")."""
        return SearchServerFailed(f"The {self._kind} at {self.url} {what}.", next_step)

    def find(
        self, paths: Sequence[str], body: dict[str, Any], *, retries: RetryRule, seconds: float
    ) -> tuple[str, Any]:  # Any: JSON, both ways
        """The first of the paths at which the server has something, and what it answers there.

        Raises as `ask` does, NoSuchPath where it has nothing at any of them.
        """
        for path in paths[:-1]:
            with suppress(NoSuchPath):
                return path, self.ask(path, body, retries=retries, seconds=seconds)
        return paths[-1], self.ask(paths[-1], body, retries=retries, seconds=seconds)

    def unreadable(self) -> SearchServerFailed:
        """The error for an answer that is not what such a server sends."""
        return self.failure("sent something that cannot be read", f"Check the setting {self._setting}.")

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    def _sent(self, path: str, body: dict[str, Any] | None, seconds: float) -> httpx.Response:
        method = "GET" if body is None else "POST"
        limit = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            return self._client.request(method, self.url + path, json=body, timeout=limit)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:  # ValueError: odd keys
            raise SearchServerFailed(
                f"{self.url!r} cannot be asked.", f"Check the setting {self._setting} and its key."
            ) from error

    def _failed(self, error: httpx.TransportError) -> SearchServerFailed:
        if isinstance(error, httpx.TimeoutException):
            return self.failure("did not answer in time", "Check that it is running, and its load.")
        return self.failure("does not answer", f"Start it, or check the setting {self._setting}.")

    def _read(self, path: str, response: httpx.Response) -> Any:
        status, why = response.status_code, reason_given(response.text)
        if status in (401, 403):
            raise self.failure("refused the key", f"Set {self._setting}_key to a key that is valid there.")
        if status in (404, 405):
            raise NoSuchPath(
                f"The {self._kind} at {self.url} has nothing at {path}{why}.",
                f"Check the settings {self._setting} and {self._setting}_model.",
            )
        if status in (400, 413, 422):
            raise FormRefused(
                f"The {self._kind} at {self.url} refused the request{why}.", "Look into its log."
            )
        if status >= 300:
            raise self.failure(f"answered with status {status}{why}", "Look into its log.")
        try:
            return response.json()
        except ValueError as error:
            raise self.unreadable() from error


def paths_of(url: str, name: str) -> tuple[str, list[str]]:
    """The root of an address that may end in /v1 or in the call itself, and where the call may be.

    >>> paths_of("http://host:8080/v1/", "/embeddings")
    ('http://host:8080', ['/v1/embeddings', '/embeddings'])
    """
    root = url.strip().rstrip("/").removesuffix(name).removesuffix("/v1").rstrip("/")
    return root, [f"/v1{name}", name]


def reason_given(text: str) -> str:
    """What a server gave as its reason, in brackets and at most a line; empty where it gave none.

    >>> reason_given('{"error": {"message": "Overloaded."}}'), reason_given("<html>")
    (' (Overloaded)', '')
    """
    try:
        answer = json.loads(text)
        error = answer.get("error") or answer.get("message") or answer.get("detail") or ""
    except (ValueError, AttributeError):
        return ""
    message = error.get("message", "") if isinstance(error, dict) else error
    return f" ({' '.join(str(message).split())[:160].rstrip('.')})" if message else ""
