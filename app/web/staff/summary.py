"""A closing summary: what was agreed, what was sent along, and who was referred to; sent as an object, any time."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n, ids
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import replies
from app.domain.chat.replies import POINTS_AT, Summary
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import all_services
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, me, opened, refusals_at_the_desk


@bp.get("/conversation/<public_id>/summary")
@refusals_at_the_desk
def summary_form(public_id: str) -> AnyResponse:
    """The form, with everything that was sent chosen, and the last body that was sent as the one referred to."""
    return _form(public_id, None)


@bp.post("/conversation/<public_id>/summary")
@refusals_at_the_desk
def send_summary(public_id: str) -> AnyResponse:
    form = request.form
    links = tuple((kind, slug) for kind, _, slug in (one.partition(":") for one in form.getlist("links")))
    summary = Summary(form.get("text", ""), links, form.get("referred", ""))
    try:
        with unit_of_work():
            replies.send_summary(me(), public_id, claim_number(), summary, form.get("key", ""))
    except Invalid as error:
        return _form(public_id, summary, sentence(error), 422)
    if form.get("then") == "close":
        return redirect(url_for("staff.close_form", public_id=public_id), 303)
    return back_to(public_id)


def _form(public_id: str, given: Summary | None, error: str = "", status: int = 200) -> Response:
    talk = opened(public_id)
    given_before = [line.card for line in talk["lines"] if line.card and line.card.kind in POINTS_AT]
    cards = {(one.kind, one.ref): one.heading for one in given_before}
    services = [ref for kind, ref in cards if kind == CardKind.SERVICE]
    return page(
        "staff/replies/summary.html",
        status=status,
        open=talk,
        given=given or Summary("", tuple(cards), services[-1] if services else ""),
        cards=cards,
        services=[(one.slug, f"{one.organization_name}: {i18n.say(one.names)}") for one in all_services()],
        error=error,
        key=request.form.get("key") or ids.new_token(),
        then=request.values.get("then", ""),
    )
