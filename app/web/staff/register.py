"""Registering a question from a phone call, an e-mail or a desk: a page, and the same as a dialog on every staff page."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Invalid
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.directory.titles import all_services
from app.domain.insights import registering
from app.domain.insights.registering import Entry
from app.domain.insights.terms import Channel, InquiryOutcome
from app.domain.places.areas import standing
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff import rule_form, undo
from app.web.staff.blueprint import bp

FRAGMENTS = ("register_form",)
NAMES = ("channel", "outcome", "locale", "matter", "words", "area", "effort", "referred_to")
FIELD_OF = {
    "channel_missing": "reg-channel",
    "outcome_missing": "reg-outcome",
    "matter_missing": "reg-words",
    "matter_unsure": "reg-found",
    "referral_missing": "reg-referred",
}
# What an Undo is sealed against: a registered question never changes, so it is undone once or not at all.
NOW = "registered"
LONGEST = 200


@bp.get("/register")
def register() -> Response:
    """The form; after a save it says what was saved, and keeps channel, language and area for the next."""
    return _form(_entry(request.args), said=_said(request.args.get("saved", "")))


@bp.post("/register")
def add_registered() -> AnyResponse:
    entry = _entry(request.form)
    try:
        with unit_of_work():
            made = registering.register(entry)
    except Invalid as error:
        return _form(entry, error)
    saved, area = undo.sealed(made, NOW), entry.area or None
    return redirect(url_for("staff.register", saved=saved, channel=entry.channel, area=area, locale=entry.locale), 303)


@bp.post("/register/undo")
def undo_registered() -> AnyResponse:
    """Takes it out again, and puts what was written back into the form."""
    made = undo.opened(request.form.get("saved", ""), NOW)
    with unit_of_work():
        before = registering.take_back(made) if made else None
    given = before or _entry({})
    said = _("It is taken back.") if before else _("That could not be taken back. It may have been taken back already.")
    return _form(given, said=(said, ""))


@bp.get("/register/matters")
def register_matters() -> Response:
    """For what is being typed: what may be meant."""
    found = registering.suggestions(request.args.get("q", "")[:LONGEST], request.args.get("area", ""))
    return jsonify([{"code": one.code, "title": one.title} for one in found])


def _entry(given: Mapping[str, str]) -> Entry:
    typed = {name: given.get(name, "")[:LONGEST] for name in NAMES}
    typed["channel"] = typed["channel"] or Channel.PHONE
    typed["outcome"] = typed["outcome"] or InquiryOutcome.ANSWERED
    typed["locale"] = typed["locale"] or i18n.current().code
    return Entry(**typed)


def _said(sealed: str) -> tuple[str, str] | None:
    """What was just saved, and the seal that takes it back; nothing for an address that somebody else made."""
    made = undo.opened(sealed, NOW) if sealed else ""
    entry = registering.entry(made) if made else None
    if entry is None:
        return None
    parts = (dict(channels())[entry.channel], entry.words or _("Not in the list"), dict(outcomes())[entry.outcome])
    return _("Registered: %(what)s", what=" · ".join(parts)), sealed


def channels() -> list[tuple[str, str]]:
    return [
        (Channel.PHONE, _("Phone")),
        (Channel.EMAIL, _("E-mail")),
        (Channel.DESK, _("At a desk")),
        (Channel.VIDEO, _("Video")),
    ]


def outcomes() -> list[tuple[str, str]]:
    return [
        (InquiryOutcome.ANSWERED, _("Answered")),
        (InquiryOutcome.REFERRED, _("Referred to an outside body")),
        (InquiryOutcome.FOLLOW_UP, _("Needs follow-up")),
        (InquiryOutcome.ABANDONED, _("The visitor left before the answer")),
    ]


def _form(entry: Entry, error: Invalid | None = None, said: tuple[str, str] | None = None) -> Response:
    unsure = error is not None and error.code == "matter_unsure"
    found = registering.suggestions(entry.words, entry.area) if unsure else []
    return page(
        "staff/register/register.html",
        fragments=FRAGMENTS,
        status=422 if error else 200,
        given=entry,
        error=sentence(error) if error else "",
        error_field=FIELD_OF.get(error.code, "") if error else "",
        said=said,
        channels=channels(),
        outcomes=outcomes(),
        areas=[("", _("Not said")), *rule_form.areas(standing())],
        services=[(one.slug, f"{one.organization_name}: {i18n.say(one.names)}") for one in all_services()],
        spoken=[(locale.code, locale.name, locale.tag) for locale in i18n.locales().values()],
        unsure=unsure,
        found=[*((one.code, one.title) for one in found), (registering.NONE_OF_OURS, _("Not in the list"))],
    )
