"""What staff pages call things: roles, weekdays, states of a contact, and what was just done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from babel.dates import format_skeleton, get_day_names

from app.core.i18n import gettext as _
from app.core.i18n import locales
from app.domain.accounts.terms import Role
from app.domain.directory.terms import CheckState, Confidence
from app.web.filters import cldr

DONE: dict[str, Callable[[], str]] = {
    "password": lambda: _("Your password is chosen. You can log in now."),
    "out": lambda: _("You are logged out."),
    "saved": lambda: _("It is saved."),
    "role": lambda: _("The role is changed."),
    "disabled": lambda: _("This person is logged out everywhere and cannot log in."),
    "enabled": lambda: _("This person can log in again."),
    "ended": lambda: _("That log-in has ended."),
    "new-password": lambda: _("Your password is changed. Your other log-ins have ended."),
    "second-over": lambda: _("The time for the second step is over. Please log in again."),
    "totp-needed": lambda: _("Your team asks everybody for a second step at log-in. Set yours up now."),
    "totp-required": lambda: _("Everybody sets up a second step with their next click."),
    "totp-free": lambda: _("The second step is everybody's own choice again."),
    "totp-off": lambda: _("The second step is off. Your password alone logs you in."),
    "totp-reset": lambda: _("The second step of this person is off. They can set up a new one."),
    "browser": lambda: _("This browser will be woken."),
    "browser-tried": lambda: _(
        "We have asked for that browser to be woken. If nothing comes within a minute, look whether it may show notifications."
    ),
    "browser-removed": lambda: _("That browser is not woken any more."),
    "skill-added": lambda: _("The skill is on the list. Colleagues can choose it now."),
    "skill-away": lambda: _("The skill is off the list."),
    "skill-back": lambda: _("The skill is back, with everybody who had it."),
    "checked": lambda: _("Thank you. Your check is kept."),
    "second": lambda: _("Thank you. The number is shown when a second person has checked it too."),
    "corrected": lambda: _("Thank you. The new value is kept, and you are the first to have checked it."),
    "hidden": lambda: _("Thank you. It is hidden from visitors from now on."),
    "words-added": lambda: _("The words are added. Within a few seconds the search knows them."),
    "words-dismissed": lambda: _("The words are put aside."),
    "words-back": lambda: _("It is taken back. The words are on the list again."),
    "alert-set": lambda: _("The notice is shown. Visitors see it on every card of this service."),
    "alert-cleared": lambda: _("The notice is taken away."),
    "rule": lambda: _("The rule is saved. Visitors there see it within a few seconds."),
    "rule-removed": lambda: _("The rule is removed. The guide holds there as it is."),
    "rule-back": lambda: _("The rule is back."),
    "branch": lambda: _("It is saved. Visitors see it within a few seconds."),
    "flow-begun": lambda: _("The tree is begun. No visitor sees it until you publish it."),
    "flow-drafted": lambda: _("The draft is saved. Visitors see nothing of it yet."),
    "flow-published": lambda: _("It is published. Visitors see it within a few seconds."),
    "flow-thrown": lambda: _("The draft is thrown away."),
    "flow-offline": lambda: _("The tree is offline. No visitor meets it any more."),
    "flow-back": lambda: _("The tree is back. Visitors meet it within a few seconds."),
    "reply": lambda: _("The reply is saved. It can be sent from now on."),
    "reply-archived": lambda: _("The reply is put away. Nobody can send it any more."),
    "reply-back": lambda: _("The reply is back."),
    "reply-proposed": lambda: _("The reply is proposed. An editor decides whether everybody gets it."),
    "reply-declined": lambda: _("It is no longer proposed. It stays its owner's."),
    "reply-shared": lambda: _("Everybody has this reply from now on."),
    "hours": lambda: _("The hours are changed. Visitors see them at once."),
    "chat-rules": lambda: _("The rules are saved. They hold from now on."),
    "sessions-ended": lambda: _(
        "They are logged out everywhere. What they talked about waits in the queue, before all others."
    ),
    "overview-moved": lambda: _("It is your colleague's now, who is asked to say yes to it. Whoever had it is told."),
    "due-changed": lambda: _("The time is changed. The visitor reads the new one."),
    "followup-handed": lambda: _("It is handed over. Your colleague finds it among their own."),
    "handover-promised": lambda: _("The answer is promised. It stays on your list until you give it."),
    "handover-returned": lambda: _("It is everybody's again, with its place kept."),
    "handover-handed": lambda: _("It is your colleague's now."),
    "draft-kept": lambda: _("Your draft is with the editors. Thank you."),
    "draft-saved": lambda: _("The draft is saved."),
    "draft-taken": lambda: _("It is yours to work on."),
    "draft-open": lambda: _("The draft waits for an editor."),
    "draft-made": lambda: _("Well done: it counts as a guide now."),
    "draft-thrown": lambda: _("The draft is thrown away."),
    "reply-kept": lambda: _(
        "It is your own reply now, and proposed to everybody. Read it through: […] stands where something was taken out."
    ),
    "review-saved": lambda: _("The review is saved. Only your colleague can read it beside you."),
    "review-back": lambda: _("The review is taken back. What you wrote is still here, and only you see it."),
    "review-read": lambda: _("Thank you for reading it."),
    "job-again": lambda: _("It is tried again within seconds. Load this page again to see how it went."),
    "job-works": lambda: _("It works again by itself."),
    "block-lifted": lambda: _("The block is lifted. They can ask again."),
}


def done(code: str | None) -> str:
    """The sentence for `?said=`; nothing for a code we never wrote."""
    words = DONE.get(code or "")
    return words() if words else ""


def roles() -> list[tuple[str, str, str]]:
    """Every role with what it is for."""
    return [
        (Role.STAFF, _("Librarian"), _("Answers visitors and checks contacts.")),
        (Role.EDITOR, _("Editor"), _("Also keeps guides and contacts true.")),
        (Role.COORDINATOR, _("Coordinator"), _("Also invites colleagues and sets the hours.")),
    ]


def role_name(role: str) -> str:
    return next((name for value, name, _hint in roles() if value == role), role)


def languages() -> list[tuple[str, str]]:
    """The languages a colleague may answer in, each in its own words."""
    return [(locale.code, locale.name) for locale in locales().values()]


def weekdays() -> list[tuple[int, str]]:
    """Monday first, as the tables have them."""
    names = get_day_names("wide", locale=cldr(), context="stand-alone")
    return [(day, names[day][:1].upper() + names[day][1:]) for day in range(7)]


def short_day(day: date) -> str:
    """Weekday, day and month: the year goes without saying in the coming weeks."""
    return format_skeleton("MMMEd", day, locale=cldr())


def states() -> dict[CheckState, tuple[str, str, str]]:
    """What a contact's state is called, with the badge's kind and icon."""
    return {
        CheckState.WRONG: (_("Reported wrong"), "warn", "warning"),
        CheckState.NEEDS_SECOND: (_("Needs a second person"), "warn", "users"),
        CheckState.TOO_OLD: (_("Checked too long ago"), "plain", "clock"),
        CheckState.NOT_CHECKED: (_("Not checked yet"), "plain", "clock"),
        CheckState.CHECKED: (_("Checked"), "good", "check"),
    }


def confidence(level: str | None) -> str:
    """Where a number was first seen."""
    known = {
        Confidence.A: _("Seen on its own page"),
        Confidence.B: _("Seen on another public body's page"),
        Confidence.C: _("Seen in a public source"),
    }
    return known[Confidence(level)] if level in set(Confidence) else _("Source unknown")


def countries(codes: Iterable[str | None]) -> list[tuple[str, str]]:
    """Each country once, by the reader's name for it."""
    known = {code.upper() for code in codes if code}
    return sorted(((code, str(cldr().territories.get(code, code))) for code in known), key=lambda row: row[1])
