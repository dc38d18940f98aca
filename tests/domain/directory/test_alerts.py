"""A notice on a service: who may, how long, and that it is gone when its last day is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, DomainError, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.terms import Role
from app.domain.directory import alerts, queries
from app.domain.directory.models import Service
from app.domain.directory.views import ServiceView
from tests.domain.directory.bodies import directory
from tests.staff_house import person

SLUG = "bank-block"


@pytest.fixture
def editor(database: str) -> StaffMember:
    directory()
    return person("Eva", Role.EDITOR)


def day(ahead: int) -> str:
    return (clock.today("Europe/Stockholm") + timedelta(days=ahead)).isoformat()


def shown() -> ServiceView:
    found = queries.organization("bank")
    assert found is not None
    return found.services[0]


def put(who: StaffMember, text: str = "Telefonen är stängd.", until: str = "", seen: str | None = None) -> None:
    now = alerts.alert(SLUG).seen if seen is None else seen
    with unit_of_work():
        alerts.set_alert(who, SLUG, {"sv": text, "en": " ", "xx": "no"}, until or day(10), now)


def test_it_works(editor: StaffMember) -> None:
    before = counter.value(counter.CONTENT)
    put(editor)
    assert shown().alert == {"sv": "Telefonen är stängd."} and shown().alert_until is not None
    assert [row.slug for row in alerts.running()] == [SLUG]
    with unit_of_work():
        alerts.clear_alert(editor, SLUG)
    assert shown().alert is None and alerts.running() == []
    assert counter.value(counter.CONTENT) == before + 2
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["service.alert_set", "service.alert_cleared"]


@pytest.mark.parametrize(
    ("text", "until", "code"),
    [
        ("", "", "alert_empty"),
        ("Stängt", "tomorrow", "date_wrong"),
        ("Stängt", day(-1), "alert_until_wrong"),
        ("Stängt", day(61), "alert_until_wrong"),
        ("Ring 08-465 004 00 i stället", "", "number_in_words"),
        ("Ring +46 8 465 004 00", "", "number_in_words"),
        ("Ring til 70.27.72.28", "", "number_in_words"),
        ("Ring 08–465 004 00", "", "number_in_words"),
    ],
)
def test_what_is_refused(editor: StaffMember, text: str, until: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        put(editor, text, until)
    assert shown().alert is None


@pytest.mark.parametrize(
    "text",
    [
        "Stängt 2026-12-24 till 2026-12-27.",
        "Öppet 08:00–12:00 till den 3 januari 2027.",
        "Stängt 24.12.2026-27.12.2026.",
        "Öppet 8.00-16.00, från 1/12 2026.",
    ],
)
def test_days_and_hours_are_no_numbers_to_dial(editor: StaffMember, text: str) -> None:
    put(editor, text, day(60))
    assert shown().alert == {"sv": text}


def test_it_is_gone_the_day_after_its_last(editor: StaffMember) -> None:
    put(editor, until=day(0))
    assert shown().alert
    with unit_of_work():
        session.scalars(select(Service).where(Service.slug == SLUG)).one().alert_until = clock.today() - timedelta(2)
    assert shown().alert is None
    assert alerts.running()[0].over


def test_somebody_elses_change_is_not_overwritten(editor: StaffMember) -> None:
    before = alerts.alert(SLUG).seen
    put(editor)
    with pytest.raises(Conflict, match="alert_moved"):
        put(editor, "Något annat", seen=before)
    assert shown().alert == {"sv": "Telefonen är stängd."}


def test_only_editors_may(editor: StaffMember) -> None:
    librarian = person("Karin")
    with pytest.raises(Forbidden):
        put(librarian)
    with pytest.raises(Forbidden), unit_of_work():
        alerts.clear_alert(librarian, SLUG)
    with pytest.raises(DomainError, match="actor_not_found"):
        alerts.alert("nobody")
