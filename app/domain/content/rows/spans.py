"""Hours as rows keep them, in the form files have: the keys that files know, and none for what is not said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def weekly(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_only(row, "days", "opens", "closes") for row in rows]


def single_days(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [_only(row, "day", "opens", "closes", "note") for row in rows]
    return sorted(found, key=lambda row: (str(row.get("day", "")), str(row.get("opens", ""))))


def _only(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: row[key] for key in keys if row.get(key)}
