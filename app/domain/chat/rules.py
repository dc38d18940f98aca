"""How the one online team runs its chat: read by everything that waits, asks or closes; changed by coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.db import session
from app.core.errors import Invalid
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.chat.models import ChatRules
from app.domain.chat.terms import AtClosing


@dataclass(frozen=True)
class Rules:
    """Minutes and people; 0 turns a rule off. `still_there` at 0 turns `close_idle` off with it.

    `alert_1` to `alert_4` and `skill_first` are seconds.
    """

    queue_limit: int = 0
    long_wait: int = 20
    still_there: int = 4
    close_idle: int = 6
    closing_soon: int = 15
    at_closing: AtClosing = AtClosing.LEAVE
    alert_1: int = 20
    alert_2: int = 40
    alert_3: int = 60
    alert_4: int = 90
    skill_first: int = 40
    swamped: int = 10
    on_call_wait: int = 15

    @property
    def alerts(self) -> tuple[int, int, int, int]:
        """After how many seconds without an answer each level is reached; 0: never."""
        return self.alert_1, self.alert_2, self.alert_3, self.alert_4


DEFAULTS = Rules()
# The most that can be chosen: four hours of anything, an hour where seconds count, and more people than any team will
# answer in a day.
MOST = {
    "queue_limit": 500,
    "long_wait": 240,
    "still_there": 240,
    "close_idle": 240,
    "closing_soon": 240,
    "alert_1": 3600,
    "alert_2": 3600,
    "alert_3": 3600,
    "alert_4": 3600,
    "skill_first": 3600,
    "swamped": 240,
    "on_call_wait": 240,
}
_KEPT, _UNTIL = "chat_rules", "swamped_until"


def now() -> Rules:
    """The rules in force, read once a session (which is once a request); the defaults where nobody has said."""
    kept = session().info.get(_KEPT)
    if kept is None:
        kept = session().info[_KEPT] = _stored()
    found: Rules = kept
    return found


def swamped_until() -> datetime | None:
    """Until when a coordinator has said by hand that the team is swamped; it may be over."""
    now()
    until: datetime | None = session().info[_UNTIL]
    return until


def _stored() -> Rules:
    row = _row()
    session().info[_UNTIL] = row.swamped_until if row else None
    if row is None:
        return DEFAULTS
    return Rules(**{name: getattr(row, name) for name in MOST}, at_closing=AtClosing(row.at_closing))


def change(actor: Actor, given: Mapping[str, str]) -> None:
    """Saves all of them, or none. Raises Invalid with the `field` that cannot be used."""
    authorize(actor, Action.KEEP_CHAT)
    _save(actor, _read(given), "chat_rules.changed")


def to_defaults(actor: Actor) -> None:
    authorize(actor, Action.KEEP_CHAT)
    _save(actor, DEFAULTS, "chat_rules.defaults")


def _read(given: Mapping[str, str]) -> Rules:
    counts = {name: _count(name, given.get(name, "").strip(), most) for name, most in MOST.items()}
    at_closing = given.get("at_closing", "")
    if at_closing not in set(AtClosing):
        raise Invalid("at_closing_missing", field="at_closing")
    return Rules(**counts, at_closing=AtClosing(at_closing))


def _count(name: str, typed: str, most: int) -> int:
    if not typed.isdecimal() or len(typed) > 4 or int(typed) > most:
        raise Invalid("count_wrong", field=name, most=most)
    return int(typed)


def _save(actor: Actor, rules: Rules, action: str) -> None:
    write(actor, action, **asdict(rules))


def write(actor: Actor, action: str, **values: object) -> None:
    """Changes the one row, which is made the first time; what it does not say is as from the start."""
    row = _row() or ChatRules(id=1)
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    session().info.pop(_KEPT, None)
    audit.write(actor, action, "team")


def _row() -> ChatRules | None:
    return session.execute(select(ChatRules).order_by(ChatRules.id).limit(1)).scalar()
