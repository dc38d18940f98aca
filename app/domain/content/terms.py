"""Words for content: the kinds of things files describe, and what became of each at the last load."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """In the order they are loaded: a later kind may point at an earlier one."""

    TOPIC = "topic"
    TERM = "term"
    AREA = "area"
    TEAM = "team"
    ORGANIZATION = "organization"
    LOCATION = "location"
    MATTER = "matter"
    GUIDE = "guide"
    FLOW = "flow"
    MEANING = "meaning"
    REPLY = "reply"


class MarkState(StrEnum):
    """`left`: the files and somebody here both changed it. `gone`: it stands here, the files no longer have it."""

    LOADED = "loaded"
    LEFT = "left"
    GONE = "gone"


# Seen: a page on that host was read. General: general knowledge, nobody has read the page yet.
ADDRESS_STATES = ("seen", "general")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERYWHERE = "all"
# What a public holiday means for weekly hours, where it is known.
HOLIDAYS = ("closed", "open")
# The two taxonomies of our own: the shelves of topics.yaml, and the kinds of help of taxonomies.yaml.
TOPICS, KINDS = "topic", "kind"
