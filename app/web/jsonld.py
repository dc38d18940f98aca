"""What search engines read of a page: its one address, its languages, and what it is (JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from markupsafe import Markup

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.guides.queries import GuideView
from app.domain.places.areas import Place, places
from app.web.filters import language_tag, markdown
from app.web.reasons import with_reasons


@dataclass(frozen=True)
class Head:
    """For the page's head: `alternates` are (language tag, address); `data` is ready JSON."""

    description: str
    canonical: str
    alternates: list[tuple[str, str]]
    data: list[Markup]


def absolute(path: str) -> str:
    """An address as the world sees it."""
    found: str = current_app.config["SETTINGS"].public_url
    return found + path


def head(description: str, languages: Iterable[str] | None = None, default: str = "en", **data: Any) -> Head:
    """The head of this page, which exists in `languages` (all of ours unless given); `data` are JSON-LD things."""
    codes = list(i18n.locales()) if languages is None else list(languages)
    own = i18n.current().code if i18n.current().code in codes else default
    alternates = [(language_tag(code), _here(code)) for code in codes]
    if codes:
        alternates.append(("x-default", _here("en" if "en" in codes else default)))
    return Head(" ".join(description.split())[:300], _here(own), alternates, [script(one) for one in data.values()])


def script(data: dict[str, Any]) -> Markup:
    """JSON that cannot end its own script element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def how_to(guide: GuideView) -> dict[str, Any]:
    """A guide as schema.org/HowTo."""
    here = _here(guide.locale)
    steps = [
        {"@type": "HowToStep", "position": place, "name": title, "text": markdown(body).striptags() or title,
         "url": f"{here}#step-{place}"}
        for place, (title, body) in enumerate(guide.steps, 1)
    ]  # fmt: skip
    return {
        "@type": "HowTo",
        "name": guide.title,
        "description": guide.summary,
        "inLanguage": language_tag(guide.locale),
        "totalTime": f"PT{guide.minutes[1]}M",
        "supply": [{"@type": "HowToSupply", "name": markdown(one).striptags()} for one in guide.bring],
        "step": steps,
        "dateModified": guide.updated_at.date().isoformat(),
    }


def faq(guide: GuideView) -> dict[str, Any]:
    """What the library does and does not do about it, by the headings and in the words of the guide's own page."""
    asked = [(_("What the library can help with"), list(guide.can))]
    lines = with_reasons(guide.cannot, guide.reasons)
    asked.append((_("What the library cannot do, and why"), [" ".join(filter(None, pair)) for pair in lines]))
    return {
        "@type": "FAQPage",
        "name": guide.title,
        "url": _here(guide.locale),
        "inLanguage": language_tag(guide.locale),
        "mainEntity": [
            {"@type": "Question", "name": question, "about": guide.title,
             "acceptedAnswer": {"@type": "Answer", "text": "\n".join(markdown(one).striptags() for one in answer)}}
            for question, answer in asked if answer
        ],
    }  # fmt: skip


def front() -> dict[str, Any]:
    """The site, how to search it, and whose it is."""
    here, us = absolute(f"/{i18n.current().code}/"), absolute("/#organization")
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{here}search?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    site = {"@type": "WebSite", "@id": absolute("/#website"), "name": "Vejviser", "url": here, "publisher": {"@id": us},
            "inLanguage": i18n.current().tag, "potentialAction": search}  # fmt: skip
    return {"@graph": [site, {"@type": "Organization", "@id": us, "name": "Vejviser", "url": absolute("/")}]}


def trail(*steps: tuple[str, str]) -> dict[str, Any]:
    """The way here from the front page, which comes by itself."""
    return breadcrumbs([(_("Front page"), url_for("public.front", area=None)), *steps])


def place_trail(place: Place) -> dict[str, Any]:
    """The way to a place through everything it lies in."""
    every = places()
    steps = [every[code] for code in (*reversed(place.above), place.code)]
    return trail(*((one.name, url_for("public.area", code=one.code, area=None)) for one in steps))


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """(name, path) from the front page down, as schema.org/BreadcrumbList."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _here(code: str) -> str:
    """This page in another language, without what the reader brought in the query."""
    if "here" not in g:
        # Built once: only the first segment differs, and a guide names twelve languages and every step.
        given = {**(request.view_args or {}), "lang": code, "area": None}
        g.here = url_for(request.endpoint or "", **given).split("/", 2)[2]
    return absolute(f"/{code}/{g.here}")
