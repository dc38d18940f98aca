"""Masking comes to an end on whatever an attacker writes; how fast is measured by `./vejviser bench`.

A pattern that backtracks would need hours for these, and the suite's own time limit would stop it.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.masking import mask
from app.core.text import accept
from benchmarks.masking import HOSTILE, LETTER


def test_it_works() -> None:
    assert accept(LETTER).text.endswith("[•••], +46 70 123 45 67")


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_worst_text_comes_to_an_end(piece: str) -> None:
    text = (piece * 64_000)[:64_000]
    assert mask(text)[0]
    assert len(accept(text).text) <= 4000


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789 -+./\nSEDK•\u200b٠"), min_size=100, max_size=4000))
def test_no_run_of_digits_and_separators_stops_it(text: str) -> None:
    assert isinstance(accept(text).text, str)
