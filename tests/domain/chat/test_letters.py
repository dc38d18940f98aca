"""Letters about answers: when one goes out, what it says, what happens when it cannot, and that none is lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from app.core import clock, db, mail
from app.core.db import session
from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.chat import desk, letters, posting, retention, secrets, services
from app.domain.chat.models import ConversationSecret, LetterAddress, Message
from app.domain.chat.terms import Kind
from tests.mail_house import EMAIL, Postman, Talk, mailing, postman

__all__ = ["mailing", "postman"]


@pytest.fixture
def talk(database: str, mailing: Postman) -> Iterator[Talk]:
    yield Talk()


@pytest.fixture
def lite(sqlite_database: object, mailing: Postman) -> Iterator[Talk]:
    """The same where the database makes no difference."""
    yield Talk()


def secret_in(postman: Postman) -> str:
    return postman.letters[-1].link().rpartition("/")[2]


def test_it_works(talk: Talk, mailing: Postman) -> None:
    talk.answer("Vi har talat med banken")
    assert posting.run() == 0, "ten minutes to read it have not passed"
    talk.later(11)
    assert posting.run() == 1 and posting.run() == 0
    (letter,) = mailing.letters
    assert letter.to == [EMAIL] and letter.message["From"] == "The library <letters@library.example>"
    assert letter.message["Auto-Submitted"] == "auto-generated" and letter.message["Content-Language"] == "sv"
    assert letter.message["Reply-To"] == letter.sender and letter.sender.startswith("answers+")
    whole = letter.message.as_string() + letter.text
    assert "banken" not in whole and talk.who.public_id not in letter.link() and EMAIL not in letter.text
    assert letter.link().startswith("https://help.example/sv/chat/open/")
    with unit_of_work():
        assert secrets.open_link(secret_in(mailing)).id == talk.who.conversation_id


def test_several_answers_are_one_letter_and_the_next_waits_a_quarter_of_an_hour(talk: Talk, mailing: Postman) -> None:
    for _ in range(3):
        talk.answer()
    talk.later(11)
    posting.run()
    assert "3" in mailing.letters[0].text.split("\n")[0]
    talk.answer()
    talk.later(12)
    assert posting.run() == 0, "the last letter is twelve minutes old"
    talk.later(4)
    assert posting.run() == 1
    assert secret_in(mailing) and len(mailing.letters) == 2


def test_who_has_read_or_answered_gets_no_letter(lite: Talk) -> None:
    seq = lite.answer()
    lite.later(11)
    with unit_of_work():
        services.seen(lite.who, seq)
    assert posting.run() == 0
    lite.answer()
    with unit_of_work():
        services.post(lite.who, "Tack", "v-1")
    lite.later(11)
    assert posting.run() == 0


def test_without_a_mail_server_letters_wait(lite: Talk, mailing: Postman, tmp_path: object) -> None:
    lite.answer()
    lite.later(11)
    right = mail.settings()
    wrong = type(right)(type(right.out)("127.0.0.1", 1, "none"), right.sender, right.reply, right.inbox)
    mail.configure(wrong, "https://help.example")
    for _ in range(7):
        assert posting.run() == 0
        lite.later(2)
    assert lite.address.tries == 0 and lite.address.failed_at is None
    mail.configure(right, "https://help.example")
    assert posting.run() == 1


@pytest.mark.parametrize(("killed", "letters_in_all"), [("before it was sent", 1), ("after it was sent", 2)])
def test_killed_in_the_middle(talk: Talk, mailing: Postman, killed: str, letters_in_all: int) -> None:
    talk.answer()
    talk.later(11)
    taken = posting._take(talk.who.conversation_id)
    assert taken is not None and posting._write is not None
    if killed == "after it was sent":
        mail.send(posting._write(taken.draft))
    assert posting.run() == 0, "somebody else is at it"
    talk.later(3)
    assert posting.run() == 1
    talk.later(60)
    assert posting.run() == 0
    assert len(mailing.letters) == letters_in_all


def test_many_processes_send_it_once(talk: Talk, mailing: Postman) -> None:
    talk.answer()
    talk.later(11)
    at_once = threading.Barrier(6)

    def run() -> None:
        at_once.wait(30)
        posting.run()
        db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailing.letters) == 1


def test_another_address_closes_what_the_first_one_opened(lite: Talk, mailing: Postman) -> None:
    lite.answer()
    lite.later(11)
    posting.run()
    before, secret = lite.address.reply_hash, secret_in(mailing)
    lite.tell("anna.b@post.example")
    assert lite.address.reply_hash != before
    with pytest.raises(NotFound), unit_of_work():
        secrets.open_link(secret)


def test_being_left_alone(lite: Talk, mailing: Postman) -> None:
    lite.answer()
    lite.later(11)
    posting.run()
    key = mailing.letters[0].link("/chat/no-letters/").rpartition("/")[2]
    assert mailing.letters[0].message["List-Unsubscribe"] == f"<{mailing.letters[0].link('/chat/no-letters/')}>"
    with unit_of_work():
        letters.stop_by_key(key[:-1] + ("a" if key[-1] != "a" else "b"))
        letters.stop_by_key("nobody.x")
        letters.stop_by_key("")
    assert letters.address_of(lite.who) is not None
    with unit_of_work():
        letters.stop_by_key(key)
    assert letters.address_of(lite.who) is None
    with pytest.raises(NotFound), unit_of_work():
        secrets.open_link(secret_in(mailing))


def test_an_address_is_forgotten_some_days_after_the_answer(talk: Talk) -> None:
    talk.answer()
    posting.settle()
    assert talk.address.expires_at is None, "nobody has read it yet"
    talk.later(11)
    posting.run()
    assert posting.settle() == 1 and posting.settle() == 0
    assert talk.address.expires_at is not None
    with unit_of_work():
        services.post(talk.who, "En sak till", "v-2")
    posting.settle()
    assert talk.address.expires_at is None, "an answer is waited for again"
    talk.answer()
    talk.later(30)
    posting.run()
    posting.settle()
    with unit_of_work():
        session.execute(update(LetterAddress).values(expires_at=clock.now() - clock.minutes(1)))
    retention.forget_keys()
    assert letters.address_of(talk.who) is None


def test_giving_one_address_after_the_other_sends_no_more_letters(lite: Talk, mailing: Postman) -> None:
    lite.answer()
    lite.later(11)
    for number in range(5):
        posting.run()
        with unit_of_work():
            letters.stop(lite.who)
        lite.tell(f"victim{number}@post.example")
    assert len(mailing.letters) == 1
    lite.later(16)
    assert posting.run() == 1


def test_erasing_takes_address_and_links(lite: Talk, mailing: Postman) -> None:
    lite.answer()
    lite.later(11)
    posting.run()
    with unit_of_work():
        services.erase(lite.who)
    assert letters.address_of(lite.who) is None
    assert not session.scalars(select(ConversationSecret)).all()
    assert posting.run() == 0


def test_a_note_is_no_answer(lite: Talk) -> None:
    with unit_of_work():
        desk.note(lite.me, lite.who.public_id, lite.claim, "Ring banken", "n-1")
    lite.later(11)
    assert posting.run() == 0
    assert session.scalars(select(Message.kind).where(Message.kind == Kind.NOTE)).all()
