"""Rules of an area's own: the list, and the form that adds or changes one, with how the public will read it. For editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.guides import rule_list, rule_services
from app.domain.guides.rule_list import Choice, Entry
from app.domain.places.areas import Place, home_locale, places, standing
from app.web.page import page
from app.web.rule_preview import preview
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import rule_form, words
from app.web.staff.blueprint import bp


@bp.get("/rules")
def rules() -> Response:
    """Every rule, those to look at again first; `area` and `flagged` narrow it."""
    every, chosen = rule_list.entries(), request.args
    return page(
        "staff/rules/rules.html",
        fragments=("rules",),
        rows=[row for row in every if _is_wanted(row, chosen)],
        total=len(every),
        flagged=sum(row.flagged for row in every),
        areas=rule_form.areas(row.place for row in every),
        readers=rule_form.readers,
        title=rule_form.title,
        chosen=chosen,
        said=words.done(chosen.get("said")),
    )


@bp.get("/rules/new")
def new_rule() -> Response:
    """First which place and which guide, then the rule itself."""
    place, guide = _chosen(request.args)
    if place is None or guide is None or guide.country not in (None, place.country):
        return _choose(request.args)
    return _form(place, guide, {})


@bp.post("/rules/new")
def add_rule() -> AnyResponse:
    form = request.form
    if form.get("do") == "preview":
        return _looked_at()
    try:
        with unit_of_work():
            made = rule_services.add(me(), form.get("area", ""), form.get("guide", ""), rule_form.draft(form))
    except (Invalid, Conflict) as error:
        return _again(error)
    return redirect(url_for("staff.rule", public_id=made, said="rule"), 303)


@bp.get("/rules/<public_id>")
def rule(public_id: str) -> Response:
    row = rule_list.entry(public_id)
    return _form(row.place, _guide(row), rule_form.given(row.rule), row)


@bp.post("/rules/<public_id>")
def change_rule(public_id: str) -> AnyResponse:
    form, row = request.form, rule_list.entry(public_id)
    if form.get("do") == "preview":
        return _looked_at(row)
    try:
        with unit_of_work():
            rule_services.change(me(), public_id, rule_form.draft(form), form.get("seen", ""))
    except (Invalid, Conflict) as error:
        return _again(error, rule_list.entry(public_id))
    return redirect(url_for("staff.rule", public_id=public_id, said="rule"), 303)


@bp.post("/rules/<public_id>/remove")
def remove_rule(public_id: str) -> AnyResponse:
    try:
        with unit_of_work():
            rule_services.remove(me(), public_id, request.form.get("seen", ""))
    except Conflict as error:
        return _again(error, rule_list.entry(public_id))
    return redirect(url_for("staff.rules", said="rule-removed", undo=public_id), 303)


@bp.post("/rules/<public_id>/put-back")
def put_rule_back(public_id: str) -> AnyResponse:
    with unit_of_work():
        rule_services.put_back(me(), public_id)
    return redirect(url_for("staff.rule", public_id=public_id, said="rule-back"), 303)


def _is_wanted(row: Entry, chosen: Mapping[str, str]) -> bool:
    return chosen.get("area", "") in ("", *row.place.chain) and (row.flagged or not chosen.get("flagged"))


def _chosen(given: Mapping[str, str]) -> tuple[Place | None, Choice | None]:
    return places().get(given.get("area", "")), rule_list.choice(given.get("guide", ""))


def _guide(row: Entry) -> Choice:
    """The guide of a rule; of one that is not published its lines are not to be chosen from."""
    return rule_list.choice(row.guide) or Choice(0, row.guide, None, "en", row.titles, ((), ()))


def _choose(given: Mapping[str, str], error: DomainError | None = None) -> Response:
    """Which place, which guide."""
    place, guide = _chosen(given)
    if error is None and place and guide:
        error = Invalid("guide_elsewhere")
    return page(
        "staff/rules/choose.html",
        status=422 if error else 200,
        areas=rule_form.areas(standing()),
        guides=rule_form.guides(),
        given=given,
        errors={"area" if error.code == "area_missing" else "guide": sentence(error)} if error else {},
    )


def _looked_at(row: Entry | None = None) -> Response:
    """The form as it was typed, with how the public would read it."""
    form = request.form
    area, guide = (row.rule.area, row.guide) if row else (form.get("area", ""), form.get("guide", ""))
    try:
        rule = rule_services.drafted(area, guide, rule_form.draft(form))
    except (Invalid, Conflict) as error:
        return _again(error, row)
    place, choice = _chosen({"area": area, "guide": guide})
    if place is None or choice is None:
        return _choose(form)
    seen = preview(place, guide, rule, row.rule.public_id if row else "", form.get("look", ""))
    return _form(place, choice, form, row, preview=seen)


def _again(error: DomainError, row: Entry | None = None) -> Response:
    """The form with what was refused; where a colleague was quicker, with what stands now and what was typed beside it."""
    form = request.form
    moved = row is not None and error.code == "rule_moved"
    place, guide = (row.place, _guide(row)) if row else _chosen(form)
    if place is None or guide is None or error.code == "guide_elsewhere":
        return _choose(form, error)
    given = rule_form.given(row.rule) if row and moved else form
    mine = list((rule_form.draft(form).texts or {}).items()) if moved else []
    status = 409 if isinstance(error, Conflict) else 422
    return _form(place, guide, given, row, status=status, error=error, mine=mine)


def _form(
    place: Place, guide: Choice, given: Mapping[str, str], row: Entry | None = None, *, status: int = 200, **more: Any
) -> Response:
    error = more.get("error")
    home = home_locale(place.country)
    errors = {rule_form.field(error): sentence(error)} if error else {}
    others = [one for one in i18n.locales().values() if one.code != home]
    return page(
        "staff/rules/rule.html",
        fragments=("preview",),
        status=status,
        place=place,
        guide=guide,
        row=row,
        given=given,
        home=i18n.locales()[home],
        others=others,
        others_open=any(f"text-{one.code}" in errors for one in others),
        languages=[(one.code, one.name, one.tag) for one in (i18n.locales()[home], *others)],
        lines=rule_form.lines(guide),
        reasons=rule_form.reasons(),
        kinds=rule_form.kinds(),
        readers=rule_form.readers,
        title=rule_form.title(guide.titles, guide.slug),
        version=row.version if row else "",
        longest=rule_services.LONGEST,
        errors=errors,
        said=words.done(request.args.get("said")) if request.method == "GET" else "",
        mine=more.get("mine", []),
        preview=more.get("preview"),
    )
