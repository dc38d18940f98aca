"""The European Union's own names for countries, languages and currencies, as its Publications Office lists them."""

from __future__ import annotations

AUTHORITY = "http://publications.europa.eu/resource/authority/"
_COUNTRIES = {"SE": "SWE", "DK": "DNK", "FI": "FIN", "NO": "NOR", "IS": "ISL", "DE": "DEU"}
_LANGUAGES = {
    "ar": "ARA", "bs": "BOS", "da": "DAN", "de": "DEU", "en": "ENG", "es": "SPA", "fa": "FAS", "fi": "FIN", "fr": "FRA",
    "hr": "HRV", "nb": "NOB", "nn": "NNO", "no": "NOR", "pl": "POL", "ru": "RUS", "se": "SME", "so": "SOM", "sr": "SRP",
    "sv": "SWE", "tr": "TUR", "uk": "UKR",
}  # fmt: skip
# The language a body's own name is written in.
NAMED_IN = {"se": "sv", "dk": "da", "fi": "fi", "no": "nb"}


def country(code: str) -> str | None:
    """The address of a country by its two letters; None where we have not looked it up."""
    found = _COUNTRIES.get(code.upper())
    return f"{AUTHORITY}atu/{found}" if found else None


def language(code: str) -> str | None:
    found = _LANGUAGES.get(code.split("_")[0].split("-")[0])
    return f"{AUTHORITY}language/{found}" if found else None


def currency(code: str) -> str:
    return f"{AUTHORITY}currency/{code.upper()}"
