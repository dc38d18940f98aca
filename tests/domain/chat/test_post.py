"""Messages: stored once, in order, masked before storage, and never another visitor's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.unit import unit_of_work
from app.domain.chat import desk, keys, queries, secrets, services
from app.domain.chat.models import Message
from app.domain.chat.permissions import Visitor
from app.domain.chat.services import Question
from app.domain.chat.terms import CardKind, Kind, Sender, Status
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def texts(who: Visitor) -> list[str]:
    conversation = queries.conversation_for(who, who.public_id)
    return [line.text for line in queries.messages_after(who, conversation) if line.kind is Kind.TEXT]


def test_it_works() -> None:
    factories.noise()
    me = factories.staff()
    who, number = factories.claimed(me, text="Hej")
    with unit_of_work():
        desk.post(me, who.public_id, number, "God dag", "s1")
    with unit_of_work():
        services.post(who, "Tak", "v1")
    assert texts(who) == ["Hej", "God dag", "Tak"]


def test_a_resend_gets_the_first_answer_even_if_the_text_differs() -> None:
    who = factories.visitor("Hej")
    with unit_of_work():
        first = services.post(who, "one", "same-key")
    with unit_of_work():
        again = services.post(who, "two", "same-key")
    assert (again.seq, again.repeated) == (first.seq, True)
    assert texts(who) == ["Hej", "one"]


def test_a_resend_after_the_claim_moved_still_gets_the_first_answer() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        first = desk.post(me, who.public_id, number, "svar", "s1")
    with unit_of_work():
        desk.give_back(me, who.public_id, number)
    with unit_of_work():
        assert desk.post(me, who.public_id, number, "svar", "s1").seq == first.seq


def test_the_two_sides_may_use_the_same_key() -> None:
    me = factories.staff()
    who, number = factories.claimed(me, text="Hej")
    with unit_of_work():
        services.post(who, "mine", "k")
    with unit_of_work():
        desk.post(me, who.public_id, number, "theirs", "k")
    assert texts(who) == ["Hej", "mine", "theirs"]


def test_many_at_once_are_numbered_without_gap_or_double() -> None:
    who = factories.visitor("0")

    def send(number: int) -> int:
        try:
            with unit_of_work():
                return services.post(who, str(number), f"key-{number // 2}").seq
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(40)))
    db.session.remove()  # this thread's snapshot is older than what the others wrote
    rows = db.session.execute(select(Message.seq).order_by(Message.seq)).scalars().all()
    assert list(rows) == list(range(1, len(rows) + 1))
    assert len(set(answers)) == 20 == len(rows) - 2


def test_identity_numbers_never_reach_the_table() -> None:
    who = factories.visitor("mitt nummer är 19811228-9874 tack")
    with unit_of_work():
        posted = services.post(who, "kort 4111 1111 1111 1111", "v1")
    assert posted.masked == 1
    stored = " ".join(db.session.execute(select(Message.text)).scalars())
    assert "9874" not in stored
    assert "4111" not in stored


def test_notes_are_never_the_visitors() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        desk.note(me, who.public_id, number, "between us", "n1")
    conversation = queries.conversation_for(who, who.public_id)
    assert Kind.NOTE not in {line.kind for line in queries.messages_after(who, conversation)}
    assert "between us" in [line.text for line in queries.messages_after(me, conversation)]


def test_a_card_is_an_object() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        desk.send_card(me, who.public_id, number, CardKind.GUIDE, "eid-locked-se", 3, "c1")
    conversation = queries.conversation_for(who, who.public_id)
    line = queries.messages_after(who, conversation)[-1]
    assert (line.kind, line.card, line.text) == (Kind.CARD, ("guide", "eid-locked-se", 3), "")


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("", "k", "message_empty"),
        ("  \n ", "k", "message_empty"),
        ("hej", "", "key_missing"),
        ("x" * 20_000, "k", "message_too_long"),
    ],
)
def test_bad_input_is_refused_in_words_and_stores_nothing(text: str, key: str, code: str) -> None:
    who = factories.visitor("Hej")
    with pytest.raises(Invalid, match=code), unit_of_work():
        services.post(who, text, key)
    assert texts(who) == ["Hej"]


def test_a_closed_conversation_takes_no_more_words() -> None:
    who = factories.visitor()
    with unit_of_work():
        services.close(who)
    with pytest.raises(Conflict, match="conversation_closed"), unit_of_work():
        services.post(who, "more", "v1")


def test_the_handoff_form_sent_twice_is_one_conversation() -> None:
    question = Question(key="form-1", text="Hej", locale="sv")
    with unit_of_work():
        first = services.start(question, joins=True)
    with unit_of_work():
        again = services.start(question, joins=True)
    assert again.public_id == first.public_id
    assert again.token != first.token
    assert queries.queue_length() == 1


def test_closed_hours_leave_a_message_that_a_code_opens_once() -> None:
    who = factories.visitor("Hej", team_open=False)
    assert queries.visitor_view(who).status is Status.WAITING
    with unit_of_work():
        code = services.new_code(who)
    with unit_of_work():
        opened = keys.open_by_code(code.lower().replace("-", " "))
    assert secrets.holder_of(opened.token) == who
    with pytest.raises(Exception, match="code_wrong"), unit_of_work():
        keys.open_by_code(code)


def test_a_left_message_is_answered_in_the_same_conversation() -> None:
    me, who = factories.staff(), factories.visitor("Hej", team_open=False)
    with unit_of_work():
        number = desk.claim(me, who.public_id)
    with unit_of_work():
        desk.post(me, who.public_id, number, "Her er svaret", "s1")
    assert texts(who) == ["Hej", "Her er svaret"]


def test_messages_of_two_visitors_never_mix() -> None:
    one, two = factories.visitor("first"), factories.visitor("second")
    assert texts(one) == ["first"]
    assert texts(two) == ["second"]
    with pytest.raises(Exception, match="conversation_not_here"):
        queries.conversation_for(one, two.public_id)
    count = select(func.count()).where(Message.sender == Sender.VISITOR)
    assert db.session.execute(count).scalar() == 2
