"""From a conversation to everybody: one's own answer, stripped, kept as a draft guide or as a prepared reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.masking import MASK
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, queries
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Kind, Sender, Status
from app.domain.directory.titles import all_services, organization_names
from app.domain.guides import drafts, stripping
from app.domain.guides.models import Matter
from app.domain.guides.stripping import GAP, Known, Taken, What
from app.domain.guides.titles import all_matter_titles
from app.domain.places.areas import places
from app.domain.places.terms import AreaKind
from app.domain.replies import services as replies
from app.domain.replies.queries import listed
from app.domain.replies.services import Draft
from app.domain.replies.terms import SHORTCUT_ROOM, Fact

_WORD = re.compile(r"[^\W_]+")
_SENTENCES = re.compile(r"(?<=[.!?؟])\s+|\n+")
_IN_A_SHORTCUT = 2
_TITLE_WORDS = 8
LATELY = 10


@dataclass(frozen=True)
class Answer:
    """One's own line, with what the rules take out of it, and what they were told."""

    seq: int
    text: str
    at: datetime
    taken: Sequence[Taken]
    known: Known


@dataclass(frozen=True)
class Kept:
    """What the form says. `back`: words that are put back although a rule took them out."""

    seq: int
    title: str
    matter: str
    locale: str
    back: frozenset[str] = frozenset()
    shortcut: str = ""


def answers(actor: StaffActor, public_id: str) -> list[Answer]:
    """What this member wrote in a conversation that they hold, or held last; in order."""
    row = queries.conversation_for(actor, public_id)
    if row.assignee_id != actor.id:
        raise NotFound("not_found")
    return _answers(actor, row)


@dataclass(frozen=True)
class Ended:
    """A conversation of one's own that is over and still here."""

    public_id: str
    first_name: str
    matter: str
    closed_at: datetime


def lately(actor: StaffActor) -> list[Ended]:
    """Those that ended last, the newest first."""
    query = (
        select(Conversation.public_id, Conversation.first_name, Matter.code, Conversation.closed_at)
        .outerjoin(Matter, Matter.id == Conversation.matter_id)
        .where(Conversation.assignee_id == actor.id, Conversation.status == Status.CLOSED)
        .where(Conversation.erased_at.is_(None), Conversation.closed_at.is_not(None))
        .order_by(Conversation.closed_at.desc(), Conversation.id.desc())
        .limit(LATELY)
    )
    return [Ended(row[0], row[1], row[2] or "", row[3]) for row in session.execute(query) if row[3]]


def likely(found: Sequence[Answer]) -> Answer | None:
    """The one most worth keeping: what is left of it is longest."""
    return max(found, key=lambda one: len(stripping.strip(one.text, one.taken)), default=None)


def title_for(one: Answer) -> str:
    """The first words of its first sentence that is whole."""
    said = stripping.strip(one.text, one.taken)
    whole = [each for each in _SENTENCES.split(said) if GAP not in each and MASK not in each]
    words = next((each for each in whole if len(each.split()) > 2), " ".join(whole)).split()
    return " ".join(words[:_TITLE_WORDS]).strip(" ,.:;!?")


def shortcut_for(member: StaffMember, title: str) -> str:
    """The two longest words of the title, and a number where one's own replies have them already."""
    words = [word.casefold() for word in _WORD.findall(title)]
    longest = sorted(words, key=len, reverse=True)[:_IN_A_SHORTCUT]
    name = (
        "-".join(dict.fromkeys(word for word in words if word in longest))[: SHORTCUT_ROOM - 3].strip("-") or "answer"
    )
    own = {reply.shortcut for reply in listed(member) if reply.mine}
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, len(own) + 3))) if one not in own)


def keep_guide(member: StaffMember, public_id: str, claim: int, kept: Kept) -> str:
    """A draft guide for the editors; returns its public id."""
    answer = _chosen(desk.actor_of(member), public_id, claim, kept)
    text = stripping.strip(answer.text, answer.taken, kept.back)
    return drafts.add(member, _clear(kept.title, answer, kept), text, kept.locale, kept.matter)


