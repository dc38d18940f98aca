"""One shift on one day goes to somebody else, or to nobody. Each change of a day is one conditional write under its shift."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core import clock
from app.core.db import changed, session
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.text import accept as clean
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, Actor, authorize, may
from app.domain.rota import days, queries, shapes
from app.domain.rota.models import ShiftSwap
from app.domain.rota.permissions import authorize_turn, is_for
from app.domain.rota.services import locked, refuse_twice
from app.domain.rota.terms import ShiftKind, SwapState
from app.domain.rota.weeks import DAY, Turn

NOTE = 200
# A line to colleagues may say that somebody was ill: it is not kept longer than anybody needs it.
NOTE_DAYS = 14


def ask(actor: StaffMember, shift_id: str, day: str, to_id: str, note: str) -> ShiftSwap:
    """Asks a colleague, or everybody, to take that one day. What was asked for it before is withdrawn."""
    turn = _turn(shift_id, day)
    authorize_turn(actor, turn)
    to = queries.colleague(to_id) if to_id else None
    if to is not None and to.id == actor.id:
        raise Conflict("swap_with_yourself", field="to")
    _withdraw_asks(turn)
    made = _row(turn, to, actor, SwapState.ASKED, note)
    audit.write(actor, "rota.swap_asked", f"shift:{shift_id}")
    return made


def accept(actor: StaffMember, swap_id: str) -> Turn:
    """The other takes it. Conflict where a colleague was quicker, or it is not asked for any more."""
    row = _asked(swap_id)
    turn = _turn(row.shift.public_id, row.day.isoformat())
    if row.to_staff_id not in (None, actor.id) or row.asked_by_id == actor.id:
        raise NotFound("swap_not_found")
    if turn.holder is None:
        raise Conflict("swap_over")
    if turn.holder.id != row.asked_by_id:
        raise Conflict("swap_taken", name=turn.holder.name)
    refuse_twice(actor, [turn])
    _replace(turn)
    given = {"state": SwapState.AGREED, "to_staff_id": actor.id, "answered_at": clock.now()}
    if not changed(update(ShiftSwap).where(ShiftSwap.id == row.id, ShiftSwap.state == SwapState.ASKED).values(**given)):
        raise Conflict("swap_over")
    _done(actor, "rota.swap_accepted", turn)
    return turn


def refuse(actor: StaffMember, swap_id: str) -> None:
    """Asked personally, they say no; whoever asked sees it."""
    row = _asked(swap_id)
    if row.to_staff_id != actor.id:
        raise NotFound("swap_not_found")
    _settle(row, SwapState.REFUSED)
    audit.write(actor, "rota.swap_refused", f"shift:{row.shift.public_id}")


def withdraw(actor: StaffMember, swap_id: str) -> None:
    row = _asked(swap_id)
    if row.asked_by_id != actor.id:
        raise NotFound("swap_not_found")
    _settle(row, SwapState.WITHDRAWN)
    audit.write(actor, "rota.swap_withdrawn", f"shift:{row.shift.public_id}")


def cannot_come(actor: StaffMember, shift_id: str, day: str, note: str) -> ShiftSwap:
    """Ill, or kept: the day is nobody's, and stands on the coordinator's list until somebody takes it."""
    turn = _turn(shift_id, day)
    authorize_turn(actor, turn)
    return _agree(actor, turn, None, note, "rota.cannot_come")


def take(actor: StaffMember, shift_id: str, day: str) -> ShiftSwap:
    """A day that nobody has becomes theirs."""
    turn = _turn(shift_id, day)
    if turn.holder is not None:
        raise Conflict("swap_taken", name=turn.holder.name)
    refuse_twice(actor, [turn])
    return _agree(actor, turn, actor, "", "rota.taken")


def give(actor: Actor, shift_id: str, day: str, to_id: str) -> ShiftSwap:
    """A coordinator gives the day to somebody, or takes it off everybody (`to_id` empty)."""
    authorize(actor, Action.KEEP_ROTA)
    turn = _turn(shift_id, day)
    to = queries.colleague(to_id) if to_id else None
    if to is not None:
        if turn.shift.kind == ShiftKind.ON_CALL and not is_for(actor, to):
            raise Forbidden("on_call_voluntary")
        refuse_twice(to, [turn])
    return _agree(actor, turn, to, "", "rota.given")


def take_back(actor: StaffMember, swap_id: str) -> None:
    """What was agreed is undone, and what was agreed before it holds again."""
    row = _by_id(swap_id)
    turn = _turn(row.shift.public_id, row.day.isoformat())
    own = row.asked_by_id == actor.id and row.to_staff_id in (None, actor.id)
    if not own and not may(actor, Action.KEEP_ROTA):
        raise NotFound("swap_not_found")
    if turn.agreed is None or turn.agreed.id != row.id:
        raise Conflict("swap_over")
    before = _before(row)
    changed(update(ShiftSwap).where(ShiftSwap.id == row.id).values(state=SwapState.WITHDRAWN))
    if before is not None:
        changed(update(ShiftSwap).where(ShiftSwap.id == before.id).values(state=SwapState.AGREED))
    session.expire_all()
    again = _turn(row.shift.public_id, row.day.isoformat())
    if again.holder is not None:
        refuse_twice(again.holder, [again])
    _done(actor, "rota.taken_back", again)


def forget_notes() -> int:
    """The job: takes away the lines written to colleagues two weeks after their day. Returns how many."""
    old = (ShiftSwap.day < queries.today() - NOTE_DAYS * DAY, ShiftSwap.note != "")
    if session.execute(select(ShiftSwap.id).where(*old).limit(1)).first() is None:
        return 0
    with unit_of_work():
        return changed(update(ShiftSwap).where(*old).values(note=""))


def _turn(shift_id: str, typed: str) -> Turn:
    """The turn as it is now, its shift locked; a day that is over stays as it was."""
    day = shapes.day_of(typed, "day")
    locked(shift_id)
    found = queries.turn(shift_id, day)
    if queries.finishes(found, queries.team_zone()) <= clock.now():
        raise Conflict("shift_past")
    return found


def _agree(actor: Actor, turn: Turn, to: StaffMember | None, note: str, action: str) -> ShiftSwap:
    _withdraw_asks(turn)
    _replace(turn)
    made = _row(turn, to, actor if isinstance(actor, StaffMember) else None, SwapState.AGREED, note)
    made.answered_at = clock.now()
    _done(actor, action, turn)
    return made


def _row(turn: Turn, to: StaffMember | None, by: StaffMember | None, state: SwapState, note: str) -> ShiftSwap:
    made = ShiftSwap(shift=turn.shift, day=turn.day, state=state.value, note=clean(note, NOTE).text.strip())
    made.to_staff_id, made.asked_by_id = (to.id if to else None), (by.id if by else None)
    session.add(made)
    session.flush()
    return made


def _replace(turn: Turn) -> None:
    """Never two agreed: what holds for that day makes room first."""
    _all_of(turn, SwapState.AGREED, SwapState.REPLACED)


def _withdraw_asks(turn: Turn) -> None:
    _all_of(turn, SwapState.ASKED, SwapState.WITHDRAWN)


def _all_of(turn: Turn, state: SwapState, becomes: SwapState) -> None:
    rows = (ShiftSwap.shift_id == turn.shift.id, ShiftSwap.day == turn.day, ShiftSwap.state == state)
    changed(update(ShiftSwap).where(*rows).values(state=becomes))


def _settle(row: ShiftSwap, state: SwapState) -> None:
    asked = update(ShiftSwap).where(ShiftSwap.id == row.id, ShiftSwap.state == SwapState.ASKED)
    if not changed(asked.values(state=state, answered_at=clock.now())):
        raise Conflict("swap_over")


def _asked(public_id: str) -> ShiftSwap:
    row = _by_id(public_id)
    if row.state != SwapState.ASKED:
        raise Conflict("swap_over")
    return row


def _by_id(public_id: str) -> ShiftSwap:
    """Read under its shift's lock, so that it is what it says."""
    query = select(ShiftSwap).where(ShiftSwap.public_id == public_id)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound("swap_not_found")
    locked(found.shift.public_id)
    session.refresh(found)
    return found


def _before(row: ShiftSwap) -> ShiftSwap | None:
    query = select(ShiftSwap).where(
        ShiftSwap.shift_id == row.shift_id, ShiftSwap.day == row.day, ShiftSwap.state == SwapState.REPLACED
    )
    return session.execute(
        query.order_by(ShiftSwap.answered_at.desc(), ShiftSwap.id.desc()).limit(1)
    ).scalar_one_or_none()


def _done(actor: Actor, action: str, turn: Turn) -> None:
    audit.write(actor, action, f"shift:{turn.shift.public_id}")
    session.expire_all()
    days.refresh()
