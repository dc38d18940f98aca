"""What comes along with a question: read from the form's address, and a sensitive tree's answers from its cookie."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.chat.terms import Origin
from app.domain.triage import address
from app.domain.triage.queries import flow
from app.web import origin
from app.web.origin import Brought
from app.web.public import flow_cookie
from app.web.public.flow_visit import country_here


def brought(given: Mapping[str, str]) -> Brought | None:
    """The page somebody came from, or the path they walked; None where they came from nowhere."""
    kind, slug = origin.parse(given.get("from", ""))
    if kind != Origin.FLOW:
        return origin.brought(kind, slug)
    told = flow(slug)
    if told is None:
        return None
    answers = flow_cookie.answers(slug) if told.tree.sensitive else address.read(given.get("a", ""))
    return origin.walked(slug, answers, given.get("node", ""), country_here())


def way_out(found: Brought | None) -> str:
    """The slug of the sensitive tree whose answers are on the page; empty for none."""
    return found.slug if found and found.path and found.path.told.tree.sensitive else ""
