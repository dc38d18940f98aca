"""Open places: filled where the fact is known, and a sentence that is still right where it is not."""

from __future__ import annotations

import pytest

from app.domain.replies.placeholders import fill

ALL = {"first_name": "Amina", "branch": "Lyngby", "opening_hours": "10–18", "my_name": "Karin"}


@pytest.mark.parametrize(
    ("text", "full", "bare"),
    [
        ("Hello {first_name}!", "Hello Amina!", "Hello!"),
        ("Hello, {first_name}! How are you?", "Hello, Amina! How are you?", "Hello! How are you?"),
        ("{first_name}, you can print here.", "Amina, you can print here.", "You can print here."),
        ("مرحبا {first_name}، كيف أساعدك؟", "مرحبا Amina، كيف أساعدك؟", "مرحبا، كيف أساعدك؟"),
        ("Hi. My name is {my_name}. What is it?", "Hi. My name is Karin. What is it?", "Hi. What is it?"),
        ("Come to {branch|your library}.", "Come to Lyngby.", "Come to your library."),
        ("{branch} is open {opening_hours} today. Welcome!", "Lyngby is open 10–18 today. Welcome!", "Welcome!"),
        (
            "Rad ett.\n\n{branch} har öppet.\nRad två.",
            "Rad ett.\n\nLyngby har öppet.\nRad två.",
            "Rad ett.\n\nRad två.",
        ),
        ("Hej {first_name|du}!", "Hej Amina!", "Hej du!"),
        ("No place at all.", "No place at all.", "No place at all."),
    ],
)
def test_it_works(text: str, full: str, bare: str) -> None:
    assert fill(text, ALL) == full
    assert fill(text, {}) == bare


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill("Hej {first_name}!", {"first_name": "{branch}"}) == "Hej {branch}!"
    assert fill("Hej {first_name}!", {"first_name": "\\1 A. B"}) == "Hej \\1 A. B!"


def test_a_reply_of_nothing_but_a_missing_fact_is_not_silent() -> None:
    assert fill("{branch} has no printer", {}) == "Has no printer"
