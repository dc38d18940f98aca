"""Prepared replies to send in one conversation: how its visitor reads each, how I do, and whether that is up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_login import current_user

from app.core import i18n
from app.core.i18n import Locale
from app.core.i18n import gettext as _
from app.domain.chat import beside, pulls, queries, replies
from app.domain.chat.terms import Status
from app.domain.replies import finding
from app.domain.replies import queries as prepared
from app.domain.replies.queries import ReplyView
from app.domain.replies.terms import TextState
from app.web.reply_words import Words, words
from app.web.session import me
from app.web.staff import said
from app.web.staff.blueprint import bp
from app.web.staff.desk import me as actor

MOST = 30
MOST_AHEAD = 8
MOST_BESIDE = 3


@dataclass(frozen=True)
class Offer:
    """One reply. `theirs` is what the visitor will read, `mine` the same for me, None where our language is one.

    `state` is that of the words they read.
    """

    reply: ReplyView
    title: Words
    theirs: Words
    mine: Words | None
    state: TextState


@dataclass(frozen=True)
class About:
    """The conversation a reply would go to, as far as choosing one needs it."""

    id: str
    claim: int
    name: str
    locale: Locale
    matter: str
    writable: bool
    facts: dict[str, Any]


@dataclass(frozen=True)
class Side:
    """A conversation and what may be worth sending in it."""

    talk: About
    offers: list[Offer]


def about(public_id: str) -> About:
    """NotFound for what this member may not read."""
    row = pulls.row_for(actor(), public_id)
    listed = queries.desk_row(row.id)
    return About(
        id=row.public_id,
        claim=row.claim,
        name=row.first_name or _("Visitor"),
        locale=i18n.locales()[row.locale],
        matter=listed.matter or "",
        writable=row.status != Status.CLOSED and (row.assignee_id == actor().id or beside.is_in(actor(), row)),
        facts=replies.facts(actor(), row.first_name, listed.area),
    )


def _about_shown(shown: dict[str, Any]) -> About:
    """The same of what the desk has read. Read again, it may be a colleague's by now, and the whole desk would not be found."""
    return About(
        id=shown["id"],
        claim=shown["claim"],
        name=shown["name"],
        locale=shown["locale"],
        matter=shown["matter"] or "",
        writable=shown["status"] != Status.CLOSED and shown["writes"],
        facts=replies.facts(actor(), shown["first_name"], shown["area_code"]),
    )


def find(talk: About, query: str, most: int = MOST) -> list[Offer]:
    """What fits a few letters; what fits the conversation, and is used most, without any."""
    read = {*current_user.languages, i18n.current().code, talk.locale.code}
    found = finding.found(prepared.usable(me()), query, read, talk.matter)
    return [offer for one in found[:most] if (offer := _offer(one, talk)) is not None]


@bp.app_template_global()
def side_replies(shown: dict[str, Any]) -> Side:
    """What fits the newest words of the open conversation `shown`, for the panel beside it."""
    talk = _about_shown(shown)
    words = said.to_search([line.text for line in shown["said"]])
    found = finding.fitting(prepared.usable(me()), words, talk.locale.code, talk.matter)
    return Side(talk, [offer for one in found[:MOST_BESIDE] if (offer := _offer(one, talk)) is not None])


def one(talk: About, reply: str) -> Offer | None:
    found = prepared.to_send(me(), reply)
    return _offer(found, talk) if found else None


def _offer(reply: ReplyView, talk: About) -> Offer | None:
    mine, title = words(reply.words, reply.source, talk.facts), words(reply.titles, reply.source, talk.facts)
    with i18n.speaking(talk.locale.code):
        theirs = words(reply.words, reply.source, talk.facts)
    if mine is None or theirs is None or title is None:
        return None
    state = reply.state(theirs.locale.code)
    same = mine.locale.code == theirs.locale.code
    return Offer(reply, title, theirs, None if same else mine, state)
