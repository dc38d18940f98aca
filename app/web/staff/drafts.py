"""Drafts from the desk: answers that may become guides. Colleagues see their own, editors take them up and finish them."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Action, may
from app.domain.chat import desk
from app.domain.content import drafted
from app.domain.guides import drafts as kept
from app.domain.guides.terms import DRAFT_TEXT_ROOM, DRAFT_TITLE_ROOM, DraftState
from app.domain.guides.titles import matter_titles
from app.domain.insights import keeping
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp
from app.web.staff.reply_form import field, matters


@bp.get("/drafts")
def drafts() -> Response:
    """Those in one state, and one's own conversations that ended lately, to keep an answer from."""
    shown = _asked(DraftState.OPEN, request.args.get("state", ""))
    return page(
        "staff/drafts/drafts.html",
        rows=kept.listed(me(), shown),
        shown=shown,
        tabs=_tabs(shown),
        editor=may(me(), Action.KEEP_DRAFTS),
        ended=ended(),
        said=words.done(request.args.get("said")),
        days=kept.THROWN_DAYS,
    )


@bp.get("/drafts/<public_id>")
def draft(public_id: str) -> Response:
    return _form(public_id)


@bp.post("/drafts/<public_id>")
def change_draft(public_id: str) -> AnyResponse:
    form = request.form
    typed = [form.get(name, "") for name in ("title", "text", "matter", "seen")]
    try:
        with unit_of_work():
            kept.change(me(), public_id, *typed)
    except (Invalid, Conflict) as error:
        return _form(public_id, error)
    return redirect(url_for("staff.draft", public_id=public_id, said="draft-saved"), 303)


@bp.post("/drafts/<public_id>/state")
def move_draft(public_id: str) -> AnyResponse:
    """Takes it up, lets go of it, calls it made, throws it away, or puts it back."""
    state = _asked(None, request.form.get("state", ""))
    try:
        with unit_of_work():
            kept.move(me(), public_id, state)
    except Conflict as error:
        return _form(public_id, error, typed=False)
    return redirect(url_for("staff.draft", public_id=public_id, said=f"draft-{state}"), 303)


@bp.get("/drafts/<public_id>.md")
def draft_file(public_id: str) -> Response:
    """The draft as a guide's text in one language, as `content/` has it."""
    row = kept.one(me(), public_id)
    answer = Response(drafted.as_file(row.title, row.text), mimetype="text/markdown")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.locale}.md"'
    return answer


def ended() -> list[tuple[keeping.Ended, str]]:
    """One's own conversations that ended last, with what they were about."""
    found = keeping.lately(desk.actor_of(me()))
    return [(one, i18n.say(matter_titles(one.matter)) if one.matter else "") for one in found]


def _tabs(shown: DraftState) -> list[tuple[str, str, bool, int]]:
    counts = kept.counts(me())
    return [(url_for("staff.drafts", state=one), name, one is shown, counts[one]) for one, name in _states().items()]


def _asked(usual: DraftState | None, given: str) -> DraftState:
    if given in set(DraftState):
        return DraftState(given)
    if usual is None:
        raise Invalid("value_wrong")
    return usual


def _states() -> dict[DraftState, str]:
    return {
        DraftState.OPEN: _("Waiting"),
        DraftState.TAKEN: _("Taken up"),
        DraftState.MADE: _("It is a guide now"),
        DraftState.THROWN: _("Thrown away"),
    }


def _form(public_id: str, error: Invalid | Conflict | None = None, typed: bool = True) -> Response:
    """The draft; where it was refused, as it was typed, and what stands now beside it."""
    row, stale = kept.one(me(), public_id), isinstance(error, Conflict)
    given = request.form if error and typed else {"title": row.title, "text": row.text}
    return page(
        "staff/drafts/draft.html",
        status=(409 if stale else 422) if error else 200,
        row=row,
        given=given,
        matter=request.form.get("matter", "") if error and typed else row.matter.code if row.matter else "",
        seen=kept.version(row) if stale or not error else request.form.get("seen", ""),
        stands=stale and typed,
        state=_states()[DraftState(row.state)],
        changeable=kept.may_change(me(), row),
        editor=may(me(), Action.KEEP_DRAFTS),
        mine=row.staff_id == me().id,
        matters=matters(),
        language=i18n.locales()[row.locale],
        rooms={"title": DRAFT_TITLE_ROOM, "text": DRAFT_TEXT_ROOM},
        errors={field(error): sentence(error)} if error else {},
        said=words.done(request.args.get("said")) if request.method == "GET" else "",
    )
