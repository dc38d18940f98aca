"""Numbers that must not be hidden, as people write them: phones, books, goods, cards, dates, amounts, cases."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

from tests.core.numbers import birthday, random_digits, with_luhn

Rng = random.Random


def _pattern(rng: Rng, pattern: str) -> str:
    """Every # becomes a digit, every @ a digit from 1 to 9."""
    drawn = (rng.choice("0123456789") if c == "#" else rng.choice("123456789") if c == "@" else c for c in pattern)
    return "".join(drawn)


_SE_MOBILE = ("70", "72", "73", "76", "79")
_AREAS = (
    ("8", "### ### ##"),
    ("8", "### ## ##"),
    ("31", "### ## ##"),
    ("31", "## ## ##"),
    ("910", "## ## ##"),
    ("920", "## ## #"),
)


def swedish_phone(rng: Rng) -> str:
    """National and international, never one bare row of ten digits."""
    if rng.random() < 0.5:
        code, rest = rng.choice(_SE_MOBILE), rng.choice(["### ## ##", "#######", "## ## ###", "### ####"])
    else:
        code, rest = rng.choice(_AREAS)
    rest = _pattern(rng, "@" + rest[1:])
    tight = rest.replace(" ", "")
    return rng.choice(
        [
            f"0{code}-{rest}",
            f"0{code} {rest}",
            f"0{code}/{rest}",
            f"+46 {code} {rest}",
            f"+46{code}{tight}",
            f"0046{code}{tight}",
            f"+46 (0){code} {rest}",
            f"+46 (0)70-{_pattern(rng, '### ## ##')}",
            f"0046 {code} {rest}",
            f"0{code}-{tight}",
            f"(0{code}) {rest}",
            f"0{code[:2]}{tight[0]}-{tight[1:3]} {tight[3:5]} {tight[5:]}",
            f"+46-{code}-{tight}",
        ]
    )


def eight_digit_phone(rng: Rng) -> str:
    """Denmark and Norway."""
    code, shape = (
        rng.choice(["45", "47"]),
        rng.choice(["@# ## ## ##", "@### ####", "@#######", "@## ## ###", "@#-##-##-##", "@#.##.##.##"]),
    )
    rest = _pattern(rng, shape)
    return rng.choice(["", "", f"+{code} ", f"+{code}", f"00{code} ", f"00{code}", f"(+{code}) ", f"+{code}-"]) + rest


def finnish_phone(rng: Rng) -> str:
    """Mobiles with six to eight digits after the prefix, Helsinki, international."""
    code = rng.choice(["40", "41", "44", "45", "46", "50"])
    rest = _pattern(rng, rng.choice(["### ####", "#######", "### ## ##", "######", "### ###"]))
    tight = rest.replace(" ", "")
    return rng.choice(
        [
            f"0{code} {rest}",
            f"0{code}-{tight}",
            f"0{code}-{rest}",
            f"+358 {code} {rest}",
            f"+358{code}{tight}",
            f"00358{code}{tight}",
            f"09 {_pattern(rng, '@## ####')}",
            f"+358 (0){code} {rest}",
            f"00358 {code} {rest}",
            f"0400 {_pattern(rng, '@## ###')}",
        ]
    )


def icelandic_phone(rng: Rng) -> str:
    """Seven digits."""
    rest = _pattern(rng, rng.choice(["@## ####", "@##-####", "@######"]))
    return rng.choice(["", "+354 ", "+354", "00354 ", "00354", "(+354) "]) + rest


def bare_swedish_mobile(rng: Rng) -> str:
    """One row of ten digits: it may be a birthday. Counted apart."""
    return "0" + rng.choice(_SE_MOBILE) + random_digits(rng, 7)


def bare_finnish_mobile(rng: Rng) -> str:
    """One row of ten digits: it may be a birthday. Counted apart."""
    return "0" + rng.choice(["40", "41", "44", "45", "46", "50"]) + random_digits(rng, 7)


def _isbn10(rng: Rng) -> list[str]:
    group = rng.choice(["87", "91", "82", "951", "952", "9979", "0", "1", "3", "83", "605"])
    publisher = random_digits(rng, rng.randint(2, 8 - len(group)))
    title = random_digits(rng, 9 - len(group) - len(publisher))
    rest = -sum(int(d) * w for d, w in zip(group + publisher + title, range(10, 1, -1), strict=True)) % 11
    return [group, publisher, title, "X" if rest == 10 else str(rest)]


def _ean(start: str) -> str:
    return start + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(start)) % 10)


def isbn(rng: Rng) -> str:
    """Ten digits with hyphens or the word ISBN; thirteen digits in every spelling."""
    parts = [part for part in _isbn10(rng) if part]
    if rng.random() < 0.5:
        return rng.choice(
            ["-".join(parts), "ISBN " + "".join(parts), "ISBN: " + "-".join(parts), "ISBN-10 " + " ".join(parts)]
        )
    whole = _ean(rng.choice(["978", "979"]) + "".join(parts[:-1]))
    parts[-1] = whole[-1]
    return rng.choice(
        [
            whole,
            "ISBN " + whole,
            whole[:3] + "-" + "-".join(parts),
            whole[:3] + "-" + whole[3:],
            whole[:3] + " " + " ".join(parts),
        ]
    )


def bare_isbn10(rng: Rng) -> str:
    """Ten digits without hyphen or word. Counted apart."""
    return "".join(_isbn10(rng))


