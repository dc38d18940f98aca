"""Small things every writer does: languages in their order, and no line for what is not there."""

from __future__ import annotations

from typing import Any, TypeVar

import yaml

from app.core import i18n

Value = TypeVar("Value")


def in_order(texts: dict[str, Value]) -> dict[str, Value]:
    """By the order of translations/locales.toml."""
    order = list(i18n.locales())
    return dict(sorted(texts.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))


def without_empty(pairs: dict[str, Any]) -> dict[str, Any]:
    """Leaves out what is None or empty; `false` and 0 stay."""
    return {key: value for key, value in pairs.items() if value is not None and value not in ("", [], {})}


def dump(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes the same list twice rather than an anchor that a person must look up."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
