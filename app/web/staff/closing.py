"""Closing a conversation: how it ended, filled in as far as the conversation itself tells."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat.terms import CardKind, ClosedBy
from app.domain.directory.titles import all_services, organization_names
from app.domain.guides.titles import all_matter_titles, guide_brief
from app.domain.insights import services as insights
from app.domain.insights.services import Closing
from app.domain.insights.terms import EFFORTS, InquiryOutcome
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff import registered
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import me, on_to_the_next, opened, refusals_at_the_desk, wants_json

OF_A_GUIDE = (CardKind.GUIDE, CardKind.ANSWER)
FIELD_OF = {"outcome_missing": "outcome", "effort_missing": "effort", "referral_missing": "referred_to"}
NAMES = ("outcome", "matter", "effort", "referred_to", "wrongly_sent_by")


@bp.get("/conversation/<public_id>/close")
@refusals_at_the_desk
def close_form(public_id: str) -> AnyResponse:
    """The form, with the likely answers chosen."""
    return _close_page(public_id, likely(public_id))


@bp.post("/conversation/<public_id>/close")
@refusals_at_the_desk
def close(public_id: str) -> AnyResponse:
    """Closes with an outcome and registers the inquiry, in one unit of work."""
    closing = Closing(**{name: request.form.get(name, "") for name in NAMES})
    try:
        with unit_of_work():
            insights.close_conversation(me(), public_id, claim_number(), closing)
    except Invalid as error:
        if wants_json() or error.code not in FIELD_OF:
            raise
        return _close_page(public_id, closing, sentence(error), FIELD_OF[error.code], 422)
    return jsonify(closed=True) if wants_json() else on_to_the_next(registered.sealed(closing))


def likely(public_id: str) -> Closing:
    """What the conversation tells: a body sent as a card was referred to; nothing said means the visitor left."""
    talk = opened(public_id)
    answers = [line for line in talk["lines"] if line.side == "mine"]
    sent = [(line.card.kind, line.card.ref) for line in answers if line.card]
    summed = [line.card.referred.ref for line in answers if line.card and line.card.referred]
    service = next(reversed([*(ref for kind, ref in sent if kind == CardKind.SERVICE), *summed]), "")
    guide = next((guide_brief(ref) for kind, ref in reversed(sent) if kind in OF_A_GUIDE), None)
    outcome = InquiryOutcome.REFERRED if service else InquiryOutcome.ANSWERED
    return Closing(
        outcome=_ended(talk) or (outcome if answers else ""),
        matter=talk["matter"] or (guide.matter if guide else ""),
        referred_to=service,
    )


def _ended(talk: dict[str, Any]) -> str:
    """What the end itself tells: blocked for abuse, or gone before anybody answered."""
    if talk["closed_by"] == ClosedBy.BLOCKED:
        return InquiryOutcome.SPAM
    answered = any(line.side == "mine" for line in talk["lines"])
    return InquiryOutcome.ABANDONED if talk["status"] == "closed" and not answered else ""


def _close_page(public_id: str, closing: Closing, error: str = "", field: str = "", status: int = 200) -> Response:
    matters = sorted((i18n.say(titles), matter) for matter, titles in all_matter_titles().items())
    return page(
        "staff/desk/close.html",
        status=status,
        open=opened(public_id),
        given=closing,
        error=error,
        error_field=field,
        matters=[(matter, title) for title, matter in matters],
        services=[(one.slug, f"{one.organization_name}: {i18n.say(one.names)}") for one in all_services()],
        bodies=organization_names(),
        efforts=EFFORTS,
    )
