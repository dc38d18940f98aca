"""The question "Did this help?": one answer, nothing about who; a fragment for htmx, a redirect without scripts."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.unit import unit_of_work
from app.domain.guides import services
from app.domain.guides.services import Vote
from app.extensions import htmx
from app.web.limits import spend
from app.web.page import page
from app.web.public.blueprint import bp
from app.web.public.guides import find


@bp.post("/guide/<slug>/feedback")
def guide_feedback(slug: str) -> AnyResponse:
    spend("feedback")
    form = request.form
    answer = Vote(form.get("helped", ""), form.get("wrong", ""), form.get("text", ""))
    with unit_of_work():
        hidden = services.vote(slug, i18n.current().code, answer)
    thanks = "hidden" if hidden else "1"
    if htmx and htmx.target == "feedback":
        return page("public/guides/guide.html", fragments=("feedback",), guide=find(slug), thanks=thanks)
    return redirect(url_for("public.guide", slug=slug, thanks=thanks, _anchor="feedback"), 303)
