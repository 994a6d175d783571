"""The library panel: documents come in, are looked at and go."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast, get_args

from assistant.assistant import EXAMPLES, Assistant
from assistant.build import temporary_folder
from assistant.ui import words
from assistant.ui.jobs.adding import Adding
from assistant.ui.panel import Data, part, script
from assistant.ui.rendering import render
from assistant.ui.views.library import removal, table_html
from assistant.ui.views.lines import lines_html
from assistant.ui.views.settings import places_of
from documents.errors import FootnoteError
from documents.inputs import Upload, around, file_name, pasted
from documents.library import EVERYTHING, SourceOrder, View
from documents.reading.notes import count
from documents.types import Source

WHOLE = 2_000  # documents that a page gets all at once, and the most of any view
FIRST = 200  # of a view, where the page does not say


class LibraryPanel:
    """Answers the library's script. What takes long is `adding`'s: no handler waits for it."""

    name = "library"
    title = words.LIBRARY
    script = script("panels/kept_uploads") + script("panels/library_table") + script("panels/library")

    def __init__(self, assistant: Assistant, adding: Adding, uploads: Path | None = None) -> None:
        """`uploads` is the folder that files come in by; None: that of the data folder."""
        self._assistant = assistant
        self._adding = adding
        self._uploads = uploads or temporary_folder(assistant.settings) / "uploads"

    def build(self) -> None:
        """Places the drop zone and the room for lines and table."""
        handlers = [
            self.library_add,
            self.library_paste,
            self.library_add_examples,
            self.library_lines,
            self.library_retry,
            self.library_dismiss,
            self.library_cancel,
            self.library_table,
            self.library_usage,
            self.library_remove,
            self.library_remove_examples,
            self.library_reread,
        ]
        markup = render("library/frame.html", megabytes=self._assistant.settings.file_megabytes)
        part(self.name, markup, handlers)

    # Adding

    def library_add(self, data: Data) -> Data:
        """Takes `files`, each with the `path` of its upload and its `name`; gives the lines."""
        files = [(str(file["name"]), received(str(file["path"]), self._uploads)) for file in data["files"]]
        self._adding.add([Upload(name or path.name, path) for name, path in files])
        return self.library_lines({})

    def library_paste(self, data: Data) -> Data:
        """Takes pasted `text`, or the addresses in it, under a `title`; gives the lines."""
        texts = pasted(str(data["text"]), str(data.get("title", "")))
        if not texts:
            raise FootnoteError(*words.NOTHING_PASTED)
        self._adding.add(texts)
        return self.library_lines({})

    def library_add_examples(self, data: Data) -> Data:
        """Adds the example documents to an empty library; gives the lines."""
        self._adding.add_examples(again=True)
        return self.library_lines({})

    def library_lines(self, data: Data) -> Data:
        """The lines as `html` and their `revision`, whether the app is `busy`, a table's `stamp` by now."""
        busy, revision = self._adding.state
        return {
            "revision": revision,
            "html": lines_html(self._adding.lines, self._adding.now()),
            "busy": busy,
            "stamp": self._stamp(),
        }

    def library_retry(self, data: Data) -> Data:
        """Tries the document of line `number` again; gives the lines."""
        self._adding.retry(int(data["number"]))
        return self.library_lines({})

    def library_dismiss(self, data: Data) -> Data:
        """Takes away line `number`, or without one all that have ended; gives the lines."""
        all_lines = [line.number for line in self._adding.lines]
        self._adding.dismiss([int(data["number"])] if "number" in data else all_lines)
        return self.library_lines({})

    def library_cancel(self, data: Data) -> Data:
        """Cancels what line `number` says is not yet added; gives the lines."""
        self._adding.cancel(int(data["number"]))
        return self.library_lines({})

    # The table

    def library_table(self, data: Data) -> Data:
        """The table as `html`, a `note` above it, `label`: how many there are, and the `stamp` it is of.

        Of very many it has a part, `found` says of how many: `limit` rows of those that have the `words`,
        ordered by a `column` or `descending`. Of others it has all, and the script does the rest.
        """
        stamp, library = self._stamp(), self._assistant.library
        better, examples = len(library.outdated()), library.source_count(EXAMPLES)
        number = library.source_count()
        view = _view(data) if number > WHOLE else EVERYTHING
        sources = library.sources(view=view)
        around_shown = {uri for source in sources for uri in around(source.uri)[:-1]}
        archives = {uri: len(library.parts(uri)) for uri in library.archives() if uri in around_shown}
        return {
            "html": table_html(
                sources,
                self._adding.removing.ids,
                archives,
                filtered=number > WHOLE,
                elsewhere=bool(places_of(self._assistant.settings)),
            ),
            "note": render("library/notes.html", better=better, examples=examples),
            "label": count(number, "document"),
            "stamp": stamp,
            "found": library.source_count(words=view.words) if number > WHOLE else None,
        }

    def library_reread(self, data: Data) -> Data:
        """Reads again what can be read better now than when it was added; gives the lines."""
        self._adding.reread()
        return self.library_lines({})

    def library_usage(self, data: Data) -> Data:
        """What goes with `sources`, or with the `examples`: a `title` that asks, and a `text`."""
        library = self._assistant.library
        names = [str(name) for name in data.get("sources", ())]
        sources = library.sources(tag=EXAMPLES) if data.get("examples") else self._to_remove(names)
        citing = [self._assistant.conversations.citing(source.id) for source in sources]
        whole = (
            self._name_of(names[0]) if len(names) == 1 and names != [source.id for source in sources] else ""
        )
        title, text = removal(sources, citing, whole)
        return {"title": title, "text": text}

    def _to_remove(self, names: Sequence[str]) -> list[Source]:
        """The sources with these ids, or in the archives at these addresses, and what is in them."""
        library = self._assistant.library
        ids: dict[str, None] = {}
        for name in names:
            own = [] if name in library.archives() else [name]
            ids |= dict.fromkeys([*own, *self._assistant.parts(name)])
        return [library.source(source_id) for source_id in ids]

    def _name_of(self, name: str) -> str:
        """The name of a source by its id, or of an archive by its address."""
        library = self._assistant.library
        return file_name(name) if name in library.archives() else library.source(name).title

    def library_remove(self, data: Data) -> Data:
        """Removes `sources`, or where `erase` says so erases them, after what is being added this moment.

        Gives the lines.
        """
        self._adding.removing.remove([str(name) for name in data["sources"]], erase=bool(data.get("erase")))
        return self.library_lines({})

    def library_remove_examples(self, data: Data) -> Data:
        """Removes the example documents, or where `erase` says so erases them; gives the lines."""
        self._adding.removing.remove_examples(erase=bool(data.get("erase")))
        return self.library_lines({})

    def _stamp(self) -> str:
        return f"{self._assistant.library.generation}-{len(self._adding.removing.ids)}"


def _view(data: Data) -> View:
    """What a page wants to see of very many sources."""
    column = str(data.get("column") or "added")
    order = cast(SourceOrder, column) if column in get_args(SourceOrder) else "added"
    limit = max(1, min(int(data.get("limit") or FIRST), WHOLE))
    return View(str(data.get("words") or ""), order, bool(data.get("descending")), limit)


def received(path: str, uploads: Path) -> Path:
    """The file of an upload. Raises FootnoteError for whatever else a path may lead to.

    The path comes from the browser, and whoever can talk to the page could name any file with it.
    """
    with suppress(OSError, ValueError, RuntimeError):  # gone, no name for a file, a circle of links
        upload = Path(path)
        real = upload.resolve(strict=True)
        if real.is_relative_to(uploads.resolve()) and real.is_file() and not upload.is_symlink():
            return real
    raise FootnoteError(*words.NOT_AN_UPLOAD)
