"""How a branch's page changes: address, hours, what is offered. Audited, and public pages are made anew; nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.ids import stable_uuid
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.accounts.showing import name_for_visitors
from app.domain.directory import branch_hours
from app.domain.directory.branches import Branch, coming, fresh, offerable
from app.domain.directory.hours import CLOSED, OPEN, week
from app.domain.directory.models import Location, Service, ServiceAtLocation
from app.domain.directory.numbers import holds_number
from app.domain.directory.services import address
from app.domain.directory.terms import LIBRARY
from app.domain.places.areas import home_locale
from app.domain.places.models import Area

ADDRESS = ("address_1", "postal_code", "city")
MOST_EXCEPTIONS = 60


class BranchRefused(DomainError):
    """What is wrong with a form, by field: a librarian mends all of it at once."""

    def __init__(self, wrong: Mapping[str, DomainError]) -> None:
        super().__init__("branch_refused")
        self.wrong = dict(wrong)


@dataclass(frozen=True)
class Differing:
    """A line of the form for a single day; an empty `day` with nothing else is no line."""

    day: str = ""
    hours: str = ""
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """A branch as the form has it. `week` is seven fields, Monday first; `seen` is the version that was looked at."""

    website: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    week: Sequence[str] = ()
    holidays: str = ""
    exceptions: Sequence[Differing] = ()
    services: Sequence[str] = ()
    source: str = ""
    checked: bool = False
    seen: str = ""


@dataclass
class _Wanted:
    """A draft that was understood."""

    website: str | None
    address: dict[str, str]
    schedule: list[dict[str, Any]]
    holidays: str | None
    exceptions: list[dict[str, Any]]
    services: set[str]
    source: str | None


def change(editor: StaffMember, code: str, draft: Draft) -> None:
    """Keeps what the form says. Only `checked` says that somebody looked; what changes without it counts as unchecked."""
    authorize(editor, Action.KEEP_BRANCHES)
    row = _locked(code)
    known = fresh(code)
    if known is None:
        raise NotFound("area_not_found")
    if draft.seen != known.version:
        raise Conflict("branch_moved")
    wanted = _understood(draft, known)
    row = row or _new(code, known)
    differs = _write(row, wanted)
    if draft.checked:
        row.assured_date = clock.today(known.place.timezone)
        row.assured_by = name_for_visitors(editor.name, editor.shown) or None
        audit.write(editor, "branch.checked", f"area:{code}")
    elif differs:
        row.assured_date = row.assured_by = None
    if differs:
        audit.write(editor, "branch.changed", f"area:{code}")
    counter.bump(counter.CONTENT)


def note_language(known: Branch) -> str:
    """What the library writes its notes in."""
    return home_locale(known.place.country)


def _understood(draft: Draft, known: Branch) -> _Wanted:
    """Everything that is wrong is found before anything is refused."""
    schedule, days = branch_hours.read_week(draft.week)
    wrong: dict[str, DomainError] = {f"day-{place}": error for place, error in days.items()}
    wanted = _Wanted(
        website=_website(draft.website, wrong),
        address={key: said for key in ADDRESS if (said := _clean(draft.address.get(key, ""), 120))},
        schedule=schedule,
        holidays=draft.holidays if draft.holidays in (CLOSED, OPEN) else None,
        exceptions=_exceptions(draft.exceptions, known, wrong),
        services={*draft.services} & {one.slug for one in offerable(known.place)} | {LIBRARY},
        source=_clean(draft.source, 300) or None,
    )
    if (wanted.schedule or draft.checked) and not wanted.source:
        wrong["source"] = Invalid("source_missing")
    if wrong:
        raise BranchRefused(wrong)
    return wanted


def _website(typed: str, wrong: dict[str, DomainError]) -> str | None:
    try:
        return address(typed) if typed.strip() else None
    except Invalid as error:
        wrong["website"] = error
        return None


def _exceptions(lines: Sequence[Differing], known: Branch, wrong: dict[str, DomainError]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, one in enumerate(lines):
        try:
            found += _exception(one, known, found)
        except Invalid as error:
            wrong[f"differs-{place}"] = error
    return sorted(found, key=lambda row: (row["day"], row.get("opens", "")))


def _exception(one: Differing, known: Branch, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not (one.day.strip() or one.hours.strip() or one.note.strip()):
        return []
    rows = branch_hours.read_exception(one.day, one.hours, _note(one, known))
    if any(row["day"] == rows[0]["day"] for row in before):
        raise Invalid("branch_day_twice")
    if len(before) >= MOST_EXCEPTIONS:
        raise Invalid("branch_days_full", most=MOST_EXCEPTIONS)
    return rows


def _note(one: Differing, known: Branch) -> dict[str, str]:
    """The note in the library's own language; translations stay as long as it says the same."""
    text, language = _clean(one.note, 120), note_language(known)
    if holds_number(text):
        raise Invalid("number_in_words")
    if not text:
        return {}
    notes: list[dict[str, str]] = [row["note"] for row in known.exceptions if row["day"] == one.day and row.get("note")]
    return next((dict(note) for note in notes if note.get(language) == text), {language: text})


def _clean(typed: str, limit: int) -> str:
    return " ".join(accept(typed, limit).text.split())


def _locked(code: str) -> Location | None:
    """Two who save at once come one after the other, and the second is told."""
    query = select(Location).join(Area, Area.id == Location.area_id).where(Area.code == code)
    return session.execute(query.with_for_update(of=Location)).scalar_one_or_none()


def _new(code: str, known: Branch) -> Location:
    area = session.execute(select(Area).where(Area.code == code)).scalar_one()
    row = Location(area=area, name=dict(known.place.names), hsds_id=stable_uuid("location", code))
    row.address, row.schedule, row.exceptions = {}, [], []
    session.add(row)
    session.flush()
    return row


def _write(row: Location, wanted: _Wanted) -> bool:
    """True when something became another."""
    area = row.area
    assert area is not None
    # Two ways of writing the same week are no change; days gone by are none either.
    schedule = row.schedule if week(row.schedule) == week(wanted.schedule) else wanted.schedule
    now = (area.website, row.schedule, row.holidays, coming(row.exceptions, area.timezone), row.schedule_source)
    then = (wanted.website, schedule, wanted.holidays, wanted.exceptions, wanted.source)
    kept = {key: said for key, said in row.address.items() if key not in ADDRESS}
    moved = row.address != kept | wanted.address
    area.website, row.schedule, row.holidays, row.exceptions, row.schedule_source = then
    row.address = kept | wanted.address
    return _offer(row, wanted.services) or moved or now != then


def _offer(row: Location, slugs: set[str]) -> bool:
    """These services; what came with a package stays."""
    query = select(ServiceAtLocation, Service.slug).join(Service, Service.id == ServiceAtLocation.service_id)
    query = query.where(ServiceAtLocation.location_id == row.id, ServiceAtLocation.origin.is_(None))
    there = {slug: one for one, slug in session.execute(query)}
    for slug in there.keys() - slugs:
        session.delete(there[slug])
    new = slugs - there.keys()
    code = row.area.code if row.area else ""
    for service in session.execute(select(Service).where(Service.slug.in_(new))).scalars() if new else ():
        named = stable_uuid("service_at_location", f"{service.slug}@{code}")
        session.add(ServiceAtLocation(service=service, location=row, hsds_id=named))
    return bool(new or there.keys() - slugs)
