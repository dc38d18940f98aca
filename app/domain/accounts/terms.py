"""Words for people who work here."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a staff member may do; each includes the ones before it."""

    STAFF = "staff"
    EDITOR = "editor"
    COORDINATOR = "coordinator"


RANK = {Role.STAFF: 1, Role.EDITOR: 2, Role.COORDINATOR: 3}
