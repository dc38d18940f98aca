"""The ledger of what was erased, beside the database: a restored backup brings back words, and never this file.

One line an erasure: the day, and the conversation's public id, which opens nothing and says nothing about anybody. One line
an e-mail address that was taken off: the day, and a mark that only the row itself leads to. The database has both as tombstones.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from app.core import clock, ids
from app.core.db import session
from app.core.events import Event
from app.core.files import fresh
from app.core.unit import record, unit_of_work
from app.domain.chat.events import AddressesGone, Erased
from app.domain.chat.models import LetterAddress, Tombstone

log = logging.getLogger(__name__)
FILE = "erased.ledger"
ADDRESS = "@"  # how an address's mark begins; no public id holds one
_path: Path | None = None
_days = 365
# Up to when this process has asked the database; two machines' clocks may differ by less than the margin.
_upto: datetime | None = None
MARGIN = timedelta(hours=1)


def configure(folder: Path | None, days: int = 365) -> None:
    """Where the ledger is (nowhere with None), and how many days a backup may be kept."""
    global _path, _days, _upto
    _path, _days, _upto = folder and folder / FILE, days, None


def heard(event: Event) -> None:
    """A listener: what a visitor erased, or took off, is in the ledger as soon as it is true."""
    if isinstance(event, Erased):
        add({event.conversation: clock.today()})
    elif isinstance(event, AddressesGone):
        add(dict.fromkeys(event.marks, clock.today()))


def mark_of(address: LetterAddress) -> str:
    """What stands for one giving of one address: the same one given again later is another."""
    given = address.created_at.isoformat(timespec="microseconds")
    return ADDRESS + ids.digest(f"{address.reply_hash} {given}")[:31]


def take_off(addresses: Sequence[LetterAddress]) -> None:
    """These are about to go, and no database that is put back brings them again."""
    if addresses:
        marks = tuple(map(mark_of, addresses))
        put_stones(marks, clock.now())
        record(AddressesGone(marks))


def put_stones(names: Collection[str], moment: datetime) -> None:
    """Says in the database that these are gone since now, also of one that was there before: a copy was put back."""
    old = update(Tombstone).where(Tombstone.conversation_public_id.in_(names)).values(erased_at=moment)
    there = set(session.scalars(old.returning(Tombstone.conversation_public_id)))
    session.add_all(Tombstone(conversation_public_id=one, erased_at=moment) for one in names if one not in there)


def entries(path: Path | None = None) -> dict[str, date]:
    """Public id, or mark -> day of what was erased. A line that was torn by a crash is passed over: the tombstone is there."""
    path = path or _path
    if path is None or not path.exists():
        return {}
    return parse(path.read_text(encoding="ascii", errors="replace"))


def parse(text: str) -> dict[str, date]:
    """What a ledger's text says."""
    found = {}
    for line in text.splitlines():
        day, _, public_id = line.partition(" ")
        try:
            found[public_id] = date.fromisoformat(day)
        except ValueError:
            continue
    found.pop("", None)
    return found


def lines(found: dict[str, date]) -> str:
    return "".join(f"{day.isoformat()} {public_id}\n" for public_id, day in found.items())


def add(new: dict[str, date], path: Path | None = None) -> None:
    """Appends, and returns when it is on the disk."""
    path = path or _path
    if path is None or not new:
        return
    path.touch(mode=0o600)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")  # the end of a line was lost in a crash
        file.write(lines(new).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def catch_up() -> int:
    """Adds what the database knows and the ledger does not: a process was killed between the two, or another host erased."""
    global _upto
    if _path is None:
        return 0
    moment = clock.now()
    stones = select(Tombstone.conversation_public_id, Tombstone.erased_at)
    if _upto is not None and _path.exists():
        stones = stones.where(Tombstone.erased_at >= _upto - MARGIN)
    found = session.execute(stones).all()
    known = entries() if found else {}
    new = {public_id: erased.date() for public_id, erased in found if public_id not in known}
    add(new)
    _upto = moment
    return len(new)


def forget() -> int:
    """Drops entries that no backup is old enough to need, here and in the database. Returns how many."""
    if _path is None:
        return 0
    last = clock.today() - timedelta(days=_days)
    with unit_of_work() as unit:
        unit.session.execute(delete(Tombstone).where(Tombstone.erased_at < clock.now() - clock.days(_days)))
    known = entries()
    kept = {public_id: day for public_id, day in known.items() if day >= last}
    if len(kept) < len(known):
        write(kept, _path)
    return len(known) - len(kept)


def write(found: dict[str, date], path: Path) -> None:
    """The whole ledger anew. What another process appends meanwhile is caught up from its tombstone."""
    with fresh(path) as half:
        add(found, half)


def chunks(names: Collection[str], size: int = 500) -> Iterable[list[str]]:
    """A database takes only so many names in one question."""
    everything = sorted(names)
    return (everything[start : start + size] for start in range(0, len(everything), size))
