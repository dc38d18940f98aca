"""A notice on an outside service ("their phones are down"): the list of those that stand, and the form. For editors."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, DomainError, Invalid
from app.core.i18n import locales
from app.core.unit import unit_of_work
from app.domain.directory import alerts as notices
from app.domain.directory.titles import all_services
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp

UNTIL = ("date_wrong", "alert_until_wrong")


@bp.get("/alerts")
def alerts() -> Response:
    """Every notice there is, and the services to put a new one on."""
    said = words.done(request.args.get("said"))
    return page("staff/alerts/alerts.html", rows=notices.running(), services=all_services(), said=said)


@bp.get("/actors/<slug>/alert")
def alert(slug: str) -> Response:
    return _form(slug)


@bp.post("/actors/<slug>/alert")
def set_alert(slug: str) -> AnyResponse:
    form = request.form
    texts = {code: form.get(f"text-{code}", "") for code in locales()}
    try:
        with unit_of_work():
            notices.set_alert(me(), slug, texts, form.get("until", ""), form.get("seen", ""))
    except (Invalid, Conflict) as error:
        return _form(slug, error)
    return redirect(url_for("staff.alert", slug=slug, said="alert-set"), 303)


@bp.post("/actors/<slug>/alert/clear")
def clear_alert(slug: str) -> AnyResponse:
    with unit_of_work():
        notices.clear_alert(me(), slug)
    return redirect(url_for("staff.alerts", said="alert-cleared"), 303)


def _form(slug: str, error: DomainError | None = None) -> Response:
    """The form with what stands, or with what was typed and why it was not kept."""
    row = notices.alert(slug)
    typed = {"until": request.form.get("until", "")} if error else {"until": row.until.isoformat() if row.until else ""}
    texts = {code: request.form.get(f"text-{code}", "") for code in locales()} if error else row.texts
    others = [one for code, one in locales().items() if code != row.source]
    field = "until" if error and error.code in UNTIL else f"text-{row.source}"
    return page(
        "staff/alerts/alert.html",
        status=422 if error else 200,
        row=row,
        given=typed,
        texts=texts,
        others=others,
        source=locales()[row.source],
        said=words.done(request.args.get("said")),
        errors={field: sentence(error)} if error else {},
        longest=notices.LONGEST,
        days=notices.MOST_DAYS,
        moved=error is not None and error.code == "alert_moved",
    )
