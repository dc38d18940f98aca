"""Messages as a reader sees them: whose they are, what an activity means in words, what a card says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.i18n import gettext as _
from app.core.masking import KEY_MASK
from app.domain.chat import by_mail
from app.domain.chat.queries import MessageView
from app.domain.chat.terms import Activity, Kind, Sender
from app.web.cards import Card, card_as_text
from app.web.filters import written_down
from app.web.reply_cards import sent_card


@dataclass(frozen=True)
class Line:
    """One line of the log. `side`: mine, theirs, system or note; `key` only on the reader's own, for their resend.

    `masked`: numbers we hid in it; `locked`: that we hid what opens a conversation.
    """

    seq: int
    side: str
    who: str
    text: str
    card: Card | None
    masked: int
    locked: bool
    key: str | None
    at: datetime


def for_visitor(messages: Iterable[MessageView]) -> list[Line]:
    """Lines in the visitor's language; staff by the name they show."""
    return [_line(message, mine=message.sender is Sender.VISITOR, visitor_reads=True) for message in messages]


def for_staff(messages: Iterable[MessageView], name: str = "") -> list[Line]:
    """Lines in the staff member's language; notes are theirs to see. `name`: the visitor's, where they gave one."""
    return [_line(message, mine=message.sender is Sender.STAFF, visitor_reads=False, name=name) for message in messages]


def _line(message: MessageView, mine: bool, visitor_reads: bool, name: str = "") -> Line:
    side = "mine" if mine else "theirs"
    if message.kind is Kind.ACTIVITY:
        side = "system"
    elif message.kind is Kind.NOTE:
        side = "note"
    sent = sent_card(message) if message.card else None
    return Line(
        seq=message.seq,
        side=side,
        who=_who(message, visitor_reads, name),
        text=_activity(message, visitor_reads) if message.activity else message.text or _gone(sent, message),
        card=sent,
        masked=message.masked,
        locked=KEY_MASK in (message.text or ""),
        key=message.client_key if mine else None,
        at=message.at,
    )


def _gone(sent: Card | None, message: MessageView) -> str:
    """An empty bubble says nothing; this says that something was there."""
    return _("What was sent here is no longer on our pages.") if message.card and sent is None else ""


def _who(message: MessageView, visitor_reads: bool, name: str) -> str:
    if message.sender is Sender.VISITOR and (message.client_key or "").startswith(by_mail.MARK):
        other = _("%(name)s, by e-mail", name=name) if name else _("Visitor, by e-mail")
        return _("You, by e-mail") if visitor_reads else other
    if message.sender is Sender.VISITOR:
        return _("You") if visitor_reads else name or _("Visitor")
    return message.staff_name or _("The library")


def _activity(message: MessageView, visitor_reads: bool) -> str:
    name = message.staff_name
    words = {**_for_visitor(name), **({} if name else _of_the_library())} if visitor_reads else _for_staff(name)
    return words.get(str(message.activity), "")


def _for_visitor(name: str) -> dict[str, str]:
    return {
        Activity.QUEUED: _("Your question is in the queue."),
        Activity.LEFT_MESSAGE: _("Your message is left with the librarians. You can read the answer here with a code."),
        Activity.CLAIMED: _("%(name)s is here now.", name=name),
        Activity.TRANSFERRED: _("%(name)s helps you from here.", name=name),
        Activity.RETURNED: _("You are back in the queue, with your place kept."),
        Activity.TO_SKILL: _("A librarian who knows more about this helps you from here. You keep your place."),
        Activity.HANDED_BACK: _("%(name)s helps you from here.", name=name),
        Activity.UNTAKEN: _("You are back in the queue, with your place kept."),
        Activity.JOINED: _("%(name)s has joined the conversation.", name=name),
        Activity.GUEST_LEFT: _("%(name)s has left the conversation.", name=name),
        Activity.LEASE_LOST: _("The librarian lost the connection. You are back in the queue, with your place kept."),
        Activity.WAITING: _("%(name)s will come back to you with an answer here.", name=name),
        Activity.CLOSED: _("%(name)s closed the conversation.", name=name),
        Activity.VISITOR_CLOSED: _("You closed the conversation."),
        Activity.REOPENED: _("You opened the conversation again."),
        Activity.STILL_THERE: _(
            "Are you still there? Take the time you need. Write something, or press “Yes, I am here”."
        ),
        Activity.STILL_HERE: _("You are here."),
        Activity.LETTER_FAILED: _("Our e-mail to you did not arrive. You read the answers here."),
        Activity.FILES_LEFT_OUT: _("Your e-mail had files with it. Only its words came here."),
        Activity.CUT_SHORT: _("Your e-mail was very long. Its end did not come here."),
        Activity.IDLE_CLOSED: _(
            "We closed the conversation because it was quiet for a while. You can ask again in it within a day."
        ),
        Activity.TEAM_CLOSED: _(
            "The librarians have closed for now. Your question is kept as a message, and answered here."
        ),
        Activity.LEFT_INSTEAD: _("You left your question as a message. A librarian answers it here."),
        Activity.WARNED: _(
            "We want to help you. Please write without threats and insults, or we end the conversation."
        ),
        Activity.BLOCKED: _("%(name)s ended the conversation because of how it was written to us.", name=name),
    }


