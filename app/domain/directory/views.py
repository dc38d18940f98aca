"""What a reader may see of an outside body: plain values, already judged by checks, dates and clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Texts = dict[str, str]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Term:
    """A shelf or kind a service belongs to: `topic`/`eid`, `kind`/`debt-advice`, or a package's own."""

    taxonomy: str
    code: str
    names: Texts
    position: int = 0


@dataclass(frozen=True)
class Register:
    """Whose register something came from, and when we read it."""

    publisher: str
    imported_at: datetime


@dataclass(frozen=True)
class Spot:
    """A place where a service is given. `area` is the code of the branch it is, if it is one."""

    names: Texts
    area: str | None
    address: Texts
    latitude: float | None
    longitude: float | None
    descriptions: Texts
    schedule: Rows
    open: bool | None
    assured_date: date | None


@dataclass(frozen=True)
class Number:
    """A number that may be shown today, and who looked it up. `open` is None where it has no hours of its own."""

    number: str
    kind: str
    label: Texts
    urgent: bool
    checked_on: datetime | None
    checked_by: tuple[str, ...]
    languages: tuple[str, ...] = ()
    schedule: tuple[dict[str, Any], ...] = ()
    open: bool | None = None


@dataclass(frozen=True)
class ServiceView:
    """A service as a reader may see it. `unchecked`: it has numbers that may not be shown, so they are not here.

    `link` is the official address (the service's, else its organization's), None where somebody found it wrong.
    `alert` is empty unless it holds today; `open` is the one answer for every label and filter.
    """

    id: int
    slug: str
    organization: str
    organization_name: str
    country: str | None
    names: Texts
    descriptions: Texts
    cannot: Texts
    documents: dict[str, list[str]]
    urgent: bool
    link: str | None
    areas: tuple[str, ...]
    languages: tuple[str, ...]
    schedule: Rows
    open: bool | None
    numbers: tuple[Number, ...]
    unchecked: bool
    checked_on: datetime | None
    checked_by: tuple[str, ...]
    link_languages: tuple[str, ...] = ()
    status: str = "active"
    general: bool = False
    process: Texts | None = None
    eligibility: Texts | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    fees: Texts | None = None
    costs: tuple[dict[str, Any], ...] = ()
    alert: Texts | None = None
    alert_until: date | None = None
    holidays: str | None = None
    exceptions: tuple[dict[str, Any], ...] = ()
    terms: tuple[Term, ...] = ()
    spots: tuple[Spot, ...] = ()
    register: Register | None = None

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every language somebody answers in, on a channel the reader can see."""
        return tuple(dict.fromkeys([*self.languages, *(code for one in self.numbers for code in one.languages)]))


@dataclass(frozen=True)
class OrganizationView:
    """An organization as a reader may see it. `parent` is (slug, name)."""

    slug: str
    name: str
    country: str | None
    descriptions: Texts
    link: str | None
    checked_on: datetime | None
    checked_by: tuple[str, ...]
    services: tuple[ServiceView, ...]
    alternate_name: str | None = None
    parent: tuple[str, str] | None = None
    link_languages: tuple[str, ...] = ()
    register: Register | None = None


@dataclass(frozen=True)
class OrganizationBrief:
    """An organization in a list."""

    slug: str
    name: str
    country: str | None
    descriptions: Texts
