"""Words for prepared replies."""

from __future__ import annotations

from enum import StrEnum


class Fact(StrEnum):
    """What a reply may leave open, filled for each conversation."""

    FIRST_NAME = "first_name"
    BRANCH = "branch"
    OPENING_HOURS = "opening_hours"
    MY_NAME = "my_name"


class TextState(StrEnum):
    """How a translation stands to the words it was made from."""

    UP_TO_DATE = "up_to_date"
    OUT_OF_DATE = "out_of_date"
    MISSING = "missing"


class Whose(StrEnum):
    """Parts of the list."""

    ALL = "all"
    MINE = "mine"
    SHARED = "shared"
    PROPOSED = "proposed"
    BEHIND = "behind"
    ARCHIVED = "archived"


SHORTCUT_ROOM, TITLE_ROOM, TEXT_ROOM = 40, 120, 2000
