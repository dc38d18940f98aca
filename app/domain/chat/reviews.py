"""Reading conversations that are over: opened by a coordinator from the sample, or by whoever held it. Nothing commits.

A review is between two people: who read it, and whose conversation it was. It goes with the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.chat import log, pulls, review_counts, sampling
from app.domain.chat.desk import actor_of
from app.domain.chat.models import BACK, Conversation, Review
from app.domain.chat.pulls import MessageView
from app.domain.chat.sampling import Drawn
from app.domain.chat.terms import NOT_SEEN, REVIEW_MARKS, Heading, Kind, Status
from app.domain.guides import stripping
from app.domain.guides.stripping import Known, What

COMMENT_ROOM = 2000
_NAMES = (What.VISITOR, What.ME, What.NAME)


@dataclass(frozen=True)
class ToRead:
    """One of this week's. `mine`: my review of it, begun or saved; `by_another`: a colleague reads it."""

    drawn: Drawn
    mine: Review | None
    by_another: bool


@dataclass(frozen=True)
class Reading:
    """A review with its conversation. Until it is saved, its reader sees no names: `names_shown` is False."""

    review: Review
    lines: Sequence[MessageView]
    locale: str
    reviewer: str
    colleague: str
    own: bool
    by_me: bool
    names_shown: bool


def this_week(actor: StaffMember) -> list[ToRead]:
    """The sample, without the reader's own conversations."""
    authorize(actor, Action.REVIEW)
    drawn = [one for one in sampling.sample() if one.staff_id != actor.id]
    query = select(Review).where(
        Review.conversation_id.in_([one.conversation_id for one in drawn]),
        Review.reviewer_id.is_distinct_from(Review.staff_id),
    )
    found = session.scalars(query).all()
    return [_to_read(actor, one, [row for row in found if row.conversation_id == one.conversation_id]) for one in drawn]


def _to_read(actor: StaffMember, one: Drawn, rows: Sequence[Review]) -> ToRead:
    mine = next((row for row in rows if row.reviewer_id == actor.id), None)
    return ToRead(one, mine, any(row.reviewer_id != actor.id for row in rows))


def open_one(actor: StaffMember, conversation: str) -> str:
    """Opens one of this week's to read it; that somebody did stands in the audit log. Returns the review's public id."""
    locked = log.found(conversation)
    wanted = next((one for one in this_week(actor) if one.drawn.public_id == conversation), None)
    if locked is None or wanted is None or wanted.by_another:
        raise NotFound("review_not_found")
    audit.write(actor, "review.opened", f"conversation:{conversation}")
    return wanted.mine.public_id if wanted.mine else _begin(actor, locked, wanted.drawn.staff_id)


def look_back(actor: StaffMember, conversation: str) -> str:
    """Opens one of one's own that is over, to look back at it alone."""
    locked = log.found(conversation)
    if locked is None or locked.assignee_id != actor.id or locked.status != Status.CLOSED or locked.erased_at:
        raise NotFound("review_not_found")
    mine = session.scalars(
        select(Review).where(Review.conversation_id == locked.id, Review.reviewer_id == actor.id)
    ).first()
    return mine.public_id if mine else _begin(actor, locked, actor.id)


def _begin(actor: StaffMember, conversation: Conversation, staff_id: int) -> str:
    row = Review(conversation_id=conversation.id, staff_id=staff_id, reviewer_id=actor.id, marks={})
    session.add(row)
    session.flush()
    return row.public_id


def reading(actor: StaffMember, public_id: str) -> Reading:
    """For who reads it; and, once it is saved, for whose conversation it was."""
    row = _one(actor, public_id)
    conversation = session.get(Conversation, row.conversation_id)
    if conversation is None or conversation.erased_at is not None or conversation.status != Status.CLOSED:
        raise NotFound("review_not_found")
    own, by_me = row.staff_id == row.reviewer_id, row.reviewer_id == actor.id
    said = [one for one in pulls.messages_after(actor_of(actor), conversation) if one.kind in (Kind.TEXT, Kind.CARD)]
    shown = own or not by_me or bool(row.marks)
    names = {row.id: row.name for row in session.execute(select(StaffMember.id, StaffMember.name))}
    lines = said if shown else _without_names(said, conversation.first_name, list(names.values()))
    reviewer = names.get(row.reviewer_id or 0, "")
    return Reading(row, lines, conversation.locale, reviewer, names.get(row.staff_id, ""), own, by_me, shown)


