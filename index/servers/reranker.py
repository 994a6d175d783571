"""The Reranker protocol on a server of the /rerank call that vLLM, TEI, Infinity and others share."""

import logging
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from documents.errors import SearchServerFailed
from index.servers.http_client import FormRefused, Server, paths_of
from index.servers.retries import QUICK, Backoff

logger = logging.getLogger(__name__)

BATCH = 32  # texts a request: the most that text-embeddings-inference takes as it is installed
AT_ONCE = 4  # requests on their way
SECONDS = 15.0
NEAREST_TO_CERTAIN = 1e-7  # how near to 0 and 1 a share is taken as it is


class ServerReranker:
    """The Reranker protocol on a server; safe from any thread. Raises SearchServerFailed where it fails.

    After a failure it raises at once for some seconds, with `again` set: no question waits for a server that
    is down. `model` is its name there, "" where the server has only one.
    """

    def __init__(self, url: str, *, model: str = "", key: str = "") -> None:
        root, paths = paths_of(url, "/rerank")
        self._server = Server(root, key=key, kind="ranking server", setting="reranker")
        self._paths = paths[::-1]  # without /v1 first: with it only vLLM has the call
        self._model = model
        self._texts_called = "documents"
        self._shares = True  # whether all scores so far were from 0 to 1
        self._backoff = Backoff(longest=15.0)
        self._failure: SearchServerFailed | None = None
        self.identity = f"{model or 'the model'} at {self._server.url}"

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One logit a text, in their order; higher is better."""
        failure = self._failure
        if failure is not None and not self._backoff.due:
            repeated = SearchServerFailed(failure.message, failure.next_step)
            repeated.again = True
            raise repeated
        batches = [list(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        try:
            with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ranking") as pool:
                scores = list(pool.map(partial(self._batch, query), batches))
        except SearchServerFailed as error:
            error.again, self._failure = failure is not None, error
            self._backoff.failed()
            raise
        self._failure = None
        self._backoff.succeeded()
        return self._logits([score for batch in scores for score in batch])

    def _batch(self, query: str, texts: list[str]) -> list[float]:
        """The scores of the texts as the server gives them."""
        if self._texts_called == "documents":
            try:
                return self._request({"query": query, "documents": texts, "top_n": len(texts)}, texts)
            except FormRefused as error:
                logger.debug("%s It is asked in the form of text-embeddings-inference.", error)
        scores = self._request({"query": query, "texts": texts, "raw_scores": True, "truncate": True}, texts)
        self._texts_called = "texts"
        return scores

    def _request(self, body: dict[str, Any], texts: list[str]) -> list[float]:
        if self._model:
            body["model"] = self._model
        path, answer = self._server.find(self._paths, body, retries=QUICK, seconds=SECONDS)
        self._paths = [path]
        return self._read(answer, len(texts))

    def _read(self, answer: Any, count: int) -> list[float]:  # Any: JSON
        """The scores in an answer, in the order of the texts: a list, or one under "results"."""
        try:
            rows = answer if isinstance(answer, list) else answer["results"]
            scores = {
                int(row["index"]): float(row["relevance_score"] if "relevance_score" in row else row["score"])
                for row in rows
            }
            in_order = [scores[number] for number in range(count)]
        except (KeyError, TypeError, ValueError) as error:
            raise self._server.unreadable() from error
        if not all(map(math.isfinite, in_order)):
            raise self._server.unreadable()
        return in_order

    def _logits(self, scores: list[float]) -> list[float]:
        """Scores as logits: most servers give shares from 0 to 1, some what the model gave."""
        if any(not 0.0 <= score <= 1.0 for score in scores) or self._texts_called == "texts":
            self._shares = False
        return [_logit(score) for score in scores] if self._shares else scores


def _logit(share: float) -> float:
    """The logit of a share.

    >>> _logit(0.5), round(_logit(0.9), 2)
    (0.0, 2.2)
    """
    share = min(1.0 - NEAREST_TO_CERTAIN, max(NEAREST_TO_CERTAIN, share))
    return math.log(share / (1.0 - share))
