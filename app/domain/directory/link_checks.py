"""Whether outside links still answer: one request a link a week, one link at a time, and only where the operator wants it.

What a machine saw hides nothing from visitors: it is a hint to those who check contacts. A link counts as silent when it
was so twice, on different days: servers are restarted.
"""

from __future__ import annotations

import http.client
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from app.core import db, outside
from app.core.db import session
from app.core.outside import NotPublic, Question
from app.core.unit import unit_of_work
from app.domain.directory.models import LinkCheck, Organization, Service

WEEK, DAY = timedelta(days=7), timedelta(days=1)
SECONDS = 10
# What says that a page is gone; a refusal (401, 403, 429) only says that machines are not liked.
GONE, BROKEN = (404, 410), 500
# Where a server knows no question that wants no page.
NO_HEAD = (400, 403, 405, 501)
_on = False
_who, _loopback = "", False


def configure(on: bool, public_url: str, loopback: bool = False) -> None:
    """Sets whether links are looked at, and who we say we are; `loopback`: this machine's own may be, for trying."""
    global _on, _who, _loopback
    _on, _who, _loopback = on, public_url, loopback


def on() -> bool:
    """Whether links are looked at."""
    return _on


def run() -> int:
    """Looks at the link that was not looked at for longest, if that is a week; a verb of a ticker of its own."""
    if not _on:
        return 0
    url = _next()
    session.rollback()  # nothing of the database is held while somebody's server thinks
    if url is None:
        return 0
    _note(url, look(url))
    return 1


def look(url: str) -> str:
    """What came back: a status, or the kind of silence."""
    parts = urlsplit(url)
    headers = {"User-Agent": f"Vejviser link check ({_who})", "Accept": "text/html, */*;q=0.1", "Connection": "close"}
    try:
        status = outside.ask(parts, Question("HEAD", headers, None, SECONDS, _loopback))
        if status in NO_HEAD:
            status = outside.ask(parts, Question("GET", headers, None, SECONDS, _loopback))
    except NotPublic:
        return "not public"
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return type(error).__name__[:20]
    return str(status)


def answers(said: str) -> bool:
    """Whether that is an answer; one that leads elsewhere is."""
    return said.isdecimal() and int(said) not in GONE and int(said) < BROKEN


def silent() -> dict[str, datetime]:
    """Links that did not answer on two days or more -> since when."""
    query = select(LinkCheck).where(LinkCheck.silent_since.is_not(None))
    rows = session.scalars(query)
    return {row.url: row.silent_since for row in rows if row.silent_since and row.checked_at > row.silent_since}


def _links() -> set[str]:
    """Every link of every body that we would go to."""
    given = {*session.scalars(select(Organization.website)), *session.scalars(select(Service.url))}
    return {url for url in given if url and outside.may_be_asked(urlsplit(url), _loopback)}


def _next() -> str | None:
    """New ones first, then whoever waits longest; a silent one again after a day."""
    seen = {row.url: row for row in session.scalars(select(LinkCheck))}
    moment, links = db.database_now(), _links()
    new = sorted(links - seen.keys())
    if new:
        return new[0]
    waits = [row for row in seen.values() if row.url in links]
    due = [row for row in waits if row.checked_at <= moment - (DAY if row.silent_since else WEEK)]
    return min(due, key=lambda row: row.checked_at).url if due else None


def _note(url: str, said: str) -> None:
    """Keeps what was seen, and forgets links that nobody has any more."""
    with unit_of_work():
        session.execute(delete(LinkCheck).where(LinkCheck.url.not_in(_links())))
        moment = db.database_now()
        row = session.get(LinkCheck, url)
        if row is None:
            row = LinkCheck(url=url)
            row.checked_at, row.said, row.silent_since = moment, said, None
            if not db.added(row):
                return  # another process was there too
        row.checked_at, row.said = moment, said
        row.silent_since = None if answers(said) else row.silent_since or moment