def ean(rng: Rng) -> str:
    """Goods: thirteen digits of any country, eight digits, in one piece or as printed."""
    if rng.random() < 0.2:
        return _ean(_pattern(rng, "@######")) if rng.random() < 0.5 else f"EAN {_pattern(rng, '########')}"
    prefix = rng.choice(["57", "73", "70", "64", "569", "40", "45", "49", "50", "00", "30", "590", "869", "871", "977"])
    whole = _ean(prefix + random_digits(rng, 12 - len(prefix)))
    return rng.choice([whole, "EAN " + whole, f"{whole[0]} {whole[1:7]} {whole[7:]}"])


def library_card(rng: Rng) -> str:
    """A borrower's barcode of fourteen digits, and cards of nine to twelve digits; ten digits with the word for it."""
    word = rng.choice(
        ["lånekort", "Kortnummer:", "bibliotekskort nr", "kirjastokortti", "library card number", "lånekortnr."]
    )
    return rng.choice(
        [
            with_luhn("2" + random_digits(rng, 12)),
            with_luhn("2" + random_digits(rng, 12)),
            random_digits(rng, 9),
            random_digits(rng, 12),
            random_digits(rng, 11),
            f"{word} {random_digits(rng, 14)}",
            "B" + random_digits(rng, 8),
            f"N{random_digits(rng, 9)}",
        ]
    )


def worded_library_card(rng: Rng) -> str:
    """Ten digits called a library card. Danish borrowers use their CPR-nummer so, hence counted apart."""
    return rng.choice(["lånekort ", "Kortnummer: ", "bibliotekskort nr ", "library card "]) + random_digits(rng, 10)


def bare_library_card(rng: Rng) -> str:
    """Ten digits without a word. Counted apart."""
    return random_digits(rng, 10)


def date(rng: Rng) -> str:
    """Days, spans of days, appointments."""
    day, month, year = birthday(rng, 1950, 2028)
    now = datetime.now(UTC).year + rng.randint(0, 1)
    clock, until = f"{rng.randint(0, 23):02}", f"{rng.randint(0, 59):02}"
    return rng.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}",
            f"{day}/{month} {year}",
            f"{day:02}{month:02}{year % 100:02}",
            f"{year}{month:02}{day:02}",
            f"{day:02}-{month:02}-{year % 100:02}",
            f"{now}-{month:02}-{day:02} {clock}:{until}",
            f"{day:02}.{month:02}.{now % 100} {clock}.{until}",
            f"{day:02}.{month:02}.{now} kl. {clock}.{until}",
            f"{day:02}.{month:02}.{now % 100} {clock}{until}",
            f"{now}{month:02}{day:02}T{clock}{until}",
            f"{day:02}/{month:02}/{now} {clock}:{until}",
            f"{now}-{month:02}-{day:02} - {now}-{month:02}-{day:02}",
            f"{day:02}.{month:02}-{day:02}.{month:02}.{now}",
            f"{year}-{year + 1}",
            f"{now}-{month:02}-{day:02} {clock}:{until}:{until}",
            f"v. {rng.randint(1, 52)}, {year}",
            f"{day:02}{month:02}{now % 100}-{day:02}{month:02}{now % 100}",
        ]
    )


def amount(rng: Rng) -> str:
    """Sums of money in Nordic and English spelling."""
    value = rng.randint(1, 10 ** rng.randint(2, 9))
    spaced, dotted = f"{value:,}".replace(",", " "), f"{value:,}".replace(",", ".")
    cents = f"{rng.randint(0, 99):02}"
    return rng.choice(
        [
            f"{spaced} kr",
            f"{dotted},{cents} kr.",
            f"{spaced},{cents} SEK",
            f"{value:,}.{cents} €",
            f"{value} DKK",
            f"kr {dotted},-",
            f"{value}:-",
            f"{spaced}\u00a0kr",
            f"{random_digits(rng, 10)} kr",
            f"€{value}.{cents}",
        ]
    )


def case_number(rng: Rng) -> str:
    """Files, orders, invoices."""
    year = rng.randint(2010, 2027)
    return rng.choice(
        [
            f"{year}-{random_digits(rng, 6)}",
            f"{year}/{random_digits(rng, 5)}",
            f"Dnr {year}:{random_digits(rng, 4)}",
            f"{year % 100}/{random_digits(rng, 6)}",
            f"5000-K{random_digits(rng, 6)}-{year % 100}",
            f"0100-{random_digits(rng, 5)}-{random_digits(rng, 5)}-{year % 100}",
            f"#{random_digits(rng, 7)}",
            f"K {random_digits(rng, 4)}-{year % 100}",
            f"{year}-{random_digits(rng, 4)}-{random_digits(rng, 4)}",
            f"sagsnr. {random_digits(rng, 8)}",
            f"{random_digits(rng, 4)} {random_digits(rng, 2)} {random_digits(rng, 5)}",
            f"{year}.{random_digits(rng, 6)}.{random_digits(rng, 2)}",
        ]
    )


Maker = Callable[[Rng], str]
DECOYS: dict[str, Maker] = {
    "Swedish phones": swedish_phone,
    "Danish and Norwegian phones": eight_digit_phone,
    "Finnish phones": finnish_phone,
    "Icelandic phones": icelandic_phone,
    "ISBN": isbn,
    "EAN": ean,
    "library cards": library_card,
    "dates": date,
    "amounts": amount,
    "case numbers": case_number,
}
DOUBTFUL: dict[str, Maker] = {
    "Swedish mobile as ten bare digits": bare_swedish_mobile,
    "Finnish mobile as ten bare digits": bare_finnish_mobile,
    "ISBN-10 as ten bare digits": bare_isbn10,
    "library card, ten digits, with its word": worded_library_card,
    "library card, ten bare digits": bare_library_card,
}
