"""A notice on a service for some weeks: "their phones are down". Set and cleared by editors; nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core import clock, counter, ids
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import locales
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.directory.hours import today_in
from app.domain.directory.models import Organization, Service
from app.domain.directory.numbers import holds_number
from app.domain.places.areas import home_locale

# A notice that nobody takes away must not stand for ever.
MOST_DAYS, LONGEST = 60, 300


@dataclass(frozen=True)
class Alert:
    """A service's notice as an editor sees it. `over`: its last day has passed; `seen` tells one state from another."""

    slug: str
    names: dict[str, str]
    organization: str
    organization_name: str
    source: str
    texts: dict[str, str]
    until: date | None
    today: date
    seen: str

    @property
    def over(self) -> bool:
        return self.until is not None and self.until < self.today

    @property
    def latest(self) -> date:
        return self.today + timedelta(days=MOST_DAYS)


def alert(slug: str) -> Alert:
    """The notice of this service, empty where there is none; NotFound for an unknown one."""
    return _alert(_service(slug))


def running() -> list[Alert]:
    """Every notice there is, the one that ends first at the top."""
    rows = session.scalars(select(Service).join(Organization).order_by(Service.alert_until, Organization.name))
    return [_alert(row) for row in rows if row.alert]


def set_alert(actor: Actor, slug: str, texts: Mapping[str, str], until: str, seen: str) -> None:
    """Shows `texts` (language -> words) on every card of the service until the end of that day; `seen` as it was read."""
    authorize(actor, Action.SET_ALERT)
    row, last = _locked(slug, seen), _until(until)
    now = _alert(row)
    if not now.today <= last <= now.latest:
        raise Invalid("alert_until_wrong", days=MOST_DAYS)
    said = {code: accept(texts.get(code, ""), LONGEST).text.strip() for code in locales()}
    if not said[now.source]:
        raise Invalid("alert_empty")
    if any(map(holds_number, said.values())):
        raise Invalid("number_in_words")
    row.alert, row.alert_until = {code: words for code, words in said.items() if words}, last
    _changed(actor, "service.alert_set", row)


def clear_alert(actor: Actor, slug: str) -> None:
    """Takes the notice away; one that is already gone is fine."""
    authorize(actor, Action.SET_ALERT)
    row = _service(slug)
    if row.alert or row.alert_until:
        row.alert, row.alert_until = {}, None
        _changed(actor, "service.alert_cleared", row)


def _changed(actor: Actor, action: str, row: Service) -> None:
    audit.write(actor, action, f"service:{row.public_id}")
    counter.bump(counter.CONTENT)


def _locked(slug: str, seen: str) -> Service:
    """The row, held until the end of the unit of work, if it still says what the editor saw."""
    row = _service(slug, hold=True)
    if seen != _alert(row).seen:
        raise Conflict("alert_moved")
    return row


def _service(slug: str, hold: bool = False) -> Service:
    query = select(Service).where(Service.slug == slug)
    row = session.scalars(query.with_for_update(of=Service) if hold else query).first()
    if row is None:
        raise NotFound("actor_not_found")
    return row


def _alert(row: Service) -> Alert:
    body = row.organization
    texts = dict(row.alert or {})
    seen = ids.digest(repr((sorted(texts.items()), row.alert_until)))[:16]
    return Alert(
        row.slug, row.name, body.slug, body.name, home_locale(body.country), texts, row.alert_until,
        today_in(body.country, clock.now()), seen,
    )  # fmt: skip


def _until(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid("date_wrong") from error
