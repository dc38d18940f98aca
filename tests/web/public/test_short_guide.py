"""A guide in a language that has only its most important words: they come first, and the steps in another language."""

from __future__ import annotations

import json
import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.guides.models import Guide, GuideTranslation
from app.domain.guides.terms import TranslationState

GUIDE = "/ar/guide/eid-locked-se"
STEPS = "The steps are not translated to your language yet."


def shorten(state: str = TranslationState.SHORT, critical: bool = False) -> None:
    """The Arabic text loses its steps, what to bring and the next time; Swedish and English stay whole."""
    with unit_of_work() as unit:
        guide = unit.session.execute(select(Guide).where(Guide.slug == "eid-locked-se")).scalar_one()
        guide.safety_critical = critical
        for text in list(guide.translations):
            if text.locale == "ar":
                text.title, text.summary, text.can = "عنوان قصير", "ملخص قصير", ["نساعدك"]
                text.state, text.steps, text.bring, text.next_time = state, [], [], ""
            elif text.locale not in ("sv", "en"):
                guide.translations.remove(text)
        counter.bump(counter.CONTENT)


def english(part: str) -> str:
    text = select(GuideTranslation).join(Guide).where(Guide.slug == "eid-locked-se", GuideTranslation.locale == "en")
    with unit_of_work() as unit:
        found = unit.session.execute(text).scalar_one()
        return {"step": found.steps[0].title, "title": found.title}[part]


def part(html: str, begin: str, end: str) -> str:
    start = html.index(begin)
    return html[start : html.index(end, start)]


def test_it_works(reader: FlaskClient) -> None:
    shorten()
    html = reader.get(GUIDE).text
    assert "<h1>عنوان قصير</h1>" in html and "ملخص قصير" in html and "نساعدك" in html
    assert english("step") in part(html, 'id="step-1"', 'id="step-2"')
    assert english("title") not in html


def test_only_what_is_foreign_is_marked(reader: FlaskClient) -> None:
    shorten()
    html = reader.get(GUIDE).text
    assert re.search(r'<div class="flow">\s*<h1>', html)
    assert re.search(r'<div lang="en" dir="ltr">\s*<ol class="steps">', html)
    assert '<ul lang="en" dir="ltr">' in part(html, 'class="facts"', "</dl>")
    assert 'lang="en"' not in part(html, 'class="can"', 'id="who-can"')
    assert '<p lang="en" dir="ltr">' in part(html, 'class="next-time"', "</p>")


def test_a_note_above_the_steps_says_so_and_where_it_is_whole(reader: FlaskClient) -> None:
    shorten()
    html = reader.get(GUIDE).text
    note = part(html, 'id="steps"', 'class="steps"')
    assert 'href="/en/guide/eid-locked-se"' in note and 'href="/sv/guide/eid-locked-se"' in note
    assert html.count('class="notice info"') == 1 and 'class="notice info"' in note


def test_search_engines_are_not_told_that_it_is_whole(reader: FlaskClient) -> None:
    shorten()
    head = part(reader.get(GUIDE).text, "<head>", "</head>")
    assert 'rel="alternate" hreflang="ar"' not in head and 'rel="alternate" hreflang="en"' in head
    kinds = [json.loads(one)["@type"] for one in re.findall(r'application/ld\+json">(.*?)</script>', head, re.DOTALL)]
    assert kinds == ["BreadcrumbList"]
    assert '"HowTo"' in reader.get("/en/guide/eid-locked-se").text


def test_old_words_that_could_hurt_are_not_shown(reader: FlaskClient) -> None:
    shorten(TranslationState.SHORT_OUTDATED, critical=True)
    html = reader.get(GUIDE).text
    assert "عنوان قصير" not in html and english("title") in html
    assert re.search(r'lang="en" dir="ltr"[^>]*>\s*<h1>', html)


def test_lists_show_the_reader_s_own_words(reader: FlaskClient) -> None:
    shorten()
    assert "عنوان قصير" in reader.get("/ar/matter/eid-locked").text
