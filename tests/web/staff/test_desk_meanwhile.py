"""A colleague takes a conversation between any two questions that the desk asks its database: nobody's desk is gone for it.

On PostgreSQL, where each question sees what is stored by then; on SQLite a page sees one moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app import config
from app.core import db, ids
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import desk, queries, services
from app.domain.chat.permissions import Visitor
from app.domain.chat.services import Question
from tests.databases import empty
from tests.staff_house import browser
from tests.web.staff.desk_house import asks, colleague, holds

pytestmark = pytest.mark.needs("postgresql")
Answers = Iterator[TestResponse]
LOST = "A colleague has this conversation now, or it has ended."


@pytest.fixture
def settings(tmp_path: Path, postgresql_with_tables: str) -> config.Settings:
    empty(postgresql_with_tables)
    return config.load({"DATA_DIR": str(tmp_path), "DATABASE_URL": postgresql_with_tables})


class Meanwhile:
    """After the `place`-th statement of whoever is listened to, `act` is done by somebody else; `asked`: how many there were."""

    def __init__(self, place: int, act: Callable[[], object]) -> None:
        self.asked, self._place, self._act = 0, place, act
        self._me = threading.get_ident()

    def heard(self, *_about: object) -> None:
        if threading.get_ident() != self._me:
            return
        self.asked += 1
        if self.asked == self._place:
            other = threading.Thread(target=self._do)
            other.start()
            other.join()

    def _do(self) -> None:
        with unit_of_work():
            self._act()
        db.session.remove()


def every_place(
    begin: Callable[[], tuple[Visitor, Callable[[], object]]], ask: Callable[[Visitor], TestResponse]
) -> Answers:
    """What `ask` is answered, with what `begin` gives done after its first statement, its second, and so on to the last."""
    for place in count(1):
        who, act = begin()
        listens = Meanwhile(place, act)
        event.listen(db.engine(), "after_cursor_execute", listens.heard)
        answer = ask(who)
        event.remove(db.engine(), "after_cursor_execute", listens.heard)
        if listens.asked < place:
            return
        yield answer
        with unit_of_work(), suppress(DomainError):
            services.erase(who)


def test_it_works(app: Flask) -> None:
    """The desk is there wherever the claim falls: with the conversation, if it was read before, or with what became of it."""
    karin, olle = colleague(app), colleague(app, "Olle Ek")

    def begin() -> tuple[Visitor, Callable[[], object]]:
        who = asks()
        return who, lambda: desk.claim(olle.actor, who.public_id)

    shown = []
    for answer in every_place(begin, lambda who: karin.client.get(f"/en/staff/conversation/{who.public_id}")):
        assert 'id="desk_queue"' in answer.text
        assert (answer.status_code == 404) == ("data-again" in answer.text)
        shown.append(answer.status_code)
    assert {200, 404} == set(shown) and shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("act", ["erases", "comes back"])
@pytest.mark.parametrize("page", ["conversation", "", "overview", "conversation/close"])
def test_no_page_is_gone_for_what_happens_meanwhile(app: Flask, page: str, act: str) -> None:
    karin = colleague(app, role=Role.COORDINATOR)

    def begin() -> tuple[Visitor, Callable[[], object]]:
        who, claim = holds(karin.actor)
        back = partial(desk.give_back, karin.actor, who.public_id, int(claim))
        return who, {"erases": partial(services.erase, who), "comes back": back}[act]

    def ask(who: Visitor) -> TestResponse:
        return karin.client.get("/en/staff/" + page.replace("conversation", f"conversation/{who.public_id}"))

    answers = list(every_place(begin, ask))
    assert len(answers) > 5 and all(one.status_code in (200, 404, 409) for one in answers)
    assert all("data-desk" in one.text for one in answers), "never a page of the public's"


@pytest.mark.parametrize("act", ["erases", "is taken"])
@pytest.mark.parametrize("page", ["chat", "chat/messages", "chat/transcript"])
def test_a_visitors_page(app: Flask, page: str, act: str) -> None:
    olle, client = colleague(app, "Olle Ek"), browser(app)

    def begin() -> tuple[Visitor, Callable[[], object]]:
        with unit_of_work():
            started = services.start(Question(key=ids.new_token(), text="Hjälp", locale="sv"), True)
        who = queries.visitor_by_token(started.token)
        assert who is not None
        client.set_cookie("vejviser_chat", started.token)
        taken = partial(desk.claim, olle.actor, who.public_id)
        return who, {"erases": partial(services.erase, who), "is taken": taken}[act]

    answers = list(every_place(begin, lambda _who: client.get(f"/sv/{page}")))
    assert answers[-1].status_code == 200 and all(one.status_code in (200, 303, 404) for one in answers)


@pytest.mark.parametrize("page", ["close", "conduct", "promise", "keep", "replies", "summary", "cards?q=bank"])
def test_a_page_of_what_a_colleague_has_by_now_is_the_desk(app: Flask, page: str) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(olle.actor)
    answer = karin.client.get(f"/en/staff/conversation/{who.public_id}/{page}")
    assert answer.status_code == 404 and 'id="desk_queue"' in answer.text and LOST in answer.text


def test_what_was_written_to_somebody_who_erased_it_stands_on_the_desk(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    with unit_of_work():
        services.erase(who)
    answer = karin.do(who.public_id, "messages", text="Mitt långa svar", claim=claim, key="k-1")
    assert answer.status_code == 404 and "Mitt långa svar</textarea>" in answer.text and LOST in answer.text
