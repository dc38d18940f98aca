"""Colleagues at the desk and visitors in the queue, for tests of the desk's pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import desk, services
from app.domain.chat.permissions import StaffActor, Visitor
from tests import factories
from tests.reading import form_of
from tests.staff_house import logged_in, person

JSON = {"Accept": "application/json"}


@dataclass
class Colleague:
    """One librarian: who they are, and the browser they work in."""

    client: FlaskClient
    member: StaffMember
    actor: StaffActor

    def page(self, conversation: str = "", query: str = "") -> str:
        path = f"/en/staff/conversation/{conversation}" if conversation else "/en/staff/"
        answer = self.client.get(path + query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def press(self, conversation: str, ending: str, **fields: str) -> TestResponse:
        """The form of the open conversation's page whose address ends so, sent without a script."""
        form = form_of(self.page(conversation), ending)
        return self.client.post(form.action, data={**form.fields, **fields})

    def do(self, conversation: str, verb: str, script: bool = False, **fields: str) -> TestResponse:
        path = f"/en/staff/conversation/{conversation}/{verb}"
        return self.client.post(path, data=fields, headers=JSON if script else {})


def colleague(app: Flask, name: str = "Karin Berg", role: Role = Role.STAFF) -> Colleague:
    """Logged in, and online."""
    member = person(name, role)
    actor = desk.actor_of(member)
    client = logged_in(app, member)
    assert client.post("/en/staff/availability", data={"availability": "online"}).status_code == 303
    return Colleague(client, member, actor)


def asks(text: str = "Mitt BankID är spärrat", **more: object) -> Visitor:
    return factories.visitor(text, **more)  # type: ignore[arg-type]


def writes(who: Visitor, text: str, key: str = "v-1") -> None:
    with unit_of_work():
        services.post(who, text, key)


def goes(who: Visitor) -> None:
    with unit_of_work():
        services.close(who)


def holds(actor: StaffActor, text: str = "Mitt BankID är spärrat", **more: object) -> tuple[Visitor, str]:
    """A conversation this colleague has, and its claim number as a form carries it."""
    who, number = factories.claimed(actor, text=text, **more)
    return who, str(number)
