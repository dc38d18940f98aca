"""The team's rules: defaults without a row, all or nothing, for coordinators, in the audit log."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import db
from app.core.errors import Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.chat import rules
from app.domain.chat.rules import DEFAULTS, Rules
from app.domain.chat.terms import AtClosing
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
FORM = {name: str(value) for name, value in vars(DEFAULTS).items()}


def change(**given: str) -> None:
    with unit_of_work():
        rules.change(Operator(), {**FORM, **given})


def test_it_works() -> None:
    assert rules.now() == DEFAULTS
    change(queue_limit="30", long_wait="45", still_there="5", close_idle="10", closing_soon="20", at_closing="stay")
    wanted = Rules(30, 45, 5, 10, 20, AtClosing.STAY)
    assert rules.now() == wanted
    db.session.remove()
    assert rules.now() == wanted and rules.now().at_closing is AtClosing.STAY
    change(queue_limit="0")
    assert rules.now() == DEFAULTS
    change(queue_limit="7")
    with unit_of_work():
        rules.to_defaults(Operator())
    assert rules.now() == DEFAULTS
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["chat_rules.changed"] * 3 + ["chat_rules.defaults"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("queue_limit", "501"), ("long_wait", "-1"), ("still_there", ""), ("close_idle", "2.5"), ("closing_soon", "²"),
     ("closing_soon", "99999999999"), ("at_closing", "never")],
)  # fmt: skip
def test_what_cannot_be_used_changes_nothing(field: str, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change(**{"queue_limit": "9", field: typed})
    assert refusal.value.data["field"] == field and rules.now() == DEFAULTS


def test_only_a_coordinator() -> None:
    for role, may in ((Role.STAFF, False), (Role.EDITOR, False), (Role.COORDINATOR, True)):
        member = db.session.get_one(StaffMember, factories.staff(role=role).id)
        if may:
            with unit_of_work():
                rules.change(member, {**FORM, "queue_limit": "3"})
            continue
        for verb in (lambda: rules.change(member, FORM), lambda: rules.to_defaults(member)):  # noqa: B023
            with pytest.raises(Forbidden, match="role_needed"), unit_of_work():
                verb()
    assert rules.now().queue_limit == 3
