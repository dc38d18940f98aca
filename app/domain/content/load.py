"""Loads a content folder into the database, all of it or nothing, and never over somebody's work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.core import counter
from app.core.db import reading as reading_session
from app.core.unit import unit_of_work
from app.domain.content import files, marks
from app.domain.content.problems import Problems
from app.domain.content.reading import read
from app.domain.content.records import Record, digest
from app.domain.content.report import Report
from app.domain.content.rows import (
    areas,
    flows,
    guides,
    locations,
    matters,
    meanings,
    organizations,
    replies,
    team,
    terms,
    topics,
)
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind, MarkState
from app.domain.content.whole import Content

SHELVES: dict[Kind, Shelf[Any, Any]] = {
    shelf.kind: shelf
    for shelf in (
        topics.SHELF,
        terms.SHELF,
        areas.SHELF,
        team.SHELF,
        organizations.SHELF,
        locations.SHELF,
        matters.SHELF,
        guides.SHELF,
        flows.SHELF,
        meanings.SHELF,
        replies.SHELF,
    )
}


def load(folder: Path) -> Report:
    """Reads and checks everything, then writes in one unit of work. A folder that was loaded already costs little."""
    tree = files.gather(folder)
    whole = files.digest(tree)
    with reading_session():
        if marks.finished_folder() == whole and not _came_back():
            return _nothing_new()
    problems = Problems()
    content = read(tree, problems)
    if len(problems):
        return Report(problems=list(problems))
    with unit_of_work():
        marks.wait_for_others()
        report = Report()
        # In the order of Kind, so that a later thing finds the earlier ones it points at.
        for kind, records in _records(content).items():
            _Loading(SHELVES[kind], report, records).run()
            SHELVES[kind].settle()
        marks.finish_folder(whole)
        if report.changed:
            counter.bump(counter.CONTENT)
    return report


def _nothing_new() -> Report:
    def names(state: MarkState) -> list[str]:
        return [f"{kind} {key}" for kind, key in marks.unsettled(state)]

    return Report(left=names(MarkState.LEFT), gone=names(MarkState.GONE), untouched=True)


def _came_back() -> bool:
    """Whether something that was left alone is again as the loader wrote it: then the files may have it."""
    for kind in {kind for kind, _ in marks.unsettled(MarkState.LEFT)}:
        rows = SHELVES[kind].find()
        left = {key: mark for key, mark in marks.of(kind).items() if mark.state == MarkState.LEFT and key in rows}
        if any(digest(SHELVES[kind].record(rows[key])) == mark.row_digest for key, mark in left.items()):
            return True
    return False


def _records(content: Content) -> dict[Kind, Mapping[str, Record]]:
    return {
        Kind.TOPIC: content.topics,
        Kind.TERM: content.terms,
        Kind.AREA: content.areas,
        Kind.TEAM: content.team,
        Kind.ORGANIZATION: content.organizations,
        Kind.LOCATION: content.locations,
        Kind.MATTER: content.matters,
        Kind.GUIDE: content.guides,
        Kind.FLOW: content.flows,
        Kind.MEANING: content.meanings,
        Kind.REPLY: content.replies,
    }


class _Loading:
    """The loading of one kind."""

    def __init__(self, shelf: Shelf[Any, Any], report: Report, records: Mapping[str, Record]) -> None:
        self.shelf = shelf
        self.kind: Kind = shelf.kind
        self.report = report
        self.records = records
        self.marks = marks.of(shelf.kind)

    def run(self) -> None:
        digests = {key: digest(record) for key, record in self.records.items()}
        new = [key for key, said in digests.items() if not self._is_known(key, said)]
        gone = self.marks.keys() - digests.keys()
        rows = self.shelf.find() if new or gone else {}
        written: dict[str, Any] = {}
        for key in new:
            if self.shelf.foreign(self.records[key], rows.get(key)):
                self._leave(key)
            elif self._may_write(key, digests[key], rows.get(key)):
                written[key] = self._write(self.records[key], rows.get(key))
        # Only now: a service may have moved from one organization to another.
        for key, row in written.items():
            marks.put(self.kind, key, digests[key], digest(self.shelf.record(row)), self.marks.get(key))
        self._list_gone(gone, rows)

    def _is_known(self, key: str, said: str) -> bool:
        mark = self.marks.get(key)
        return mark is not None and mark.file_digest == said and mark.state == MarkState.LOADED

    def _may_write(self, key: str, said: str, row: Any) -> bool:
        """Whether the row is still what we wrote last; a row that already says the same only needs its mark."""
        mark = self.marks.get(key)
        if row is None and mark is None:
            return True
        stands = digest(self.shelf.record(row)) if row is not None else ""
        if stands == said:
            marks.put(self.kind, key, said, stands, mark)
            return False
        if mark is not None and mark.row_digest == stands:
            return True
        self._leave(key)
        return False

    def _leave(self, key: str) -> None:
        self.report.left.append(f"{self.kind} {key}")
        marks.leave(self.kind, key, self.marks.get(key))

    def _write(self, record: Record, row: Any) -> Any:
        tally = self.report.updated if row is not None else self.report.added
        tally[self.kind] = tally.get(self.kind, 0) + 1
        if row is not None:
            said = {part for other in self.records.values() for part in self.shelf.parts(other)}
            self.report.gone += sorted(self.shelf.parts(self.shelf.record(row)) - said)
        return self.shelf.write(record, row)

    def _list_gone(self, keys: Iterable[str], rows: Mapping[str, Any]) -> None:
        for key in sorted(keys):
            if key in rows:
                self.marks[key].state = MarkState.GONE
                self.report.gone.append(f"{self.kind} {key}")
            else:
                marks.forget(self.marks[key])
