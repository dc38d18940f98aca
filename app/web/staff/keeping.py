"""From a conversation to everybody: what is taken out of one's answer is shown, then it is kept as a draft or a reply."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.chat import desk
from app.domain.guides.stripping import Taken, What, pieces
from app.domain.guides.terms import DRAFT_TITLE_ROOM
from app.domain.insights import keeping
from app.domain.insights.keeping import Answer, Kept
from app.domain.replies.terms import SHORTCUT_ROOM
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import opened, refusals_at_the_desk
from app.web.staff.reply_form import field, matters
from app.web.whole import whole

FIRST_WORDS = 70


@bp.get("/conversation/<public_id>/keep")
@refusals_at_the_desk
def keep_form(public_id: str) -> AnyResponse:
    """The answer most worth keeping, or the one that was chosen."""
    return _form(public_id, None)


@bp.post("/conversation/<public_id>/keep")
@refusals_at_the_desk
def keep_answer(public_id: str) -> AnyResponse:
    kept, as_reply = _kept(), request.form.get("do") == "reply"
    try:
        with unit_of_work():
            made = (keeping.keep_reply if as_reply else keeping.keep_guide)(me(), public_id, claim_number(), kept)
    except (Invalid, Conflict) as error:
        if not field(error):
            raise
        return _form(public_id, kept, error)
    if as_reply:
        return redirect(url_for("staff.reply", public_id=made, said="reply-kept", of=public_id), 303)
    return redirect(url_for("staff.draft", public_id=made, said="draft-kept", of=public_id), 303)


def _kept() -> Kept:
    form = request.form
    plain = {name: form.get(name, "") for name in ("title", "matter", "locale", "shortcut")}
    return Kept(seq=whole(form.get("answer", "")), back=frozenset(form.getlist("back")), **plain)


def _form(public_id: str, kept: Kept | None, error: Invalid | Conflict | None = None) -> Response:
    talk = opened(public_id)
    found = keeping.answers(desk.actor_of(me()), public_id)
    wanted = kept.seq if kept else whole(request.args.get("answer", ""))
    answer = next((one for one in found if one.seq == wanted), None) or keeping.likely(found)
    return page(
        "staff/drafts/keep.html",
        status=(409 if isinstance(error, Conflict) else 422) if error else 200,
        open=talk,
        answer=answer,
        given=kept or (_suggested(answer, talk) if answer else None),
        parts=pieces(answer.text, answer.taken) if answer else [],
        taken=_each_once(answer) if answer else [],
        why=_reasons(),
        others=[(one.seq, _begins(one.text)) for one in found if one is not answer],
        matters=matters(),
        languages=words.languages(),
        rooms={"title": DRAFT_TITLE_ROOM, "shortcut": SHORTCUT_ROOM},
        errors={_here(error): sentence(error)} if error else {},
    )


def _suggested(answer: Answer, talk: dict[str, Any]) -> Kept:
    title = keeping.title_for(answer)
    return Kept(
        answer.seq, title, talk["matter"] or "", talk["locale"].code, shortcut=keeping.shortcut_for(me(), title)
    )


def _here(error: Invalid | Conflict) -> str:
    """The field on this page: a reply's words and title are named by their language elsewhere."""
    return field(error).partition("-")[0]


def _each_once(answer: Answer) -> list[Taken]:
    """What can be put back, the same words once."""
    return list({one.words: one for one in answer.taken if not one.secret}.values())


def _reasons() -> dict[What, str]:
    """Why something was taken out that may be put back."""
    return {
        What.MAIL: _("an e-mail address"),
        What.PLACE: _("a place"),
        What.VISITOR: _("the visitor's name"),
        What.ME: _("your name"),
        What.NAME: _("perhaps a name"),
        What.NUMBER: _("a number or a day"),
    }


def _begins(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else f"{line[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
