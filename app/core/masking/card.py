"""Payment cards: a known issuer and length, and the Luhn check digit (ISO/IEC 7812)."""

from typing import Final

from app.core.masking.checks import luhn

# First and last number an issuer's cards begin with, and how long they are.
_ISSUERS: Final = (
    ("4", "4", (13, 16, 18, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),  # Mastercard
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 16, 17, 18, 19)),  # Diners Club
    ("309", "309", (14, 16, 17, 18, 19)),
    ("36", "36", (14, 15, 16, 17, 18, 19)),
    ("38", "39", (14, 16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),  # JCB
    ("50", "50", (16, 17, 18, 19)),  # Maestro, Dankort
    ("56", "58", (16, 17, 18, 19)),
    ("60", "69", (16, 17, 18, 19)),  # Maestro, Discover, UnionPay, RuPay
    ("81", "82", (16, 17, 18, 19)),
    ("2200", "2204", (16, 17, 18, 19)),  # Mir
    ("9792", "9792", (16,)),  # Troy
    ("8600", "8600", (16,)),  # Uzcard
    ("9860", "9860", (16,)),  # Humo
)


def is_card(digits: str) -> bool:
    """A number a card could carry."""
    issued = any(first <= digits[: len(first)] <= last and len(digits) in lengths for first, last, lengths in _ISSUERS)
    return issued and luhn(digits)
