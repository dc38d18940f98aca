"""Whether a number or link may be shown, from what people saw when they looked it up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.terms import CHECK_DAYS, URGENT_CHECK_DAYS, URGENT_CHECKERS, CheckResult, CheckState


@dataclass(frozen=True)
class Check:
    """One look-up: what stood there, what was found, by whom."""

    value: str
    result: CheckResult
    at: datetime
    checker_id: int
    checker: str
    source: str
    note: str = ""
    named: str | None = None


@dataclass(frozen=True)
class Shown:
    """`visible`: may stand on a public page. Date and names are there only while the check holds."""

    visible: bool
    reason: CheckState
    checked_on: datetime | None = None
    checked_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    """The checks of many contacts, fetched at once; see checkbook.checks_for."""

    phones: dict[int, list[Check]] = field(default_factory=dict)
    services: dict[int, list[Check]] = field(default_factory=dict)
    organizations: dict[int, list[Check]] = field(default_factory=dict)

    def phone(self, phone: Phone, now: datetime) -> Shown:
        return shown(phone, self.phones.get(phone.id, ()), now)

    def service(self, service: Service, now: datetime) -> Shown:
        return shown_link(service.url or "", self.services.get(service.id, ()), now)

    def organization(self, organization: Organization, now: datetime) -> Shown:
        return shown_link(organization.website or "", self.organizations.get(organization.id, ()), now)


def is_urgent(phone: Phone) -> bool:
    """Fraud and blocking: two people, and the shorter limit."""
    return phone.urgent or phone.service.urgent


def shown(phone: Phone, checks: Iterable[Check], now: datetime) -> Shown:
    """Whether this number may stand on a public page today."""
    if is_urgent(phone):
        return _judge(phone.number, checks, now, URGENT_CHECK_DAYS, URGENT_CHECKERS)
    return _judge(phone.number, checks, now, CHECK_DAYS, 1)


def shown_link(address: str, checks: Iterable[Check], now: datetime) -> Shown:
    """The official web address stands in for unchecked numbers, so it is hidden only when somebody found it wrong."""
    found = _judge(address, checks, now, CHECK_DAYS, 1)
    visible = bool(address) and found.reason is not CheckState.WRONG
    return Shown(visible, found.reason, found.checked_on, found.checked_by)


def _judge(value: str, checks: Iterable[Check], now: datetime, days: int, needed: int) -> Shown:
    # A check of another spelling is a check of another number: only today's value counts.
    about = sorted((check for check in checks if check.value == value), key=lambda check: check.at)
    right = _since_wrong(about)
    if not right:
        return Shown(False, CheckState.WRONG if about else CheckState.NOT_CHECKED)
    recent = [check for check in right if now - check.at < timedelta(days=days)]
    people = {check.checker_id: check.checker if check.named is None else check.named for check in recent}
    if len(people) >= needed:
        return Shown(True, CheckState.CHECKED, recent[-1].at, tuple(filter(None, people.values())))
    return Shown(False, CheckState.NEEDS_SECOND if people else CheckState.TOO_OLD)


def _since_wrong(about: Sequence[Check]) -> list[Check]:
    """What was found right after the last time somebody found it wrong."""
    right: list[Check] = []
    for check in about:
        right = [] if check.result == CheckResult.WRONG else [*right, check]
    return right
