"""The words that tell a colleague outside the desk that somebody asks: no word of the visitor's, and where to go."""

from __future__ import annotations

import json

from flask import Flask

from app.config import Settings
from app.core import i18n, push
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.mail import Letter
from app.domain.accounts.terms import Notice
from app.domain.chat import reminding, ringing
from app.domain.chat.ringing import Ring

_public_url = ""


def title(ring: Ring) -> str:
    """What has happened, in the language in use."""
    if ring.notice is Notice.LEFT:
        return _("Somebody has left a message")
    if ring.notice is Notice.DUE:
        return _("An answer you promised is due")
    return _("Somebody is waiting")


def body(ring: Ring) -> str:
    """Why this colleague is told."""
    if ring.notice is Notice.WAITS:
        return ngettext(
            "A visitor has waited for %(count)s minute. You are on shift and not at the desk.",
            "A visitor has waited for %(count)s minutes. You are on shift and not at the desk.",
            max(1, ring.minutes),
        )
    if ring.notice is Notice.DUE:
        return _("A visitor waits for it. Answer at the desk, or hand it to a colleague there.")
    return _("You are on call. If you can, open the desk and go online. If not, you need not do anything.")


def letter(ring: Ring) -> Letter:
    with i18n.speaking(ring.locale) as locale:
        parts = [
            body(ring),
            _("The desk:") + f"\n{_public_url}/{locale.code}/staff/",
            _("You choose what reaches you, and how, on your account page:")
            + f"\n{_public_url}/{locale.code}/staff/account",
        ]
        return Letter(ring.to, title(ring), "\n\n".join(parts) + "\n", locale.tag, key=ring.key)


def pushed(ring: Ring) -> bytes:
    """What a woken browser shows. `tag`: a second one about the same question takes the first one's place."""
    with i18n.speaking(ring.locale):
        return notice(title(ring), body(ring), ring.topic)


def trial() -> bytes:
    """What a colleague sees who tries it, in the language of their page."""
    return notice(_("It works"), _("This browser will be woken when somebody needs you."), "trial")


def notice(heading: str, text: str, tag: str) -> bytes:
    locale = i18n.current()
    told = {"title": heading, "body": text, "tag": tag, "url": f"/{locale.code}/staff/"}
    return json.dumps({**told, "lang": locale.tag, "dir": locale.dir}, ensure_ascii=False).encode()


def configure(settings: Settings) -> None:
    """Gives the domain its push services and its words."""
    global _public_url
    _public_url = settings.public_url
    push.configure(settings.public_url, settings.push_to_loopback)
    ringing.configure(letter, pushed)
    reminding.configure(letter, pushed)


def init_app(app: Flask) -> None:
    configure(app.config["SETTINGS"])
