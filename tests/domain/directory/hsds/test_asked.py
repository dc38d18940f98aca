"""Every filter on both kinds of database; how they combine is asked over the web."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.core import i18n
from app.domain.directory.hsds import lists
from app.domain.directory.hsds.asked import Asked, metres
from app.domain.directory.hsds.lists import How
from tests.hsds_house import bundle, key, take

LONG_AGO, FAR_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def found(name: str, **asked: object) -> list[str]:
    ids = lists.ids_of(name, Asked(**asked))  # type: ignore[arg-type]
    return [doc["id"] for doc in lists.some(name, ids, How())]


def test_it_works(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(2))
    both, place = [key("service 1"), key("service 2")], [key("place")]
    whole = {
        "search": "HELP somebody", "taxonomy_term_id": key("term"), "taxonomy_id": key("taxonomy"),
        "organization_id": key("organization"), "modified_after": LONG_AGO,
    }  # fmt: skip
    assert found("services") == found("services", **whole) == both
    assert found("service_at_locations", **whole, postcode="11122", proximity=1.0) == place
    for wrong in (
        {"search": "nothing like it"}, {"taxonomy_term_id": key("x")}, {"taxonomy_id": key("x")},
        {"organization_id": key("x")}, {"modified_after": FAR_AHEAD},
    ):  # fmt: skip
        assert found("services", **{**whole, **wrong}) == []
        assert found("service_at_locations", **{**whole, **wrong}) == []
    assert found("service_at_locations", search="house") == place
    assert found("service_at_locations", postcode="99999") == []
    assert found("taxonomy_terms", taxonomy_id=key("taxonomy"), top_only=True) == [key("term")]
    assert found("taxonomy_terms", parent_id=key("term")) == []


def test_a_text_comes_in_the_nearest_language(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(1), language="da")
    for reader in ("da", "sv", "ar"):
        with i18n.speaking(reader):
            assert lists.one("services", key("service 1"), How(full=True))["name"] == "Help 1"  # type: ignore[index]


def test_metres() -> None:
    assert metres((59.0, 18.0), (59.0, 18.0)) == 0
    assert 111_000 < metres((59.0, 18.0), (60.0, 18.0)) < 111_400
    assert 20_000_000 < metres((0.0, 0.0), (0.0, 180.0)) < 20_100_000
