"""The service's work: what it does by itself over and over, how that goes, and trying again what fails. For coordinators."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.jobs import queries, services
from app.domain.jobs.queries import State
from app.web import job_words
from app.web.page import page
from app.web.staff import words
from app.web.staff.blueprint import bp

IN_ORDER = (State.FAILING, State.STOPPED, State.LATE, State.WORKING, State.WELL, State.NEVER, State.OFF)


@bp.get("/service")
def service() -> Response:
    """One row a job; what needs somebody stands first."""
    looks = queries.all_jobs()
    return page(
        "staff/service/service.html",
        looks=sorted(looks, key=lambda one: IN_ORDER.index(one.state)),
        begun=any(one.started_at for one in looks),
        failing=sum(one.fails for one in looks),
        what=job_words.what,
        state=job_words.state,
        said=words.done(request.args.get("said")),
    )


@bp.post("/service/<name>")
def retry_job(name: str) -> AnyResponse:
    """Due now, in whatever process looks first. Where it works again by itself meanwhile, that is said."""
    if name not in services.every_job():
        raise NotFound
    with unit_of_work():
        again = services.retry(name)
    return redirect(url_for("staff.service", said="job-again" if again else "job-works"), 303)
