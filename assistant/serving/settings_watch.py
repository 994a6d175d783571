"""Settings that one of several pages saves hold for the others too: each sees that the file has changed."""

import logging
import threading
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import FILE_NAME
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0


class SettingsWatch:
    """Has an assistant take over what another process writes to settings.toml."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._path = assistant.settings.home / FILE_NAME
        self._seen = _stamp(self._path)

    def begin(self) -> None:
        """Begins to look every two seconds, as long as the process lives."""
        threading.Thread(target=self._run, name="settings", daemon=True).start()

    def look(self) -> None:
        """Takes over what has changed since the last look. What cannot be used is logged, once."""
        stamp = _stamp(self._path)
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self._assistant.follow_settings()
        except FootnoteError as error:
            logger.warning("Changed settings are not used: %s", error)

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_SECONDS):
            self.look()


def _stamp(path: Path) -> tuple[int, int, int]:
    """What differs after each writing of a file; zeros where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0, 0
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
