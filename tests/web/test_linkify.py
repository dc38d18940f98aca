"""A person's own words on a page: escaped, their addresses as links, and numbers in the order in which they were written."""

from __future__ import annotations

import pytest

from app.web.filters import in_order, linkify

LINK = '<a href="{0}" rel="nofollow noopener external" dir="ltr">{0}</a>'


def test_it_works() -> None:
    site = "https://www.skatteverket.se/"
    assert linkify(f"Titta på {site}. <b>Ring</b> 0771-567 567") == (
        f"Titta på {LINK.format(site)}. &lt;b&gt;Ring&lt;/b&gt; 0771-567 567"
    )
    assert linkify(f"اتصل على 0771-567 567 أو {site}") == (
        f'اتصل على <bdi dir="ltr">0771-567 567</bdi> أو {LINK.format(site)}'
    )


@pytest.mark.parametrize("number", ["+46 70 123 45 67", "070-123 45 67", "0045 12 34 56 78", "۰۷۰-۱۲۳ ۴۵ ۶۷"])
def test_a_phone_number_keeps_its_order_between_letters_from_the_right(number: str) -> None:
    assert linkify(f"رقم ({number})، شكراً") == f'رقم (<bdi dir="ltr">{number}</bdi>)، شكراً'


@pytest.mark.parametrize("text", ["من 9-17 اليوم", "رقم القضية 2024-1234", "0 5", "a0701234567 ب", "&+<07"])
def test_what_is_no_phone_number_is_left_to_the_reader(text: str) -> None:
    """Between right-to-left letters "9-17" is read from the right as it was written."""
    assert "<bdi" not in linkify(text) and "<07" not in linkify(text)


def test_the_same_where_no_link_may_stand() -> None:
    assert in_order("رقم 0771-567 567 https://x.example") == 'رقم <bdi dir="ltr">0771-567 567</bdi> https://x.example'
    assert in_order("<Ring> 0771-567 567") == "&lt;Ring&gt; 0771-567 567"
