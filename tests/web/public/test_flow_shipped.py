"""Every way through every question tree we ship, as pages; and every page of them in every language and country."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import i18n
from app.domain.triage import address
from app.domain.triage.engine import known_answer, walk
from app.domain.triage.queries import flow
from tests.shipped_flows import Shipped, paths, shipped
from tests.staff_house import browser

SLUGS = sorted(shipped())


def page_of(reader: FlaskClient, one: Shipped, lang: str, answers: list[tuple[str, str]], area: str = "") -> str:
    """The page after these answers: by its address, or by pressing where the answers stand in no address."""
    tree, more = one.tree, {"area": area} if area else {}
    start = f"/{lang}/flow/{tree.slug}"
    if not tree.sensitive:
        here = walk(tree, dict(answers), area.split("-")[0].lower() or None).node
        return read(reader, f"{start}/{here}", {"a": address.write(dict(answers)), **more}, lang)
    reader.post(f"{start}/again", query_string=more)
    at = f"{start}"
    for question, option in answers:
        said = {"question": question, "option": option}
        at = reader.post(f"{start}/answer", data=said, query_string=more).location
        assert re.fullmatch(rf"{start}/\d+(\?area=[\w-]+)?", at), at
    return read(reader, at.split("?")[0], more, lang)


def read(reader: FlaskClient, url: str, query: dict[str, str], lang: str) -> str:
    found = reader.get(url, query_string=query)
    assert found.status_code == 200, (url, query, found.status_code, found.location)
    assert f'<html lang="{i18n.locales()[lang].tag}"' in found.text and found.text.count("<h1") == 1, url
    return found.text


def shows(one: Shipped, lang: str, node: str, text: str) -> bool:
    said = one.texts[lang].questions.get(node) or one.texts[lang].outcomes[node]
    return said.title in html.unescape(text)


@pytest.mark.parametrize("slug", SLUGS)
def test_it_works(site: Flask, slug: str) -> None:
    """Every way to every end, in Swedish; every end says what to do, and a way on."""
    one, reader, ends = shipped()[slug], browser(site), set()
    for answers in paths(one.tree):
        text = page_of(reader, one, "sv", answers)
        end = walk(one.tree, dict(answers)).node
        assert end in one.tree.outcomes and shows(one, "sv", end, text), (answers, end)
        assert "/sv/ask?from=flow:" in text.replace("%3A", ":")
        ends.add(end)
    assert ends == set(one.tree.outcomes)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_in_every_language(site: Flask, slug: str) -> None:
    one, reader = shipped()[slug], browser(site)
    told = flow(slug)
    assert told is not None
    for lang in told.languages:
        for node, answers in ways(one).items():
            assert shows(one, lang, node, page_of(reader, one, lang, answers)), (lang, node)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("area", ["SE-2482", "DK-101"])
def test_every_page_where_people_live(site: Flask, slug: str, area: str) -> None:
    """In a country where the tree holds; what the place answers is not asked."""
    one, reader, country = shipped()[slug], browser(site), area[:2].lower()
    if one.tree.countries and country not in one.tree.countries:
        assert f"area={one.tree.countries[0].upper()}" in reader.get(f"/sv/flow/{slug}?area={area}").text
        return
    for answers in ways(one, country).values():
        node = walk(one.tree, dict(answers), country).node
        assert shows(one, "sv", node, page_of(reader, one, "sv", answers, area)), (area, answers)


def ways(one: Shipped, country: str | None = None) -> dict[str, list[tuple[str, str]]]:
    """A shortest list of answers to each node that somebody in this country can come to."""
    first = walk(one.tree, {}, country).node
    found: dict[str, list[tuple[str, str]]] = {first: []}
    waiting = [first]
    for node in waiting:
        question = one.tree.questions.get(node)
        for option in question.options if question and known_answer(question, country) is None else ():
            answers = [*found[node], (node, option.code)]
            leads = walk(one.tree, dict(answers), country).node
            if leads not in found:
                found[leads] = answers
                waiting.append(leads)
    return found
