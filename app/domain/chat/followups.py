"""Answers we owe: promised with an owner and a time, listed until they are given, never without somebody who sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from app.core import clock, i18n
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import beside, desk, desk_numbers, log, retention
from app.domain.chat.due import Calendar, Due, Plan, Wish, choices, settle
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Activity, Kind, Sender, Status
from app.domain.guides.models import Matter
from app.domain.places import hours
from app.domain.places import queries as places
from app.domain.places.models import Area
from app.domain.rota import queries as rota

MOST = 300


@dataclass(frozen=True)
class Owed:
    """One answer we owe. `owner` is empty where whoever promised it is gone; `from_name`: who handed it to its owner.

    `question` is there for those who may read it: its owner, and everybody while nobody has it.
    """

    public_id: str
    claim: int
    first_name: str
    locale: str
    matter: str
    area_names: dict[str, str]
    owner: str
    owner_id: int | None
    from_name: str
    due_at: datetime | None
    overdue: bool
    today: bool
    mine: bool
    question: str


@dataclass(frozen=True)
class Lists:
    """What is owed: overdue, before today ends, later; and what nobody has any more."""

    overdue: list[Owed]
    today: list[Owed]
    later: list[Owed]
    nobodys: list[Owed]


def calendar() -> Calendar:
    """The team's clock and hours, as they are planned now."""
    settings = places.team_settings()
    return Calendar(clock.now(), places.team_timezone(), _plan(clock.today(settings.timezone)))


def _plan(today: date) -> Plan:
    settings, weekly, exceptions = places.team_settings(), places.team_hours(), places.team_exceptions()
    planned, language = places.team_rota(settings, today), i18n.current().code
    return lambda day: hours.day_of(day, settings, weekly, exceptions, language, planned).spans


def due_choices() -> list[Due]:
    return choices(calendar())


def promise(actor: StaffActor, public_id: str, claim_number: int, wish: Wish) -> datetime:
    """ "We'll come back to you", by a time that was chosen; gives the time."""
    at = settle(calendar(), wish)
    desk.held(actor, public_id, claim_number).reminded_at = None
    desk.promise(actor, public_id, claim_number, at)
    return at


def change_due(actor: StaffActor, public_id: str, claim_number: int, wish: Wish, why: str) -> None:
    """Another time, with the reason as a note beside the conversation; its owner's or a coordinator's to decide."""
    conversation = _owed(actor, public_id, claim_number)
    at = settle(calendar(), wish)
    if not why.strip():
        raise Invalid("why_missing")
    log.append_text(conversation, Sender.STAFF, Kind.NOTE, why, None, actor.id)
    conversation.due_at, conversation.reminded_at = at, None
    retention.set_expiry(conversation)
    log.moved(conversation, also=True)
    record(QueueMoved())


def reassign(actor: StaffActor, public_id: str, claim_number: int, colleague: str, note: str = "") -> None:
    """Another owner, who need not be here now; the time stays."""
    conversation = _owed(actor, public_id, claim_number, nobodys=True)
    target = rota.colleague(colleague)
    if target.id == conversation.assignee_id:
        raise Invalid("colleague_missing")
    if note.strip():
        log.append_text(conversation, Sender.STAFF, Kind.NOTE, note, None, actor.id)
    _give(conversation, target.id, actor.id)


def give_back(actor: StaffActor, public_id: str, claim_number: int, note: str = "") -> None:
    """To everybody's left messages, with the time that was promised; for whoever will not be here."""
    conversation = desk.held(actor, public_id, claim_number)
    if note.strip():
        log.append_text(conversation, Sender.STAFF, Kind.NOTE, note, None, actor.id)
    desk.give_back(actor, public_id, claim_number)


def take_over(actor: StaffActor, public_id: str, claim_number: int) -> int:
    """Mine from now on: what is overdue anybody may take, all else a coordinator. Gives the new claim number."""
    conversation = _fresh(public_id, claim_number)
    late = conversation.due_at is not None and conversation.due_at <= clock.now()
    if conversation.assignee_id != actor.id:
        if conversation.assignee_id is not None and not late and actor.role is not Role.COORDINATOR:
            raise Conflict("promise_not_yours")
        _give(conversation, actor.id, None)
    return conversation.claim


