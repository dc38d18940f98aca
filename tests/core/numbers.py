"""Made-up identity numbers, cards and accounts, from the authorities' descriptions, without the code under test."""

import calendar
import random
from collections.abc import Callable
from datetime import UTC, datetime

Rng = random.Random


def birthday(rng: Rng, first: int = 1915, last: int = 2025) -> tuple[int, int, int]:
    """A day, a month and a whole year."""
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return rng.randint(1, calendar.monthrange(year, month)[1]), month, year


def swedish(rng: Rng) -> str:
    """Twelve digits, YYYYMMDDNNNC; one in ten a samordningsnummer."""
    day, month, year = birthday(rng)
    nine = f"{year % 100:02}{month:02}{day + (60 if rng.random() < 0.1 else 0):02}{rng.randint(1, 999):03}"
    doubled = "".join(str(int(d) * (2 if i % 2 == 0 else 1)) for i, d in enumerate(nine))
    return f"{year // 100}{nine}{-sum(map(int, doubled)) % 10}"


def danish(rng: Rng) -> str:
    """Ten digits, DDMMYYSSSS; half with a check digit, half as they are given out since 2007."""
    day, month, year = birthday(rng)
    while True:
        start = f"{day:02}{month:02}{year % 100:02}{rng.randint(0, 999):03}"
        if rng.random() < 0.5:
            return start + str(rng.randint(0, 9))
        rest = 11 - sum(int(d) * w for d, w in zip(start, [4, 3, 2, 7, 6, 5, 4, 3, 2], strict=True)) % 11
        if rest != 10:
            return start + str(rest % 11)


def norwegian(rng: Rng) -> str:
    """Eleven digits, DDMMYYIIIKK; one in six a D-nummer."""
    day, month, year = birthday(rng)
    while True:
        nine = f"{day + (40 if rng.random() < 1 / 6 else 0):02}{month:02}{year % 100:02}{rng.randint(0, 999):03}"
        first = (11 - sum(int(d) * w for d, w in zip(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2], strict=True)) % 11) % 11
        if first == 10:
            continue
        ten = nine + str(first)
        second = (11 - sum(int(d) * w for d, w in zip(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], strict=True)) % 11) % 11
        if second != 10:
            return ten + str(second)


def finnish(rng: Rng) -> str:
    """Eleven characters, DDMMYY, a century sign (those of 2023 too), three digits and a check character."""
    day, month, year = birthday(rng, 1890, 2025)
    sign = rng.choice({18: "+", 19: "-YXWVU", 20: "ABCDEF"}[year // 100])
    date, serial = f"{day:02}{month:02}{year % 100:02}", f"{rng.randint(2, 899):03}"
    return f"{date}{sign}{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(date + serial) % 31]}"


def icelandic(rng: Rng) -> str:
    """Ten digits, DDMMYYRRPC; a quarter without a check digit, as given out from February 2026."""
    day, month, year = birthday(rng)
    century = "9" if year < 2000 else "0"
    while True:
        eight = f"{day:02}{month:02}{year % 100:02}{rng.randint(20, 99):02}"
        if rng.random() < 0.25:
            return eight + str(rng.randint(0, 9)) + century
        rest = sum(int(d) * w for d, w in zip(eight, [3, 2, 7, 6, 5, 4, 3, 2], strict=True)) % 11
        if rest != 1:
            return eight + str((11 - rest) % 11) + century


COUNTRIES: dict[str, Callable[[Rng], str]] = {
    "se": swedish,
    "dk": danish,
    "no": norwegian,
    "fi": finnish,
    "is": icelandic,
}


def random_digits(rng: Rng, count: int) -> str:
    """So many digits, zeros first allowed."""
    return "".join(rng.choices("0123456789", k=count))


def with_luhn(start: str) -> str:
    """One digit more, so that ISO 7812 holds."""
    total = 0
    for place, char in enumerate(start[::-1]):
        double = int(char) * 2
        total += (double // 10 + double % 10) if place % 2 == 0 else int(char)
    return start + str((10 - total % 10) % 10)


def has_check_digit(ten: str) -> bool:
    """Ten digits that are a Swedish, an old Danish or an old Icelandic number, check digit and all."""

    def exists(year: str, month: str, day: str) -> bool:
        try:
            return bool(datetime(2000 + int(year), int(month), int(day), tzinfo=UTC))
        except ValueError:
            return False

    def divides(weights: list[int]) -> bool:
        return sum(int(d) * w for d, w in zip(ten, weights, strict=False)) % 11 == 0

    swedish_day = str(int(ten[4:6]) % 60)
    if exists(ten[:2], ten[2:4], swedish_day) and with_luhn(ten[:9]) == ten:
        return True
    if not exists(ten[4:6], ten[2:4], ten[:2]):
        return False
    return divides([4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) or (ten[9] in "089" and divides([3, 2, 7, 6, 5, 4, 3, 2, 1]))


def card(rng: Rng) -> str:
    """A payment card of the issuers met in the Nordic countries."""
    start, length = rng.choice(
        [
            ("4571", 16),
            ("4", 16),
            ("4", 19),
            ("51", 16),
            ("55", 16),
            ("2221", 16),
            ("2720", 16),
            ("5019", 16),
            ("34", 15),
            ("37", 15),
            ("36", 14),
            ("305", 14),
            ("3528", 16),
            ("6011", 16),
            ("62", 17),
            ("6304", 18),
            ("6759", 19),
        ]
    )
    return with_luhn(start + random_digits(rng, length - 1 - len(start)))


def iban(rng: Rng) -> str:
    """An account of the countries our visitors have one in, its check digits made by ISO 13616."""
    country, letters, digits = rng.choice(
        [
            ("SE", "", 20),
            ("DK", "", 14),
            ("NO", "", 11),
            ("FI", "", 14),
            ("IS", "", 22),
            ("DE", "", 18),
            ("PL", "", 24),
            ("GB", "ABCD", 14),
            ("NL", "BANK", 10),
            ("TR", "", 22),
            ("FO", "", 14),
        ]
    )
    body = letters + random_digits(rng, digits)
    spelled = "".join(c if c.isdigit() else str(ord(c) - 55) for c in body + country)
    return f"{country}{98 - int(spelled + '00') % 97:02}{body}"
