"""Colleagues come, change and go."""

from __future__ import annotations

import pytest

from app.core import events
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.events import Event
from app.core.unit import unit_of_work
from app.domain.accounts import passwords, queries, services, sessions
from app.domain.accounts.events import StaffDisabled
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from tests.staff_house import PASSWORD, person

pytestmark = pytest.mark.usefixtures("database")


def test_it_works() -> None:
    with unit_of_work():
        invited, token = services.invite(Operator(), " Ali@Example.org ", "Ali  Hassan", "editor", ["ar", "sv", "xx"])
    assert (invited.email, invited.name, invited.languages) == ("ali@example.org", "Ali Hassan", ["sv", "ar"])
    assert not invited.active
    with unit_of_work():
        services.choose_password(token, passwords.make(PASSWORD))
    assert queries.authenticate("ALI@example.org", PASSWORD).public_id == invited.public_id


def test_a_link_works_once() -> None:
    with unit_of_work():
        _invited, token = services.invite(Operator(), "ali@example.org", "Ali", "staff", [])
    with unit_of_work():
        services.choose_password(token, passwords.make(PASSWORD))
    with pytest.raises(NotFound, match="invitation_over"), unit_of_work():
        services.choose_password(token, passwords.make("another long password"))
    assert queries.authenticate("ali@example.org", PASSWORD)


def test_a_new_link_ends_the_one_before() -> None:
    karin = person()
    with unit_of_work():
        first = services.new_link(Operator(), karin)
        services.new_link(Operator(), karin)
    with pytest.raises(NotFound):
        queries.invitation(first)


@pytest.mark.parametrize(
    ("email", "name", "role", "code"),
    [
        ("nobody", "Ali", "staff", "email_wrong"),
        ("a b@example.org", "Ali", "staff", "email_wrong"),
        ("ali@example.org", " \u202e ", "staff", "name_missing"),
        ("ali@example.org", "Ali", "king", "value_wrong"),
    ],
)
def test_an_invitation_that_cannot_be(email: str, name: str, role: str, code: str) -> None:
    with pytest.raises(Invalid, match=code), unit_of_work():
        services.invite(Operator(), email, name, role, [])


def test_one_address_one_person() -> None:
    person("Karin")
    with pytest.raises(Conflict, match="email_taken"), unit_of_work():
        services.invite(Operator(), "KARIN@example.org", "Other", "staff", [])


def test_only_a_coordinator_manages_people() -> None:
    karin, ali = person("Karin"), person("Ali")
    with pytest.raises(Forbidden), unit_of_work():
        services.disable(karin, ali)
    with unit_of_work():
        services.change_details(karin, karin, "Karin B", ["da"], "2")
    with pytest.raises(Forbidden), unit_of_work():
        services.change_details(karin, ali, "Bad", [], "2")


def test_the_last_coordinator_stays() -> None:
    eva = person("Eva", Role.COORDINATOR)
    person("Invited", Role.COORDINATOR, password=None)
    with pytest.raises(Conflict, match="last_coordinator"), unit_of_work():
        services.disable(eva, eva)
    with pytest.raises(Conflict, match="last_coordinator"), unit_of_work():
        services.change_role(eva, eva, "staff")
    person("Second", Role.COORDINATOR)
    with unit_of_work():
        services.change_role(eva, eva, "staff")
    assert eva.role == Role.STAFF


def test_disabling_ends_everything_at_once_and_is_told() -> None:
    eva, karin = person("Eva", Role.COORDINATOR), person("Karin")
    told: list[Event] = []
    events.listen(told.append)
    with unit_of_work():
        token = sessions.begin(karin)
    assert queries.staff_of_token(token)
    with unit_of_work():
        link = services.new_link(eva, karin)
        services.disable(eva, karin)
    events.forget_all()
    assert StaffDisabled(karin.public_id, karin.id) in told
    assert queries.staff_of_token(token) is None
    with pytest.raises(Invalid, match="login_wrong"):
        queries.authenticate(karin.email, PASSWORD)
    with pytest.raises(NotFound):
        queries.invitation(link)


def test_a_new_password_ends_the_other_log_ins() -> None:
    karin = person()
    with unit_of_work():
        here, there = sessions.begin(karin), sessions.begin(karin)
    with unit_of_work():
        services.change_password(karin, passwords.make("a new long password"), keep_token=here)
    assert queries.staff_of_token(here) is not None
    assert queries.staff_of_token(there) is None
