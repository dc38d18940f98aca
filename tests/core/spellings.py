"""Twelve ways people, phones and e-mail programs spell a number, and the sentences they stand in."""

import random
from collections.abc import Callable

Rng = random.Random

_ARABIC, _PERSIAN, _WIDE = (
    str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
)
_WIDE_LETTERS = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def groups(country: str, number: str, rng: Rng) -> list[str]:
    """A number in its date and serial parts; Swedish ones with or without the century."""
    if country == "se":
        century = [number[:2]] if rng.random() < 0.5 else []
        return [*century, number[2:4], number[4:6], number[6:8], number[8:]]
    return [number[:2], number[2:4], number[4:6], number[6:]]


def _split(country: str, number: str, rng: Rng, gap: str) -> str:
    """Date and serial with something between; in Finland the sign stands between already."""
    *date, serial = groups(country, number, rng)
    if country == "fi":
        return "".join(date) + (serial if gap in ("", "-") else f"{gap}{serial[0]}{gap}{serial[1:]}")
    if country == "se" and gap == "-" and number[:4] < "1926":
        gap = "+"  # so a Swede of more than a hundred years writes it
    return "".join(date) + gap + serial


def _official(country: str, number: str, rng: Rng) -> str:
    return _split(country, number, rng, rng.choice(["", "-"] if country != "no" else ["", " "]))


def _spaced(country: str, number: str, rng: Rng) -> str:
    parts = groups(country, number, rng)
    if country == "se" and len(parts) == 5 and rng.random() < 0.5:
        parts[:2] = ["".join(parts[:2])]
    if country == "no" and rng.random() < 0.5:
        parts[3:] = [parts[3][:3], parts[3][3:]]
    if country == "fi":
        parts[3:] = [parts[3][0], parts[3][1:]]
    return " ".join(parts)


def _points(country: str, number: str, rng: Rng) -> str:
    *date, serial = groups(country, number, rng)
    if len(date) == 4:
        date[:2] = ["".join(date[:2])]
    point = rng.choice("./")
    if country == "fi":
        return point.join(date) + serial
    return point.join(date) + rng.choice([point, "-", " "]) + serial


def _typographic(country: str, number: str, rng: Rng) -> str:
    dash = rng.choice("\u2010\u2011\u2012\u2013\u2014\u2212")
    if country == "fi":
        return number.replace("-", dash)
    return _split(country, number, rng, dash)


def _hidden(country: str, number: str, rng: Rng) -> str:
    zero = rng.choice("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")
    text = _official(country, number, rng)
    for place in sorted(rng.sample(range(1, len(text)), rng.randint(1, 4)), reverse=True):
        text = text[:place] + zero + text[place:]
    return text


def _wrapped(country: str, number: str, rng: Rng) -> str:
    text = _official(country, number, rng)
    place = rng.randint(1, len(text) - 1)
    return text[:place] + rng.choice(["\n", "\r\n"]) + text[place:]


Speller = Callable[[str, str, Rng], str]
SPELLINGS: dict[str, Speller] = {
    "plain": lambda country, number, rng: _split(country, number, rng, ""),
    "dash": lambda country, number, rng: _split(country, number, rng, "-"),
    "space": lambda country, number, rng: _split(country, number, rng, " "),
    "spaces between all parts": _spaced,
    "points or slashes": _points,
    "no-break space": lambda country, number, rng: _split(country, number, rng, rng.choice("\u00a0\u202f\u2009")),
    "typographic dash": _typographic,
    "Arabic-Indic digits": lambda country, number, rng: _official(country, number, rng).translate(_ARABIC),
    "Persian digits": lambda country, number, rng: _official(country, number, rng).translate(_PERSIAN),
    "full-width": lambda country, number, rng: _official(country, number, rng).translate(_WIDE_LETTERS),
    "digit by digit or hidden characters": lambda country, number, rng: (
        " ".join(_official(country, number, rng)) if rng.random() < 0.5 else _hidden(country, number, rng)
    ),
    "broken over two lines": _wrapped,
}

SENTENCES = (
    "{}",
    "Hej! Jag kan inte logga in med {}, vad gör jag nu?",
    "({})",
    "Det är «{}».",
    "nr.{}.",
    "hos{} står det fel",
    "Jeg bor i 2100 København, {}; kan du ringe kl. 14.30?",
    "Datum 2024-01-15: {}!",
    "رقمي هو {}، شكرا",
    "Мій номер {}.",
    "{} - my wife's is different",
    'He wrote "{}" on the form.\n\nThanks',
    "{}\nMed venlig hilsen",
)


def in_sentence(text: str, rng: Rng) -> tuple[str, str, str]:
    """The whole text, and what stands before and after. Nobody glues a word on a word."""
    sentences = [each for each in SENTENCES if not (text[0].isalpha() and each.startswith("hos{}"))]
    before, after = rng.choice(sentences).split("{}")
    return before + text + after, before, after
