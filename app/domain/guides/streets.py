"""How streets are written in our languages: a place smaller than a municipality, which may be where somebody lives. Pure."""

from __future__ import annotations

import re

_NUMBER = r"\s+\d+\s?[A-Za-z]?(?!\w)"
_CAPITAL = r"(?<!\w)(?:[A-ZÅÄÖÆØÜ][\wéåäöæøü-]+ )?[A-ZÅÄÖÆØÜ][\wéåäöæøü-]*"

STREETS: tuple[re.Pattern[str], ...] = (
    # Nordic and German: the kind of street ends the word. These few endings say it without a number too.
    re.compile(rf"{_CAPITAL}\w\w(?:gatan|vägen|gränden|stigen|gaten|veien|gade|katu|straße|strasse)(?:{_NUMBER})?(?!\w)"),
    re.compile(
        rf"{_CAPITAL}(?:gata|gatan|väg|vägen|vei|veien|vej|vejen|gränd|torg|torget|torv|torvet|plan|plads|plass|allé|allén|stræde"
        rf"|stigen|backen|tie|kuja|polku|tori|weg|platz|allee|str\.){_NUMBER}"
    ),
    re.compile(r"(?<!\w)\d+[A-Za-z]?\s+(?:[A-Z]\w+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square|Way)(?!\w)"),
    re.compile(r"(?<!\w)(?:ul|al|pl|os)\.\s?[^\W\d_][\w.-]*(?:\s[A-ZŁŚŻŹĆ][\w-]*)?(?:\s+\d+\w?(?:/\d+)?)?"),
    re.compile(r"(?<!\w)(?:вул|просп|пров|бул)\.\s?\w[\w-]*(?:,?\s*\d+\w?)?"),
    re.compile(r"(?<!\w)(?:\w+\s){1,2}(?:Sokak|Sokağı|Sok\.|Caddesi|Cad\.|Mahallesi|Mah\.)(?:\s*No:?\s*\d+)?"),
    re.compile(r"(?:شارع|خیابان|کوچه|زقاق)\s+\w+(?:\s+\d+)?"),
)  # fmt: skip
