"""The visitor's verbs: ask, write, close, rate, leave, take away, erase. They change rows and record facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.core import clock, db, ids
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.i18n import locales
from app.core.text import accept
from app.core.unit import record
from app.domain.chat import asking_for, beside, blocks, log, retention, say, secrets, telling
from app.domain.chat.events import DevicesForgotten, QueueMoved
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, Visitor, authorize
from app.domain.chat.terms import TRANSITIONS, Activity, ClosedBy, Kind, Sender, Status
from app.domain.guides.models import Matter
from app.domain.places.models import Area

NAME_LENGTH = 40
REPEAT_MINUTES = 10
REOPEN_HOURS = 24
# No question tree asks as many.
MOST_ANSWERS = 40
# Any number that nothing else locks on PostgreSQL.
QUEUE_LOCK = 0x51554555
RATINGS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Question:
    """What the handoff form holds. `origin` is what the visitor chose to bring: kind, slug, node, answers, query.

    `network` is the day's keyed hash of where it came from.
    """

    key: str
    text: str
    locale: str
    first_name: str = ""
    area: str | None = None
    matter: str | None = None
    origin: dict[str, Any] | None = None
    network: str = ""


@dataclass(frozen=True)
class Started:
    """A conversation and the token its visitor's cookie will hold. `masked`: numbers we hid in the question."""

    public_id: str
    token: str
    masked: int
    repeated: bool


def start(question: Question, joins: bool, most: int = 0) -> Started:
    """Opens a conversation: in the queue where the visitor `joins` it, else as a left message.

    Raises Conflict("queue_full") where `most` people wait already (0: any number may).
    The form's random key is unique: the same key within ten minutes gives the same conversation and a fresh token.
    """
    if not question.key or len(question.key) > 64:
        raise Invalid("key_missing")
    found = _started_with(question.key)
    if found is not None:
        return _again(found)
    if not question.text.strip():
        raise Invalid("question_empty")
    if joins and most:
        _find_room(most)
    try:
        with session.begin_nested():
            conversation = _open(question, joins)
    except IntegrityError:
        # The form was sent twice at the same moment, and the other one was first.
        found = _started_with(question.key)
        if found is None:
            raise
        return _again(found)
    activity = Activity.QUEUED if joins else Activity.LEFT_MESSAGE
    posted = log.append_text(conversation, Sender.VISITOR, Kind.TEXT, question.text, question.key)
    log.note_activity(conversation, activity)
    retention.set_expiry(conversation)
    if joins:
        telling.begin(conversation)
    record(QueueMoved(arrived=True))
    return Started(conversation.public_id, secrets.give_token(conversation), posted.masked, False)


def _started_with(key: str) -> Conversation | None:
    return session.execute(select(Conversation).where(Conversation.start_key == key)).scalar()


def _find_room(most: int) -> None:
    if not db.is_sqlite():  # two who come at the same moment must not both get the last place
        session.execute(select(func.pg_advisory_xact_lock(QUEUE_LOCK)))
    waiting = session.execute(select(func.count()).where(Conversation.status == Status.QUEUED)).scalar_one()
    if waiting >= most:
        raise Conflict("queue_full")


def _open(question: Question, joins: bool) -> Conversation:
    locale = question.locale if question.locale in locales() else "en"
    matter = _id_of(Matter, Matter.code, question.matter)
    conversation = Conversation(
        start_key=question.key,
        status=Status.QUEUED if joins else Status.WAITING,
        left_message=not joins,
        visitor_at=clock.now(),
        network=question.network,
        locale=locale,
        first_name=accept(question.first_name, NAME_LENGTH).text.strip().replace("\n", " "),
        area_id=_id_of(Area, Area.code, question.area),
        matter_id=matter,
        skill_id=asking_for.of_matter(matter),
        origin=_origin(question.origin or {}),
    )
    session.add(conversation)
    session.flush()
    return conversation


def _origin(given: dict[str, Any]) -> dict[str, Any]:
    # What they searched for is their words too: the same edge.
    words = ("kind", "slug", "title", "query", "node")
    kept: dict[str, Any] = {name: accept(str(given[name]), 200).text for name in words if given.get(name)}
    answers = given.get("answers") or {}
    if answers:
        pairs = list(answers.items())[:MOST_ANSWERS]
        kept["answers"] = {accept(str(asked), 60).text: accept(str(said), 60).text for asked, said in pairs}
    return kept


def _id_of(table: Any, column: Any, value: str | None) -> int | None:
    return session.execute(select(table.id).where(column == value)).scalar() if value else None


