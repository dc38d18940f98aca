"""What readers answered to "Did this help?". For editors."""

from __future__ import annotations

from flask import Response, request

from app.domain.chat import retention
from app.domain.guides import votes
from app.web import reasons
from app.web.page import page
from app.web.staff.blueprint import bp


@bp.get("/feedback")
def feedback() -> Response:
    """Every guide that somebody answered about; `guide` narrows it to one."""
    every, chosen = votes.tallies(), request.args.get("guide", "")
    return page(
        "staff/feedback/feedback.html",
        every=every,
        rows=[row for row in every if chosen in ("", row.slug)],
        words=votes.words(chosen),
        titles={row.slug: row.titles for row in every},
        wrongs=dict(reasons.wrongs()),
        chosen=chosen,
        days={"answers": votes.DAYS, "words": retention.keep.left},
    )
