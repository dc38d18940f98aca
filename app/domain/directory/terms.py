"""Words for outside bodies, and how long a check of a number holds."""

from __future__ import annotations

from enum import StrEnum


class PhoneKind(StrEnum):
    VOICE = "voice"
    SMS = "sms"
    TEXTPHONE = "textphone"


class Confidence(StrEnum):
    """Where a number was first seen: own page, another public body's page, a string in public sources."""

    A = "A"
    B = "B"
    C = "C"


class CheckResult(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


class ContactKind(StrEnum):
    PHONE = "phone"
    LINK = "link"


# The service every branch of a library offers, whatever else is known of it.
LIBRARY = "library-help"

# A wrong number on a fraud page is an attack path: it needs two people, and it grows stale sooner.
CHECK_DAYS = 365
URGENT_CHECK_DAYS = 180
URGENT_CHECKERS = 2


class CheckState(StrEnum):
    """What the checks of a number or link add up to today."""

    NOT_CHECKED = "not_checked"
    CHECKED = "checked"
    NEEDS_SECOND = "needs_second"
    TOO_OLD = "too_old"
    WRONG = "wrong"


# HSDS's words for whether a service is given; of the others (defunct, inactive) no page speaks. The first is the usual one.
SHOWN_STATUSES = ("active", "temporarily closed")
