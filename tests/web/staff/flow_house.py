"""An editor at a shipped question tree: reads a part's field, writes over it, looks at what stands."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.db import session
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.terms import Role
from app.domain.triage import drafts
from app.domain.triage.drafts import Kept
from tests.staff_house import logged_in, person

URL = "/en/staff/flows"
SLUG = "eid-se"


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    return logged_in(app, person("Eva", Role.EDITOR))


def read(client: FlaskClient, path: str = "") -> str:
    """A page in one line, as text between tags stands in it."""
    answer = client.get(URL + path)
    assert answer.status_code == 200, path
    return " ".join(html.unescape(answer.text).split())


def field(text: str, name: str) -> str:
    """What stands in a field of a page."""
    if found := re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', text, re.S):
        return html.unescape(found[1])
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return html.unescape(found[1])


def part(client: FlaskClient, name: str, slug: str = SLUG) -> dict[str, str]:
    """The form of a part as it comes."""
    text = client.get(f"{URL}/{slug}/edit?part={name}").text
    return {"part": name, "typed": field(text, "typed"), "seen": field(text, "seen")}


def write(client: FlaskClient, name: str, old: str, new: str, slug: str = SLUG) -> TestResponse:
    """Writes one thing over in a part."""
    form = part(client, name, slug)
    assert old in form["typed"], form["typed"]
    return client.post(f"{URL}/{slug}/edit", data={**form, "typed": form["typed"].replace(old, new, 1)})


def publish(client: FlaskClient, slug: str = SLUG, **more: Any) -> TestResponse:
    seen = field(client.get(f"{URL}/{slug}/draft").text, "seen")
    return client.post(f"{URL}/{slug}/publish", data={"seen": seen, **more})


def kept(slug: str = SLUG) -> Kept:
    session.remove()
    return drafts.kept(slug)


def audited() -> list[str]:
    session.remove()
    return list(session.scalars(select(AuditEntry.action).where(AuditEntry.thing == f"flow:{SLUG}")))
