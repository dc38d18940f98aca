"""At the desk: what the visitor's own library does differently, for the guides that fit their words."""

from __future__ import annotations

from flask import Flask

from app.core import i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.guides import queries as guides
from app.domain.guides import rule_services
from app.domain.guides.rule_services import Draft
from app.domain.guides.rules import digest
from tests import factories
from tests.web.staff.desk_house import colleague, holds
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "loaded", "site"]
GUIDE, PLACE, WORDS = "eid-locked-se", "SE-2482", "Mitt BankID är spärrat"


def beside(html: str) -> str:
    """The part of the panel that says it."""
    return html.partition("What holds there")[2].partition("</div>\n")[0]


def test_it_works(app: Flask) -> None:
    karin, editor = colleague(app), factories.staff("Eva Regel", Role.EDITOR)
    plain, _claim = holds(karin.actor, WORDS, area=PLACE)
    assert not beside(karin.page(plain.public_id)), "nothing is said while it does as the guides say"
    with unit_of_work():
        boss = session.get_one(StaffMember, editor.id)
        new = Draft("cannot", "risk", {"sv": "Vi skriver inte ut kontoutdrag här"})
        rule_services.add(boss, PLACE, GUIDE, new)
    session.remove()
    said = beside(karin.page(plain.public_id))
    assert "Vi skriver inte ut kontoutdrag här" in said and "Here in Skellefteå:" in said and 'lang="sv"' in said
    elsewhere, _claim = holds(karin.actor, WORDS)
    assert not beside(karin.page(elsewhere.public_id)), "nobody knows where they are"


def test_what_does_not_hold_there_is_said(app: Flask) -> None:
    karin, editor = colleague(app), factories.staff("Eva Utan", Role.EDITOR)
    who, _claim = holds(karin.actor, WORDS, area=PLACE)
    with i18n.speaking("sv"):
        about = guides.guide(GUIDE)
    assert about is not None and about.can
    with unit_of_work():
        boss = session.get_one(StaffMember, editor.id)
        rule_services.add(boss, PLACE, GUIDE, Draft(strikes=digest(about.can[0])))
    session.remove()
    assert "Does not hold there:" in beside(karin.page(who.public_id))
