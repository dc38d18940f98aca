"""`mail try`: sends one letter and reads the mailbox, and says in words what does not work."""

from __future__ import annotations

import argparse
from importlib import import_module

from app.config import ConfigError, Settings, load
from app.core import inbox, mail
from app.core.errors import DomainError
from app.core.inbox import Unread
from app.core.mail import Letter, Undelivered
from app.domain.chat.letters import normal_address


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("mail", help="see whether letters go out and replies come in")
    parser.add_argument("what", choices=["try"])
    parser.add_argument("address", help="where to send a letter")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong."""
    settings = load()
    if settings.mail is None:
        raise ConfigError("MAIL_URL is not set, so there is no mail to try; docs/operating.md says how.")
    mail.configure(settings.mail, settings.public_url)
    wrong = _send(arguments.address)
    if settings.mail.inbox is not None:
        wrong += _read()
    else:
        print("No INBOX_URL: letters say that nobody reads replies.")
    return int(wrong > 0)


def _send(address: str) -> int:
    try:
        mail.send(
            Letter(normal_address(address), "Mail from Vejviser works", "Somebody tried whether mail works. It does.\n")
        )
    except DomainError:
        print(f"{address} does not look like an e-mail address.")
        return 1
    except Undelivered as error:
        print(f"The letter did not go out: {error.said}.")
        return 1
    print("The mail server took the letter. Look whether it arrived, and not among unwanted mail.")
    return 0


def _read() -> int:
    try:
        new, aside = inbox.look(mail.settings())
    except Unread as error:
        print(f"The mailbox cannot be read: {error}.")
        return 1
    print(f"The mailbox can be read; new mails in it: {new}.")
    if aside:
        print(f"Flagged there, because nobody knew whose they are: {aside}. Look at them, then delete them.")
    return 0


def with_words(settings: Settings) -> None:
    """Gives the domain the words of letters. They are another face's, so they are fetched by name, at the last moment."""
    import_module("app.web.letters").configure(settings)
