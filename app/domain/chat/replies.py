"""Prepared replies and closing summaries in a conversation: sent as objects, with the facts of the moment beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.domain.accounts.models import StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.chat import beside, desk, log
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import CardKind, Sender
from app.domain.directory import branches
from app.domain.directory.titles import service_brief
from app.domain.places.models import Area
from app.domain.replies import sent

# What a summary may point at: the cards of its own conversation.
POINTS_AT = (CardKind.GUIDE, CardKind.SERVICE, CardKind.ANSWER)
SUMMARY = "summary"
Link = tuple[str, str]


@dataclass(frozen=True)
class Summary:
    """What a librarian says at the end. `links` are (kind, slug) of cards sent before, `referred` a service's slug."""

    words: str = ""
    links: tuple[Link, ...] = ()
    referred: str = ""


def facts(actor: StaffActor, name: str, area: str | None) -> dict[str, Any]:
    """What a reply's open places are filled with, as it stands now. `spans` is absent where nobody knows the hours."""
    member = session.get(StaffMember, actor.id)
    found: dict[str, Any] = {"first_name": name, "area": area or ""}
    if member is not None and (known := name_for_visitors(member.name, member.shown)):
        found["my_name"] = known
    branch = branches.branch(area) if area else None
    today = (
        next((day for day in branch.coming() if day.day == clock.today(branch.place.timezone)), None)
        if branch
        else None
    )
    if today is not None and today.spans is not None:
        found["spans"] = [list(span) for span in today.spans]
    return found


def send_reply(actor: StaffActor, public_id: str, claim_number: int, reply: str, seen: int, key: str) -> Posted:
    """Sends a prepared reply. `seen` is the revision that was read before sending; a newer one is refused."""
    conversation, before = _begun(public_id, key)
    if before is not None:
        return before
    area = session.execute(select(Area.code).where(Area.id == conversation.area_id)).scalar()
    data = facts(actor, conversation.first_name, area)
    if not beside.is_in(actor, conversation):
        desk.held(actor, public_id, claim_number)
    revision = sent.keep(actor.id, reply, seen)
    return desk.send_card(actor, public_id, claim_number, CardKind.REPLY, reply, revision, key, card_data=data)


def send_summary(actor: StaffActor, public_id: str, claim_number: int, summary: Summary, key: str) -> Posted:
    """Sends what was agreed, the links given before and who was referred to; the words are masked like a message."""
    conversation, before = _begun(public_id, key)
    if before is not None:
        return before
    desk.held(actor, public_id, claim_number)  # to sum up is its holder's
    given = links_of(conversation.id)
    links = [list(link) for link in given if link in summary.links]
    if not (summary.words.strip() or links or summary.referred):
        raise Invalid("summary_empty")
    if summary.referred and service_brief(summary.referred) is None:
        raise Invalid("card_missing")
    words = log.accepted(summary.words, conversation.id) if summary.words.strip() else None
    data = {"words": words.text if words else "", "links": links, "referred": summary.referred}
    hidden = len(words.masked) if words else 0
    conversation.ambiguous += words.ambiguous if words else 0
    posted = desk.send_card(
        actor, public_id, claim_number, CardKind.SUMMARY, SUMMARY, 1, key, card_data=data, masked=hidden
    )
    return Posted(posted.seq, hidden, 0, False)


def links_of(conversation_id: int) -> Sequence[Link]:
    """The cards that were sent in a conversation, each once, in order."""
    query = (
        select(Message.card_kind, Message.card_ref)
        .where(Message.conversation_id == conversation_id, Message.card_kind.in_(POINTS_AT))
        .order_by(Message.seq)
    )
    return list(dict.fromkeys((str(kind), str(ref)) for kind, ref in session.execute(query)))


def _begun(public_id: str, key: str) -> tuple[Conversation, Posted | None]:
    """The conversation, locked, and the first answer to this key where it was sent before."""
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    return conversation, log.already_posted(conversation, Sender.STAFF, key)
