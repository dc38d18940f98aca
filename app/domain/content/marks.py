"""The loader's memory: what it wrote of each thing, and which folder it last finished with."""

from __future__ import annotations

from sqlalchemy import select, text

from app.core import db
from app.core.clock import now
from app.domain.content.models import ContentMark
from app.domain.content.terms import Kind, MarkState

# The mark of a whole folder, beside the kinds of things.
FOLDER = "folder"


def wait_for_others() -> None:
    """Lets one loader write at a time: several processes may start together. SQLite has one writer anyway."""
    if not db.is_sqlite():
        db.session.execute(text(f"LOCK TABLE {ContentMark.__tablename__} IN EXCLUSIVE MODE"))


def of(kind: str) -> dict[str, ContentMark]:
    return {mark.key: mark for mark in db.session.scalars(select(ContentMark).where(ContentMark.kind == kind))}


def finished_folder() -> str | None:
    """The digest of the folder that was loaded last, or None."""
    mark = of(FOLDER).get(FOLDER)
    return mark.file_digest if mark else None


def unsettled(state: MarkState) -> list[tuple[Kind, str]]:
    """What was left alone, or is gone from the files, as (kind, key)."""
    order = list(Kind)
    rows = db.session.execute(select(ContentMark.kind, ContentMark.key).where(ContentMark.state == state))
    return sorted(((Kind(kind), key) for kind, key in rows), key=lambda found: (order.index(found[0]), found[1]))


def put(kind: str, key: str, file_digest: str, row_digest: str, mark: ContentMark | None) -> None:
    """Remembers a finished load of one thing."""
    if mark is None:
        mark = ContentMark(kind=kind, key=key)
        db.session.add(mark)
    mark.file_digest, mark.row_digest = file_digest, row_digest
    mark.state, mark.loaded_at = MarkState.LOADED, now()


def leave(kind: str, key: str, mark: ContentMark | None) -> None:
    """Remembers that somebody here changed it; what we wrote last stays known."""
    if mark is None:
        # It stood here before any load: no row can have this digest, so it is never taken for ours.
        mark = ContentMark(kind=kind, key=key, file_digest="-", row_digest="-")
        db.session.add(mark)
    mark.state = MarkState.LEFT


def forget(mark: ContentMark) -> None:
    """It is neither here nor in the files."""
    db.session.delete(mark)


def finish_folder(digest: str) -> None:
    put(FOLDER, FOLDER, digest, "", of(FOLDER).get(FOLDER))
