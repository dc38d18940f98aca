"""Words for people who work here."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a staff member may do; each includes the ones before it."""

    STAFF = "staff"
    EDITOR = "editor"
    COORDINATOR = "coordinator"


RANK = {Role.STAFF: 1, Role.EDITOR: 2, Role.COORDINATOR: 3}


class Shown(StrEnum):
    """What visitors see of whoever answers them: the first name, or only that it is the library."""

    NAME = "name"
    LIBRARY = "library"


class Notice(StrEnum):
    """What a colleague may be told of outside the desk: a question or a left message while on call, a long wait on shift.

    DUE: an answer they promised is due.
    """

    ON_CALL = "on_call"
    LEFT = "left"
    WAITS = "waits"
    DUE = "due"


class Way(StrEnum):
    """How it reaches them."""

    MAIL = "mail"
    PUSH = "push"
