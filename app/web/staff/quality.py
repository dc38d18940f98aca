"""Quality: this week's conversations to read, one read against six headings, and what colleagues said to me."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, DomainError, Invalid
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.chat import review_counts, reviews, sampling
from app.domain.chat.terms import Heading
from app.domain.guides.titles import matter_titles
from app.web import lines
from app.web.errors import status_of
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import quality_words, words
from app.web.staff.blueprint import bp
from app.web.staff.drafts import ended


@bp.get("/quality")
def quality() -> Response:
    """For coordinators: what is drawn this week, what I said, and how the months went."""
    return page(
        "staff/quality/quality.html",
        rows=[(one, _matter(one.drawn.matter)) for one in reviews.this_week(me())],
        written=reviews.written(me()),
        months=review_counts.months(),
        headings=quality_words.headings(),
        fewest={"colleagues": sampling.FEWEST_COLLEAGUES, "reviews": review_counts.FEWEST},
        said=words.done(request.args.get("said")),
    )


@bp.post("/quality/conversation/<public_id>")
def open_review(public_id: str) -> AnyResponse:
    """Opens one to read it; the audit log says so."""
    with unit_of_work():
        made = reviews.open_one(me(), public_id)
    return redirect(url_for("staff.review", public_id=made), 303)


@bp.get("/quality/mine")
def my_reviews() -> Response:
    """What colleagues said of my conversations, and my own to look back at."""
    return page(
        "staff/quality/mine.html",
        rows=reviews.about(me().id),
        unread=reviews.unread(me().id),
        ended=ended(),
        said=words.done(request.args.get("said")),
    )


@bp.post("/quality/mine/conversation/<public_id>")
def look_back(public_id: str) -> AnyResponse:
    with unit_of_work():
        made = reviews.look_back(me(), public_id)
    return redirect(url_for("staff.review", public_id=made), 303)


@bp.get("/quality/review/<public_id>")
def review(public_id: str) -> Response:
    return _form(public_id)


@bp.post("/quality/review/<public_id>")
def save_review(public_id: str) -> AnyResponse:
    try:
        with unit_of_work():
            reviews.save(me(), public_id, request.form, request.form.get("comment", ""))
    except (Invalid, Conflict) as error:
        return _form(public_id, error)
    return redirect(url_for("staff.review", public_id=public_id, said="review-saved"), 303)


@bp.post("/quality/review/<public_id>/take-back")
def take_review_back(public_id: str) -> AnyResponse:
    """Nothing is lost: what was marked and written stays in the form."""
    try:
        with unit_of_work():
            reviews.take_back(me(), public_id)
    except Conflict as error:
        return _form(public_id, error)
    return redirect(url_for("staff.review", public_id=public_id, said="review-back"), 303)


@bp.post("/quality/review/<public_id>/read")
def read_review(public_id: str) -> AnyResponse:
    with unit_of_work():
        reviews.read(me(), public_id)
    return redirect(url_for("staff.my_reviews", said="review-read"), 303)


def _matter(code: str) -> str:
    return i18n.say(matter_titles(code)) if code else ""


def _form(public_id: str, error: DomainError | None = None) -> Response:
    """The conversation beside the headings; refused, with everything as it was chosen and typed."""
    found = reviews.reading(me(), public_id)
    kept = {heading: str(found.review.marks.get(heading, "")) for heading in Heading}
    typed = request.form if isinstance(error, Invalid) else None
    return page(
        "staff/quality/review.html",
        status=status_of(error) if error else 200,
        found=found,
        lines=lines.for_staff(found.lines),
        language=i18n.locales()[found.locale],
        headings=quality_words.headings(),
        marks=quality_words.marks(),
        given={heading: typed.get(heading, "") for heading in Heading} if typed is not None else kept,
        comment=typed.get("comment", "") if typed is not None else found.review.comment,
        room=reviews.COMMENT_ROOM,
        errors={"inclusion" if isinstance(error, Invalid) else "": sentence(error)} if error else {},
        here="quality" if found.by_me and not found.own else "account",
        said=words.done(request.args.get("said")) if error is None else "",
        title=_("Read a conversation") if found.by_me else _("What was said of a conversation"),
    )
