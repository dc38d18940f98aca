"""Words for the search."""

from __future__ import annotations

from enum import StrEnum


class Whose(StrEnum):
    """Who answers a question that is none of our matters."""

    MUNICIPALITY = "municipality"
    LIBRARY = "library"
    NOBODY = "nobody"
