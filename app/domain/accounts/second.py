"""The second step of a log-in: a number from an authenticator (RFC 6238), or a recovery code. Numbers and codes open once."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, func, select, update

from app.core import clock, db, ids, seal
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.domain.accounts import audit
from app.domain.accounts.models import RecoveryCode, StaffMember
from app.domain.accounts.permissions import Action, Actor, authorize

DIGITS, SECONDS = 6, 30
# A phone's clock may be this many steps off.
DRIFT = 1
CODES = 10
SET_UP_MINUTES = 30
ISSUER = "Vejviser"
_PURPOSE, _NEW = "totp", "totp-new"


def new_secret() -> bytes:
    return secrets.token_bytes(20)


def in_letters(secret: bytes) -> str:
    """As it is typed where no camera is at hand: base 32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(person: StaffMember, secret: bytes) -> str:
    """What the picture holds: the form that authenticators agree on."""
    given = {"secret": base64.b32encode(secret).decode(), "issuer": ISSUER, "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{quote(f'{ISSUER}:{person.email}')}?{urlencode(given)}"


def sealed_for_later(person: StaffMember, secret: bytes) -> str:
    """A secret that the form carries until its first number proves that an authenticator has it."""
    told = {"secret": secret.hex(), "until": clock.now().timestamp() + SET_UP_MINUTES * 60}
    return seal.seal(_NEW, json.dumps(told).encode(), person.public_id)


def carried(person: StaffMember, sealed: str) -> bytes:
    """The secret that a form brought back; Invalid when it is too old or not ours."""
    try:
        told = json.loads(seal.unseal(_NEW, sealed, person.public_id))
    except seal.Broken:
        raise Invalid("totp_over") from None
    if clock.now().timestamp() > told["until"]:
        raise Invalid("totp_over")
    return bytes.fromhex(told["secret"])


def turn_on(person: StaffMember, secret: bytes, typed: str) -> list[str]:
    """From now on a number is asked for; gives the recovery codes, which are shown this once."""
    if person.totp:
        raise Conflict("totp_on")
    step = _step_of(secret, typed)
    if step is None:
        raise Invalid("number_wrong")
    person.totp = seal.seal(_PURPOSE, secret, person.public_id)
    person.totp_step = step
    audit.write(person, "staff.totp_on", f"staff:{person.public_id}")
    return _make_codes(person)


def prove(person: StaffMember, typed: str) -> None:
    """Nothing, where the number or the code is right and opens for the first time; Invalid("number_wrong") for all else."""
    if not (_number_opens(person, typed) or _code_opens(person, typed)):
        raise Invalid("number_wrong")


def new_codes(person: StaffMember, typed: str) -> list[str]:
    """Ten new recovery codes; earlier ones open nothing any more."""
    prove(person, typed)
    audit.write(person, "staff.codes_made", f"staff:{person.public_id}")
    return _make_codes(person)


def turn_off(person: StaffMember, typed: str) -> None:
    """Back to the password alone. The caller has just asked for the password."""
    prove(person, typed)
    _forget(person)
    audit.write(person, "staff.totp_off", f"staff:{person.public_id}")


def reset(actor: Actor, person: StaffMember) -> None:
    """For somebody whose phone is lost, and the codes too: a coordinator, or whoever has a shell, has seen who asks."""
    authorize(actor, Action.MANAGE_TEAM)
    if not person.totp:
        return
    _forget(person)
    audit.write(actor, "staff.totp_reset", f"staff:{person.public_id}")


def codes_left(person: StaffMember) -> int:
    query = select(func.count()).where(RecoveryCode.staff_id == person.id, RecoveryCode.used_at.is_(None))
    return session.execute(query).scalar_one()


def unreadable() -> int:
    """How many were sealed under another SECRET_KEY; their owners cannot log in."""
    found = session.execute(select(StaffMember.totp, StaffMember.public_id).where(StaffMember.totp.is_not(None)))
    return sum(not _reads(sealed or "", public_id) for sealed, public_id in found)


def _reads(sealed: str, public_id: str) -> bool:
    try:
        seal.unseal(_PURPOSE, sealed, public_id)
    except seal.Broken:
        return False
    return True


def _number_opens(person: StaffMember, typed: str) -> bool:
    if not person.totp:
        return False
    try:
        step = _step_of(seal.unseal(_PURPOSE, person.totp, person.public_id), typed)
    except seal.Broken:
        raise Conflict("totp_unreadable") from None
    if step is None:
        return False
    # One conditional update: the same number in two browsers at once opens in one of them.
    row = update(StaffMember).where(StaffMember.id == person.id, StaffMember.totp_step < step)
    return bool(db.changed(row.values(totp_step=step)))


def _step_of(secret: bytes, typed: str) -> int | None:
    """Which step of the clock this number belongs to, if it is one of now, just before and just after."""
    number = "".join(str(int(one)) for one in typed if one.isdecimal())
    if len(number) != DIGITS or any(one.isalpha() for one in typed):
        return None
    now = int(clock.now().timestamp()) // SECONDS
    made = TOTP(secret, DIGITS, SHA1(), SECONDS)
    fitting = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(made.generate(step * SECONDS), number.encode())
    ]
    return fitting[-1] if fitting else None


def _code_opens(person: StaffMember, typed: str) -> bool:
    if len(ids.normal_code(typed)) != ids.CODE_LENGTH:
        return False
    theirs = (RecoveryCode.staff_id == person.id, RecoveryCode.hash == _hash(person, typed))
    used = update(RecoveryCode).where(*theirs, RecoveryCode.used_at.is_(None)).values(used_at=clock.now())
    if not db.changed(used):
        return False
    audit.write(person, "staff.recovery_code_used", f"staff:{person.public_id}")
    return True


def _make_codes(person: StaffMember) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == person.id))
    codes = [ids.short_code() for _ in range(CODES)]
    session.add_all(RecoveryCode(staff_id=person.id, hash=_hash(person, code)) for code in codes)
    session.flush()
    return codes


def _hash(person: StaffMember, code: str) -> str:
    return ids.keyed_digest(f"recovery:{person.public_id}:{ids.normal_code(code)}")


def _forget(person: StaffMember) -> None:
    person.totp = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == person.id))
