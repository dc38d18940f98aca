"""Which page a followed link is counted for: a key such as `guide:eid-locked-se`, or none at all."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request

from app.domain.directory.titles import organization_name
from app.domain.guides.titles import guide_brief, matter_titles
from app.domain.places.areas import places
from app.domain.triage import queries as triage

# By the page's endpoint: what its key begins with, and the part of the address that names it.
KINDS = {
    "public.guide": ("guide", "slug"),
    "public.actor": ("actor", "slug"),
    "public.matter": ("matter", "code"),
    "public.area": ("area", "code"),
    "public.matrix": ("matrix", "code"),
    "public.flow": ("flow", "slug"),
    "public.flow_node": ("flow", "slug"),
}
ALONE = {"public.search": "search", "public.actors": "actors"}
THERE: dict[str, Callable[[str], bool]] = {
    "guide": lambda slug: guide_brief(slug) is not None,
    "actor": lambda slug: bool(organization_name(slug)),
    "matter": lambda code: bool(matter_titles(code)),
    "area": lambda code: code in places(),
    "matrix": lambda code: code in places(),
    "flow": lambda slug: _may_be_counted(slug),
}


def page_key() -> str:
    """The key of the page being shown; empty where nothing is counted, as in a sensitive flow."""
    endpoint = request.endpoint or ""
    if endpoint in ALONE:
        return ALONE[endpoint]
    kind, part = KINDS.get(endpoint, ("", ""))
    name = (request.view_args or {}).get(part, "")
    if not name or (kind == "flow" and not _may_be_counted(name)):
        return ""
    return f"{kind}:{name}"


def is_a_page(key: str) -> bool:
    """Whether a key that a browser sent is one of a page that is there and may be counted."""
    if key in ALONE.values():
        return True
    kind, _colon, name = key.partition(":")
    return kind in THERE and 0 < len(name) <= 80 and THERE[kind](name)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["page_key"] = page_key


def _may_be_counted(slug: str) -> bool:
    flow = triage.flow(slug)
    return flow is not None and not flow.tree.sensitive