def _of_the_library() -> dict[str, str]:
    """The same of a librarian who shows no name: whole sentences, because a name put into one is no subject in every language."""
    return {
        Activity.CLAIMED: _("A librarian is here now."),
        Activity.TRANSFERRED: _("Another librarian helps you from here."),
        Activity.HANDED_BACK: _("Another librarian helps you from here."),
        Activity.JOINED: _("One more librarian has joined the conversation."),
        Activity.GUEST_LEFT: _("One librarian has left the conversation."),
        Activity.WAITING: _("The library will come back to you with an answer here."),
        Activity.CLOSED: _("The librarian closed the conversation."),
        Activity.BLOCKED: _("We ended the conversation because of how it was written to us."),
    }


def _for_staff(name: str) -> dict[str, str]:
    return {
        Activity.QUEUED: _("The visitor joined the queue."),
        Activity.LEFT_MESSAGE: _("The visitor left a message."),
        Activity.CLAIMED: _("%(name)s claimed the conversation.", name=name),
        Activity.TRANSFERRED: _("Transferred to %(name)s.", name=name),
        Activity.RETURNED: _("%(name)s gave it back to the queue.", name=name),
        Activity.TO_SKILL: _("%(name)s handed it to those who know more about this.", name=name),
        Activity.HANDED_BACK: _("It came back to %(name)s.", name=name),
        Activity.UNTAKEN: _("%(name)s did not take it in time; it went back to the queue.", name=name),
        Activity.JOINED: _("%(name)s has joined the conversation.", name=name),
        Activity.GUEST_LEFT: _("%(name)s has left the conversation.", name=name),
        Activity.LEASE_LOST: _("%(name)s lost the connection; it went back to the queue.", name=name),
        Activity.WAITING: _("%(name)s promised an answer later.", name=name),
        Activity.CLOSED: _("%(name)s closed the conversation.", name=name),
        Activity.VISITOR_CLOSED: _("The visitor closed the conversation."),
        Activity.REOPENED: _("The visitor opened the conversation again."),
        Activity.STILL_THERE: _("It was quiet, so the visitor was asked: are you still there?"),
        Activity.STILL_HERE: _("The visitor is still there."),
        Activity.LETTER_FAILED: _(
            "The e-mail about the answer could not be delivered. The visitor may not know of it."
        ),
        Activity.FILES_LEFT_OUT: _("The visitor's e-mail had files with it. Only its words came here."),
        Activity.CUT_SHORT: _("The visitor's e-mail was very long. Its end did not come here."),
        Activity.IDLE_CLOSED: _("It stayed quiet, so the conversation was closed."),
        Activity.TEAM_CLOSED: _("The team closed, and the question became a left message."),
        Activity.LEFT_INSTEAD: _("The visitor left it as a message instead of waiting."),
        Activity.WARNED: _("%(name)s warned the visitor.", name=name),
        Activity.BLOCKED: _("%(name)s ended it and blocked the visitor for a time.", name=name),
    }


def as_text(lines: Sequence[Line]) -> str:
    """A transcript as plain text, a message after the other, days and times in the team's timezone."""
    rows = []
    for line in lines:
        said = card_as_text(line.card) if line.card else line.text
        rows.append(f"[{written_down(line.at)}] {line.who + ': ' if line.side != 'system' else ''}{said}")
    return "\n".join(rows) + "\n"
