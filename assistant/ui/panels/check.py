"""The place where any text is checked against the documents, sentence by sentence."""

import base64
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.export.checked import Checked, tally
from assistant.export.checked_file import FORMATS, export
from assistant.export.flagged import Flagged, cited_flagged
from assistant.phrases import count
from assistant.ui import words
from assistant.ui.jobs.checking import Checking, Job
from assistant.ui.panel import Data, part, script
from assistant.ui.render import check
from assistant.ui.render.sources import choices
from documents.errors import FootnoteError


class CheckPanel:
    """Answers the script of "Check my text"."""

    name = "check"
    title = words.CHECK_TEXT
    script = script("check")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._checking = Checking(assistant)

    def build(self) -> None:
        """Places the box and the room for the sentences."""
        handlers = [
            self.check_start,
            self.check_progress,
            self.check_stop,
            self.check_export,
            self.check_sources,
        ]
        part(self.name, check.frame(), handlers)

    def check_start(self, data: Data) -> Data:
        """Begins to check `text` against `sources` (null: all): its `id`, or a `message` on what is amiss."""
        sources = data.get("sources")
        try:
            if not isinstance(sources, list | None):
                raise FootnoteError(*words.CHECK_UNREADABLE)
            chosen = None if sources is None else tuple(map(str, sources))
            return {"id": self._checking.start(str(data.get("text") or ""), chosen).id, "message": ""}
        except FootnoteError as error:
            return {"id": "", "message": str(error)}

    def check_progress(self, data: Data) -> Data:
        """How far a text is, and the `html` of its sentences from the one numbered `seen` on."""
        seen = data.get("seen", 0)
        if not isinstance(seen, int) or seen < 0:
            raise FootnoteError(*words.CHECK_UNREADABLE)
        job = self._checking.job(str(data.get("id")))
        if job is None:
            return {"gone": True, "message": " ".join(words.CHECK_GONE)}
        ended = job.over  # looked at before the sentences: they are complete then
        shown = list(job.sentences)
        fresh = shown[seen:]
        return {
            "html": check.rows(fresh, cited_flagged(fresh, self._assistant.library)),
            "done": len(shown),
            "total": max(job.total, len(shown)),
            "ended": ended,
            "message": _message(job, len(shown), ended),
            "waits": not job.begun,
            "summary": tally(shown) if shown else "",
            "found": sum(one.support == "found" for one in shown),
        }

    def check_stop(self, data: Data) -> Data:
        """Stops a check; what was checked stays."""
        self._checking.stop(str(data.get("id")))
        return {}

    def check_export(self, data: Data) -> Data:
        """What was checked as a file: its `name`, `type`, and `data` in base64."""
        job = self._checking.job(str(data.get("id")))
        if job is None:
            raise FootnoteError(*words.CHECK_GONE)
        form = FORMATS[str(data["format"])]
        sources = tuple(self._assistant.sources())
        checked = replace(_checked(job), sources=sources, flagged=self._flagged(job))
        written = base64.b64encode(export(form, checked)).decode("ascii")
        return {"name": f"{words.CHECK_FILE}.{form.suffix}", "type": form.media_type, "data": written}

    def _flagged(self, job: Job) -> Flagged:
        return cited_flagged(job.sentences, self._assistant.library)

    def check_sources(self, data: Data) -> Data:
        """The list of sources to choose from."""
        return {"html": choices(self._assistant.sources(), set(data.get("chosen") or []))}


def _message(job: Job, done: int, ended: bool) -> str:
    """How far it is, or why it came to an end, in one sentence; empty where all went well."""
    if not ended and not job.begun:
        return words.CHECK_WAITS
    if not ended:
        return words.CHECK_PROGRESS.format(done=done, total=count(job.total, "sentence"))
    return " ".join(part for part in (job.error, _checked(job).stopped) if part)


def _checked(job: Job) -> Checked:
    """The sentences that there are, and how far they reach in a text that was not checked to its end."""
    whole = job.ended and not job.stopped and not job.error
    sentences = tuple(job.sentences)
    reached = sentences[-1].end if sentences else 0
    return Checked(job.text, sentences, end=None if whole else reached)
