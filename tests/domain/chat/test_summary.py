"""A closing summary: words masked like a message, only what was really given, and somebody one can turn to."""

from __future__ import annotations

import pytest

from app.core.db import session
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import desk, pulls, replies
from app.domain.chat.replies import Summary
from app.domain.chat.terms import CardKind
from app.domain.directory.models import Organization, Service
from tests import factories


def test_it_works(database: None) -> None:
    karin = factories.staff("Karin Berg")
    who, number = factories.claimed(karin)
    with unit_of_work():
        session.add(
            Organization(slug="bank", name="Bank", services=[Service(slug="block", name={"en": "Block cards"})])
        )
    given = [(CardKind.GUIDE, "locked-se"), (CardKind.SERVICE, "block"), (CardKind.GUIDE, "locked-se")]
    for place, (kind, ref) in enumerate(given):
        with unit_of_work():
            desk.send_card(karin, who.public_id, number, kind, ref, 1, f"c-{place}")
    links = (("guide", "locked-se"), ("guide", "never-sent"))
    summary = Summary("Ring banken. 811218-9876", links, "block")
    with unit_of_work():
        posted = replies.send_summary(karin, who.public_id, number, summary, "s-1")
        again = replies.send_summary(karin, who.public_id, number, summary, "s-1")
    assert posted.masked == 1 and (again.seq, again.repeated) == (posted.seq, True)
    line = pulls.messages_after(who, pulls.own_row(who))[-1]
    assert line.card == ("summary", "summary", 1) and line.data is not None
    assert "811218" not in str(line.data) and line.data["words"].startswith("Ring banken.")
    assert line.data["links"] == [["guide", "locked-se"]], "only what was given, each once"
    assert line.data["referred"] == "block"


def test_an_empty_one_is_refused(database: None) -> None:
    karin = factories.staff("Karin Berg")
    who, number = factories.claimed(karin)
    for summary, code in ((Summary("  "), "summary_empty"), (Summary("Hej", (), "no-such"), "card_missing")):
        with pytest.raises(Invalid, match=code), unit_of_work():
            replies.send_summary(karin, who.public_id, number, summary, "s-1")
