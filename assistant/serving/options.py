"""What `footnote serve` is asked for, and what of it cannot be."""

import ipaddress
import os
import re
from dataclasses import dataclass
from typing import Literal

from assistant.settings import Settings
from documents.errors import BadValue, SettingsError
from documents.storage.postgres.address import is_postgres

LogFormat = Literal["text", "json"]
SHORTEST_PASSWORD = 8  # characters
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Options:
    """How the page is served.

    `names` are those that it answers to beside addresses, in small letters; `proxies` the addresses or
    networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; `grace` the seconds that answers
    under way get at the end.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    workers: int = 1
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    grace: float = 30.0
    log_format: LogFormat = "text"

    @property
    def alone(self) -> bool:
        """Whether it is for this computer alone: also a proxy here, or a name, lets others in."""
        return self.loopback and not self.names and not self.proxies

    @property
    def loopback(self) -> bool:
        """Whether only this computer can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def everywhere(self) -> bool:
        """Whether it can be reached at any address of this computer."""
        return self.host in ("0.0.0.0", "::")


def check_options(options: Options, settings: Settings) -> None:
    """Nothing for what can be served so; raises SettingsError."""
    _check_password(options, settings)
    for name in options.names:
        if not HOST_NAME.fullmatch(name):
            raise BadValue(
                f"{name!r} is no host name.", "Give a name such as footnote.example.org, without a port."
            )
    for proxy in options.proxies:
        _check_network(proxy)
    if options.workers > 1:
        _check_workers(settings)


def _check_password(options: Options, settings: Settings) -> None:
    if not settings.password:
        if options.alone:
            return
        place = next(iter(options.names), "the proxy") if options.loopback else options.host
        raise SettingsError(
            f"Whoever reaches {place} could read your documents: no password is set.",
            "Set FOOTNOTE_PASSWORD, or password in settings.toml.",
        )
    if len(settings.password) < SHORTEST_PASSWORD:
        raise SettingsError(
            f"The password has fewer than {SHORTEST_PASSWORD} characters.", "Set a longer one."
        )


def _check_network(proxy: str) -> None:
    try:
        ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        raise BadValue(
            f"{proxy!r} is no address of a proxy.", "Give an IP address or a network such as 10.0.0.0/8."
        ) from None


def _check_workers(settings: Settings) -> None:
    if os.name == "nt":
        raise SettingsError("Several workers need a system with Unix sockets.", "Leave --workers out.")
    if not is_postgres(settings.library):
        raise SettingsError(
            "Several workers need a library in PostgreSQL: to one in a file only one process can write.",
            "Set library to postgresql://…, or leave --workers out.",
        )
