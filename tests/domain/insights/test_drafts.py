"""An answer of one's own becomes a draft for the editors, or a reply: stripped, confirmed, and never the visitor's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import desk, services
from app.domain.content import drafted, front_matter
from app.domain.content.problems import Problems
from app.domain.guides import drafts
from app.domain.guides.models import GuideDraft
from app.domain.guides.stripping import GAP
from app.domain.guides.terms import DraftState
from app.domain.insights import keeping
from app.domain.insights.keeping import Kept
from app.domain.replies import queries as replies
from tests import factories
from tests.databases import database

__all__ = ["database"]
pytestmark = pytest.mark.usefixtures("database")
ANSWER = "Hej Amina! Du behöver ett nytt BankID. Ring 0771-123 456 och säg att Karin hälsar. Ditt nummer 19811228-9874."


def member(actor: object) -> StaffMember:
    found = session.get(StaffMember, actor.id)  # type: ignore[attr-defined]
    assert found is not None
    return found


def talk(name: str = "Karin Redo") -> tuple[StaffMember, str, int]:
    """A librarian who has answered Amina: shortly, then well."""
    karin = factories.staff(name)
    who, claim = factories.claimed(karin, text="Mitt BankID är spärrat", first_name="Amina")
    with unit_of_work():
        services.post(who, "Det är min son Daniel som vet", "v-1")
        desk.post(karin, who.public_id, claim, "Ett ögonblick.", "k-1")
        desk.post(karin, who.public_id, claim, ANSWER, "k-2")
    return member(karin), who.public_id, claim


def kept(me: StaffMember, conversation: str) -> Kept:
    answer = keeping.likely(keeping.answers(desk.actor_of(me), conversation))
    assert answer is not None and answer.text.startswith("Hej Amina")
    return Kept(answer.seq, keeping.title_for(answer), "", "sv", shortcut="nytt-bankid")


def test_it_works() -> None:
    karin, conversation, claim = talk()
    boss = member(factories.staff("Maria Chef", Role.EDITOR))
    with unit_of_work():
        made = keeping.keep_guide(karin, conversation, claim, kept(karin, conversation))
    row = drafts.one(boss, made)
    assert row.text == (
        f"Hej {GAP}! Du behöver ett nytt BankID. Ring {GAP} och säg att {GAP} hälsar. Ditt nummer [•••]."
    )
    assert (row.locale, row.state, row.staff_id) == ("sv", "open", karin.id)
    assert row.title == "Du behöver ett nytt BankID"
    with unit_of_work():
        drafts.move(boss, made, DraftState.TAKEN)
    assert drafts.one(boss, made).taken_by_id == boss.id
    assert drafts.counts(boss)[DraftState.TAKEN] == 1


def test_as_a_reply_names_become_open_places_and_it_is_proposed() -> None:
    karin, conversation, claim = talk()
    with unit_of_work():
        made = keeping.keep_reply(karin, conversation, claim, kept(karin, conversation))
    reply = replies.one(karin, made)
    assert reply.words["sv"].startswith("Hej {first_name}! Du behöver") and "{my_name} hälsar" in reply.words["sv"]
    assert "•" not in reply.words["sv"] and reply.proposed and reply.mine
    assert keeping.shortcut_for(karin, "Nytt BankID nu") == "nytt-bankid-2"
    with pytest.raises(Invalid, match="number_in_words"), unit_of_work():
        back = replace(kept(karin, conversation), shortcut="two", back=frozenset({"0771-123 456"}))
        keeping.keep_reply(karin, conversation, claim, back)


def test_only_ones_own_answers_and_only_of_ones_own_conversations() -> None:
    karin, conversation, claim = talk()
    other, given = factories.staff("Per Annan"), kept(karin, conversation)
    with pytest.raises(NotFound):
        keeping.answers(other, conversation)
    with pytest.raises(DomainError), unit_of_work():
        keeping.keep_guide(member(other), conversation, claim, given)
    for seq in (1, 2):  # the visitor's lines
        with pytest.raises(Invalid, match="answer_missing"), unit_of_work():
            keeping.keep_guide(karin, conversation, claim, replace(given, seq=seq))
    with pytest.raises(Conflict), unit_of_work():
        keeping.keep_guide(karin, conversation, claim + 1, given)
    with unit_of_work():
        desk.close(desk.actor_of(karin), conversation, claim, "answered")
    assert [one.public_id for one in keeping.lately(desk.actor_of(karin))] == [conversation]
    with unit_of_work():
        assert keeping.keep_guide(karin, conversation, claim, given)


def test_nothing_personal_comes_in_by_the_title() -> None:
    karin, conversation, claim = talk()
    given = kept(karin, conversation)
    for title in ("Aminas BankID", "Ring 0771-123 456", "Fråga karin@example.org", "Det är min son Daniel"):
        with pytest.raises(Invalid, match="title_personal"), unit_of_work():
            keeping.keep_guide(karin, conversation, claim, replace(given, title=title))
    with unit_of_work():
        back = replace(given, title="Ring 0771-123 456", back=frozenset({"0771-123 456"}))
        keeping.keep_guide(karin, conversation, claim, back)


def test_what_may_be_done_with_a_draft() -> None:
    karin, per = member(factories.staff("Karin Skrev")), member(factories.staff("Per Läste"))
    boss, other = (member(factories.staff(name, Role.EDITOR)) for name in ("Maria Ett", "Maria Två"))
    with unit_of_work():
        made = drafts.add(karin, "Nytt BankID", "Så gör du.", "sv", "")
    with pytest.raises(NotFound):
        drafts.one(per, made)
    seen = drafts.version(drafts.one(karin, made))
    with unit_of_work():
        drafts.change(karin, made, "Nytt BankID", "Så här gör du.", "", seen)
    with pytest.raises(Conflict, match="desk_draft_moved"), unit_of_work():
        drafts.change(boss, made, "Annat", "Annat.", "", seen)
    with pytest.raises(Invalid, match="reply_private"), unit_of_work():
        drafts.change(boss, made, "Annat", "19811228-9874", "", drafts.version(drafts.one(boss, made)))
    with unit_of_work():
        drafts.move(boss, made, DraftState.TAKEN)
    with pytest.raises(Conflict, match="desk_draft_taken"), unit_of_work():
        drafts.move(other, made, DraftState.TAKEN)
    with pytest.raises(Forbidden), unit_of_work():
        drafts.move(karin, made, DraftState.THROWN)
    with unit_of_work():
        drafts.move(other, made, DraftState.THROWN)
    with unit_of_work():
        drafts.move(karin, made, DraftState.OPEN)
    assert drafts.one(karin, made).state == DraftState.OPEN


def test_what_was_thrown_away_is_forgotten_after_its_days() -> None:
    karin = member(factories.staff("Karin Glömd"))
    with unit_of_work():
        made, stays = (drafts.add(karin, title, "Ord.", "sv", "") for title in ("Ett", "Två"))
        drafts.move(karin, made, DraftState.THROWN)
    with unit_of_work():
        assert drafts.forget() == 0
        session.query(GuideDraft).update({"changed_at": clock.now() - timedelta(days=drafts.THROWN_DAYS + 1)})
        assert drafts.forget() == 1
    assert drafts.one(karin, stays).title == "Två"


def test_the_file_is_one_that_the_content_reader_takes() -> None:
    text = drafted.as_file("Nytt: BankID?", "# Gör så här. Sedan:\n\n- <b>ett</b>\n- ![två](x)\n---\nslut")
    problems = Problems()
    page = front_matter.split(text, "sv.md", problems)
    assert page and page.head == {"title": "Nytt: BankID?", "summary": "Gör så här."}
    (step,) = front_matter.steps(page, "sv.md", problems)
    assert not len(problems) and step.title == "Nytt: BankID?" and "slut" in step.body
