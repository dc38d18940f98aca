"""A library's page, filled in: kept whole or refused whole, audited, and checked only by who says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.terms import Role
from app.domain.directory import branch_services
from app.domain.directory.branch_services import BranchRefused, Differing, Draft
from app.domain.directory.branches import fresh
from tests.domain.directory import library_town

SOON = (clock.today() + timedelta(days=5)).isoformat()
WEEK = ["10–12, 13–19", "10–18", "", "", "", "", ""]


@pytest.fixture
def karin(database):
    library_town.build()
    return library_town.editor()


def draft(**more):
    full = Draft(
        website="https://library.example/b", address={"address_1": "Storgatan 1", "city": "Town"}, week=WEEK,
        holidays="closed", exceptions=[Differing(SOON, "10–14", "Kort dag")], services=["debt-here"],
        source="library.example", seen=fresh("SE-1-b").version,
    )  # fmt: skip
    return replace(full, **more)


def change(who, wanted, code="SE-1-b"):
    with unit_of_work():
        branch_services.change(who, code, wanted)


def audited():
    return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())


def test_it_works(karin):
    before = counter.value(counter.CONTENT)
    change(karin, draft())
    found = fresh("SE-1-b")
    assert found.place.website == "https://library.example/b" and found.address["city"] == "Town"
    assert len(found.schedule) == 3 and found.holidays == "closed"
    assert found.exceptions == [{"day": SOON, "opens": "10:00", "closes": "14:00", "note": {"sv": "Kort dag"}}]
    assert set(found.services) == {"library-help", "debt-here"}
    assert found.missing == ("checked",)
    assert counter.value(counter.CONTENT) > before and audited() == ["branch.changed"]


def test_saving_says_nothing_of_who_looked(karin):
    change(karin, draft())
    assert fresh("SE-1-b").assured_date is None
    change(karin, draft(checked=True))
    assert (fresh("SE-1-b").assured_date, fresh("SE-1-b").assured_by) == (
        clock.today("Europe/Stockholm"),
        "Karin",
    )
    assert audited() == ["branch.changed", "branch.checked"]


def test_what_changes_unchecked_is_unchecked(karin):
    change(karin, draft(checked=True))
    change(karin, draft(week=["10-12; 13:00-19", "10–18", "", "", "", "", ""]))
    assert fresh("SE-1-b").assured_by == "Karin"  # the same hours, written in another way
    change(karin, draft(week=["10–12", "", "", "", "", "", ""]))
    assert fresh("SE-1-b").assured_by is None


def test_everything_that_is_wrong_is_said_at_once(karin):
    wrong = draft(
        website="library.example", week=["late", *WEEK[1:]], source="", checked=True,
        exceptions=[Differing(SOON), Differing(SOON), Differing("", "10–12"), Differing()],
    )  # fmt: skip
    with pytest.raises(BranchRefused) as refused:
        change(karin, wrong)
    assert {name: error.code for name, error in refused.value.wrong.items()} == {
        "website": "address_wrong", "day-0": "branch_hours_wrong", "source": "source_missing",
        "differs-1": "branch_day_twice", "differs-2": "date_wrong",
    }  # fmt: skip
    assert fresh("SE-1-b").schedule == [] and audited() == []


def test_the_second_of_two_is_told(karin):
    first = second = draft()
    change(karin, first)
    with pytest.raises(Conflict):
        change(karin, replace(second, week=[""] * 7))
    assert fresh("SE-1-b").schedule


def test_a_translated_note_stays_while_it_says_the_same(karin):
    change(karin, draft())
    with unit_of_work():
        row = session.execute(select(branch_services.Location)).scalar_one()
        row.exceptions = [{**row.exceptions[0], "note": {"sv": "Kort dag", "ar": "يوم قصير"}}]
        counter.bump(counter.CONTENT)
    change(karin, draft())
    assert fresh("SE-1-b").exceptions[0]["note"]["ar"] == "يوم قصير"
    change(karin, draft(exceptions=[Differing(SOON, "10–14", "Annan dag")]))
    assert fresh("SE-1-b").exceptions[0]["note"] == {"sv": "Annan dag"}


def test_personal_numbers_are_not_kept(karin):
    change(karin, draft(exceptions=[Differing(SOON, "", "Fråga 19811228-9874")]))
    assert "9874" not in str(fresh("SE-1-b").exceptions)


def test_only_services_of_the_place_are_offered(karin):
    change(karin, draft(services=["bank-dk", "nobody", "debt-here"]))
    assert set(fresh("SE-1-b").services) == {"library-help", "debt-here"}
    change(karin, draft(services=[]))
    assert fresh("SE-1-b").services == ("library-help",)


def test_who_may_and_where(karin):
    with pytest.raises(Forbidden):
        change(library_town.editor(Role.STAFF), draft())
    with pytest.raises(NotFound):
        change(karin, draft(), code="SE-1")


def test_days_gone_by_are_no_change(karin):
    change(karin, draft(checked=True))
    with unit_of_work():
        row = session.execute(select(branch_services.Location)).scalar_one()
        row.exceptions = [{"day": "2020-12-24"}, *row.exceptions]
        counter.bump(counter.CONTENT)
    change(karin, draft())
    assert fresh("SE-1-b").assured_by == "Karin"


def test_the_coming_week_has_its_single_day(karin):
    change(karin, draft())
    days = {one.day.isoformat(): one for one in fresh("SE-1-b").coming()}
    assert len(days) == 7 and days[SOON].spans == (("10:00", "14:00"),)
