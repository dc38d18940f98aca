"""Who may change people, hours and checks: pure yes and no, the same for pages, sockets and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import Forbidden
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role


@dataclass(frozen=True)
class Operator:
    """Whoever has a shell on the server; the audit log knows them by this name."""

    public_id: str = "command-line"

    def has_role(self, _role: Role) -> bool:
        return True


Actor = StaffMember | Operator


class Action(StrEnum):
    MANAGE_TEAM = "manage_team"
    CHANGE_HOURS = "change_hours"
    CHECK_CONTACT = "check_contact"
    KEEP_WORDS = "keep_words"
    SET_ALERT = "set_alert"
    KEEP_RULES = "keep_rules"
    KEEP_BRANCHES = "keep_branches"
    EDIT_FLOWS = "edit_flows"
    KEEP_CHAT = "keep_chat"
    KEEP_ROTA = "keep_rota"
    KEEP_REPLIES = "keep_replies"
    OVERSEE = "oversee"
    KEEP_DRAFTS = "keep_drafts"
    REVIEW = "review"


NEEDED = {
    Action.MANAGE_TEAM: Role.COORDINATOR,
    Action.CHANGE_HOURS: Role.COORDINATOR,
    Action.CHECK_CONTACT: Role.STAFF,
    Action.KEEP_WORDS: Role.EDITOR,
    Action.SET_ALERT: Role.EDITOR,
    Action.KEEP_RULES: Role.EDITOR,
    Action.KEEP_BRANCHES: Role.EDITOR,
    Action.EDIT_FLOWS: Role.EDITOR,
    Action.KEEP_CHAT: Role.COORDINATOR,
    Action.KEEP_ROTA: Role.COORDINATOR,
    Action.KEEP_REPLIES: Role.EDITOR,
    Action.OVERSEE: Role.COORDINATOR,
    Action.KEEP_DRAFTS: Role.EDITOR,
    Action.REVIEW: Role.COORDINATOR,
}


def may(actor: Actor, action: Action) -> bool:
    return actor.has_role(NEEDED[action])


def authorize(actor: Actor, action: Action) -> None:
    """Nothing, or Forbidden("role_needed")."""
    if not may(actor, action):
        raise Forbidden("role_needed", role=NEEDED[action].value)
