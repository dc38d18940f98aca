"""The doors of the HSDS API: what it is, its description, five lists, and the things in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Response, current_app, request

from app.core import i18n
from app.domain.directory.hsds import importing, lists
from app.web.api.blueprint import bp
from app.web.api.hsds import answers, openapi, question
from app.web.api.hsds.parameters import OF_LIST
from app.web.api.hsds.question import Refused
from app.web.errors import answer

BASE = "/api/hsds/v3"
NAMES = f"<any({', '.join(OF_LIST)}):name>"
PROFILE = "https://github.com/openreferral/specification/tree/3.0"


def in_words(view: Callable[..., Response]) -> Callable[..., Response]:
    """A refusal becomes 400 with its sentence. Machines and their makers read it, in English."""

    @wraps(view)
    def seen(**values: str) -> Response:
        try:
            return view(**values)
        except Refused as refused:
            return answer(400, refused.words, refused.code)

    return seen


@bp.get(f"{BASE}/")
@in_words
def hsds() -> Response:
    question.nothing(request.args)
    address = f"{current_app.config['SETTINGS'].public_url}{BASE}"
    told = [
        {"publisher": row.publisher, "source": row.source, "imported_at": row.imported_at, "services": row.active}
        for row in importing.packages()
    ]
    about = {"version": "3.0", "profile": PROFILE, "openapi_url": f"{address}/openapi.json", "sources": told}
    return answers.said(about, "en")


@bp.get(f"{BASE}/openapi.json")
@in_words
def hsds_openapi() -> Response:
    question.nothing(request.args)
    return answers.said(openapi.document(f"{current_app.config['SETTINGS'].public_url}{BASE}"), "en")


@bp.get(f"{BASE}/{NAMES}")
@in_words
def hsds_list(name: str) -> Response:
    asked = question.of_list(name, request.args)
    return (answers.lines if asked.lines else answers.page)(name, asked)


@bp.get(f"{BASE}/{NAMES}/<key>")
@in_words
def hsds_one(name: str, key: str) -> Response:
    asked = question.of_one(name, request.args)
    with i18n.speaking(asked.language):
        found = lists.one(name, key, asked.how)
    if found is None:
        return answer(404, f"There is nothing with this id among the {name.replace('_', ' ')}.", "not_found")
    return answers.said(found, asked.language)