def _without_names(lines: Sequence[MessageView], visitor: str, colleagues: Sequence[str]) -> list[MessageView]:
    known = Known(visitor=visitor, colleagues=colleagues)

    def bare(text: str) -> str:
        return stripping.strip(text, [one for one in stripping.find(text, known) if one.what in _NAMES])

    def facts(line: MessageView) -> dict[str, object] | None:
        kept = {name: value for name, value in (line.data or {}).items() if name not in ("first_name", "my_name")}
        return {**kept, "words": bare(str(kept["words"]))} if "words" in kept else kept

    return [replace(line, text=bare(line.text), staff_name="", data=facts(line)) for line in lines]


def save(actor: StaffMember, public_id: str, marks: Mapping[str, str], comment: str) -> None:
    """Keeps what was seen. A review that its colleague has read stays as it is."""
    row = _mine(actor, public_id)
    found = {str(heading): _mark(marks.get(heading, "")) for heading in Heading}
    _uncount(row)
    if row.reviewer_id != row.staff_id:
        row.created_at = row.created_at if row.saved else clock.now()
        review_counts.add(review_counts.month_of(row.created_at), found)
    row.marks = found
    row.comment = accept(comment, COMMENT_ROOM).text.strip()
    audit.write(actor, "review.saved", f"review:{row.public_id}")


def take_back(actor: StaffMember, public_id: str) -> None:
    """Takes a review back, as long as its colleague has not read it: only its writer sees what is in it then."""
    row = _mine(actor, public_id)
    _uncount(row)
    if row.marks:
        row.marks = {**row.marks, BACK: 1}
    audit.write(actor, "review.taken_back", f"review:{row.public_id}")


def _uncount(row: Review) -> None:
    if row.saved and row.reviewer_id != row.staff_id:
        review_counts.take_out(review_counts.month_of(row.created_at), row.marks)


def read(actor: StaffMember, public_id: str) -> None:
    """Its colleague says that they have read it; whoever wrote it sees that."""
    row = _one(actor, public_id)
    if row.staff_id == actor.id and row.reviewer_id != actor.id and row.read_at is None:
        session.execute(update(Review).where(Review.id == row.id, Review.read_at.is_(None)).values(read_at=clock.now()))


def unread(staff_id: int) -> int:
    """How many reviews wait for this member to read them."""
    query = select(Review).where(
        Review.staff_id == staff_id, Review.reviewer_id.is_distinct_from(Review.staff_id), Review.read_at.is_(None)
    )
    return sum(row.saved for row in session.scalars(query))


def about(staff_id: int) -> list[Review]:
    """Saved reviews of this member's conversations, the newest first; their own look-backs among them."""
    query = select(Review).where(Review.staff_id == staff_id).order_by(Review.created_at.desc(), Review.id.desc())
    return [row for row in session.scalars(query) if row.saved]


def written(actor: StaffMember) -> list[tuple[Review, str]]:
    """What this member has saved of others, with whose it is; the newest first."""
    query = (
        select(Review, StaffMember.name)
        .join(StaffMember, StaffMember.id == Review.staff_id)
        .where(Review.reviewer_id == actor.id, Review.staff_id != actor.id)
        .order_by(Review.created_at.desc(), Review.id.desc())
    )
    return [(row, name) for row, name in session.execute(query) if row.saved]


def _mark(given: str) -> int:
    known = {str(mark): mark for mark in (NOT_SEEN, *REVIEW_MARKS)}
    if given not in known:
        raise Invalid("review_marks", field="marks")
    return known[given]


def _one(actor: StaffMember, public_id: str) -> Review:
    """For who reads it, and once it is saved for whose it is: "wrong" and "not yours" look the same."""
    row = session.scalars(select(Review).where(Review.public_id == public_id)).first()
    if row is None or not (row.reviewer_id == actor.id or (row.staff_id == actor.id and row.saved)):
        raise NotFound("review_not_found")
    return row


def _mine(actor: StaffMember, public_id: str) -> Review:
    """My review, with its conversation locked first: it may be erased just now."""
    row: Review | None = _one(actor, public_id)
    if row is None or row.reviewer_id != actor.id:
        raise NotFound("review_not_found")
    log.locked(row.conversation_id)
    again = select(Review).where(Review.id == row.id).execution_options(populate_existing=True)
    row = session.scalars(again.with_for_update(of=Review)).first()
    if row is None:
        raise NotFound("review_not_found")
    if row.read_at is not None:
        raise Conflict("review_read")
    return row
