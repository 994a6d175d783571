"""The settings: the language model and what is sent where, the folders, and whether all is well."""

import os
from contextlib import suppress
from pathlib import Path

from assistant.addresses import sent_to, server_address
from assistant.assistant import Assistant
from assistant.settings import Settings, SettingValues
from assistant.settings_file import KEPT_ORIGINS
from assistant.ui import words
from assistant.ui.panel import Data, part, script
from assistant.ui.rendering import render
from assistant.ui.views.settings import NUMBERS, SettingsForm, by_label, form_html, places_of, privacy_html
from documents.errors import FootnoteError
from index.servers.addresses import without_password


class SettingsPanel:
    """The place where the language model is chosen."""

    name = "settings"
    title = words.SETTINGS
    script = script("panels/settings")

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def build(self) -> None:
        """Places the panel; its form is asked for when it is first shown."""
        handlers = [
            self.settings_open,
            self.settings_privacy,
            self.settings_test,
            self.settings_save,
            self.settings_check,
        ]
        part(self.name, render("settings/frame.html"), handlers)

    def settings_open(self, data: Data) -> Data:
        """The form as the settings are now."""
        return {"html": form_html(current_form(self._assistant))}

    def settings_privacy(self, data: Data) -> Data:
        """What would be sent where, with what is in the form."""
        settings = self._assistant.settings
        return {"html": privacy_html(destination(data, settings), places_of(settings))}

    def settings_test(self, data: Data) -> Data:
        """Whether the model in the form answers, in one sentence; also where it does not."""
        try:
            message = self._assistant.test_model(**chosen_values(data, self._assistant.settings))
        except FootnoteError as error:
            message = f"{error.message} {by_label(error.next_step)}"
            return {"html": render("settings/outcome.html", message=message, ok=False)}
        return {"html": render("settings/outcome.html", message=message, ok=True)}

    def settings_save(self, data: Data) -> Data:
        """Has what is in the form take effect; the form anew."""
        self._assistant.use_settings(**chosen_values(data, self._assistant.settings))
        return {"said": words.SAVED, **self.settings_open({})}

    def settings_check(self, data: Data) -> Data:
        """The findings on data folder, models and index."""
        return {"html": render("settings/findings.html", checks=self._assistant.doctor())}


def current_form(assistant: Assistant) -> SettingsForm:
    """The settings in force, and what lies in the data folder."""
    settings = assistant.settings
    return SettingsForm(
        choice="url" if "://" in settings.llm else "none" if settings.llm == "none" else "embedded",
        settings=settings,
        address=without_password(settings.llm) if "://" in settings.llm else "",
        destination=destination({}, settings),
        fixed={
            name: origin for name, origin in assistant.setting_origins().items() if origin not in KEPT_ORIGINS
        },
        documents=assistant.library.source_count(),
        size=folder_bytes(settings.home),
        levels=assistant.care_levels(),
    )


def chosen_values(data: Data, settings: Settings) -> SettingValues:
    """The settings that the form holds; a field that was not sent changes nothing. Raises BadValue."""
    values: dict[str, object] = {name: data[name] for name in NUMBERS if name in data}
    if "care" in data:
        values["care"] = str(data["care"])
    choice = data.get("llm")
    if choice == "url":
        address = server_address(str(data.get("url", "")))
        # The field has no password in it: unchanged, it stands for the address as it was.
        values["llm"] = settings.llm if address == without_password(settings.llm) else address
        values["llm_model"] = str(data.get("model", "")).strip()
        values |= _key(data)
    elif choice == "none":
        values["llm"] = "none"
    elif choice == "embedded":
        values["llm"] = settings.llm if settings.llm.endswith(".gguf") else "embedded"
    return values  # type: ignore[return-value]  # each is checked where it takes effect


def destination(data: Data, settings: Settings) -> str | None:
    """The address that questions would go to; None: they stay here; empty: there is no address yet."""
    if data.get("llm") in ("embedded", "none"):
        return None
    try:
        llm = server_address(str(data["url"])) if "url" in data else settings.llm
        return without_password(llm) if sent_to(llm) is not None else None
    except FootnoteError:  # still being typed
        return ""


def folder_bytes(folder: Path) -> int:
    """The size of all files in a folder; what is gone meanwhile, or locked away, counts nothing."""
    total = 0
    for parent, _, names in os.walk(folder):  # passes over a folder that cannot be read
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(parent, name)).st_size
    return total


def _key(data: Data) -> dict[str, object]:
    typed = str(data.get("key", "")).strip()
    return {"llm_key": typed} if typed or data.get("forget_key") else {}
