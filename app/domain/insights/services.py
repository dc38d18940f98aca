"""Registering what was asked: every close leaves one Inquiry, in the same unit of work."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid
from app.domain.chat import desk, queries
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import ClosedBy
from app.domain.directory.models import Organization, Service
from app.domain.guides.models import Matter
from app.domain.insights.models import Inquiry
from app.domain.insights.terms import EFFORTS, Channel, InquiryOutcome

NOBODY_HELPED = (InquiryOutcome.ABANDONED, InquiryOutcome.SPAM)


@dataclass(frozen=True)
class Closing:
    """What the close form holds; slugs and codes as they came."""

    outcome: str
    matter: str = ""
    effort: str = ""
    referred_to: str = ""
    wrongly_sent_by: str = ""


def close_conversation(actor: StaffActor, public_id: str, claim: int, closing: Closing) -> Inquiry:
    """Closes a conversation and registers it. An effort is asked for unless nobody was there to be helped."""
    outcome = _outcome(closing.outcome)
    effort = _effort(closing.effort, outcome)
    referred = _referred(closing.referred_to, outcome)
    conversation = desk.close(actor, public_id, claim, outcome)
    matter = session.scalars(select(Matter).where(Matter.code == closing.matter)).first() if closing.matter else None
    if matter is not None:
        conversation.matter_id = matter.id
    sender = session.scalars(select(Organization).where(Organization.slug == closing.wrongly_sent_by)).first()
    inquiry = _entry(conversation, outcome)
    inquiry.effort = effort
    inquiry.referred_to_id = referred.id if referred else None
    inquiry.wrongly_sent_by_id = sender.id if sender else None
    session.add(inquiry)
    session.flush()
    conversation.inquiry_id = inquiry.id
    return inquiry


def _entry(conversation: Conversation, outcome: InquiryOutcome) -> Inquiry:
    return Inquiry(
        day=clock.today(),
        channel=Channel.CHAT,
        outcome=outcome,
        locale=conversation.locale,
        matter_id=conversation.matter_id,
        area_id=conversation.area_id,
    )


def _outcome(value: str) -> InquiryOutcome:
    if value not in set(InquiryOutcome):
        raise Invalid("outcome_missing")
    return InquiryOutcome(value)


def _effort(value: str, outcome: InquiryOutcome) -> int | None:
    if outcome in NOBODY_HELPED:
        return None
    if not value.isdecimal() or len(value) > 1 or int(value) not in EFFORTS:
        raise Invalid("effort_missing")
    return int(value)


def _referred(slug: str, outcome: InquiryOutcome) -> Service | None:
    if outcome is not InquiryOutcome.REFERRED:
        return None
    service = session.scalars(select(Service).where(Service.slug == slug)).first() if slug else None
    if service is None:
        raise Invalid("referral_missing")
    return service


def register_abandoned() -> int:
    """Registers questions that ended before anybody came, or were erased before anybody registered them.

    A verb of the ticker. Returns how many.
    """
    left = session.scalars(
        select(Conversation)
        .where(
            Conversation.closed_by.in_((*queries.UNREGISTERED, ClosedBy.TIME)),
            Conversation.assignee_id.is_(None),
            Conversation.inquiry_id.is_(None),
            Conversation.closed_at.is_not(None),
        )
        .limit(100)
        .with_for_update(skip_locked=True, of=Conversation)
    ).all()
    for conversation in left:
        blocked = conversation.closed_by == ClosedBy.BLOCKED
        inquiry = _entry(conversation, InquiryOutcome.SPAM if blocked else InquiryOutcome.ABANDONED)
        session.add(inquiry)
        session.flush()
        conversation.outcome = inquiry.outcome
        conversation.inquiry_id = inquiry.id
    return len(left)
