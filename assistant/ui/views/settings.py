"""The settings: what the form shows of them, and what is said of where questions go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant.addresses import hosts_of_documents
from assistant.declining.care import CareLevel
from assistant.settings import Settings, shown_value
from assistant.ui import words
from assistant.ui.rendering import render
from assistant.ui.views.texts import size
from documents.reading.notes import count
from documents.storage.postgres.address import is_postgres
from index.servers.addresses import is_address, without_password

# The settings that are a number to type in, each with its title and lead.
NUMBERS = {
    "evidence_tokens": (words.EVIDENCE_TOKENS, words.EVIDENCE_TOKENS_LEAD),
    "answer_tokens": (words.ANSWER_TOKENS, words.ANSWER_TOKENS_LEAD),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A line to type in. `setting`: what it sets, where the name differs; `silent`: not said who did."""

    name: str
    title: str
    lead: str
    value: str
    kind: str = "text"
    setting: str = ""
    placeholder: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What the panel shows of the settings. The key is not among it, only whether there is one.

    `fixed` has, for each setting that the page cannot change, where it was set; `size` is in bytes;
    `destination` is the address that questions are sent to: see `privacy_html`.
    """

    choice: str
    settings: Settings
    address: str
    destination: str | None
    fixed: Mapping[str, str]
    documents: int
    size: int
    levels: Sequence[CareLevel]


def form_html(form: SettingsForm) -> str:
    """The form with the settings in force, and where things lie."""
    settings = form.settings
    return render(
        "settings/form.html",
        form=form,
        care=settings.care,
        # A level that is no different from another is no choice, unless it is the chosen one.
        levels=[level for level in form.levels if level.same_as is None or level.name == settings.care],
        models=_models(settings.llm),
        server=_server_fields(form),
        can_forget=bool(settings.llm_key) and "llm_key" not in form.fixed,
        numbers=_number_fields(settings),
        places=_places(form),
        **_privacy(form.destination, places_of(settings)),
    )


def privacy_html(destination: str | None, places: Sequence[str] = ()) -> str:
    """What is sent where, in a sentence or two. None: no question; empty: the address is not known yet.

    `places` are the hosts that passages are sent to.
    """
    return render("settings/privacy.html", **_privacy(destination, places))


def places_of(settings: Settings) -> list[str]:
    """The hosts that passages are sent to: of the library, its index, and the search models."""
    return hosts_of_documents(settings.library, settings.index, settings.embedder, settings.reranker)


def by_label(next_step: str) -> str:
    """What to do, with the fields called as they are on the page.

    >>> by_label("Set llm_model to one of: llm, big.")
    'Set “Name of the model” to one of: llm, big.'
    """
    labels = {"llm": words.ADDRESS, "llm_model": words.MODEL_NAME, "llm_key": words.KEY}
    return re.sub(
        r"\b(Set|Check|check|in|and) (llm\w*)",
        lambda match: f"{match[1]} “{labels.get(match[2], match[2])}”",
        next_step,
    )


def _privacy(destination: str | None, places: Sequence[str]) -> dict[str, str]:
    """The text before the host, the host, and the text after it; without a host all is in the first."""
    passages = words.PASSAGES_SENT_TO.format(hosts=" and ".join(places)) if places else ""
    if not destination:
        text = (passages or words.NOTHING_LEAVES) if destination is None else words.NO_ADDRESS_YET
        return {"before": text, "host": "", "after": f" {passages}" if passages and text != passages else ""}
    url = httpx.URL(destination)
    before, after = words.SENT_TO.split("{host}")
    unencrypted = f" {words.NOT_ENCRYPTED}" if url.scheme == "http" else ""
    after += f"{unencrypted} {passages}".rstrip()
    return {"before": before, "host": url.host, "after": after}


def _models(llm: str) -> list[tuple[str, str, str]]:
    """Value, title and lead of each choice of a language model."""
    file = words.EMBEDDED_FILE.format(name=Path(llm).name) if llm.endswith(".gguf") else ""
    return [
        ("embedded", words.EMBEDDED, file or words.EMBEDDED_LEAD),
        ("url", words.SERVER, words.SERVER_LEAD),
        ("none", words.QUOTES_ALONE, words.QUOTES_ALONE_LEAD),
    ]


def _server_fields(form: SettingsForm) -> list[Field]:
    is_set, fixed = bool(form.settings.llm_key), "llm_key" in form.fixed
    lead = words.KEY_FIXED if fixed else words.KEY_KEPT if is_set else words.KEY_NEW
    model = form.settings.llm_model
    return [
        Field("url", words.ADDRESS, words.ADDRESS_LEAD, form.address, setting="llm", silent=True),
        Field("model", words.MODEL_NAME, words.MODEL_NAME_LEAD, model, setting="llm_model"),
        Field(
            "key",
            words.KEY,
            lead,
            "",
            "password",
            setting="llm_key",
            placeholder=words.KEY_SET if is_set else "",
        ),
    ]


def _number_fields(settings: Settings) -> list[Field]:
    return [
        Field(name, title, lead, str(getattr(settings, name)), "number")
        for name, (title, lead) in NUMBERS.items()
    ]


def _places(form: SettingsForm) -> list[tuple[str, str, str, str]]:
    """Name for the tests, title, value and lead of the library, the folders and the search model."""
    settings = form.settings
    holds = {"documents": count(form.documents, "document"), "size": size(form.size)}
    library, data_folder = [], words.DATA_FOLDER_LEAD
    if is_postgres(settings.library):
        address = shown_value("library", settings.library)
        library = [("library-address", words.LIBRARY, address, words.LIBRARY_LEAD.format(**holds))]
        data_folder = words.DATA_FOLDER_BESIDE_LEAD
    own = settings.embedder == "embedded"
    model = words.SEARCH_MODEL_NAME if own else without_password(settings.embedder)
    runs = words.SEARCH_MODEL_ELSEWHERE if is_address(settings.embedder) else words.SEARCH_MODEL_LEAD
    return [
        *library,
        ("data-folder", words.DATA_FOLDER, str(settings.home), data_folder.format(**holds)),
        ("weights-folder", words.WEIGHTS_FOLDER, str(settings.models), words.WEIGHTS_FOLDER_LEAD),
        ("search-model", words.SEARCH_MODEL, model, runs),
    ]
