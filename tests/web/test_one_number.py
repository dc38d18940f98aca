"""A phone number that changes, changes everywhere: one walk over every page, card, list and export that can show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import desk
from app.domain.chat.terms import CardKind
from app.domain.content.rows import organizations
from app.domain.content.writers import organizations as as_file
from app.domain.directory.hsds.export import export as export_hsds
from app.domain.directory.models import Phone, Service
from app.domain.triage import graph, trees
from app.web import chat_cookie
from tests import factories
from tests.staff_house import browser, logged_in, one_app, person
from tests.web.public.conftest import loaded, site

__all__ = ["loaded", "one_app", "site"]
SERVICE = "mitid-support"
NEW = "+45 33 98 00 45"


def dialled(number: str) -> str:
    """A number without what people put between its digits, as it may stand in a text."""
    return re.sub(r"\D", "", number)


def holds(text: str, number: str) -> bool:
    return dialled(number) in re.sub(r"(?<=\d)[\s().\u00a0\u2011-]+(?=\d)", "", text)


@pytest.fixture
def conversation(site: Flask) -> tuple[FlaskClient, FlaskClient, str]:
    """A visitor and a librarian with the service's card between them: both their browsers, and its address."""
    karin = person("Karin Berg")
    actor = desk.actor_of(karin)
    who, number = factories.claimed(actor, text="MitID er spærret", locale="en")
    with unit_of_work():
        desk.send_card(actor, who.public_id, number, CardKind.SERVICE, SERVICE, 1, "card-1")
    with unit_of_work():
        token = services_token(who.public_id)
    visitor = browser(site)
    with site.app_context():
        visitor.set_cookie(chat_cookie.name(), token)
    return visitor, logged_in(site, karin), who.public_id


def services_token(public_id: str) -> str:
    """A key to the conversation, as its visitor's browser has it."""
    from app.domain.chat import secrets
    from app.domain.chat.models import Conversation

    row = session.scalars(select(Conversation).where(Conversation.public_id == public_id)).one()
    return secrets.give_token(row)


def everywhere(site: Flask, talk: tuple[FlaskClient, FlaskClient, str], folder: Path) -> Iterator[tuple[str, str]]:
    """Every place that may show a number, and what it says."""
    reader = browser(site)
    for place in [*pages(reader), *flow_pages(), *open_data(reader)]:
        yield place, reader.get(place).text
    yield from behind_doors(talk, folder)


def behind_doors(talk: tuple[FlaskClient, FlaskClient, str], folder: Path) -> Iterator[tuple[str, str]]:
    """What only one visitor, the team or the operator sees."""
    visitor, librarian, public_id = talk
    yield "the visitor's chat", visitor.get("/en/chat").text
    yield "the transcript", visitor.get("/en/chat/transcript").text
    yield "the desk", librarian.get(f"/en/staff/conversation/{public_id}").text
    yield "the list of contacts", librarian.get("/en/staff/contacts").text
    yield "the content as files", "".join(map(as_file.write, map(organizations.record, organizations.find().values())))
    export_hsds(folder / "hsds", "da")
    yield "the HSDS files", "".join(file.read_text("utf-8") for file in sorted((folder / "hsds").iterdir()))


def pages(reader: FlaskClient) -> list[str]:
    found = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", reader.get("/sitemap-en.xml").text)
    # A Danish number: what holds in Sweden alone is walked by nobody who could see it.
    return [f"{path}?area=DK-101" if "/guide/" in path else path for path in found if not re.search(r"-se$|/SE", path)]


def flow_pages() -> list[str]:
    """Every end of every tree whose answers stand in the address."""
    return [
        f"/en/flow/{one.tree.slug}/{code}?a={'~'.join(f'{question}.{option}' for question, option in answers)}"
        for one in trees.published()
        if not one.tree.sensitive
        for code, answers in graph.shortest(one.tree).items()
    ]


def open_data(reader: FlaskClient) -> list[str]:
    hsds = "/api/hsds/v3"
    pages = reader.get(f"{hsds}/services?full=true&per_page=100").json["total_pages"]
    numbered = [f"{hsds}/services?full=true&per_page=100&page={number}" for number in range(1, pages + 1)]
    with_phones = [f"{hsds}/organizations?full=true&full_service=true&per_page=100&format=ndjson"]
    return [
        *numbered,
        *with_phones,
        "/api/cpsv-ap.ttl",
        "/api/cpsv-ap.rdf",
        "/api/cpsv-ap.jsonld",
        "/api/search?q=mitid&lang=da",
    ]


def shown_at(places: dict[str, str], number: str) -> set[str]:
    return {place for place, text in places.items() if holds(text, number)}


def test_it_works(site: Flask, conversation: tuple[FlaskClient, FlaskClient, str], tmp_path: Path) -> None:
    phone = session.scalars(select(Phone).join(Service).where(Service.slug == SERVICE)).one()
    old, address = phone.number, f"/en/staff/contacts/phone/{phone.public_id}"
    librarian = conversation[1]
    unchecked = shown_at(dict(behind_doors(conversation, tmp_path / "1")), old)
    assert unchecked == {"the list of contacts", "the content as files", "the HSDS files"}

    check = {"seen": old, "result": "right", "source": "https://www.mitid.dk"}
    assert librarian.post(address, data=check).status_code == 303
    before = dict(everywhere(site, conversation, tmp_path / "2"))
    shown = shown_at(before, old)
    for kind in ("/en/guide/", "/en/actor/mitid", "/en/flow/mitid-dk/", "/api/hsds/v3/services?", "/api/hsds/v3/organizations?",
                 "/api/cpsv-ap.ttl", "/api/cpsv-ap.rdf", "the visitor's chat", "the transcript", "the desk"):  # fmt: skip
        assert any(place.startswith(kind) for place in shown), kind
    assert '"telephone"' in before["/en/actor/mitid"], "and in what search engines read"

    wrong = {"seen": old, "result": "wrong", "source": "https://www.mitid.dk", "corrected": NEW}
    assert librarian.post(address, data=wrong).status_code == 303
    after = dict(everywhere(site, conversation, tmp_path / "3"))
    assert shown_at(after, old) == {"the list of contacts"} & shown_at(after, old)
    assert shown_at(after, NEW) == shown
    assert len(shown) > 20
