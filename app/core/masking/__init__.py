"""Hiding identity numbers, payment cards, IBAN and our own private links in what people write, before anything is stored."""

from app.core.masking.mask import mask
from app.core.masking.terms import KEY_MASK, MASK, Kind, Masked

__all__ = ["KEY_MASK", "MASK", "Kind", "Masked", "mask"]
