"""How an editor's rule is kept, changed, removed and put back; what is refused, and what somebody must look at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock, counter
from app.core.db import session
from app.core.errors import DomainError, Forbidden, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.guides import rule_list, rule_services
from app.domain.guides.models import Guide, GuideTranslation, LocalRule
from app.domain.guides.rule_services import Draft
from app.domain.guides.rules import digest
from tests.domain.guides.ruled import CAN, CANNOT, read, rule, said, town
from tests.staff_house import person

pytestmark = pytest.mark.usefixtures("database")
TOWN, WHO = "SE-2482", Operator()
GOOD = Draft("cannot", "risk", {"sv": "Vi  skannar inte\npass", "en": "We do not scan passports"})


@pytest.fixture(autouse=True)
def places_and_guide(database: str) -> None:
    town()


def add(draft: Draft = GOOD, area: str = TOWN) -> str:
    session.remove()
    with unit_of_work():
        return rule_services.add(WHO, area, "card-se", draft)


def change(public_id: str, draft: Draft, now: str = "") -> None:
    now = now or seen(public_id)
    with unit_of_work():
        rule_services.change(WHO, public_id, draft, now)


def remove(public_id: str, now: str = "") -> None:
    now = now or seen(public_id)
    with unit_of_work():
        rule_services.remove(WHO, public_id, now)


def seen(public_id: str) -> str:
    session.remove()
    return rule_list.version(rule_list.entry(public_id).rule)


def test_it_works() -> None:
    before = counter.value(counter.CONTENT)
    made = add()
    assert said(read(TOWN))[1] == ["Vi skannar inte pass", *CANNOT]
    change(made, Draft(strikes=digest(CAN[0]), kind="cannot", reason="risk"))
    assert said(read(TOWN)) == (CAN[1:], CANNOT)
    assert (rule_list.entry(made).rule.kind, rule_list.entry(made).rule.reason) == ("can", "")
    remove(made)
    assert said(read(TOWN)) == (CAN, CANNOT) and rule_list.entries() == []
    with unit_of_work():
        rule_services.put_back(WHO, made)
    assert said(read(TOWN)) == (CAN[1:], CANNOT)
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["rule.added", "rule.changed", "rule.removed", "rule.put_back"]
    assert counter.value(counter.CONTENT) == before + 4


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (Draft(), "rule_empty", None),
        (Draft("can", "", {"sv": "  "}), "rule_empty", None),
        (Draft("can", "", {"en": "We do"}), "rule_untold", "sv"),
        (Draft("may", "", {"sv": "Rad"}), "kind_missing", None),
        (Draft("was-can", "", {"sv": "Rad"}), "kind_missing", None),
        (Draft("cannot", "", {"sv": "Rad"}), "reason_missing", None),
        (Draft("cannot", "because", {"sv": "Rad"}), "reason_missing", None),
        (Draft("can", "", {"sv": "x" * 301}), "rule_long", "sv"),
        (Draft("can", "", {"sv": "Rad", "en": "Ring 19811228-9874"}), "rule_private", "en"),
        (Draft("can", "", {"sv": "Rad", "en": "Call 0771-11 22 33"}), "number_in_words", "en"),
        (Draft("can", "", {"sv": "Rad"}, digest("En rad som var")), "strike_gone", None),
    ],
)
def test_what_is_refused(draft: Draft, code: str, field: str | None) -> None:
    with pytest.raises(DomainError) as refused:
        add(draft)
    assert (refused.value.code, refused.value.data.get("field")) == (code, field)
    assert rule_list.entries() == []


@pytest.mark.parametrize(
    ("area", "guide", "code"),
    [("SE-9", "card-se", "area_missing"), (TOWN, "card-no", "guide_missing"), ("DK", "card-se", "guide_elsewhere")],
)
def test_where_and_what_about(area: str, guide: str, code: str) -> None:
    with pytest.raises(DomainError, match=code), unit_of_work():
        rule_services.add(WHO, area, guide, GOOD)


def test_who_may() -> None:
    made = add()
    karin = person("Karin", Role.STAFF)
    for verb in (
        lambda: rule_services.add(karin, TOWN, "card-se", GOOD),
        lambda: rule_services.change(karin, made, GOOD, ""),
        lambda: rule_services.remove(karin, made, ""),
        lambda: rule_services.put_back(karin, made),
    ):
        with pytest.raises(Forbidden), unit_of_work():
            verb()
    eva, now = person("Eva", Role.EDITOR), seen(made)
    with unit_of_work():
        rule_services.remove(eva, made, now)


def test_the_second_of_two_is_told() -> None:
    made = add()
    first = seen(made)
    change(made, Draft("can", "", {"sv": "Vi skannar pass"}), first)
    with pytest.raises(DomainError, match="rule_moved"):
        change(made, GOOD, first)
    with pytest.raises(DomainError, match="rule_moved"):
        remove(made, first)
    assert said(read(TOWN))[0] == ["Vi skannar pass", *CAN]
    remove(made)
    with pytest.raises(NotFound):
        change(made, GOOD, first)


def test_nothing_is_said_twice() -> None:
    add()
    add(Draft(strikes=digest(CAN[0])))
    with pytest.raises(DomainError, match="rule_there"):
        add()
    with pytest.raises(DomainError, match="strike_there"):
        add(Draft(strikes=digest(CAN[0])))
    add(area="SE")


def test_what_to_look_at_again_comes_first() -> None:
    fine = rule("SE", sv="Rad", en="Line")
    uneven = rule(TOWN, strikes=CAN[2])
    lost = rule("SE-2480", strikes="En rad som var")
    found = {one.rule.public_id: one for one in rule_list.entries()}
    assert list(found) == [uneven, lost, fine]
    assert (found[uneven].struck, found[uneven].uneven, found[uneven].lost) == (CAN[2], ("fi",), False)
    assert (found[lost].struck, found[lost].uneven, found[lost].lost) == ("", (), True)
    assert not found[fine].flagged and "sv" not in found[fine].missing and "ar" in found[fine].missing
    assert found[uneven].missing == ()


def test_a_text_that_is_not_read_yet_flags_nothing() -> None:
    rule(TOWN, strikes=CAN[2])
    with unit_of_work():
        session.execute(update(GuideTranslation).where(GuideTranslation.locale == "fi").values(state="machine"))
        session.execute(update(Guide).values(status="archived"))
    session.remove()
    [found] = rule_list.entries()
    assert not found.flagged and not found.published


def test_what_was_removed_long_ago_goes_for_good() -> None:
    old, new = add(), add(Draft(strikes=digest(CAN[0])))
    remove(old)
    long_ago = clock.now() - timedelta(days=rule_services.KEPT_DAYS + 1)
    with unit_of_work():
        session.execute(update(LocalRule).where(LocalRule.public_id == old).values(updated_at=long_ago))
    remove(new)
    session.remove()
    assert session.scalars(select(LocalRule.public_id)).all() == [new]
    with pytest.raises(NotFound), unit_of_work():
        rule_services.put_back(WHO, old)
