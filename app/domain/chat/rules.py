"""How the one online team runs its chat: read by everything that waits, asks or closes; changed by coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select

from app.core.db import session
from app.core.errors import Invalid
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.chat.models import ChatRules
from app.domain.chat.terms import AtClosing


@dataclass(frozen=True)
class Rules:
    """Minutes and people; 0 turns a rule off. `still_there` at 0 turns `close_idle` off with it."""

    queue_limit: int = 0
    long_wait: int = 20
    still_there: int = 4
    close_idle: int = 6
    closing_soon: int = 15
    at_closing: AtClosing = AtClosing.LEAVE


DEFAULTS = Rules()
# The most that can be chosen: four hours of anything, and more people than any team will answer in a day.
MOST = {"queue_limit": 500, "long_wait": 240, "still_there": 240, "close_idle": 240, "closing_soon": 240}
_KEPT = "chat_rules"


def now() -> Rules:
    """The rules in force, read once a session (which is once a request); the defaults where nobody has said."""
    kept = session().info.get(_KEPT)
    if kept is None:
        kept = session().info[_KEPT] = _stored()
    found: Rules = kept
    return found


def _stored() -> Rules:
    row = _row()
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
    row = _row() or ChatRules(id=1)
    for name, value in asdict(rules).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    session().info.pop(_KEPT, None)
    audit.write(actor, action, "team")


def _row() -> ChatRules | None:
    return session.execute(select(ChatRules).order_by(ChatRules.id).limit(1)).scalar()
