"""Single numbers by hand: what is hidden, what survives, and what the visitor is asked about."""

import pytest

from app.core.text import accept


def test_it_works() -> None:
    assert accept("Jag heter Siv, 811218-9876, och bor i Umeå").text == "Jag heter Siv, [•••], och bor i Umeå"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("811218-9876", "personnummer"),  # the example of Skatteverket
        ("198112189876", "personnummer"),
        ("19811218-9876", "personnummer"),
        ("811218+9876", "personnummer"),
        ("701063-2391", "personnummer"),  # samordningsnummer, the example of Skatteverket
        ("070761-4285", "cpr"),  # the example of CPR-kontoret
        ("01.01.1990-1234", "cpr"),
        ("01/01-90-1234", "cpr"),
        ("010190 - 1234", "cpr"),
        ("010190:1234", "cpr"),
        ("0-1-0-1-9-0-1-2-3-4", "cpr"),
        ("⓪①⓪①⑨⓪-①②③④", "cpr"),
        ("0\ufe0f\u20e3101901234", "cpr"),
        ("131052-308T", "hetu"),  # the example of the Finnish agency
        ("131052 308t", "hetu"),
        ("010594Y9032", "hetu"),
        ("120174-3399", "kennitala"),
        ("4111 1111 1111 1111", "card"),
        ("3782-822463-10005", "card"),
        ("DK50 0040 0440 1162 43", "iban"),
        ("SE4550000000058398257466", "iban"),
        ("NO93 8601 1117 947", "iban"),
    ],
)
def test_known_examples_are_hidden(text: str, kind: str) -> None:
    accepted = accept(f"x {text} y")
    assert accepted.text == "x [•••] y"
    assert [hidden.kind.value for hidden in accepted.masked] == [kind]
    assert not any(char.isdigit() for char in accepted.text)


@pytest.mark.parametrize(
    "text",
    [
        "+46 70 123 45 67", "0046701234567", "+46701234567", "070-123 45 67", "tel: 0701234567", "+45 12 12 12 12",
        "+354 010 1901", "0045 20 12 34 56", "ISBN 87-02-01190-1", "978-91-0-012345-6", "9780306406157", "2024-123456",
        "2024-01-15 14:30", "2024-01-15 - 2024-02-15", "1 234 567 890 kr", "0101901234 kr", "lånekort 0101901235",
        "24029001234567", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "20 12 34 56, 20 12 34 57", "20123456\n30123456",
        "(+46) 0701234567", "+46 (0)70 123 45 67", "150124\n+4670 123 45 67", "2024-01-15 14:30:15", "556012-3456",
        "811218-9875", "131052-308A", "4111 1111 1111 1112", "DK51 0040 0440 1162 43",
    ],
)  # fmt: skip
def test_these_survive(text: str) -> None:
    assert accept(f"x {text} y").text == f"x {text} y"


@pytest.mark.parametrize("text", ["0701234567", "0401234567", "07 01 23 45 67"])
def test_a_phone_that_may_be_a_birthday_is_hidden_and_asked_about(text: str) -> None:
    accepted = accept(f"Ring {text}!")
    assert accepted.text == "Ring [•••]!"
    assert accepted.ambiguous == 1


def test_the_writer_is_believed() -> None:
    assert accept("mitt personnummer: 811218-9875").text == "mitt personnummer: [•••]"
    assert accept("cpr-nr. 0701234567").ambiguous == 0
    assert accept("kennitala 892350-1739").text == "kennitala [•••]"


def test_a_word_may_be_glued_to_a_number() -> None:
    assert accept("ibanSE4550000000058398257466 cpr:010190-1234x").text == "iban[•••] cpr:[•••]x"


def test_several_in_one_text_are_all_hidden() -> None:
    text = "Vi är 811218-9876/701063-2391, kort 4111111111111111 12/26, tel +46 70 123 45 67"
    assert accept(text).text == "Vi är [•••]/[•••], kort [•••] 12/26, tel +46 70 123 45 67"


def test_a_number_is_never_in_what_is_said_about_it() -> None:
    accepted = accept("811218-9876")
    assert "9876" not in repr(accepted)
