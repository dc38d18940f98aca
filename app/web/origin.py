"""What a visitor brings along to a librarian: the page they were on, the questions they answered, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from app.core import i18n
from app.domain.chat.terms import Origin
from app.domain.directory.titles import organization_name
from app.domain.guides.titles import guide_brief, matter_titles, topic_names
from app.domain.triage import address
from app.web.flow_words import Path, path


@dataclass(frozen=True)
class Brought:
    """One thing brought along: what kind, its title in the reader's language, and where it is.

    `path` is there for a question tree: what was answered, and where it led. `stored` is what a conversation remembers.
    """

    kind: str
    slug: str
    title: str
    url: str
    matter: str | None
    path: Path | None = None
    stored: Mapping[str, Any] = field(default_factory=dict)


def parse(value: str) -> tuple[str, str]:
    """`guide:eid-locked-se` as (kind, slug); ("", "") for anything else."""
    kind, _, slug = value.partition(":")
    return (kind, slug[:80]) if kind in set(Origin) and slug else ("", "")


def brought(kind: str, slug: str) -> Brought | None:
    """The thing behind a kind and slug, or None where there is none. A tree without its answers is nothing brought."""
    stored = {"kind": kind, "slug": slug}
    if kind == Origin.GUIDE and (guide := guide_brief(slug)):
        found = i18n.choose(guide.titles, source=guide.source_locale)
        title, url = str(found[1]) if found else slug, url_for("public.guide", slug=slug)
        return Brought(kind, slug, title, url, guide.matter, stored=stored)
    if kind == Origin.MATTER and (titles := matter_titles(slug)):
        return Brought(kind, slug, i18n.say(titles), url_for("public.matter", code=slug), slug, stored=stored)
    if kind == Origin.ACTOR and (name := organization_name(slug)):
        return Brought(kind, slug, name, url_for("public.actor", slug=slug), None, stored=stored)
    if kind == Origin.TOPIC and (names := topic_names(slug)):
        return Brought(kind, slug, i18n.say(names), url_for("public.topic", slug=slug), None, stored=stored)
    return None


def walked(slug: str, answers: Mapping[str, str], node: str = "", country: str | None = None) -> Brought | None:
    """A question tree with the path of these answers; None for no tree."""
    found = path(slug, answers, node, country)
    if found is None:
        return None
    tree = found.told.tree
    # A sensitive tree's answers stand in no address, a colleague's neither.
    given = None if tree.sensitive else address.write(found.walked.answers) or None
    start = url_for("public.flow", slug=slug)
    url = url_for("public.flow_node", slug=slug, node=found.node, a=given) if given else start
    return Brought(Origin.FLOW, slug, found.title, url, found.matter, found, found.stored)


def of_conversation(origin: Mapping[str, Any]) -> Brought | None:
    """What a conversation's stored origin points at today."""
    kind, slug = str(origin.get("kind", "")), str(origin.get("slug", ""))
    if kind == Origin.FLOW:
        answers = origin.get("answers")
        return walked(slug, answers if isinstance(answers, dict) else {}, str(origin.get("node", "")))
    return brought(kind, slug)
