"""Answers in an address: there and back, and whatever else people put there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.domain.triage import address

calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
codes = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)


def test_it_works() -> None:
    assert address.write({"have": "bankid", "trouble": "lost-phone"}) == "have.bankid~trouble.lost-phone"
    assert address.read("have.bankid~trouble.lost-phone") == {"have": "bankid", "trouble": "lost-phone"}


@calmly
@given(st.dictionaries(codes, codes, max_size=20))
def test_there_and_back(answers: dict[str, str]) -> None:
    written = address.write(answers)
    assert list(address.read(written).items()) == list(answers.items())
    assert all(sign.isascii() and (sign.isalnum() or sign in "-.~") for sign in written)


@calmly
@given(st.text(max_size=address.LONGEST))
def test_nothing_breaks_it(written: str) -> None:
    found = address.read(written)
    assert address.read(address.write(found)) == found


@pytest.mark.parametrize(
    "written", ["", "~", ".", "have.", ".bankid", "have", "HAVE.bankid", "have.bank id", "have.<b>", "ha·ve.x", "a..b", "é.b"]
)  # fmt: skip
def test_what_is_no_answer_is_dropped(written: str) -> None:
    assert address.read(written) == {}
    assert address.read(f"{written}~q.a") in ({"q": "a"}, {})


def test_of_two_answers_to_one_question_the_first_counts() -> None:
    assert address.read("q.a~q.b") == {"q": "a"}


def test_more_than_any_tree_has_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        address.read("a.b~" * 600)
    assert refused.value.code == "address_too_long"
