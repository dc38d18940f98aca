"""A conversation told again from its own log: each line must have been legal when it was written, and the end be the row."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Activity, Kind, Sender, Status

HELD = (Status.ACTIVE, Status.WAITING)


@dataclass
class State:
    """Where the conversation is, as far as its log has been read. `left`: it goes back among the left messages."""

    status: Status = Status.QUEUED
    holder: int | None = None
    claim: int = 0
    left: bool = False

    def take(self, line: Message) -> str:
        """Reads one more line; what was wrong about it, or nothing."""
        if line.kind == Kind.ACTIVITY:
            return self._activity(Activity(str(line.activity)), line.staff_id)
        if line.sender == Sender.STAFF:
            return self._staff(line)
        return "" if self.status != Status.CLOSED else "words of the visitor in a closed conversation"

    def _staff(self, line: Message) -> str:
        """Staff write what their number was: `7 …` was accepted under the claim 7."""
        said = int(line.text.split(" ")[0])
        if line.staff_id != self.holder or said != self.claim:
            return f"written by {line.staff_id} under claim {said}; it was {self.holder}'s under {self.claim}"
        if line.kind == Kind.TEXT:
            if self.status == Status.CLOSED:
                return "words of the staff in a closed conversation"
            self.status = Status.ACTIVE
        return ""

    def _activity(self, what: Activity, staff: int | None) -> str:
        before = f"{what} by {staff} while {self.status}, {self.holder}'s"
        legal = self._legal(what, staff)
        self._apply(what, staff)
        return "" if legal else before

    def _legal(self, what: Activity, staff: int | None) -> bool:
        mine, free = self.holder == staff and staff is not None, self.holder is None
        match what:
            case Activity.CLAIMED:
                return free and self.status in (Status.QUEUED, Status.WAITING)
            case Activity.TRANSFERRED | Activity.HANDED_BACK:
                return not free and self.status == Status.ACTIVE and self.holder != staff
            case Activity.RETURNED | Activity.LEASE_LOST | Activity.UNTAKEN | Activity.TO_SKILL:
                return mine and self.status in HELD
            case Activity.WAITING:
                return mine and self.status == Status.ACTIVE
            case Activity.CLOSED | Activity.BLOCKED:
                return mine and self.status in HELD
            case Activity.VISITOR_CLOSED | Activity.IDLE_CLOSED:
                return self.status != Status.CLOSED
            case Activity.REOPENED:
                return self.status == Status.CLOSED
            case Activity.LEFT_INSTEAD | Activity.TEAM_CLOSED:
                return free and self.status == Status.QUEUED
            case Activity.WARNED:
                return mine
        return self.status != Status.CLOSED

    def _apply(self, what: Activity, staff: int | None) -> None:
        match what:
            case Activity.CLAIMED | Activity.TRANSFERRED | Activity.HANDED_BACK:
                self.status, self.holder, self.claim = Status.ACTIVE, staff, self.claim + 1
            case Activity.RETURNED | Activity.LEASE_LOST | Activity.UNTAKEN | Activity.TO_SKILL:
                if self.status == Status.ACTIVE:
                    self.status = Status.WAITING if self.left else Status.QUEUED
                self.holder, self.claim = None, self.claim + 1
            case Activity.WAITING | Activity.LEFT_INSTEAD | Activity.TEAM_CLOSED | Activity.LEFT_MESSAGE:
                self.status, self.left = Status.WAITING, True
            case Activity.CLOSED | Activity.VISITOR_CLOSED | Activity.IDLE_CLOSED | Activity.BLOCKED:
                self.status = Status.CLOSED
            case Activity.REOPENED:
                self.status, self.holder, self.claim = Status.QUEUED, None, self.claim + 1


def faults(public_id: str) -> list[str]:
    """Everything that cannot have happened in this conversation; call it where its database is open."""
    row = session.execute(select(Conversation).where(Conversation.public_id == public_id)).scalar_one()
    lines = session.scalars(select(Message).where(Message.conversation_id == row.id).order_by(Message.seq)).all()
    if row.erased_at is not None:
        return (
            [f"{len(lines)} lines after the erasing"] if lines else _unless(row.assignee_id is None, "erased and held")
        )
    state = State()
    found = [wrong for line in lines if (wrong := state.take(line))]
    found += _unless([line.seq for line in lines] == list(range(1, row.last_seq + 1)), "a gap or a double in the log")
    keys = [(line.sender, line.client_key) for line in lines if line.client_key]
    found += _unless(len(keys) == len(set(keys)), "one key, two lines")
    told, is_ = (state.status, state.holder, state.claim), (row.status, row.assignee_id, row.claim)
    return found + _unless(told == is_, f"the log says {told}, the row {is_}")


def story(public_id: str) -> str:
    """The whole log, for whoever has to understand a fault."""
    lines = select(Message).join(Conversation, Conversation.id == Message.conversation_id)
    found = session.scalars(lines.where(Conversation.public_id == public_id).order_by(Message.seq))
    return "\n".join(
        f"{one.seq} {one.sender} {one.kind} {one.activity or one.text} {one.staff_id or ''}" for one in found
    )


def activities(public_id: str) -> list[str]:
    """What happened, in order."""
    lines = select(Message.activity).join(Conversation, Conversation.id == Message.conversation_id)
    found = lines.where(Conversation.public_id == public_id, Message.activity.is_not(None)).order_by(Message.seq)
    return [str(one) for one in session.scalars(found)]


def _unless(fine: bool, words: str) -> list[str]:
    return [] if fine else [words]
