"""A letter and its visitor take their locks in the same order: on PostgreSQL neither is thrown out for the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.core import counter, db
from app.core.unit import unit_of_work
from app.domain.chat import letters, log, posting, services
from tests import factories
from tests.domain.chat.test_letters import EMAIL, Talk, mailing, postman, talk

__all__ = ["mailing", "postman", "talk"]
ANOTHER = "other@post.example"
PATIENCE_SECONDS = 30


def _meet(talk: Talk, verb: Callable[[], object]) -> None:
    """The visitor's form holds the conversation, `verb` begins meanwhile, and then the form wants the address."""
    held = Event()

    def visitor() -> None:
        with unit_of_work():
            log.locked(talk.who.conversation_id)
            held.set()
            time.sleep(0.5)  # `verb` is on its way into whatever it locks first
            letters.tell_me(talk.who, ANOTHER)
        db.session.remove()

    def other() -> None:
        held.wait(PATIENCE_SECONDS)
        verb()
        db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(visitor), pool.submit(other)]:
            done.result(PATIENCE_SECONDS)


def test_it_works(talk: Talk) -> None:
    """A letter falls due while its address is changed: it goes nowhere, or to the new one."""
    talk.answer()
    talk.later(20)
    _meet(talk, posting.run)
    assert talk.address.email == ANOTHER


@pytest.mark.parametrize("key", [EMAIL])
def test_the_way_out_in_a_letter(talk: Talk, key: str) -> None:
    def stop() -> None:
        with unit_of_work():
            letters.stop_by_key(letters.off_key(talk.who.public_id, key))

    _meet(talk, stop)
    assert talk.address.email == ANOTHER, "the way out of an old letter is not the way out of the new address"


def test_two_who_are_the_first_to_erase_anything(database: str) -> None:
    first, second = factories.visitor(), factories.visitor()
    noted = Event()

    def slowly() -> None:
        with unit_of_work():
            services.erase(first)
            noted.set()
            time.sleep(0.5)  # the other one counts meanwhile
        db.session.remove()

    def meanwhile() -> None:
        noted.wait(PATIENCE_SECONDS)
        with unit_of_work():
            services.erase(second)
        db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(slowly), pool.submit(meanwhile)]:
            done.result(PATIENCE_SECONDS)
    db.session.remove()
    assert counter.value(counter.ERASED) == 2
