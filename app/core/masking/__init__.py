"""Hiding identity numbers, payment cards and IBAN in what people write, before anything is stored or shown."""

from app.core.masking.mask import mask
from app.core.masking.terms import MASK, Kind, Masked

__all__ = ["MASK", "Kind", "Masked", "mask"]
