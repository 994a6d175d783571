"""People at the page: each loads it, asks, reads for a while and asks again, as a browser would."""

import asyncio
import json
import random
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

# In the turn's HTML, as JSON
SHOWN = tuple(f'data-stage=\\"{stage}' for stage in ("reading", "writing", "done"))
POLL_SECONDS = 4.0  # how often a page asks what the server does


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: who asked and when, seconds to its first quotes and its end; how it ended."""

    person: int
    at: float  # seconds since they came
    first: float | None
    whole: float | None
    ending: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Where they ask and how: `reading` is the mean of the seconds between an answer and the next question.

    0: all ask at once, and each anew as soon as it has an answer.
    """

    address: str
    password: str
    questions: Sequence[str]
    reading: float
    seconds: float


async def ask_all(people: int, visit: Visit) -> list[Asked]:
    """What all people met."""
    visits = await asyncio.gather(*(Person(number, visit).live() for number in range(people)))
    return [question for visit in visits for question in visit]


class Person:
    """One person with a tab of the page."""

    def __init__(self, number: int, visit: Visit) -> None:
        self._number = number
        self._visit = visit
        self._random = random.Random(number)
        self._session = secrets.token_hex(6)
        self._config: dict[str, Any] = {}  # Any: Gradio's configuration of the page
        self._ended = False
        self._came = time.monotonic()

    async def live(self) -> list[Asked]:
        """Asks until the time is over."""
        questions: list[Asked] = []
        headers = {"origin": self._visit.address}
        async with httpx.AsyncClient(
            base_url=self._visit.address,
            timeout=120,
            headers=headers,
            limits=httpx.Limits(max_connections=10),
        ) as http:
            await self._arrive(http)
            polling = asyncio.create_task(self._poll(http))
            until = time.monotonic() + self._visit.seconds
            await self._read()
            while time.monotonic() < until:
                questions.append(await self._ask(http, self._random.choice(self._visit.questions)))
                await self._read()
            self._ended = True
            await polling
        return questions

    async def _arrive(self, http: httpx.AsyncClient) -> None:
        await http.post("/login", data={"password": self._visit.password})
        (await http.get("/")).raise_for_status()
        self._config = (await http.get("/config")).json()

    async def _read(self) -> None:
        if self._visit.reading:
            await asyncio.sleep(self._random.expovariate(1 / self._visit.reading))

    async def _poll(self, http: httpx.AsyncClient) -> None:
        parts = self._config["components"]
        rail = next(
            component["id"] for component in parts if "page_state" in component["props"].get("server_fns", [])
        )
        body = {"data": {}, "component_id": rail, "fn_name": "page_state", "session_hash": self._session}
        while not self._ended:
            (await http.post("/gradio_api/component_server", json=body)).raise_for_status()
            await asyncio.sleep(POLL_SECONDS)

    async def _ask(self, http: httpx.AsyncClient, question: str) -> Asked:
        began = time.monotonic()
        at = began - self._came
        first: float | None = None
        ending = "no end"
        try:
            async for line in self._events(http, question):
                if first is None and any(stage in line for stage in SHOWN):
                    first = time.monotonic() - began
                message = json.loads(line)
                if message["msg"] == "process_completed":
                    ending = message["output"]["data"][0]["stage"] if message["success"] else "error"
        except (httpx.HTTPError, KeyError, ValueError) as error:
            return Asked(self._number, at, first, None, type(error).__name__)
        return Asked(self._number, at, first, time.monotonic() - began, ending)

    async def _events(self, http: httpx.AsyncClient, question: str) -> AsyncIterator[str]:
        """What the server tells of a question, message for message."""
        function = next(
            dependency for dependency in self._config["dependencies"] if dependency["api_name"] == "ask"
        )
        body = {
            "data": [],
            "event_data": {"id": secrets.token_hex(8), "question": question, "conversation": ""},
            "fn_index": function["id"],
            "session_hash": self._session,
            "trigger_id": function["targets"][0][0],
        }
        (await http.post("/gradio_api/queue/join", json=body)).raise_for_status()
        session = {"session_hash": self._session}
        async with http.stream("GET", "/gradio_api/queue/data", params=session) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    yield line[5:]
