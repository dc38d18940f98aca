"""Areas that merge: until the day the old one stands, from it on its code leads to the new one, and nobody gets lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.unit import unit_of_work
from app.domain.directory import queries
from app.domain.places.areas import Tree, place_of, places, standing
from app.domain.places.models import Area


class Row:
    """An area's row, as the tree reads it."""

    def __init__(self, code, parent=None, into=None, on=date(2020, 1, 1)):
        self.code, self.parent, self.merged_into = code, parent, into
        self.merged_on = on if into else None
        self.kind, self.names, self.timezone, self.website = "municipality", {"en": code}, "Europe/Stockholm", None


def tree(*rows):
    found = Tree({row.code: row for row in rows})
    return {code: found.place(code) for code in found.rows}


def at(monkeypatch, *when):
    monkeypatch.setattr(clock, "now", lambda: datetime(*when, tzinfo=UTC))


def test_it_works(database):
    with unit_of_work() as unit:
        country = Area(code="SE", kind="country", timezone="Europe/Stockholm", names={"en": "Sweden"})
        new = Area(code="SE-1", kind="municipality", timezone="Europe/Stockholm", names={"en": "New"}, parent=country)
        old = Area(code="SE-2", kind="municipality", timezone="Europe/Stockholm", names={"en": "Old"}, parent=country)
        old.merged_into, old.merged_on = "SE-1", date(2020, 1, 1)
        branch = Area(code="SE-2-b", kind="branch", timezone="Europe/Stockholm", names={"en": "Branch"}, parent=old)
        unit.session.add_all([country, new, old, branch])
    assert place_of("SE-2").code == "SE-1" and place_of("SE-9") is None and place_of(None) is None
    assert [place.code for place in standing()] == ["SE", "SE-1", "SE-2-b"]
    assert places()["SE-1"].chain == ("SE-1", "SE-2", "SE")
    assert places()["SE-2-b"].chain == ("SE-2-b", "SE-1", "SE-2", "SE")
    assert places()["SE-2-b"].above == ("SE-1", "SE") and places()["SE-2-b"].country == "se"


@pytest.mark.parametrize(("when", "code"), [((2026, 12, 31, 22, 59), "B"), ((2026, 12, 31, 23, 0), "A")])
def test_the_day_begins_by_the_local_clock(monkeypatch, when, code):
    at(monkeypatch, *when)
    found = tree(Row("SE"), Row("A", "SE"), Row("B", "SE", "A", date(2027, 1, 1)))
    assert (found["B"].successor or "B") == code
    assert found["B"].becomes == "A" and found["B"].merged_on == date(2027, 1, 1)


def test_a_chain_of_mergers_leads_to_the_last(monkeypatch):
    at(monkeypatch, 2026, 6, 1)
    rows = [Row("SE"), Row("A", "SE"), Row("B", "SE", "A"), Row("C", "SE", "B"), Row("D", "SE", "C", date(2030, 1, 1))]
    found = tree(*rows)
    assert [found[code].successor for code in "ABCD"] == [None, "A", "A", None]
    assert found["A"].chain == ("A", "B", "C", "SE")


def test_a_circle_leads_nowhere():
    found = tree(Row("SE"), Row("A", "SE", "B"), Row("B", "SE", "A"))
    assert [found[code].successor for code in "AB"] == [None, None]


def test_what_was_written_for_the_old_code_is_for_the_new_reader():
    """Services, and rules and rotas as well: they all ask whether their area is in the reader's chain."""
    found = tree(Row("SE"), Row("SE-1", "SE"), Row("SE-2", "SE", "SE-1"))
    assert queries._distance(("SE-2",), found["SE-1"].chain) == 0
    assert found["SE-2"].chain == found["SE-1"].chain


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=8))
def test_whatever_the_rows_say_it_ends(mergers):
    """Slow and fast agree: a code leads to where one lands by walking, and every chain ends in the country."""
    into = {f"M{a}": f"M{b}" for a, b in mergers if a != b}
    found = tree(Row("SE"), *(Row(f"M{one}", "SE", into.get(f"M{one}")) for one in range(8)))
    for code in into:
        at_, seen = code, [code]
        while at_ in into and into[at_] not in seen:
            at_ = into[at_]
            seen.append(at_)
        expected = code if at_ in into else at_
        assert (found[code].successor or code) == expected
        assert found[code].chain[-1] == "SE" and len(set(found[code].chain)) == len(found[code].chain)
