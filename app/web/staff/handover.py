"""The end of a shift: everything of mine that is unfinished, each with one press, and on paper."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.chat import followups, handing, presence, queries
from app.domain.chat.queries import DeskRow
from app.domain.guides.titles import matter_titles
from app.domain.rota import queries as rota
from app.web.errors import status_of
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff import due_words, words
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import me


@bp.get("/handover")
def handover() -> Response:
    return _list_page()


@bp.post("/handover/<public_id>/promise")
def handover_promise(public_id: str) -> AnyResponse:
    """Mine still, with a time."""
    try:
        with unit_of_work():
            followups.promise(me(), public_id, claim_number(), due_words.wish())
    except DomainError as error:
        return _list_page(error)
    return _back("handover-promised")


@bp.post("/handover/<public_id>/back")
def handover_back(public_id: str) -> AnyResponse:
    """Everybody's again, with its place kept, and with my note beside it."""
    words = request.form.get("note", "")
    try:
        with unit_of_work():
            if request.form.get("promised"):
                followups.give_back(me(), public_id, claim_number(), words)
            else:
                handing.to_queue(me(), public_id, claim_number(), words)
    except DomainError as error:
        return _list_page(error)
    return _back("handover-returned", public_id)


@bp.post("/handover/<public_id>/to")
def handover_to(public_id: str) -> AnyResponse:
    """A colleague's: who is here takes it on, a promised answer goes to anybody."""
    form = request.form
    give = followups.reassign if form.get("promised") else handing.to_person
    try:
        with unit_of_work():
            give(me(), public_id, claim_number(), form.get("colleague", ""), form.get("note", ""))
    except DomainError as error:
        return _list_page(error)
    return _back("handover-handed")


def _back(said: str, public_id: str | None = None) -> AnyResponse:
    return redirect(url_for("staff.handover", said=said, back=public_id), 303)


def _list_page(error: DomainError | None = None) -> Response:
    mine, actor = queries.mine(me().id), me()
    return page(
        "staff/handover/handover.html",
        status=status_of(error) if error else 200,
        mine=[(row, about(row)) for row in mine],
        dues=due_words.offered(),
        here_now=[(who.public_id, who.name) for who in presence.online() if who.id != actor.id],
        everybody=[(who.public_id, who.name) for who in rota.colleagues() if who.id != actor.id and who.active],
        said=words.done(request.args.get("said")),
        returned=request.args.get("back"),
        problem=sentence(error) if error else "",
        given=request.form,
    )


def about(row: DeskRow) -> str:
    """Language, place and matter, as far as they are known."""
    matter = i18n.say(matter_titles(row.matter)) if row.matter else ""
    known = (i18n.locales()[row.locale].name, i18n.say(row.area_names), matter)
    return " · ".join(part for part in known if part)
