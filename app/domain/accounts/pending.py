"""A log-in between its two steps: the password was right, the number is still to come. Sealed, and over after five minutes."""

from __future__ import annotations

import json

from app.core import clock, ids, seal
from app.domain.accounts import queries
from app.domain.accounts.models import StaffMember

COOKIE = "vejviser_second"
MINUTES = 5
_PURPOSE = "log-in"


def begin(person: StaffMember, wanted: str) -> str:
    """What the browser holds meanwhile; `wanted` is where to go afterwards."""
    until = clock.now().timestamp() + MINUTES * 60
    told = {"who": person.public_id, "until": until, "mark": _mark(person), "wanted": wanted}
    return seal.seal(_PURPOSE, json.dumps(told).encode(), "")


def holder(token: str) -> tuple[StaffMember, str] | None:
    """Whose it is, and where they want to go; None when it is over, or their password or second step has changed since."""
    try:
        told = json.loads(seal.unseal(_PURPOSE, token, ""))
    except seal.Broken:
        return None
    person = queries.active_member(told["who"])
    if person is None or clock.now().timestamp() > told["until"] or told["mark"] != _mark(person):
        return None
    return person, told["wanted"]


def _mark(person: StaffMember) -> str:
    return ids.digest(f"{person.password_hash}:{person.totp}")
