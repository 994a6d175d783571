"""The place where any text is checked against the documents, sentence by sentence."""

import base64
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.export.checked import Checked, tally
from assistant.export.checked_file import FORMATS, export
from assistant.export.flagged import cited_flagged
from assistant.ui import words
from assistant.ui.jobs.checking import LONGEST_TEXT, Check, Checking
from assistant.ui.panel import Data, part, script
from assistant.ui.rendering import render
from assistant.ui.views.choices import choices
from documents.errors import FootnoteError
from documents.reading.notes import count

# A longer text can still be pasted, so that it is refused and not cut: no sign has more than two units.
LONGEST_BOX = 2 * LONGEST_TEXT + 2  # UTF-16 units


class CheckPanel:
    """Answers the script of "Check my text"."""

    name = "check"
    title = words.CHECK_TEXT
    script = script("panels/check")

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
        part(self.name, render("check/frame.html", longest=LONGEST_BOX), handlers)

    def check_start(self, data: Data) -> Data:
        """Begins to check `text` against `sources` (null: all): its `id`, or a `message` on what is amiss."""
        sources = data.get("sources")
        try:
            if not isinstance(sources, list | None):
                raise FootnoteError(*words.CHECK_UNREADABLE)
            chosen = None if sources is None else tuple(map(str, sources))
            check = self._checking.start(str(data.get("text") or ""), chosen)
            return {"id": check.job.id, "message": ""}
        except FootnoteError as error:
            return {"id": "", "message": str(error)}

    def check_progress(self, data: Data) -> Data:
        """How far a text is, and the `html` of its sentences from the one numbered `seen` on."""
        seen = data.get("seen", 0)
        if not isinstance(seen, int) or seen < 0:
            raise FootnoteError(*words.CHECK_UNREADABLE)
        check = self._checking.check(str(data.get("id")))
        if check is None:
            return {"gone": True, "message": " ".join(words.CHECK_GONE)}
        ended = check.job.over  # looked at before the sentences: they are complete then
        sentences = check.job.news()
        fresh = sentences[seen:]
        flagged = cited_flagged(fresh, self._assistant.library)
        return {
            "html": render("check/sentences.html", sentences=fresh, flagged=flagged),
            "done": len(sentences),
            "total": max(check.total, len(sentences)),
            "ended": ended,
            "message": _message(check, len(sentences), ended),
            "waits": check.job.stage == "queued",
            "summary": tally(sentences) if sentences else "",
            "found": sum(sentence.support == "found" for sentence in sentences),
        }

    def check_stop(self, data: Data) -> Data:
        """Stops a check; what was checked stays."""
        self._checking.stop(str(data.get("id")))
        return {}

    def check_export(self, data: Data) -> Data:
        """What was checked as a file: its `name`, `type`, and `data` in base64."""
        check = self._checking.check(str(data.get("id")))
        if check is None:
            raise FootnoteError(*words.CHECK_GONE)
        form = FORMATS[str(data["format"])]
        checked = _checked(check)
        flagged = cited_flagged(checked.sentences, self._assistant.library)
        checked = replace(checked, sources=tuple(self._assistant.sources()), flagged=flagged)
        written = base64.b64encode(export(form, checked)).decode("ascii")
        return {"name": f"{words.CHECK_FILE}.{form.suffix}", "type": form.media_type, "data": written}

    def check_sources(self, data: Data) -> Data:
        """The list of sources to choose from."""
        return choices(self._assistant.library, data)


def _message(check: Check, done: int, ended: bool) -> str:
    """How far it is, or why it came to an end, in one sentence; empty where all went well."""
    if not ended and check.job.stage == "queued":
        return words.CHECK_WAITS
    if not ended:
        return words.CHECK_PROGRESS.format(done=done, total=count(check.total, "sentence"))
    return " ".join(part for part in (check.job.error, _checked(check).stopped) if part)


def _checked(check: Check) -> Checked:
    """The sentences that there are, and how far they reach in a text that was not checked to its end."""
    whole = check.job.stage == "done"
    sentences = tuple(check.job.news())
    reached = sentences[-1].end if sentences else 0
    return Checked(check.text, sentences, end=None if whole else reached)
