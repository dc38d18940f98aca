"""Who may do what with a shift: pure yes and no."""

from __future__ import annotations

from app.core.errors import Forbidden
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, Actor, authorize, may
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind
from app.domain.rota.weeks import Turn


def is_for(actor: Actor, person: StaffMember | None) -> bool:
    return person is not None and actor.public_id == person.public_id


def may_put(actor: Actor, kind: str, person: StaffMember | None) -> bool:
    """Desk shifts are the coordinator's to give. Nobody is put on call by others; an empty place may be offered."""
    if kind == ShiftKind.ON_CALL and person is not None:
        return is_for(actor, person)
    return may(actor, Action.KEEP_ROTA)


def authorize_put(actor: Actor, kind: str, person: StaffMember | None) -> None:
    if may_put(actor, kind, person):
        return
    if kind == ShiftKind.ON_CALL and person is not None:
        raise Forbidden("on_call_voluntary")
    authorize(actor, Action.KEEP_ROTA)


def may_end(actor: Actor, shift: Shift) -> bool:
    """A coordinator any; whoever is on call, their own: it was their will, and may end."""
    return may(actor, Action.KEEP_ROTA) or (shift.kind == ShiftKind.ON_CALL and is_for(actor, shift.staff))


def authorize_end(actor: Actor, shift: Shift) -> None:
    if not may_end(actor, shift):
        authorize(actor, Action.KEEP_ROTA)


def authorize_turn(actor: Actor, turn: Turn) -> None:
    """Only whoever has the turn may ask for a swap, or say that they cannot come."""
    if not is_for(actor, turn.holder):
        raise Forbidden("shift_not_yours")
