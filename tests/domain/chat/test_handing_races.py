"""Claim, accept, refuse, take back and close at the same moment: one of them happens, and nobody is left without words."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest

from app.core import db
from app.core.db import session
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, handing, services
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status
from app.web.sentences import SENTENCES
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
Verb = Callable[[], object]


def _try(verb: Verb) -> str:
    try:
        with unit_of_work():
            verb()
        return ""
    except DomainError as error:
        return error.code
    finally:
        db.session.remove()


def test_it_works() -> None:
    karin, olle, per = factories.staff("Karin Holm"), factories.staff("Olle Ek"), factories.staff("Per Lund")
    colleague = session.get_one(StaffMember, olle.id).public_id
    for names in combinations(("claim", "accept", "refuse", "take_back", "write", "close"), 2):
        who, number = factories.claimed(karin)
        with unit_of_work():
            handing.to_person(karin, who.public_id, number, colleague)
        theirs: dict[str, Verb] = {
            "claim": lambda talk=who.public_id: desk.claim(per, talk),
            "accept": lambda talk=who.public_id, at=number + 1: handing.accept(olle, talk, at),
            "refuse": lambda talk=who.public_id, at=number + 1: handing.not_now(olle, talk, at, "Not now"),
            "take_back": lambda talk=who.public_id: handing.take_back(karin, talk),
            "write": lambda talk=who.public_id, at=number + 1: desk.post(olle, talk, at, "Hej", "k1"),
            "close": lambda visitor=who: services.close(visitor),
        }
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(_try, [theirs[name] for name in names]))
        assert all(code in SENTENCES for code in codes if code), (names, codes)
        session.expire_all()
        found = session.get_one(Conversation, who.conversation_id)
        assert (found.assignee_id in (karin.id, olle.id)) and found.claim in (number + 1, number + 2), (names, codes)
        assert found.handed_at is None or found.status == Status.ACTIVE
        session.remove()
