"""Conversations that are over are read against six headings: drawn so that nobody is singled out, and without names."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import desk, log, retention, review_counts, reviews, sampling, services
from app.domain.chat.models import Conversation, Review, ReviewCount
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Heading
from tests import factories
from tests.databases import database

__all__ = ["database"]
pytestmark = pytest.mark.usefixtures("database")
MARKS = {str(heading): "3" for heading in Heading}


def member(actor: StaffActor) -> StaffMember:
    found = session.get(StaffMember, actor.id)
    assert found is not None
    return found


def ended(actor: StaffActor, lines: int = sampling.FEWEST_LINES, days_ago: float | None = None) -> str:
    """A conversation with so many lines that ended in the middle of last week."""
    who, claim = factories.claimed(actor, text="Mitt BankID är spärrat", first_name="Amina")
    with unit_of_work():
        for number in range(1, lines):
            if number % 2:
                desk.post(actor, who.public_id, claim, f"Hej Amina, jag är {actor.name}.", f"k-{number}")
            else:
                services.post(who, f"Tack {actor.name}", f"v-{number}")
        desk.close(actor, who.public_id, claim, "answered")
    at = sampling.last_week().begins + timedelta(days=3) if days_ago is None else clock.now() - timedelta(days=days_ago)
    with unit_of_work():
        session.execute(update(Conversation).where(Conversation.public_id == who.public_id).values(closed_at=at))
    return who.public_id


def team(*sizes: int) -> tuple[StaffMember, list[StaffActor]]:
    """A coordinator, and a colleague with so many conversations for each size."""
    boss = member(factories.staff("Maria Chef", Role.COORDINATOR))
    colleagues = [factories.staff(f"Kollega Nr{number}") for number in range(len(sizes))]
    for actor, size in zip(colleagues, sizes, strict=True):
        for _each in range(size):
            ended(actor)
    return boss, colleagues


def opened(boss: StaffMember, but: int = 0) -> reviews.Reading:
    """The first of this week's, `but` not this colleague's."""
    first = next(one for one in reviews.this_week(boss) if one.drawn.staff_id != but)
    with unit_of_work():
        made = reviews.open_one(boss, first.drawn.public_id)
    return reviews.reading(boss, made)


def test_it_works() -> None:
    boss, _colleagues = team(2, 1, 1)
    found = opened(boss)
    said = " ".join(line.text for line in found.lines)
    assert len(found.lines) == sampling.FEWEST_LINES and not found.names_shown
    assert "Amina" not in said and "Kollega" not in said and {line.staff_name for line in found.lines} == {""}
    with unit_of_work():
        reviews.save(boss, found.review.public_id, MARKS | {"closure": "0"}, "Fint bemött. 19811228-9874")
    after = reviews.reading(boss, found.review.public_id)
    assert after.names_shown and after.colleague.startswith("Kollega") and "19811228" not in after.review.comment
    whose = session.get(StaffMember, after.review.staff_id)
    assert whose is not None and reviews.unread(whose.id) == 1
    with unit_of_work():
        reviews.read(whose, after.review.public_id)
    assert reviews.unread(whose.id) == 0 and reviews.reading(whose, after.review.public_id).names_shown
    with pytest.raises(Conflict, match="review_read"), unit_of_work():
        reviews.save(boss, after.review.public_id, MARKS, "")
    logged = list(session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("review."))))
    assert logged == ["review.opened", "review.saved"]


def test_the_same_number_of_each_and_none_of_two_colleagues() -> None:
    assert [sampling.number_each(sizes) for sizes in ([], [9], [9, 9], [9, 9, 1], [9, 9, 9], [2, 3, 4, 5])] == [
        0, 0, 0, 1, sampling.EACH, sampling.EACH,
    ]  # fmt: skip
    _boss, colleagues = team(4, 3, 2)
    drawn = sampling.sample()
    assert Counter(one.staff_id for one in drawn) == {actor.id: sampling.EACH for actor in colleagues}
    assert sampling.sample() == drawn


def test_who_is_drawn_says_nothing_of_rating_length_or_time() -> None:
    """Too short, of another week, abusive, without an answer, or erased: not drawn; else everything has the same chance."""
    _boss, colleagues = team(1, 1, 1)
    ended(colleagues[0], lines=sampling.FEWEST_LINES - 1)
    ended(colleagues[0], days_ago=30)
    before = {one.public_id for one in sampling.sample()}
    gone = next(iter(before))
    with unit_of_work():
        conversation = log.found(gone)
        assert conversation is not None and len(before) == 3
        retention.erase(conversation, "visitor")
    assert sampling.sample() == []


def test_nobody_reads_what_is_not_drawn_their_own_or_a_colleagues() -> None:
    boss, colleagues = team(1, 1, 1)
    also = factories.staff("Maria Andra", Role.COORDINATOR)
    mine, outside = ended(also), ended(colleagues[0], days_ago=30)
    for conversation in (mine, outside):
        with pytest.raises(NotFound), unit_of_work():
            reviews.open_one(member(also), conversation)
    with pytest.raises(Forbidden):
        reviews.this_week(member(colleagues[0]))
    found = opened(boss, but=also.id)
    (taken,) = [one for one in reviews.this_week(member(also)) if one.by_another]
    with pytest.raises(NotFound), unit_of_work():
        reviews.open_one(member(also), taken.drawn.public_id)
    whose = session.get(StaffMember, found.review.staff_id)
    assert whose is not None
    for reader in (member(also), whose):  # the colleague too, until it is saved
        with pytest.raises(NotFound):
            reviews.reading(reader, found.review.public_id)
    with pytest.raises(NotFound), unit_of_work():
        reviews.take_back(whose, found.review.public_id)
    with unit_of_work():
        reviews.save(boss, found.review.public_id, MARKS, "")
        reviews.take_back(boss, found.review.public_id)
    with pytest.raises(NotFound):
        reviews.reading(whose, found.review.public_id)


def test_looking_back_at_ones_own_counts_nowhere() -> None:
    karin, other = factories.staff("Karin Själv"), factories.staff("Per Annan")
    conversation = ended(karin, lines=2)
    with pytest.raises(NotFound), unit_of_work():
        reviews.look_back(member(other), conversation)
    with unit_of_work():
        made = reviews.look_back(member(karin), conversation)
        reviews.save(member(karin), made, MARKS, "Nästa gång: fråga först.")
        assert reviews.look_back(member(karin), conversation) == made
    assert reviews.unread(karin.id) == 0 and len(reviews.about(karin.id)) == 1
    assert session.scalars(select(ReviewCount)).all() == []


def test_counts_stay_when_the_conversation_goes_and_small_ones_are_not_told() -> None:
    boss, _colleagues = team(2, 2, 2)
    begun = opened(boss).review.public_id
    with pytest.raises(Invalid, match="review_marks"), unit_of_work():
        reviews.save(boss, begun, {"closure": "5"}, "")
    for number, one in enumerate(reviews.this_week(boss)):
        with unit_of_work():
            made = reviews.open_one(boss, one.drawn.public_id)
            reviews.save(boss, made, MARKS, "")
            reviews.save(boss, made, MARKS | {"closure": "4" if number < 4 else "0", "searching": "1"}, "")
    with unit_of_work():
        reviews.take_back(boss, made)
    assert review_counts.months() == {}, "the running month would tell what the newest review gave"
    with unit_of_work():
        session.execute(update(ReviewCount).values(month="2026-01"))
        for row in session.scalars(select(Conversation)):
            retention.erase(row)
    assert session.scalars(select(Review)).all() == []
    told = review_counts.months()["2026-01"]
    assert (told[Heading.INCLUSION].count, told[Heading.INCLUSION].mean) == (5, 3.0)
    assert told[Heading.SEARCHING].mean == 1.0 and told[Heading.CLOSURE] == review_counts.Mean(4, None)
