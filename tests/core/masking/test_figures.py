"""The promised figures on a small sample; `python -m tests.core.measure_masking` gives them on ten thousand each."""

import pytest

from tests.core.decoys import DECOYS
from tests.core.measure_masking import account_recall, recall, wrongly_hidden
from tests.core.numbers import COUNTRIES
from tests.core.spellings import SPELLINGS

COUNT = 400
SEED = 7


def test_it_works() -> None:
    assert recall("dk", "dash", 1, SEED).share == 1


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_995_of_1000_numbers_are_hidden(country: str, spelling: str) -> None:
    cell = recall(country, spelling, COUNT, SEED)
    assert cell.share >= 0.995, cell.missed


@pytest.mark.parametrize("name", ["card", "IBAN"])
def test_cards_and_accounts_are_hidden(name: str) -> None:
    cell = account_recall(name, COUNT, SEED)
    assert cell.share >= 0.995, cell.missed


@pytest.mark.parametrize("name", DECOYS)
def test_at_most_one_of_1000_others_is_hidden(name: str) -> None:
    cell = wrongly_hidden(name, DECOYS[name], 1000, SEED)
    assert cell.share <= 0.001, cell.missed
