"""Sending a prepared reply from the desk: a list that follows what is typed, a look before sending, or words to edit."""

from __future__ import annotations

from flask import Response, jsonify, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.core import ids
from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.chat import replies
from app.web.page import page
from app.web.staff import reply_offers
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, desk_page, me, refusals_at_the_desk, wants_json
from app.web.whole import whole

LONGEST = 80


@bp.get("/conversation/<public_id>/replies")
@refusals_at_the_desk
def offer_replies(public_id: str) -> AnyResponse:
    """Every reply that fits; for the box at the desk (`as=list`) the first ones alone."""
    talk, query = reply_offers.about(public_id), request.args.get("q", "")[:LONGEST]
    key = ids.new_token()
    if request.args.get("as") == "list":
        offers = reply_offers.find(talk, query, reply_offers.MOST_AHEAD)
        return Response(render_template("staff/replies/_options.html", talk=talk, offers=offers, q=query, key=key))
    return page("staff/replies/send.html", talk=talk, offers=reply_offers.find(talk, query), q=query, key=key)


@bp.post("/conversation/<public_id>/reply")
@refusals_at_the_desk
def send_reply(public_id: str) -> AnyResponse:
    """Sends it as an object: each side reads it in their own language."""
    form = request.form
    reply, seen, key = form.get("reply", ""), whole(form.get("revision", "")), form.get("key", "")
    with unit_of_work():
        posted = replies.send_reply(me(), public_id, claim_number(), reply, seen, key)
    return jsonify(seq=posted.seq) if wants_json() else back_to(public_id)


@bp.get("/conversation/<public_id>/replies/<reply>/edit")
@refusals_at_the_desk
def edit_reply_first(public_id: str, reply: str) -> AnyResponse:
    """The desk with the visitor's words of a reply in the box, to be changed and sent as plain words."""
    offer = reply_offers.one(reply_offers.about(public_id), reply)
    if offer is None:
        raise NotFound("reply_not_found")
    return desk_page(public_id, draft=offer.theirs.text)
