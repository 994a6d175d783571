"""The settings as HTML. Every text that is not ours goes through `escape`."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant.ui import words
from assistant.ui.render.care import care
from assistant.ui.render.html import button, escape
from assistant.ui.render.places import Shown, places


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


def frame() -> str:
    """The panel before its form is there."""
    return (
        '<section class="fn settings" aria-labelledby="settings-title">'
        f'<h2 id="settings-title">{escape(words.SETTINGS)}</h2><div data-form></div>'
        f"<h3>{escape(words.HEALTH)}</h3>"
        f'<div class="toolbar">{_button("settings-check", words.CHECK_HEALTH)}</div>'
        f'<div data-checks data-busy="{escape(words.CHECKING)}" role="status"></div></section>'
    )


def form(one: Shown) -> str:
    """The form with the settings in force, and where things lie."""
    return (
        f'<form data-testing="{escape(words.TESTING)}">'
        f"<fieldset><legend>{escape(words.LANGUAGE_MODEL)}</legend>"
        f'<p class="quiet">{escape(words.LANGUAGE_MODEL_LEAD)}</p>{_fixed(one, "llm")}'
        f"{_embedded(one)}{_server(one)}{_none(one)}"
        f'<p class="note" data-testid="privacy" role="status">{privacy(one.destination)}</p>'
        f'<div class="toolbar">{_button("settings-test", words.TEST)}'
        '<span data-testid="settings-test-result" role="status"></span></div></fieldset>'
        f"{care(one.levels, one.settings.care, fixed=_fixed(one, 'care'))}"
        f"<details><summary>{escape(words.MORE)}</summary>{_numbers(one)}</details>"
        '<div class="toolbar"><button type="submit" class="button primary" data-testid="settings-save">'
        f"{escape(words.SAVE)}</button></div></form>{places(one)}"
    )


def privacy(address: str | None) -> str:
    """What is sent where, in a sentence. None: nothing leaves; empty: the address is not known yet."""
    if address is None:
        return escape(words.NOTHING_LEAVES)
    if not address:
        return escape(words.NO_ADDRESS_YET)
    url = httpx.URL(address)
    before, after = words.SENT_TO.split("{host}")
    open_line = f" {words.NOT_ENCRYPTED}" if url.scheme == "http" else ""
    return f"{escape(before)}<strong><bdi>{escape(url.host)}</bdi></strong>{escape(after + open_line)}"


def outcome(said: str, *, ok: bool) -> str:
    """The outcome of a test."""
    mark = "✓" if ok else "✗"
    return (
        f'<span class="{"good" if ok else "bad"}"><span aria-hidden="true">{mark}</span> '
        f"<bdi>{escape(said)}</bdi></span>"
    )


def by_label(next_step: str) -> str:
    """What to do, with the fields called as they are here.

    >>> by_label("Set llm_model to one of: llm, big.")
    'Set “Name of the model” to one of: llm, big.'
    """
    labels = {"llm": words.ADDRESS, "llm_model": words.MODEL_NAME, "llm_key": words.KEY}
    return re.sub(
        r"\b(Set|Check|check|in|and) (llm\w*)",
        lambda found: f"{found[1]} “{labels.get(found[2], found[2])}”",
        next_step,
    )


def _embedded(one: Shown) -> str:
    llm = one.settings.llm
    file = words.EMBEDDED_FILE.format(name=Path(llm).name) if llm.endswith(".gguf") else ""
    return _choice(one, "embedded", words.EMBEDDED, file or words.EMBEDDED_LEAD)


def _server(one: Shown) -> str:
    is_set, fixed = bool(one.settings.llm_key), "llm_key" in one.fixed
    lead = words.KEY_FIXED if fixed else words.KEY_KEPT if is_set else words.KEY_NEW
    placeholder = words.KEY_SET if is_set else ""
    fields = [
        Field("url", words.ADDRESS, words.ADDRESS_LEAD, one.address, setting="llm", silent=True),
        Field("model", words.MODEL_NAME, words.MODEL_NAME_LEAD, one.settings.llm_model, setting="llm_model"),
        Field("key", words.KEY, lead, "", "password", setting="llm_key", placeholder=placeholder),
    ]
    hidden = "" if one.choice == "url" else " hidden"
    shown = "".join(_field(one, field) for field in fields) + (_forget() if is_set and not fixed else "")
    return _choice(one, "url", words.SERVER, words.SERVER_LEAD) + (
        f'<div class="server" data-server{hidden}>{shown}</div>'
    )


def _none(one: Shown) -> str:
    return _choice(one, "none", words.QUOTES_ALONE, words.QUOTES_ALONE_LEAD)


def _choice(one: Shown, value: str, title: str, lead: str) -> str:
    state = (" checked" if one.choice == value else "") + (" disabled" if "llm" in one.fixed else "")
    return (
        f'<label class="choice"><input type="radio" name="llm" value="{value}" '
        f'data-testid="settings-llm-{value}"{state}><span>{escape(title)}'
        f'<span class="quiet">{escape(lead)}</span></span></label>'
    )


def _forget() -> str:
    return (
        '<label class="tick"><input type="checkbox" name="forget_key" value="1" '
        f'data-testid="settings-forget-key"> {escape(words.KEY_FORGET)}</label>'
    )


def _numbers(one: Shown) -> str:
    reads, writes = str(one.settings.evidence_tokens), str(one.settings.answer_tokens)
    fields = [
        Field("evidence_tokens", words.EVIDENCE_TOKENS, words.EVIDENCE_TOKENS_LEAD, reads, "number"),
        Field("answer_tokens", words.ANSWER_TOKENS, words.ANSWER_TOKENS_LEAD, writes, "number"),
    ]
    return "".join(_field(one, field) for field in fields)


def _field(one: Shown, field: Field) -> str:
    setting = field.setting or field.name
    extra = f' data-testid="settings-{field.name.replace("_", "-")}"'
    extra += ' min="20" max="100000" step="1" required' if field.kind == "number" else ""
    extra += f' placeholder="{escape(field.placeholder)}"' if field.placeholder else ""
    extra += " disabled" if setting in one.fixed else ""
    return (
        f'<div class="field"><label for="settings-{field.name}">{escape(field.title)}</label>'
        f'<input id="settings-{field.name}" name="{field.name}" type="{field.kind}" '
        f'value="{escape(field.value)}" dir="auto" autocomplete="off" spellcheck="false" '
        f'aria-describedby="settings-{field.name}-lead"{extra}>'
        f'<p class="quiet" id="settings-{field.name}-lead">{escape(field.lead)}</p></div>'
        f"{'' if field.silent else _fixed(one, setting)}"
    )


def _fixed(one: Shown, name: str) -> str:
    origin = one.fixed.get(name)
    if origin is None:
        return ""
    text = words.SET_AT_START if origin == "argument" else words.SET_BY.format(origin=origin)
    return f'<p class="note" data-fixed="{escape(name)}">{escape(text)}</p>'


def _button(name: str, title: str) -> str:
    return button(name, title, data_testid=name)
