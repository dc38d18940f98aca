"""The words of letters, in each visitor's language, and what a page needs to offer them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from app.config import Settings
from app.core import i18n, mail
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.mail import Letter
from app.core.masking import doors
from app.domain.chat import letters, posting
from app.domain.chat.letters import Address
from app.domain.chat.posting import Draft
from app.domain.chat.secrets import LINK_DAYS
from app.web.guards import visitor_or_none

_public_url = ""


@dataclass(frozen=True)
class Offer:
    """That letters can be had, where this visitor gets them now, and how long an address is kept."""

    address: Address | None
    days: int


def offer() -> Offer | None:
    """None where no mail server is configured: then nothing is offered."""
    visitor = visitor_or_none() if mail.ready() else None
    return Offer(letters.address_of(visitor), posting.keep_days()) if visitor else None


def write(draft: Draft) -> Letter:
    """No word of the conversation: who reads mail over somebody's shoulder learns that there is an answer, not of what."""
    with i18n.speaking(draft.locale) as locale:
        off = f"{_public_url}/{locale.code}/chat/no-letters/{draft.off}"
        parts = [
            ngettext(
                "There is %(count)s new message for you from a librarian.",
                "There are %(count)s new messages for you from a librarian.",
                draft.count,
            ),
            _("Open your conversation here:") + f"\n{_public_url}/{locale.code}/chat/open/{draft.link}",
            _(
                "The link works for %(days)s days. Whoever has it can read your conversation, so keep it to yourself.",
                days=LINK_DAYS,
            ),
            _("You can also answer this e-mail. Your words then stand in the conversation, but not your address.")
            if draft.reply_to
            else _("Please do not answer this e-mail: nobody reads it. Write in the conversation instead."),
            _("You do not want more e-mail about this? Choose so here:") + f"\n{off}",
        ]
        subject = _("You have an answer from a librarian")
        return Letter(draft.to, subject, "\n\n".join(parts) + "\n", locale.tag, draft.reply_to, off, draft.key)


def configure(settings: Settings) -> None:
    """Gives the domain its mail server and its words, and the edge for text our address, whose private links are keys."""
    global _public_url
    _public_url = settings.public_url
    doors.configure(settings.origins)
    mail.configure(settings.mail, settings.public_url)
    posting.configure(write, settings.retention.email)


def init_app(app: Flask) -> None:
    configure(app.config["SETTINGS"])
    app.jinja_env.globals.update(letters_offer=offer, letters_on=mail.ready)
