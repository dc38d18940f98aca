"""What a visitor brings along to a librarian: the page they were on and what they searched for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core import i18n
from app.domain.chat.terms import Origin
from app.domain.directory.titles import organization_name
from app.domain.guides.titles import guide_brief, matter_titles, topic_names


@dataclass(frozen=True)
class Brought:
    """One thing brought along: what kind, its title in the reader's language, and where it is."""

    kind: str
    slug: str
    title: str
    url: str
    matter: str | None


def parse(value: str) -> tuple[str, str]:
    """`guide:eid-locked-se` as (kind, slug); ("", "") for anything else."""
    kind, _, slug = value.partition(":")
    return (kind, slug[:80]) if kind in set(Origin) and slug else ("", "")


def brought(kind: str, slug: str) -> Brought | None:
    """The thing behind a kind and slug, or None where there is none."""
    if kind == Origin.GUIDE and (guide := guide_brief(slug)):
        found = i18n.choose(guide.titles, source=guide.source_locale)
        return Brought(kind, slug, str(found[1]) if found else slug, url_for("public.guide", slug=slug), guide.matter)
    if kind == Origin.MATTER and (titles := matter_titles(slug)):
        return Brought(kind, slug, i18n.say(titles), url_for("public.matter", code=slug), slug)
    if kind == Origin.ACTOR and (name := organization_name(slug)):
        return Brought(kind, slug, name, url_for("public.actor", slug=slug), None)
    if kind == Origin.TOPIC and (names := topic_names(slug)):
        return Brought(kind, slug, i18n.say(names), url_for("public.topic", slug=slug), None)
    return None


def of_conversation(origin: Mapping[str, Any]) -> Brought | None:
    """What a conversation's stored origin points at today."""
    return brought(str(origin.get("kind", "")), str(origin.get("slug", "")))
