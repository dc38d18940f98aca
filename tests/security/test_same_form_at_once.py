"""The handoff form sent twice at the same moment, and sent again from the history of a cleared screen."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.core import ids
from app.core.db import session
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.chat import queries, services
from app.domain.chat.models import Conversation
from app.domain.chat.services import Question, Started
from tests.databases import database

__all__ = ["database"]
AT_ONCE = 4


def ask(key: str, gate: threading.Barrier | None = None, team_open: bool = True) -> Started:
    try:
        if gate:
            gate.wait()
        with unit_of_work():
            return services.start(Question(key=key, text="Hej", locale="sv"), team_open)
    finally:
        session.remove()


def conversations() -> int:
    return session.execute(select(func.count()).select_from(Conversation)).scalar_one()


@pytest.mark.usefixtures("database")
def test_it_works() -> None:
    """A double press opens one conversation, and every answer opens it."""
    for _ in range(10):
        before, key, gate = conversations(), ids.new_token(), threading.Barrier(AT_ONCE)
        session.remove()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            started = list(pool.map(lambda _n, key=key, gate=gate: ask(key, gate), range(AT_ONCE)))
        assert len({one.public_id for one in started}) == 1
        assert sorted(one.repeated for one in started) == [False, True, True, True]
        assert conversations() == before + 1
        assert all(queries.visitor_by_token(one.token) for one in started)
        session.remove()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("team_open", [True, False])
def test_after_leaving_the_form_opens_nothing_of_before(team_open: bool) -> None:
    key = ids.new_token()
    started = ask(key, team_open=team_open)
    who = queries.visitor_by_token(started.token)
    assert who is not None
    with unit_of_work():
        services.leave(who)
    assert ask(key, team_open=team_open).public_id != started.public_id


@pytest.mark.usefixtures("database")
def test_after_erasing_the_form_opens_nothing_at_all() -> None:
    key = ids.new_token()
    started = ask(key)
    who = queries.visitor_by_token(started.token)
    assert who is not None
    with unit_of_work():
        services.erase(who)
    with pytest.raises(DomainError, match="conversation_not_here"):
        ask(key)