def _give(conversation: Conversation, to: int, handed_by: int | None) -> None:
    """Somebody else's from now on; whoever had it is told too."""
    before = log.holder(conversation)
    conversation.assignee_id = to
    conversation.claim += 1
    conversation.handed_by_id = handed_by if handed_by != to else None
    conversation.handed_at = conversation.reminded_at = None
    beside.end(conversation.id, to)
    desk_numbers.give(conversation)
    log.note_activity(conversation, Activity.TRANSFERRED, to)
    log.moved(conversation, also=True, besides=before)
    record(QueueMoved(arrived=True))


def _owed(actor: StaffActor, public_id: str, claim_number: int, nobodys: bool = False) -> Conversation:
    conversation = _fresh(public_id, claim_number)
    free = nobodys and conversation.assignee_id is None
    if not free and conversation.assignee_id != actor.id and actor.role is not Role.COORDINATOR:
        raise Conflict("promise_not_yours")
    return conversation


def _fresh(public_id: str, claim_number: int) -> Conversation:
    """The conversation, locked, if it still waits for its answer as whoever pressed saw it."""
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    if conversation.status != Status.WAITING:
        raise Conflict("status_refused", status=conversation.status)
    if conversation.claim != claim_number:
        raise Conflict("promise_moved")
    return conversation


_conversation, _message, _owner = Conversation.__table__.c, Message.__table__.c, StaffMember.__table__
_from = StaffMember.__table__.alias("handed_by")
_FIRST = (
    select(_message.text)
    .where(_message.conversation_id == _conversation.id, _message.sender == Sender.VISITOR)
    .order_by(_message.seq)
    .limit(1)
    .scalar_subquery()
)
_OWED: Select[Any] = (
    select(
        Conversation.__table__,
        _owner.c.name.label("owner"),
        _from.c.name.label("from_name"),
        Matter.__table__.c.code.label("matter"),
        Area.__table__.c.names.label("area_names"),
        _FIRST.label("question"),
    )
    .outerjoin(_owner, _owner.c.id == _conversation.assignee_id)
    .outerjoin(_from, _from.c.id == _conversation.handed_by_id)
    .outerjoin(Matter.__table__, Matter.__table__.c.id == _conversation.matter_id)
    .outerjoin(Area.__table__, Area.__table__.c.id == _conversation.area_id)
    .where(
        _conversation.status == Status.WAITING,
        _conversation.erased_at.is_(None),
        _conversation.assignee_id.is_not(None) | _conversation.due_at.is_not(None),
    )
    .order_by(_conversation.due_at.is_(None), _conversation.due_at, _conversation.id)
)


def lists(actor: StaffActor, mine: bool = False, soon: bool = False) -> Lists:
    """What is owed by everybody, or by me alone. `soon`: only what must be given today, or is nobody's; every desk asks it."""
    query = _OWED
    if soon:
        tomorrow = clock.now() + clock.days(1)
        query = _OWED.where((_conversation.due_at <= tomorrow) | _conversation.assignee_id.is_(None))
    rows = session.execute(query.limit(MOST)).all()
    found = _rows([row for row in rows if not mine or row.assignee_id == actor.id], actor)
    owned = [one for one in found if one.owner_id is not None]
    return Lists(
        overdue=[one for one in owned if one.overdue],
        today=[one for one in owned if one.today and not one.overdue],
        later=[one for one in owned if not one.today and not one.overdue],
        nobodys=[one for one in found if one.owner_id is None],
    )


def one(actor: StaffActor, public_id: str) -> Owed:
    """A single one; NotFound where no answer is owed in it."""
    row = session.execute(_OWED.where(_conversation.public_id == public_id)).first()
    if row is None:
        raise NotFound
    return _rows([row], actor)[0]


def _rows(rows: Sequence[Any], actor: StaffActor) -> list[Owed]:
    now, zone = clock.now(), places.team_timezone() if rows else None
    return [_row(row, actor, now, zone) for row in rows]


def _row(row: Any, actor: StaffActor, now: datetime, zone: ZoneInfo | None) -> Owed:
    mine = row.assignee_id == actor.id
    ends = row.due_at.astimezone(zone).date() if row.due_at else None
    return Owed(
        public_id=row.public_id,
        claim=row.claim,
        first_name=row.first_name,
        locale=row.locale,
        matter=row.matter or "",
        area_names=row.area_names or {},
        owner=row.owner or "",
        owner_id=row.assignee_id,
        from_name=row.from_name or "" if row.handed_by_id != row.assignee_id else "",
        due_at=row.due_at,
        overdue=row.due_at is not None and row.due_at <= now,
        today=ends == now.astimezone(zone).date(),
        mine=mine,
        question=(row.question or "") if mine or row.assignee_id is None else "",
    )
