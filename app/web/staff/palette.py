"""What the palette leads to: one's own conversations, staff pages by role, and guides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from textwrap import shorten

from flask import Response, current_app, render_template, request, url_for
from flask_login import current_user

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.accounts.terms import Role
from app.domain.chat import queries
from app.domain.chat.terms import CardKind
from app.domain.search import results
from app.web.audiences import AUDIENCES
from app.web.cards import Card, card
from app.web.staff.blueprint import bp

LONGEST, SHORTEST, MOST, LOOKED_AT, SHOWN = 80, 2, 6, 20, 70
# Every page that the staff pages' own navigation leads to (tests/web/staff/test_palette.py).
PAGES: dict[str, Callable[[], str]] = {
    "account": lambda: _("Your account"),
    "followups_list": lambda: _("Promised answers"),
    "handover": lambda: _("Hand-over"),
    "register": lambda: _("Register a question"),
    "overview": lambda: _("Overview"),
    "drafts": lambda: _("Drafts from the desk"),
    "quality": lambda: _("Quality"),
    "contacts": lambda: _("Contacts"),
    "branches": lambda: _("Libraries"),
    "alerts": lambda: _("Notices"),
    "flows": lambda: _("Question trees"),
    "rules": lambda: _("Local rules"),
    "unfound": lambda: _("Searches"),
    "feedback": lambda: _("Feedback"),
    "replies": lambda: _("Prepared replies"),
    "team": lambda: _("Team"),
    "rota": lambda: _("Rota"),
    "skills": lambda: _("Skills"),
    "hours": lambda: _("Hours"),
    "chat_rules": lambda: _("Chat rules"),
    "referrals": lambda: _("Links followed"),
    "service": lambda: _("The service's work"),
}


@bp.get("/palette")
def palette() -> Response:
    """Conversations, pages and guides that fit the words; every page without any."""
    query = request.args.get("q", "")[:LONGEST].strip()
    found = {"mine": list(_mine(query)), "pages": list(_pages(query)), "guides": _guides(query)}
    return Response(render_template("staff/_palette_found.html", **found))


def _mine(query: str) -> Iterator[tuple[str, str]]:
    wanted = query.casefold().split()
    for row in queries.mine(current_user.id):
        said = " ".join(f"{row.first_name or _('Visitor')} · {row.said or row.question}".split())
        if all(word in said.casefold() for word in wanted):
            yield shorten(said, SHOWN, placeholder="…"), url_for("staff.conversation", public_id=row.public_id)


def _pages(query: str) -> Iterator[tuple[str, str]]:
    wanted = query.casefold().split()
    for name, words in PAGES.items():
        endpoint, said = f"staff.{name}", words()
        fits = endpoint in current_app.view_functions and all(word in said.casefold() for word in wanted)
        if fits and current_user.has_role(Role(AUDIENCES[endpoint])):
            yield said, url_for(endpoint)


def _guides(query: str) -> list[Card]:
    if len(query) < SHORTEST:
        return []
    hits = results.find(query, i18n.current().code, LOOKED_AT, None).results
    cards = (card(CardKind.GUIDE, hit.slug, None) for hit in hits if hit.kind == CardKind.GUIDE)
    return list(islice(filter(None, cards), MOST))
