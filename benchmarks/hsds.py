"""Ten thousand services as HSDS 3.0, taken in and given out, with processor time and memory: `python -m benchmarks.hsds [COUNT]`.

In this process and on SQLite: what an import costs, and how long one answer keeps everybody else waiting.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app import config, create_app, tables
from app.core import db
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.directory.hsds import importing
from app.domain.directory.hsds.importing import Label, Looked
from benchmarks.report import Line

COUNT = 10_000
LABEL = Label("Bench", "en")
BASE = "/api/hsds/v3/services"
PAGES: tuple[tuple[str, str, float | None], ...] = (
    ("a page of 50", "", 500),
    ("a page of 50, full", "?full=true", 1000),
    ("the last page", "?page=200&per_page=50", 500),
    ("minimal, everything", "?minimal=true", 1500),
    ("a search, the first time", "?search=number+77", 3000),
    ("a search", "?search=number+78", 500),
    ("by organization and day", "?modified_after=2020-01-01&organization_id={body}", 500),
)


def _key(what: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"bench:{what}"))


def package(count: int) -> dict[str, Any]:
    """A register of so many services, a hundred to an organization."""
    bodies = [
        {"id": _key(f"body {n}"), "name": f"Body {n}", "description": "One of many."} for n in range(-(-count // 100))
    ]
    return {"organizations": bodies, "services": [_service(n) for n in range(count)]}


def _service(number: int) -> dict[str, Any]:
    return {
        "id": _key(f"service {number}"), "organization_id": _key(f"body {number // 100}"),
        "name": f"Help number {number}", "description": "Somebody to ask about this and that. " * 8,
        "url": "https://help.example.org/", "status": "active",
        "languages": [{"id": _key(f"language {number}"), "code": "sv", "name": "Swedish"}],
        "schedules": [{"id": _key(f"week {number}"), "freq": "WEEKLY", "byday": "MO,TU,WE", "opens_at": "09:00",
                       "closes_at": "16:00"}],
    }  # fmt: skip


def lines(count: int, folder: Path) -> Iterator[Line]:
    """Import, import again, pages, the whole list."""
    app = create_app(config.load({"DATA_DIR": str(folder)}))
    tables.metadata.create_all(db.engine())
    path = folder / "package.json"
    path.write_text(json.dumps(package(count)), "utf-8")
    for what in ("import", "import again"):
        checked = _seconds(lambda: importing.look(path, LABEL))
        yield Line(f"checking before the {what} of {count} services", checked, 60.0, "s")
        looked = importing.look(path, LABEL)
        yield Line(f"{what} of {count} services, while writers wait", _seconds(lambda: _take(looked)), 60.0, "s")  # noqa: B023
    reader = app.test_client()
    for what, asked, wanted in PAGES:
        address = BASE + asked.format(body=_key("body 1"))
        taken = _seconds(lambda address=address: reader.get(address).data)  # type: ignore[misc]
        yield Line(f"{what} of {count}", taken * 1000, wanted, "ms")
    whole, longest = _stream(reader, f"{BASE}?format=ndjson&full=true")
    yield Line(f"all {count} as lines, full", whole, 60, "s")
    yield Line("the longest wait between two batches of lines", longest * 1000, 500, "ms")
    yield Line("memory at its highest", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1000, "MB")


def _take(looked: Looked) -> None:
    with unit_of_work():
        report = importing.take(Operator(), looked)
    assert not report.refused, report.problems[:3]


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor, as the other lines are: this machine may have other work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _stream(reader: Any, address: str) -> tuple[float, float]:
    """(all of it, the longest between two pieces) in seconds."""
    begun = before = time.process_time()
    longest = 0.0
    for _piece in reader.get(address).iter_encoded():
        now = time.process_time()
        longest, before = max(longest, now - before), now
    return time.process_time() - begun, longest


def main() -> int:
    """Prints every line; 1 when a target is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    missed = False
    with tempfile.TemporaryDirectory(prefix="vejviser-hsds-") as folder:
        for line in lines(count, Path(folder)):
            print(line, flush=True)
            missed |= line.missed
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
