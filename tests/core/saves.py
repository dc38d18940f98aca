"""A process as it serves, in which the disk fails once: `python -m tests.core.saves DATABASE`; what happened as JSON."""

# ruff: noqa: E402  -- the order of these lines is the point
from gevent import monkey

monkey.patch_all()

import json
import sys
from pathlib import Path

import gevent

from app import tables
from app.core import counter, db, events, storage
from app.core.errors import Unavailable
from app.core.unit import unit_of_work, wait_for


class Said(events.Event):
    """A fact."""


def _mend(database: Path) -> None:
    """From now on the log by this name is the true one."""
    log = database.with_name(f"{database.name}-wal")
    log.unlink()
    log.symlink_to(f"{database.resolve()}-wal")


def _save() -> None:
    with unit_of_work() as unit:
        counter.bump("said")
        unit.record(Said())


def _read_meanwhile(told: list[str]) -> list[str]:
    """Somebody reads while what was committed is on its way to the disk."""
    saving = gevent.spawn(_save)
    gevent.sleep(0)
    wait_for(lambda _: False)
    told.append("read something else")
    wait_for(lambda fact: isinstance(fact, Said))
    told.append("read it")
    saving.join()
    return told


def main() -> None:
    engine = db.connect(f"sqlite:///{sys.argv[1]}")
    tables.metadata.create_all(engine)
    told: list[str] = []
    events.listen(lambda event: told.append(type(event).__name__))
    seen = []
    for _ in range(2):
        try:
            with unit_of_work() as unit:
                counter.bump("said")
                unit.record(Said())
            answer = "saved"
        except Unavailable:
            answer = "refused"
        seen.append([answer, list(told), storage.failing_since() is not None])
        told.clear()
    _mend(Path(sys.argv[1]))
    order = _read_meanwhile(told)
    waits = db.session().connection().exec_driver_sql("PRAGMA synchronous").scalar_one()
    json.dump({"seen": seen, "order": order, "waits": waits, "stored": counter.value("said")}, sys.stdout)


if __name__ == "__main__":
    main()
