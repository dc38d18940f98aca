"""Words for the chat."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    QUEUED = "queued"
    ACTIVE = "active"
    WAITING = "waiting_for_answer"
    CLOSED = "closed"


# Everything not here is refused.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.ACTIVE, Status.CLOSED, Status.WAITING}),
    Status.ACTIVE: frozenset({Status.CLOSED, Status.QUEUED, Status.WAITING}),
    Status.WAITING: frozenset({Status.ACTIVE, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.QUEUED, Status.WAITING}),
}


class Sender(StrEnum):
    VISITOR = "visitor"
    STAFF = "staff"
    SYSTEM = "system"


class Kind(StrEnum):
    TEXT = "text"
    CARD = "card"
    NOTE = "note"
    ACTIVITY = "activity"


class CardKind(StrEnum):
    """What is sent as an object. An answer is a guide's own: what the library can, what it cannot and why, who can.

    A reply is prepared words, a summary what was agreed; each has more in its line's `card_data`.
    """

    GUIDE = "guide"
    SERVICE = "service"
    ANSWER = "answer"
    REPLY = "reply"
    SUMMARY = "summary"


class Activity(StrEnum):
    """What happened, as a line in the log; each face says it in the reader's language."""

    QUEUED = "queued"
    LEFT_MESSAGE = "left_message"
    CLAIMED = "claimed"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    LEASE_LOST = "lease_lost"
    WAITING = "waiting"
    CLOSED = "closed"
    VISITOR_CLOSED = "visitor_closed"
    REOPENED = "reopened"
    STILL_THERE = "still_there"
    STILL_HERE = "still_here"
    IDLE_CLOSED = "idle_closed"
    TEAM_CLOSED = "team_closed"
    LEFT_INSTEAD = "left_instead"
    WARNED = "warned"
    BLOCKED = "blocked"
    LETTER_FAILED = "letter_failed"
    FILES_LEFT_OUT = "files_left_out"
    CUT_SHORT = "cut_short"
    TO_SKILL = "to_skill"
    HANDED_BACK = "handed_back"
    UNTAKEN = "untaken"
    JOINED = "joined"
    GUEST_LEFT = "guest_left"


class Way(StrEnum):
    """How a colleague stands beside the holder of a conversation: brought in to write, or reading along."""

    GUEST = "guest"
    READER = "reader"


class Availability(StrEnum):
    """Busy is there too, with enough for now: nothing new is offered, what is theirs stays theirs."""

    ONLINE = "online"
    BUSY = "busy"
    AWAY = "away"
    OFFLINE = "offline"


class SecretKind(StrEnum):
    """What opens a conversation: the cookie's token, a short code for another day or device, a private link.

    LETTER is a private link that was sent in a letter.
    """

    COOKIE = "cookie"
    CODE = "code"
    LINK = "link"
    LETTER = "letter"


class ClosedBy(StrEnum):
    """Who or what ended a conversation. Where it was not the staff, how it ended is still to be registered."""

    STAFF = "staff"
    VISITOR = "visitor"
    IDLE = "idle"
    BLOCKED = "blocked"
    TIME = "time"


class AtClosing(StrEnum):
    """What becomes of those who still wait when the team closes: left messages, or they go on waiting."""

    LEAVE = "leave"
    STAY = "stay"


class Origin(StrEnum):
    GUIDE = "guide"
    MATTER = "matter"
    ACTOR = "actor"
    TOPIC = "topic"
    FLOW = "flow"


class Heading(StrEnum):
    """What a conversation that is over is read against: the headings of RUSA's guidelines of 2023."""

    INCLUSION = "inclusion"
    APPROACHABILITY = "approachability"
    ENGAGEMENT = "engagement"
    SEARCHING = "searching"
    EVALUATION = "evaluation"
    CLOSURE = "closure"


# From "not yet" to "a model for others"; 0 is "not seen".
NOT_SEEN, REVIEW_MARKS = 0, (1, 2, 3, 4)
