"""Words for the register of inquiries."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    CHAT = "chat"
    VIDEO = "video"
    KIOSK = "kiosk"
    PHONE = "phone"
    EMAIL = "email"
    DESK = "desk"


class InquiryOutcome(StrEnum):
    """How it ended."""

    ANSWERED = "answered"
    REFERRED = "referred"
    FOLLOW_UP = "follow_up"
    ABANDONED = "abandoned"
    SPAM = "spam"


# READ scale: 1 a greeting or an opening hour, 6 hours of research. None where nobody was there to be helped.
EFFORTS = (1, 2, 3, 4, 5, 6)


class UnfoundSource(StrEnum):
    """How words came to be kept: many days, or one visitor's choice."""

    REPEATED = "repeated"
    SENT = "sent"


class UnfoundState(StrEnum):
    OPEN = "open"
    ADDED = "added"
    DISMISSED = "dismissed"
