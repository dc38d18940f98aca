"""How single settings are read: numbers, choices, addresses; and the refusal that every one of them shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ConfigError(Exception):
    """A setting that cannot be used; the message is one sentence for the operator, and never holds a secret."""


class Asked(dict[str, str]):
    """An environment that notes which settings were asked for: what is not among them has a name nobody reads."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(environ)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def __missing__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)


def is_loopback(host: str) -> bool:
    """Whether a host name means this machine only."""
    return host in LOOPBACK or host.startswith("127.")


def given(environ: Mapping[str, str], name: str) -> str:
    """The setting as it was written, or "" where it was not."""
    return environ.get(name, "").strip()


def one_of(environ: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = given(environ, name).lower() or default
    if value not in allowed:
        raise ConfigError(f"{name} is '{value}'; it can be {', '.join(allowed)}.")
    return value


def number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = given(environ, name)
    if not value:
        return default
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ConfigError(f"{name} is '{value}'; it must be a whole number from {low} to {high}.")
    return int(value)


def web_address(environ: Mapping[str, str], name: str, default: str) -> str:
    url = given(environ, name) or default
    if not url.startswith("https://"):
        raise ConfigError(f"{name} must begin with https://.")
    return url