def _again(conversation: Conversation) -> Started:
    fresh = conversation.created_at > clock.now() - clock.minutes(REPEAT_MINUTES)
    if not fresh or conversation.erased_at is not None:
        raise NotFound("conversation_not_here")
    return Started(conversation.public_id, secrets.give_token(conversation), 0, True)


def _own(visitor: Visitor, action: Action = Action.WRITE) -> Conversation:
    return authorize(visitor, action, log.locked(visitor.conversation_id))


def move(conversation: Conversation, status: Status) -> None:
    """Changes the status where the table of transitions allows it; refuses all else."""
    if status not in TRANSITIONS[Status(conversation.status)]:
        raise Conflict("status_refused", status=conversation.status)
    conversation.status = status


def post(visitor: Visitor, text: str, key: str) -> Posted:
    """Stores the visitor's words once; a resend gets the first answer even if the text differs."""
    row = authorize(visitor, Action.WRITE, say.locked(id=visitor.conversation_id))
    before = log.already_posted(row, Sender.VISITOR, key)
    if before is not None:
        return before
    if row.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    said = {"visitor_at": clock.now(), "still_asked_at": None}
    posted = say.say(row, Sender.VISITOR, Kind.TEXT, text, key, None, **said)
    if row.assignee_id is None:  # the lists everybody has show its newest words; else only its holder's do
        record(QueueMoved())
    return posted


def close(visitor: Visitor) -> None:
    """The visitor is done. Closing twice is closing once."""
    conversation = _own(visitor)
    if conversation.status == Status.CLOSED:
        return
    move(conversation, Status.CLOSED)
    finish(conversation, ClosedBy.VISITOR)
    log.note_activity(conversation, Activity.VISITOR_CLOSED)


def finish(conversation: Conversation, by: ClosedBy) -> None:
    """What every close writes, whoever closed."""
    conversation.closed_at = clock.now()
    conversation.closed_by = by
    conversation.due_at = conversation.still_asked_at = conversation.handed_at = conversation.handed_by_id = None
    conversation.returned = False
    beside.end(conversation.id)
    retention.set_expiry(conversation)
    record(QueueMoved())


def reopen(visitor: Visitor) -> None:
    """Back into the queue within 24 hours of a close."""
    conversation = _own(visitor)
    if conversation.status != Status.CLOSED:
        # Pressed twice, or in a tab that still showed it closed: whoever has taken it since must not lose it.
        return
    late = conversation.closed_at and conversation.closed_at < clock.now() - clock.minutes(REOPEN_HOURS * 60)
    if late:
        raise Conflict("status_refused", status=conversation.status)
    if blocks.on_conversation(conversation.id) is not None:
        raise Forbidden("blocked_here")
    move(conversation, Status.QUEUED)
    conversation.assignee_id = None
    conversation.claim += 1
    conversation.queued_at = conversation.visitor_at = clock.now()
    conversation.returned = False
    conversation.still_asked_at = None
    conversation.closed_at = conversation.closed_by = conversation.outcome = None
    retention.set_expiry(conversation)
    log.note_activity(conversation, Activity.REOPENED)
    record(QueueMoved(arrived=True))


def rate(visitor: Visitor, rating: int) -> None:
    """One quick rating of a closed conversation, 1 to 5; a second one replaces it."""
    if rating not in RATINGS:
        raise Invalid("rating_wrong")
    conversation = _own(visitor)
    conversation.rating = rating
    log.moved(conversation, also=True)


def seen(visitor: Visitor, seq: int) -> None:
    """How far the visitor has read, so that the desk can say "seen"."""
    conversation = _own(visitor)
    upto = min(seq, conversation.last_seq)
    if upto > conversation.visitor_seen_seq:
        conversation.visitor_seen_seq = upto
        log.read(conversation, Sender.VISITOR, upto)


def new_code(visitor: Visitor) -> str:
    """A short code that opens this conversation once, on another day or device."""
    return secrets.give_code(_own(visitor))


def leave(visitor: Visitor) -> None:
    """ "Leave and clear this screen": this device forgets; an open chat ends, a left message waits for its code."""
    conversation = _own(visitor)
    secrets.forget_tokens(conversation)
    # Sent once more from this browser's history, the form's key would give a fresh token to whoever sits here next.
    conversation.start_key = ids.new_token()
    if conversation.status in (Status.QUEUED, Status.ACTIVE):
        move(conversation, Status.CLOSED)
        finish(conversation, ClosedBy.VISITOR)
        log.note_activity(conversation, Activity.VISITOR_CLOSED)
    record(DevicesForgotten(conversation.public_id))


def erase(visitor: Visitor) -> None:
    """The visitor's own wish: every word gone now."""
    conversation = _own(visitor)
    retention.erase(conversation, by="visitor")
    log.moved(conversation, also=True)
    record(DevicesForgotten(conversation.public_id))
