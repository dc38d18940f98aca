"""The answers of the HSDS API: a page, the whole list line by line, one object; each with its tag."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

from flask import Response, request, stream_with_context

from app.core import clock, counter, db, i18n
from app.domain.directory.hsds import lists
from app.web.api.hsds.question import Question
from app.web.cache import cacheable

SECONDS = 60


def page(name: str, question: Question) -> Response:
    """One page of a list with its figures."""
    with i18n.speaking(question.language):
        ids = lists.ids_of(name, question.asked)
        total = len(ids)
        size = question.per_page or max(1, total)
        pages = -(-total // size)
        here = ids[(question.page - 1) * size : question.page * size]
        contents = lists.some(name, here, question.how)
    return said(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": question.page,
            "size": len(contents),
            "first_page": question.page == 1,
            "last_page": question.page >= pages,
            "empty": not contents,
            "contents": contents,
        },
        question.language,
    )


def said(value: Any, language: str) -> Response:
    """JSON that anybody may keep for a minute and ask about by its tag."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, mimetype="application/json")
    response.headers["Content-Language"] = i18n.locales()[language].tag
    response.set_etag(hashlib.sha256(body).hexdigest()[:20], weak=True)
    cacheable(response, SECONDS).make_conditional(request)
    return response


def lines(name: str, question: Question) -> Response:
    """Everything, one object a line. Kept by nobody's memory here: it is written while it is read."""
    # What is shown changes with the content, and with the day: checks grow old, alerts end.
    version = f"{counter.value(counter.CONTENT)} {clock.today()} {request.full_path}"
    tag = hashlib.sha256(version.encode()).hexdigest()[:20]
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        with i18n.speaking(question.language):
            ids = lists.ids_of(name, question.asked)
        # Not make_conditional: to know the length it would write it all first.
        response = Response(stream_with_context(_lines(name, ids, question)), mimetype="application/x-ndjson")
    response.headers["Content-Language"] = i18n.locales()[question.language].tag
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(tag, weak=True)
    return response


def _lines(name: str, ids: list[int], question: Question) -> Iterator[str]:
    batches = lists.batches(name, ids, question.how)
    while True:
        # Only while a batch is made: between two of them this greenlet is somebody else's.
        with i18n.speaking(question.language):
            batch = next(batches, None)
        if batch is None:
            return
        text = "".join(f"{json.dumps(doc, ensure_ascii=False, separators=(',', ':'))}\n" for doc in batch)
        db.let_go()
        yield text
        time.sleep(0)
