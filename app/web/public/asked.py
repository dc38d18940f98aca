"""The list "People here also asked": what others in the reader's place asked lately about the same topic."""

from __future__ import annotations

from collections.abc import Collection

from app.domain.guides import queries
from app.domain.guides.queries import MatterCard
from app.domain.insights.asked import also_asked
from app.web.area import current_area


def asked_beside(topic: str, country: str | None, besides: Collection[str]) -> list[MatterCard]:
    """At most three; `country` counts where the reader has named no place. The place is in the page's address,
    so a page kept in memory shows one place's list to that place alone.
    """
    codes = also_asked(topic, current_area(), country, besides)
    return queries.matters(codes) if codes else []
