"""What each recurring job does, in a sentence somebody at a desk understands; the operator's command says the same."""

from __future__ import annotations

from collections.abc import Callable

from app.core.i18n import gettext as _
from app.domain.jobs.queries import Look, State

WORDS: dict[str, Callable[[], str]] = {
    "give-back": lambda: _(
        "Gives conversations back whose librarian's machine sleeps, or that a colleague did not take"
    ),
    "tell-everybody": lambda: _("Tells everybody of whoever has waited long"),
    "forget-shift-lines": lambda: _("Erases what colleagues wrote in the room of the shift a week ago"),
    "idle": lambda: _("Asks visitors who have gone quiet, and closes their conversations later"),
    "closing": lambda: _("Turns those who still wait after closing time into left messages"),
    "rota-days": lambda: _("Writes the hours that visitors read, from the rota"),
    "forget-notes": lambda: _("Erases lines about swaps, two weeks after their day"),
    "forget-blocks": lambda: _("Forgets blocks whose time is over"),
    "abandoned": lambda: _("Counts questions whose visitor left before anybody came"),
    "erase-expired": lambda: _("Erases conversations whose time is over"),
    "clean-disk": lambda: _("Takes erased words off the disk too"),
    "forget-keys": lambda: _("Forgets links, codes and addresses that no longer open anything"),
    "forget-erased": lambda: _("Shortens the list of what was erased, when no backup is that old"),
    "audit-forget": lambda: _("Shortens the record of what colleagues changed"),
    "forget-words": lambda: _("Erases old comments on guides, old searches and old drafts"),
    "settle-addresses": lambda: _("Notes which e-mail addresses are no longer needed"),
    "letters": lambda: _("Sends e-mail to visitors who have an answer they have not read"),
    "inbox": lambda: _("Reads visitors' answers by e-mail"),
    "rings": lambda: _("Tells whoever is on call that somebody waits"),
    "links": lambda: _("Looks whether outside links still answer"),
    "due-answers": lambda: _("Reminds colleagues of answers they promised"),
}


def what(name: str) -> str:
    """What the job does."""
    return WORDS[name]() if name in WORDS else name


def state(look: Look) -> str:
    """How it goes."""
    return {
        State.OFF: lambda: _("Not in use"),
        State.NEVER: lambda: _("Has not run yet"),
        State.WORKING: lambda: _("At work"),
        State.STOPPED: lambda: _("Was stopped in the middle, and begins again"),
        State.FAILING: lambda: _("Fails, and is tried again by itself"),
        State.LATE: lambda: _("Has not run for long"),
        State.WELL: lambda: _("Works"),
    }[look.state]()
