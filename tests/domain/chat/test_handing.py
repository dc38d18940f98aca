"""Hand-overs: theirs at once, until they say yes; not now, unanswered, asleep; and nothing bounces unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.models import Skill, StaffMember, StaffSkill
from app.domain.chat import desk, handing, presence, pulls, queries, services
from app.domain.chat.handing import Answer
from app.domain.chat.models import Conversation, Presence
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import Activity, Availability, Kind, Status
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def public_id(actor: StaffActor) -> str:
    return session.get_one(StaffMember, actor.id).public_id


def row(who: Visitor) -> Conversation:
    session.expire_all()
    return session.get_one(Conversation, who.conversation_id)


def notes(actor: StaffActor, who: Visitor) -> list[str]:
    found = pulls.messages_after(actor, pulls.row_for(actor, who.public_id))
    return [line.text for line in found if line.kind is Kind.NOTE]


def last(who: Visitor) -> str | None:
    return queries.messages_after(who, queries.conversation_for(who, who.public_id))[-1].activity


def late(who: Visitor) -> None:
    with unit_of_work():
        row(who).handed_at = clock.now() - timedelta(minutes=handing.ANSWER_WITHIN_MINUTES, seconds=1)


def falls_asleep(actor: StaffActor) -> None:
    with unit_of_work() as unit:
        past = db.database_now() - clock.minutes(1)
        unit.session.execute(update(Presence).where(Presence.staff_id == actor.id).values(lease_until=past))


@pytest.fixture
def karin(database: str) -> StaffActor:
    return factories.staff("Karin Holm")


@pytest.fixture
def olle(database: str) -> StaffActor:
    return factories.staff("Olle Ek")


@pytest.fixture
def who(karin: StaffActor, olle: StaffActor) -> Visitor:
    """Somebody Karin has handed to Olle."""
    found, number = factories.claimed(karin)
    with unit_of_work():
        handing.to_person(karin, found.public_id, number, public_id(olle), "She wants her deposit back")
    return found


def test_it_works(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    """Theirs at once, with the note; the sender sees not yet seen, seen, taken."""
    assert [one.public_id for one in queries.mine(olle.id)] == [who.public_id] and queries.mine(karin.id) == []
    assert notes(olle, who) == ["She wants her deposit back"]
    assert queries.mine(olle.id)[0].handed and queries.visitor_view(who).staff_name == "Olle"
    assert [one.answer for one in handing.sent_by(karin.id)] == [Answer.UNSEEN]
    with unit_of_work():
        desk.seen(olle, who.public_id, row(who).last_seq)
    assert [one.answer for one in handing.sent_by(karin.id)] == [Answer.SEEN]
    with unit_of_work():
        handing.accept(olle, who.public_id, row(who).claim)
    assert [(one.answer, one.colleague) for one in handing.sent_by(karin.id)] == [(Answer.TAKEN, "Olle Ek")]
    assert not queries.mine(olle.id)[0].handed and handing.run() == 0
    with unit_of_work():
        services.close(who)
    assert handing.sent_by(karin.id) == []


def test_first_words_say_yes(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    with unit_of_work():
        desk.post(olle, who.public_id, row(who).claim, "Hej!", "k1")
    assert [one.answer for one in handing.sent_by(karin.id)] == [Answer.TAKEN]


def test_a_note_alone_is_no_answer(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    with unit_of_work():
        desk.note(olle, who.public_id, row(who).claim, "Hm", "k1")
    assert [one.answer for one in handing.sent_by(karin.id)] == [Answer.UNSEEN]


def test_not_now_goes_back_with_words(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    with unit_of_work():
        handing.not_now(olle, who.public_id, row(who).claim, "I am in a meeting")
    mine = queries.mine(karin.id)
    assert [(one.public_id, one.came_back) for one in mine] == [(who.public_id, True)] and queries.mine(olle.id) == []
    assert notes(karin, who)[-1] == "I am in a meeting" and last(who) == Activity.HANDED_BACK
    with unit_of_work():
        desk.seen(karin, who.public_id, row(who).last_seq)
    assert row(who).handed_at is None, "it was hers before: to see that it came back is enough"


def test_back_to_a_sender_who_has_gone_is_the_queue_with_its_place(
    karin: StaffActor, olle: StaffActor, who: Visitor
) -> None:
    factories.visitor("later")
    with unit_of_work() as unit:
        presence.go(unit.session.get_one(StaffMember, karin.id), Availability.AWAY)
    with unit_of_work():
        handing.not_now(olle, who.public_id, row(who).claim)
    assert queries.queue()[0].public_id == who.public_id
    assert queries.visitor_view(who).place == 1


def test_unanswered_it_goes_home_and_from_there_never_to_and_fro(
    karin: StaffActor, olle: StaffActor, who: Visitor
) -> None:
    assert handing.run() == 0
    late(who)
    assert (handing.run(), handing.run()) == (1, 0)
    assert [one.public_id for one in queries.mine(karin.id)] == [who.public_id]
    late(who)
    assert handing.run() == 1
    assert (row(who).status, row(who).returned, last(who)) == (Status.QUEUED, True, Activity.UNTAKEN)


def test_a_colleague_who_fell_asleep_over_it(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    falls_asleep(olle)
    assert handing.run() == 1
    assert [one.public_id for one in queries.mine(karin.id)] == [who.public_id]


def test_the_visitor_ends_it_before_anybody_took_it(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    number = row(who).claim
    with unit_of_work():
        services.close(who)
    assert row(who).handed_at is None and handing.run() == 0
    for verb in (handing.accept, handing.not_now):
        with pytest.raises(Conflict, match="status_refused"), unit_of_work():
            verb(olle, who.public_id, number)


def test_answered_in_one_window_it_cannot_be_refused_in_the_other(olle: StaffActor, who: Visitor) -> None:
    number = row(who).claim
    for _ in range(2):
        with unit_of_work():
            handing.accept(olle, who.public_id, number)
    with pytest.raises(Conflict, match="status_refused"), unit_of_work():
        handing.not_now(olle, who.public_id, number)
    assert [one.public_id for one in queries.mine(olle.id)] == [who.public_id]


def test_refused_in_one_window_it_cannot_be_taken_in_the_other(
    karin: StaffActor, olle: StaffActor, who: Visitor
) -> None:
    number = row(who).claim
    with unit_of_work():
        handing.not_now(olle, who.public_id, number)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        handing.accept(olle, who.public_id, number)
    assert (refusal.value.code, refusal.value.data["name"]) == ("claim_moved", "Karin Holm")


def test_the_sender_takes_it_back_until_it_is_taken(karin: StaffActor, olle: StaffActor, who: Visitor) -> None:
    for _ in range(2):
        with unit_of_work():
            handing.take_back(karin, who.public_id)
    assert [one.handed for one in queries.mine(karin.id)] == [False]
    with unit_of_work():
        handing.to_person(karin, who.public_id, row(who).claim, public_id(olle))
    with unit_of_work():
        handing.accept(olle, who.public_id, row(who).claim)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        handing.take_back(karin, who.public_id)
    assert (refusal.value.code, refusal.value.data["name"]) == ("handed_taken", "Olle Ek")
    stranger = factories.staff("Per Lund")
    with pytest.raises(Conflict, match="status_refused"), unit_of_work():
        handing.take_back(stranger, who.public_id)


def test_to_a_skill_those_who_have_it_are_told_first(karin: StaffActor, olle: StaffActor) -> None:
    found, number = factories.claimed(karin)
    with unit_of_work() as unit:
        fees = Skill(names={"en": "Fees"})
        unit.session.add(fees)
        unit.session.flush()
        unit.session.add(StaffSkill(staff_id=olle.id, skill_id=fees.id))
        name = fees.public_id
    factories.visitor("later")
    with unit_of_work():
        handing.to_skill(karin, found.public_id, number, name, "About a fine")
    first = queries.queue()[0]
    assert (first.public_id, first.skill is not None, first.narrow) == (found.public_id, True, False), (
        "only Olle is left"
    )
    factories.staff("Per Lund")
    with unit_of_work():
        desk.claim(karin, found.public_id)
    with unit_of_work():
        handing.to_skill(karin, found.public_id, row(found).claim, name)
    assert queries.queue()[0].narrow
    with unit_of_work():
        number = desk.claim(karin, found.public_id)
    with unit_of_work():
        handing.to_queue(karin, found.public_id, number, "Anybody can")
    assert (queries.queue()[0].skill, queries.queue()[0].narrow) == (None, False)
    with pytest.raises(Conflict, match="skill_gone"), unit_of_work():
        handing.to_skill(karin, found.public_id, desk.claim(karin, found.public_id), "nothing")


def test_to_somebody_absent_it_stays(karin: StaffActor) -> None:
    absent = factories.staff(online=False)
    found, number = factories.claimed(karin)
    with pytest.raises(Conflict, match="colleague_not_there"), unit_of_work():
        handing.to_person(karin, found.public_id, number, public_id(absent), "a note")
    assert [one.public_id for one in queries.mine(karin.id)] == [found.public_id] and notes(karin, found) == []


def test_erased_nothing_of_it_is_left(who: Visitor) -> None:
    with unit_of_work():
        services.erase(who)
    found = row(who)
    assert (found.handed_by_id, found.handed_at, found.skill_id, found.wide_at) == (None, None, None, None)
