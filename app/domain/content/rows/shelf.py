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


def _ours(_record: Any, _row: Any) -> bool:
    return False


def _settled() -> None:
    return None


@dataclass(frozen=True)
class Shelf(Generic[Rec, Row]):
    """`write` adds or changes one row; `parts` names what inside a record the loader never deletes.

    `foreign` says that a thing of this name came with somebody else's package, so it is left alone. `settle` runs
    at the end, whatever was written: what follows from the rows as they stand now.
    """

    kind: Kind
    find: Callable[[], dict[str, Row]]
    record: Callable[[Row], Rec]
    write: Callable[[Rec, Row | None], Row]
    parts: Callable[[Rec], set[str]] = _whole
    foreign: Callable[[Rec, Row | None], bool] = _ours
    settle: Callable[[], None] = _settled
