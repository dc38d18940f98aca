"""A followed link is counted for a page and a service that are there, and for nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.domain.referrals import queries
from app.domain.referrals.models import Referral
from app.domain.triage import queries as triage

SERVICE = "mitid-support"


def follow(reader: FlaskClient, page: str, service: str = SERVICE) -> int:
    return reader.post("/sv/leaving", data={"page": page, "service": service}).status_code


def test_it_works(reader: FlaskClient) -> None:
    for key in ("guide:eid-locked-se", "actor:mitid", "matter:eid-locked", "search", "actors", "area:SE-2482"):
        assert follow(reader, key) == 204, key
    assert follow(reader, "search") == 204
    assert queries.report(30).total == 7


def test_nothing_of_the_reader_is_kept(reader: FlaskClient) -> None:
    follow(reader, "search")
    row = session.scalars(select(Referral)).one()
    assert set(row.__table__.columns.keys()) == {"id", "day", "page", "service_id", "count"}
    answer = reader.post("/sv/leaving", data={"page": "search", "service": SERVICE, "q": "secret"})
    assert "Set-Cookie" not in answer.headers and not answer.data


@pytest.mark.parametrize("key", ["", "guide:", "guide:no-such", "front", "guide", "staff:x", "flow:no-such", "x" * 500])
def test_a_page_that_is_not_there_is_not_counted(reader: FlaskClient, key: str) -> None:
    assert follow(reader, key) == 404
    assert queries.report(90).total == 0


def test_a_service_that_is_not_there_is_not_counted(reader: FlaskClient) -> None:
    assert follow(reader, "search", "nobody") == 404 and follow(reader, "search", "") == 404


def test_sensitive_flows_are_never_counted(site: Flask, reader: FlaskClient) -> None:
    for slug, flow in triage.flows().items():
        assert (follow(reader, f"flow:{slug}") == 204) is not flow.tree.sensitive
        html = reader.get(f"/sv/flow/{slug}", follow_redirects=True).text
        assert (f'data-page="flow:{slug}"' in html) is not flow.tree.sensitive, slug


def test_another_site_cannot_count(site: Flask) -> None:
    elsewhere = site.test_client().post(
        "/sv/leaving", data={"page": "search", "service": SERVICE}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert elsewhere.status_code == 403 and queries.report(30).total == 0
