"""Recording that somebody looked a phone or a link up at its owner. Audited; nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.directory.checkbook import Thing, thing_of, value_of
from app.domain.directory.models import ContactCheck, Organization, Phone, Service
from app.domain.directory.numbers import digits, normal_number
from app.domain.directory.terms import CheckResult, ContactKind


@dataclass(frozen=True)
class Finding:
    """What the checker filled in. `seen` is the value their page showed; `corrected` may be empty."""

    seen: str
    result: str
    source: str
    note: str = ""
    corrected: str = ""


def record_check(checker: StaffMember, kind: str, public_id: str, finding: Finding) -> Thing:
    """Keeps the check. Wrong hides a number at once; with a correction the new value starts with one checker."""
    authorize(checker, Action.CHECK_CONTACT)
    thing = thing_of(kind, public_id)
    if value_of(thing) != finding.seen:
        raise Conflict("contact_moved")
    source = accept(finding.source, 300).text.strip()
    if not source:
        raise Invalid("source_missing")
    if finding.result not in set(CheckResult):
        raise Invalid("result_missing")
    note = accept(finding.note, 1000).text.strip()
    _keep(checker, thing, CheckResult(finding.result), source, note)
    if finding.result == CheckResult.WRONG and finding.corrected.strip():
        _correct(thing, finding.corrected, source)
        _keep(checker, thing, CheckResult.RIGHT, source, "")
        audit.write(checker, "contact.corrected", f"{kind}:{public_id}")
    audit.write(checker, f"contact.{finding.result}", f"{kind}:{public_id}")
    _touch(thing)
    counter.bump(counter.CONTENT)
    return thing


def _touch(thing: Thing) -> None:
    """Whoever follows the open data by what changed must meet a number that is shown, hidden or corrected."""
    if isinstance(thing, Phone):
        thing = thing.service
    thing.last_modified = clock.now()
    for service in thing.services if isinstance(thing, Organization) else ():
        service.last_modified = clock.now()


def _keep(checker: StaffMember, thing: Thing, result: CheckResult, source: str, note: str) -> None:
    session.add(
        ContactCheck(
            kind=ContactKind.PHONE if isinstance(thing, Phone) else ContactKind.LINK,
            phone_id=thing.id if isinstance(thing, Phone) else None,
            service_id=thing.id if isinstance(thing, Service) else None,
            organization_id=thing.id if isinstance(thing, Organization) else None,
            value=value_of(thing),
            result=result,
            source=source,
            note=note,
            checker_id=checker.id,
        )
    )


def _correct(thing: Thing, typed: str, source: str) -> None:
    if isinstance(thing, Phone):
        number = normal_number(typed, thing.service.organization.country)
        if digits(number) == digits(thing.number):
            raise Invalid("phone_same")
        # Where the old number was first seen says nothing of this one.
        thing.number, thing.source, thing.confidence = number, source, None
        return
    found = address(typed)
    if isinstance(thing, Service):
        thing.url = found
    else:
        thing.website, thing.website_source = found, source


def address(typed: str) -> str:
    """A web address to send people to, or Invalid("address_wrong")."""
    found = typed.strip()
    parts = urlsplit(found)
    host = parts.hostname or ""
    plain = not parts.username and "." in host and not any(sign.isspace() for sign in found)
    if parts.scheme != "https" or not plain or len(found) > 300:
        raise Invalid("address_wrong")
    return found
