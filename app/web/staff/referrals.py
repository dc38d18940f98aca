"""Where people went on to: links that were followed, by service and by page, as tables and as CSV. For coordinators."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request, url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.domain.directory.titles import organization_name
from app.domain.guides.titles import guide_brief, matter_titles
from app.domain.places.areas import places
from app.domain.referrals import queries
from app.domain.referrals.queries import FEWEST_TO_SHARE, PERIODS, Report
from app.domain.triage import queries as triage
from app.web.filters import say_date
from app.web.page import page
from app.web.spreadsheet import sheet
from app.web.staff.blueprint import bp


@bp.get("/referrals")
def referrals() -> Response:
    """The last 30 or 90 days."""
    days = _days()
    report = queries.report(days)
    return page(
        "staff/referrals/referrals.html",
        report=report,
        told=_told(report),
        periods=[(url_for("staff.referrals", days=one), _last(one), one == days) for one in PERIODS],
        pages=[(key, *_title(key), count) for key, count in report.pages],
        fewest=FEWEST_TO_SHARE,
    )


@bp.get("/referrals.csv")
def referrals_csv() -> Response:
    """For the team every number; to be shared, those under five are left out."""
    shared = request.args.get("for") != "team"
    report = queries.report(_days())
    name = f"referrals-{report.since.isoformat()}-{report.days}-days{'' if shared else '-team'}.csv"
    return sheet(name, _rows(report, shared))


def _days() -> int:
    typed = request.args.get("days", "")
    return int(typed) if typed in {str(one) for one in PERIODS} else PERIODS[0]


def _last(days: int) -> str:
    return ngettext("The last %(count)s day", "The last %(count)s days", days)


def _told(report: Report) -> str:
    since = say_date(report.since)
    return ngettext(
        "%(count)s link followed since %(since)s.", "%(count)s links followed since %(since)s.", report.total, since=since
    )  # fmt: skip


def _rows(report: Report, shared: bool) -> Iterator[list[object]]:
    yield [_("Page"), _("Page's title"), _("Organization"), _("Service"), _("Links followed")]
    for one in report.both:
        count = (
            _("fewer than %(count)s", count=FEWEST_TO_SHARE) if shared and one.count < FEWEST_TO_SHARE else one.count
        )
        service = one.service
        yield [one.page, _title(one.page)[0], service.organization_name, i18n.say(service.names), count]


def _title(key: str) -> tuple[str, str]:
    """What a page is called, and its address; the key itself where it is no longer there."""
    kind, _colon, name = key.partition(":")
    if kind == "guide" and (brief := guide_brief(name)):
        return i18n.say(brief.titles), url_for("public.guide", slug=name)
    if kind == "actor" and (body := organization_name(name)):
        return body, url_for("public.actor", slug=name)
    if kind == "matter" and (titles := matter_titles(name)):
        return i18n.say(titles), url_for("public.matter", code=name)
    if kind == "flow" and (flow := triage.flow(name)):
        return flow.best()[1].title, url_for("public.flow", slug=name)
    if kind in ("area", "matrix") and (place := places().get(name)):
        return place.name, url_for("public.area", code=name)
    alone = {"search": (_("Search"), url_for("public.search")), "actors": (_("Who can help"), url_for("public.actors"))}
    return alone.get(key, (key, ""))
