"""Words for guides."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why the library does not do this part."""

    SECRECY = "secrecy"
    LEGAL_EFFECT = "legal_effect"
    ACCESS = "access"
    PERSONAL = "personal"
    COMPETENCE = "competence"
    OUTSIDE_TASK = "outside_task"
    RISK = "risk"


class RuleKind(StrEnum):
    """Which list a line of an area's own stands in; `was-…` is one taken away, that can still be put back."""

    CAN = "can"
    CANNOT = "cannot"
    WAS_CAN = "was-can"
    WAS_CANNOT = "was-cannot"


class GuideStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class TranslationState(StrEnum):
    """`short` has no steps, only the words above and below them; `short_outdated` is one that its source left behind."""

    MISSING = "missing"
    MACHINE = "machine"
    IN_TRANSLATION = "in_translation"
    UP_TO_DATE = "up_to_date"
    OUTDATED = "outdated"
    SHORT = "short"
    SHORT_OUTDATED = "short_outdated"


class Helped(StrEnum):
    """A reader's answer to "Did this help?"."""

    YES = "yes"
    NO = "no"


class Wrong(StrEnum):
    """What was wrong, when it did not help."""

    NOT_MY_PROBLEM = "not_my_problem"
    HARD_TO_UNDERSTAND = "hard_to_understand"
    DID_NOT_WORK = "did_not_work"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


class DraftState(StrEnum):
    """What has become of an answer from the desk: waiting for an editor, in one's hands, a guide now, thrown away."""

    OPEN = "open"
    TAKEN = "taken"
    MADE = "made"
    THROWN = "thrown"


DRAFT_TITLE_ROOM, DRAFT_TEXT_ROOM = 120, 8000
