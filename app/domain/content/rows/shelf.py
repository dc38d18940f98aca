"""The shape every kind's rows have for the loader: find them, say what they say, write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.domain.content.records import Record
from app.domain.content.terms import Kind

Rec = TypeVar("Rec", bound=Record)
Row = TypeVar("Row")


def _whole(_record: Any) -> set[str]:
    return set()


@dataclass(frozen=True)
class Shelf(Generic[Rec, Row]):
    """`write` adds or changes one row; `parts` names what inside a record the loader never deletes."""

    kind: Kind
    find: Callable[[], dict[str, Row]]
    record: Callable[[Row], Rec]
    write: Callable[[Rec, Row | None], Row]
    parts: Callable[[Rec], set[str]] = _whole