def keep_reply(member: StaffMember, public_id: str, claim: int, kept: Kept) -> str:
    """A prepared reply of one's own, proposed to everybody: names become open places. Returns its public id."""
    answer = _chosen(desk.actor_of(member), public_id, claim, kept)
    bare = replace(answer, text=answer.text.translate({ord("{"): "(", ord("}"): ")"}))
    text = stripping.strip(bare.text, bare.taken, kept.back, _open_place)
    texts = {kept.locale: (_clear(kept.title, answer, kept), text)}
    made = replies.add(member, Draft(kept.shortcut, kept.matter, kept.locale, texts), shared=False)
    replies.propose(member, made)
    return made


def _open_place(one: Taken) -> str:
    """What a reply fills in for each conversation; a reply has no masks in it."""
    fact = {What.VISITOR: Fact.FIRST_NAME, What.ME: Fact.MY_NAME}.get(one.what)
    return f"{{{fact}}}" if fact else GAP


def _chosen(actor: StaffActor, public_id: str, claim: int, kept: Kept) -> Answer:
    """The answer, re-read under the conversation's lock: what its visitor erased meanwhile is not kept."""
    row = desk.held(actor, public_id, claim)
    found = next((one for one in _answers(actor, row) if one.seq == kept.seq), None)
    if found is None:
        raise Invalid("answer_missing", field="answer")
    return found


def _clear(title: str, answer: Answer, kept: Kept) -> str:
    """The title as typed, unless something personal stands in it that was not put back in the words."""
    if any(one.secret or one.words not in kept.back for one in stripping.find(title, answer.known)):
        raise Invalid("title_personal", field="title")
    return title


def _answers(actor: StaffActor, row: Conversation) -> list[Answer]:
    lines = session.execute(
        select(Message.seq, Message.text, Message.created_at, Message.sender, Message.staff_id)
        .where(Message.conversation_id == row.id, Message.kind == Kind.TEXT)
        .order_by(Message.seq)
    ).all()
    mine = [line for line in lines if line.sender == Sender.STAFF and line.staff_id == actor.id and line.text]
    if not mine:
        return []
    known, said = _known(actor, row), [line for line in lines if line.sender == Sender.VISITOR]
    return [_answer(line, replace(known, said=[one.text for one in said if one.seq < line.seq])) for line in mine]


def _answer(line: Any, known: Known) -> Answer:
    return Answer(line.seq, line.text, line.created_at, stripping.find(line.text, known), known)


def _known(actor: StaffActor, row: Conversation) -> Known:
    return Known(
        visitor=row.first_name,
        me=actor.name,
        colleagues=list(session.scalars(select(StaffMember.name).where(StaffMember.id != actor.id))),
        places=_small_places(),
        common=_common(row.locale),
        nouns_are_capital=row.locale == "de",
    )


def _small_places() -> set[str]:
    """What branches are called, in any language; a branch called as its town is no secret."""
    every = places().values()
    larger = {name for place in every if place.kind != AreaKind.BRANCH for name in place.names.values()}
    return {name for place in every if place.kind == AreaKind.BRANCH for name in place.names.values()} - larger


def _common(locale: str) -> set[str]:
    """Words with capitals that name nobody: outside bodies, what they do, our matters, larger places, days and months."""
    texts = [name for _slug, name in organization_names()]
    texts += [name for service in all_services() for name in service.names.values()]
    texts += [title for titles in all_matter_titles().values() for title in titles.values()]
    texts += [name for place in places().values() if place.kind != AreaKind.BRANCH for name in place.names.values()]
    names = i18n.locales()[locale].cldr
    texts += [*names.days["format"]["wide"].values(), *names.months["format"]["wide"].values()]
    texts += list(names.languages.values())
    return {word.casefold() for text in texts for word in _WORD.findall(text)}
