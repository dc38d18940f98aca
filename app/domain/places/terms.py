"""Words for places."""

from __future__ import annotations

from enum import StrEnum


class AreaKind(StrEnum):
    COUNTRY = "country"
    REGION = "region"
    MUNICIPALITY = "municipality"
    BRANCH = "branch"
