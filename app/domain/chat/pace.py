"""How pressed the team is: who has waited too long for an answer, whether it is swamped, whose shift ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.core import clock
from app.core.memory import remembered
from app.core.unit import record
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.chat import rules
from app.domain.chat.events import QueueMoved
from app.domain.chat.wait import Wait
from app.domain.rota import queries as rota
from app.domain.rota.weeks import DAY

# For so long it is said when a coordinator says it by hand: then the worst is over, or they say it again.
SWAMPED_MINUTES = 30
# For so long after a shift whoever stays is still told of what they leave behind.
AFTER_MINUTES = 60


def level(seconds: float, alerts: Sequence[int]) -> int:
    """0 to 4: the highest level whose time has come. A level at 0 seconds is never reached."""
    return max((number for number, after in enumerate(alerts, 1) if after and seconds >= after), default=0)


def swamped(wait: Wait) -> bool:
    """Whether those who ask are told so: the wait is as long as the team says, or somebody said it by hand."""
    most = rules.now().swamped
    return (bool(most) and (wait.high or 0) >= most) or swamped_until() is not None


def swamped_until() -> datetime | None:
    """Until when a coordinator has said so; None where nobody has, or it is over."""
    until = rules.swamped_until()
    return until if until is not None and until > clock.now() else None


def say_swamped(actor: Actor, yes: bool) -> None:
    """Tells everybody who asks in the next half hour, or no more."""
    authorize(actor, Action.KEEP_CHAT)
    until = clock.now() + clock.minutes(SWAMPED_MINUTES) if yes else None
    rules.write(actor, "chat_rules.swamped" if yes else "chat_rules.not_swamped", swamped_until=until)
    record(QueueMoved())


def shift_ends(staff_id: int) -> datetime | None:
    """When this member's shift at the desk ends, from soon before until an hour after; None where another follows at once."""
    moment, ahead = clock.now(), clock.minutes(rules.now().closing_soon)
    mine = [(begins, ends) for who, begins, ends in _shifts() if who == staff_id]
    lately = moment - clock.minutes(AFTER_MINUTES)
    over = max((ends for begins, ends in mine if begins <= moment and ends > lately), default=None)
    if over is None or over - moment > ahead or any(begins <= over < ends for begins, ends in mine):
        return None
    return over


def _shifts() -> Sequence[tuple[int, datetime, datetime]]:
    """(member, begins, ends) of every shift at the desk from yesterday to tomorrow; a swap is known within a minute."""
    today = rota.today()
    return remembered(("shifts at the desk", today), _read)


def _read() -> Sequence[tuple[int, datetime, datetime]]:
    zone, today = rota.team_zone(), rota.today()
    return tuple(
        (one.holder.id, rota.begins(one, zone), rota.finishes(one, zone))
        for one in rota.turns(today - DAY, today + DAY)
        if one.holder is not None and one.staffed and not one.rests
    )
