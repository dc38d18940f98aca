"""Replies to letters: a mail becomes the visitor's lines, once, however often it is read."""

from __future__ import annotations

import logging
import re

from sqlalchemy import select

from app.core import clock, ids, inbox, mail
from app.core.db import session
from app.core.errors import DomainError, Forbidden, Unavailable
from app.core.inbox import Unread
from app.core.reply import Mail, Reply
from app.core.text import clean
from app.core.unit import record, unit_of_work
from app.domain.chat import blocks, posting, retention, services
from app.domain.chat import log as chat
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, LetterAddress
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Activity, Kind, Sender, Status

log = logging.getLogger(__name__)
# A mail longer than this is not a reply somebody typed; its end is left out, and both sides are told.
MOST_LINES = 4
# How the key of a line begins that came by mail.
MARK = "mail-"
# Our own letter's link, where a mail program quoted it without a mark: whoever reads the words must not hold the key.
KEY = re.compile(r"\S{0,200}(?:/|%2F)chat(?:/|%2F)(?:open|no-letters)(?:/|%2F)\S*", re.IGNORECASE)


def run() -> int:
    """Reads the mailbox; a verb of the ticker. Returns how many mails were taken in."""
    if not mail.reads_replies():
        return 0
    session.rollback()  # nothing of the database is held while a mail server thinks
    try:
        read = inbox.each(mail.settings(), take)
    except Unread as error:
        log.warning("%s", error)
        return 0
    if read.aside:
        said = "%d mail%s could not be placed; in the mailbox, flagged, wait for a person to look at: %d"
        log.warning(said, read.aside, "s" if read.aside > 1 else "", read.waiting)
    return read.taken


def take(reply: Reply) -> bool:
    """Stores what a mail says. False: we cannot place it, and it is left for a person to look at.

    So is an automatic answer: whether a mail is one is a guess, and a guess must not cost anybody's words.
    """
    if reply.mail in (Mail.STRANGE, Mail.MACHINE):
        return False
    conversation_id = session.execute(
        select(LetterAddress.conversation_id)
        .join(Conversation, Conversation.id == LetterAddress.conversation_id)
        .where(LetterAddress.reply_hash == ids.digest(reply.name), Conversation.erased_at.is_(None))
    ).scalar()
    session.rollback()
    if conversation_id is None:
        return False
    if reply.mail is Mail.LATE:
        return True
    try:
        with unit_of_work():
            if reply.mail is Mail.BOUNCE:
                posting.give_up(conversation_id)
            else:
                _post(conversation_id, reply)
    except Unavailable:
        raise  # it stays new, and is read again
    except DomainError as error:
        log.warning("a reply by mail was refused (%s); it stays in the mailbox", error.code)
        return False
    return True


def _post(conversation_id: int, reply: Reply) -> None:
    """Who writes by mail does not sit and wait: nobody asks them "still there?", and a closed conversation is taken up."""
    conversation = chat.locked(conversation_id)
    visitor = Visitor(conversation.id, conversation.public_id)
    senders = (Sender.VISITOR, Sender.SYSTEM)
    if any(chat.already_posted(conversation, sender, _key(reply, 0)) for sender in senders):
        return
    texts = _in_lines(KEY.sub("", clean(reply.text, chat.MAX_TEXT * (MOST_LINES + 1))))
    if texts and conversation.status == Status.CLOSED:
        _take_up_again(conversation)
    elif texts and conversation.status != Status.QUEUED and not conversation.left_message:
        conversation.left_message = True
        retention.set_expiry(conversation)
    for number, text in enumerate(texts[:MOST_LINES]):
        services.post(visitor, text, _key(reply, number))
    if texts[MOST_LINES:]:
        chat.note_activity(conversation, Activity.CUT_SHORT)
    if reply.files:
        left_out = {"activity": Activity.FILES_LEFT_OUT, "client_key": _key(reply, 0)}
        chat.append(conversation, Sender.SYSTEM, Kind.ACTIVITY, **left_out)


def _key(reply: Reply, number: int) -> str:
    return f"{MARK}{reply.key[:48]}-{number}"


def _in_lines(text: str) -> list[str]:
    """Parts that fit one line of the log each, cut between paragraphs or words."""
    parts: list[str] = []
    while text := text.strip():
        end = len(text)
        if end > chat.MAX_TEXT:
            head = text[: chat.MAX_TEXT]
            end = max(head.rfind("\n"), head.rfind(" "), 0)
            end = end if end > chat.MAX_TEXT // 2 else chat.MAX_TEXT
        parts.append(text[:end])
        text = text[end:]
    return parts


def _take_up_again(conversation: Conversation) -> None:
    """As a left message, whose words are to be answered."""
    if blocks.on_conversation(conversation.id) is not None:
        raise Forbidden("blocked_here")
    services.move(conversation, Status.WAITING)
    conversation.left_message = True
    conversation.assignee_id = None
    conversation.claim += 1
    conversation.queued_at = clock.now()
    conversation.closed_at = conversation.closed_by = conversation.outcome = None
    retention.set_expiry(conversation)
    chat.note_activity(conversation, Activity.REOPENED)
    record(QueueMoved(arrived=True))
