"""Who is a public body and who is not: open data must not call a bank an authority."""

from __future__ import annotations

from app.domain.directory.beside import KIND
from app.domain.directory.views import ServiceView

# Companies, associations and foundations among those we ship. Nothing in a name or a web address says which is which.
COMPANIES_AND_ASSOCIATIONS = frozenset(
    {
        "adressandring", "aeldresagen", "apple", "bankid", "bankid-no", "brottsofferjouren", "credit-se", "eboks",
        "freja", "google", "internetstiftelsen", "kivra", "meta", "microsoft", "mit-dk", "mobile-operator",
        "svenska-pass", "taenk", "telekomradgivarna", "uc",
    }
)  # fmt: skip
# A kind that is a business wherever it is found, but for the one the state runs.
BUSINESSES = frozenset({"bank", "telecom"})
RUN_BY_THE_STATE = frozenset({"nemkonto"})


def is_public_body(slug: str, services: tuple[ServiceView, ...], imported: bool) -> bool:
    """Only where we know it; of what came with somebody's package we do not."""
    if imported or slug in COMPANIES_AND_ASSOCIATIONS:
        return False
    kinds = {term.code for one in services for term in one.terms if term.taxonomy == KIND}
    return slug in RUN_BY_THE_STATE or not kinds & BUSINESSES
