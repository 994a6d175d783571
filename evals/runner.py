"""Runs a set: each case is asked, its answer judged, and the figures worked out from the verdicts."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from assistant.assistant import Assistant
from assistant.declining.calibration import calibration_of
from assistant.settings import Settings
from evals.cases import CaseSet, choose
from evals.gold import Gold, GoldFinder
from evals.judge import Judge, Supports
from evals.keeping.answers import Asker, places
from evals.keeping.cache import CachingChatModel, remember_model
from evals.keeping.fingerprint import (
    ANSWER_CODE,
    answer_settings,
    code_hash,
    digest,
    library_hash,
    model_identity,
    package_versions,
    shown_settings,
    versions,
)
from evals.runs import WHOLE, CaseRun, Run

CACHE = "cache.db"
DEPTH = 200  # hits of a ranking-only case: folded to one a source they must still reach 10
Progress = Callable[[int, int], None]
Seen = Callable[[CaseRun], None]
Begun = Callable[[Sequence[str], Sequence[str]], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose for a run: the first `limit` of a shuffle by `seed`; `cached`: use kept answers."""

    limit: int | None = None
    seed: int = 0
    cached: bool = True


def checker(sentence: str, quote: str) -> bool:
    """Whether the checker finds the sentence in the quote: its label is "found", not merely "partly"."""
    from assistant import check_text

    labels = [checked.support for checked in check_text(sentence, passages=[quote])]
    return bool(labels) and all(label == "found" for label in labels)


class Runner:
    """Runs sets on a library with the settings in force."""

    def __init__(
        self, settings: Settings, *, options: Options | None = None, supports: Supports = checker
    ) -> None:
        self._settings = settings
        self._options = options or Options()
        self._supports = lru_cache(maxsize=None)(supports)

    def run(
        self,
        case_set: CaseSet,
        assistant: Assistant,
        progress: Progress | None = None,
        *,
        begun: Begun | None = None,
        seen: Seen | None = None,
        stopped: Stopped | None = None,
    ) -> Run:
        """The run of a set on `assistant`'s library; `progress` gets cases done and in all, `seen` each case.

        `begun` gets the ids of all cases and of those that are asked anew, before the first one.

        Once `stopped` is true no further case is begun: the run has those that are done, and its settings
        say of how many (`stopped_of`).

        Raises BadSet where the gold is not in the library, before any question is asked, and ModelLost.
        """
        chosen = choose(case_set.cases, limit=self._options.limit, seed=self._options.seed)
        finder = GoldFinder(case_set, assistant.sources(), assistant.text)
        golds = [finder.gold(case) for case in chosen]
        rows: list[CaseRun] = []
        for row in self._rows(case_set, golds, assistant, begun, stopped or (lambda: False)):
            rows.append(row)
            if seen:
                seen(row)
            if progress:
                progress(len(rows), len(golds))
        settings = {
            **shown_settings(self._settings),
            "limit": self._options.limit,
            "seed": self._options.seed,
            **({"stopped_of": len(golds)} if len(rows) < len(golds) else {}),
        }
        made_with = versions(self._settings, _model(case_set, assistant))
        return Run.of(case_set.name, rows, settings=settings, versions=made_with)

    def _rows(
        self,
        case_set: CaseSet,
        golds: Sequence[Gold],
        assistant: Assistant,
        begun: Begun | None,
        stopped: Stopped,
    ) -> Iterator[CaseRun]:
        """Each case, judged: by the ranking of its question alone, or by its answer, which may be kept."""
        judge = Judge(lru_cache(maxsize=256)(assistant.text), self._supports, case_set.long_answers)
        asker = None if case_set.ranking_only else self._asker(assistant)
        if begun:
            anew = [gold.case.id for gold in golds if asker is None or not asker.knows(gold.case)]
            begun([gold.case.id for gold in golds], anew)
        for gold in takewhile(lambda _: not stopped(), golds):
            yield _answered(judge, gold, asker) if asker else _ranked(judge, gold, assistant)

    def _asker(self, assistant: Assistant) -> Asker:
        """The assistant behind its memory."""
        path, read = self._settings.home / "evals" / CACHE, self._options.cached
        model = remember_model(assistant, self._settings, path, read=read)
        return Asker(assistant, path, context=self._context(assistant, model), model=model, read=read)

    def _context(self, assistant: Assistant, model: CachingChatModel | None) -> str:
        """A hash of all that an answer depends on besides its question."""
        identity = model_identity(self._settings, model.name if model else "none")
        calibration = calibration_of(self._settings.home).to_dict()
        parts = [answer_settings(self._settings), identity, library_hash(assistant.sources()), calibration]
        return digest([*parts, code_hash(ANSWER_CODE), package_versions()])


def _ranked(judge: Judge, gold: Gold, assistant: Assistant) -> CaseRun:
    hits = assistant.search(gold.case.question, k=DEPTH)
    return CaseRun(gold.case, None, judge.ranking(gold, places(hits)))


def _answered(judge: Judge, gold: Gold, asker: Asker) -> CaseRun:
    began = time.perf_counter()
    timed_answer = asker.answer(gold.case)
    cached = timed_answer.cached or not timed_answer.timed
    seconds = timed_answer.seconds if timed_answer.timed else {}
    verdict = judge.answer(gold, timed_answer.answer, ranking=timed_answer.ranking, seconds=seconds)
    if not cached:
        verdict = replace(verdict, seconds={**seconds, WHOLE: time.perf_counter() - began})
    return CaseRun(gold.case, timed_answer.answer, verdict, cached)


def _model(case_set: CaseSet, assistant: Assistant) -> str:
    return "none: only the ranking is measured" if case_set.ranking_only else assistant.describe_model()
