"""What people could not find: how many, which words, and the forms that add words to a matter. For editors."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.chat import retention
from app.domain.guides.titles import all_matter_titles
from app.domain.insights import unfound as list_of
from app.domain.search.results import Found, find
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp

BEST = 3


@bp.get("/unfound")
def unfound() -> Response:
    """What waits for an editor, or with `show=done` what was dealt with; a page at a time."""
    done, number = request.args.get("show") == "done", _page_number()
    rows, total = (list_of.done_rows if done else list_of.open_rows)(number)
    return page(
        "staff/unfound/unfound.html",
        rows=[(row, _today(row.words)) for row in rows],
        done=done,
        number=number,
        pages=-(-total // list_of.PAGE),
        misses=list_of.misses(),
        said=words.done(request.args.get("said")),
        keep={"misses": list_of.MISS_DAYS, "words": retention.keep.left},
    )


@bp.get("/unfound/<public_id>")
def unfound_words(public_id: str) -> Response:
    return _words(public_id)


@bp.post("/unfound/<public_id>/add")
def unfound_add(public_id: str) -> AnyResponse:
    form = request.form
    matter = form.get("other") or form.get("matter", "")
    try:
        with unit_of_work():
            list_of.add(me(), public_id, matter, form.get("locale", ""), form.get("keyword", ""))
    except (Invalid, Conflict) as error:
        return _words(public_id, error)
    return _back("words-added", undo=public_id)


@bp.post("/unfound/<public_id>/dismiss")
def unfound_dismiss(public_id: str) -> AnyResponse:
    with unit_of_work():
        list_of.dismiss(me(), public_id)
    return _back("words-dismissed", undo=public_id)


@bp.post("/unfound/<public_id>/take-back")
def unfound_take_back(public_id: str) -> AnyResponse:
    with unit_of_work():
        list_of.take_back(me(), public_id)
    return _back("words-back")


def _back(said: str, **more: Any) -> AnyResponse:
    return redirect(url_for("staff.unfound", said=said, **more), 303)


def _page_number() -> int:
    typed = request.args.get("page", "")
    return max(int(typed), 1) if typed.isdecimal() and len(typed) < 6 else 1


def _today(said: str) -> Found:
    """What the search answers to these words now, with its best matters."""
    return find(said, i18n.current().code, BEST)


def _field(error: DomainError, with_choices: bool) -> str:
    """The field of the form that a refusal is about."""
    if error.code == "matter_missing":
        return "matter" if with_choices else "other"
    return "locale" if error.code == "matter_unnamed" else "keyword"


def _words(public_id: str, error: DomainError | None = None) -> Response:
    row = list_of.one(public_id)
    found = _today(row.words)
    given = request.form if error else {"locale": row.locale, "keyword": list_of.keyword(row)}
    titles = sorted(((code, i18n.say(names)) for code, names in all_matter_titles().items()), key=lambda one: one[1])
    return page(
        "staff/unfound/words.html",
        status=422 if error else 200,
        row=row,
        found=found,
        choices=[(hit.slug, hit.title) for hit in found.matters],
        matters=titles,
        languages=words.languages(),
        given=given,
        errors={_field(error, bool(found.matters)): sentence(error)} if error else {},
        longest=list_of.LONGEST,
    )
