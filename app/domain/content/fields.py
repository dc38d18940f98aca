"""Takes one mapping of a file apart, key by key; whatever does not fit becomes a problem in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from app.core import i18n
from app.domain.content.problems import Problems

TONGUE = re.compile(r"^[a-z]{2,3}$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Fields:
    """One mapping. `where` begins every sentence about a part of a file: "service mitid-support: "."""

    def __init__(self, value: Any, file: str, problems: Problems, where: str = "") -> None:
        self.file = file
        self.where = where
        self.problems = problems
        self._rest: dict[Any, Any] = dict(value) if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.refuse("Here belong lines of `name: value`.")

    def refuse(self, sentence: str) -> None:
        """Notes a problem at this place."""
        self.problems.add(self.file, f"{self.where}{sentence}")

    def take(self, key: str) -> Any:
        """The raw value, or None; it counts as known from here on."""
        return self._rest.pop(key, None)

    def finish(self) -> None:
        """Notes every key that nobody asked for: mostly a slip of the pen."""
        for key in self._rest:
            self.refuse(f"`{key}` is not a word this file may use.")

    def text(self, key: str, limit: int = 5000) -> str:
        """A text that must be there."""
        found = self.maybe(key, limit)
        if found is None:
            self.refuse(f"`{key}` is missing.")
        return found or ""

    def maybe(self, key: str, limit: int = 5000) -> str | None:
        return self._as_text(self.take(key), f"`{key}`", limit)

    def slug(self, key: str, limit: int = 60) -> str:
        """A name for addresses: small letters, digits and dashes."""
        found = self.text(key, limit)
        if found and not SLUG.match(found):
            self.refuse(f"`{key}` is '{found}'; it may have small letters a to z, digits and single dashes.")
        return found

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value not in (None, True, False):
            self.refuse(f"`{key}` must be true or false.")
        return value is True

    def number(self, key: str) -> int:
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(f"`{key}` must be a whole number.")
            return 0
        return value

    def maybe_number(self, key: str, least: int = 0, most: int = 150) -> int | None:
        """A whole number that may be absent."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.refuse(f"`{key}` must be a whole number from {least} to {most}.")
            return None
        return value

    def day(self, key: str) -> str | None:
        """A date like 2026-12-24; None where it is absent or wrong."""
        found = self.maybe(key, 10)
        if found is None:
            return None
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            self.refuse(f"`{key}` is '{found}'; write a date like 2026-12-24.")
            return None

    def tongues(self, key: str) -> list[str]:
        """Languages that somebody or something speaks, any in the world: `[sv, en]`."""
        found = self.lines(key, 10)
        for code in found:
            if not TONGUE.match(code):
                self.refuse(f"`{key}` has '{code}'; write a language as its two or three small letters, like sv.")
        if len(set(found)) < len(found):
            self.refuse(f"`{key}` has the same language twice.")
        return found

    def one_of(self, key: str, allowed: Collection[str]) -> str | None:
        found = self.maybe(key)
        if found is not None and found not in allowed:
            self.refuse(f"`{key}` is '{found}'; it can be {', '.join(allowed)}.")
        return found

    def parts(self, key: str) -> list[Any]:
        """A list of anything; empty where the key is absent."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(f"`{key}` must be a list.")
            return []
        return value

    def lines(self, key: str, limit: int = 1000) -> list[str]:
        """A list of texts; empty where the key is absent."""
        return self._as_lines(self.take(key), f"`{key}`", limit)

    def texts(self, key: str, limit: int = 5000) -> dict[str, str]:
        """One text a language."""
        found = {code: self._as_text(value, f"`{key}` in {code}", limit) for code, value in self.languages(key)}
        return {code: value for code, value in found.items() if value}

    def lists(self, key: str) -> dict[str, list[str]]:
        """One list of texts a language."""
        found = {code: self._as_lines(value, f"`{key}` in {code}", 1000) for code, value in self.languages(key)}
        return {code: value for code, value in found.items() if value}

    def languages(self, key: str) -> list[tuple[str, Any]]:
        """The pairs of a mapping from language to anything; unknown languages are refused."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, dict):
            self.refuse(f"`{key}` must say its text per language, like `en: …`.")
            return []
        for code in value:
            if code not in i18n.locales():
                self.refuse(f"`{key}` has the language '{code}', which is not in translations/locales.toml.")
        return [(str(code), found) for code, found in value.items() if code in i18n.locales()]

    def _as_text(self, value: Any, name: str, limit: int) -> str | None:
        # A bare number among words ("112") is meant as a word.
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return None
        if not isinstance(value, str):
            self.refuse(f'{name} must be a text; put it in "double quotes" if it has a colon.')
            return None
        found = value.strip()
        if len(found) > limit:
            self.refuse(f"{name} is {len(found)} characters long; there is room for {limit}.")
        return found or None

    def _as_lines(self, value: Any, name: str, limit: int) -> list[str]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(f"{name} must be a list.")
            return []
        found = [self._as_text(item, f"line {place} of {name}", limit) for place, item in enumerate(value, 1)]
        if any(item is None for item in value):
            self.refuse(f"{name} has an empty line.")
        return [item for item in found if item]
