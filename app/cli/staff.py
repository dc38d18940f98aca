"""`staff`: add, reset and disable colleagues, practice accounts, and the audit log, for whoever has a shell here."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from app.config import Settings, load
from app.core import db, i18n, ids
from app.core.errors import Conflict, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts import audit, passwords, queries, second, services
from app.domain.accounts.permissions import Operator
from app.domain.accounts.queries import StaffMember
from app.domain.accounts.terms import Role
from app.domain.accounts.tokens import LINK_HOURS
from app.domain.chat import presence

OPERATOR = Operator()
DEMO = (
    ("anna@example.org", "Anna Demo", Role.STAFF, ("sv", "en", "ar")),
    ("peter@example.org", "Peter Demo", Role.STAFF, ("da", "en", "de")),
    ("elin@example.org", "Elin Demo", Role.EDITOR, ("sv", "da", "en")),
    ("maria@example.org", "Maria Demo", Role.COORDINATOR, ("da", "sv", "en")),
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("staff", help="add, reset, disable or list colleagues; check the audit log")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    add = _verb(verbs, "add", "invite a colleague and print a one-use link", _add)
    add.add_argument("email")
    add.add_argument("name")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.STAFF.value)
    add.add_argument("--languages", default="", help="codes with commas, like da,sv,en")
    _verb(verbs, "reset", "print a one-use link to choose a new password", _reset).add_argument("email")
    totp = _verb(verbs, "reset-totp", "turn off the second step of a colleague who lost it", _reset_totp)
    totp.add_argument("email")
    _verb(verbs, "disable", "end a colleague's log-ins and let them in no more", _disable).add_argument("email")
    _verb(verbs, "list", "everybody, with role and state", _list)
    _verb(verbs, "demo", "make practice accounts where nobody works yet (this machine only)", _demo)
    _verb(verbs, "audit", "read the audit log and say whether it is whole", _audit)


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    work: Callable[[argparse.Namespace, Settings], int],
) -> argparse.ArgumentParser:
    def run(arguments: argparse.Namespace) -> int:
        settings = load()
        ids.configure(settings.secret_key)
        db.connect(settings.database_url)
        with db.reading():
            return work(arguments, settings)

    parser = verbs.add_parser(name, help=text)
    parser.set_defaults(run=run)
    return parser


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    languages = [code.strip() for code in arguments.languages.split(",")]
    with unit_of_work():
        _person, token = services.invite(OPERATOR, arguments.email, arguments.name, arguments.role, languages)
    return _print_link(settings, token)


def _reset(arguments: argparse.Namespace, settings: Settings) -> int:
    with unit_of_work():
        token = services.new_link(OPERATOR, _person(arguments.email))
    return _print_link(settings, token)


def _reset_totp(arguments: argparse.Namespace, settings: Settings) -> int:
    person = _person(arguments.email)
    if not person.totp:
        print(f"{person.email} has no second step.")
        return 0
    with unit_of_work():
        second.reset(OPERATOR, person)
    print(f"The second step of {person.email} is off; the password alone logs in until a new one is set up.")
    return 0


def _disable(arguments: argparse.Namespace, settings: Settings) -> int:
    person = _person(arguments.email)
    with unit_of_work():
        presence.give_back(person.id, promised=True)
        services.disable(OPERATOR, person)
    print(f"{arguments.email} is logged out and cannot log in.")
    return 0


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    for row in queries.team():
        person = row.member
        demo = "\tdemo" if person.demo else ""
        state = "disabled" if person.disabled_at else "invited" if not person.password_hash else "can log in"
        print(f"{person.email}\t{person.name}\t{person.role}\t{state}{demo}")
    return 0


def _demo(arguments: argparse.Namespace, settings: Settings) -> int:
    if not settings.demo:
        raise Conflict("demo_only_on_this_machine")
    if queries.anybody():
        return 0
    made = [(*row, passwords.random_password()) for row in DEMO]
    hashed = [passwords.make(row[-1]) for row in made]
    with unit_of_work():
        for (email, name, role, languages, _password), kept in zip(made, hashed, strict=True):
            services.add_demo(OPERATOR, email, name, role, languages, kept)
    print(f"Practice accounts for {settings.public_url}/en/staff/ (shown only now):")
    for email, _name, role, _languages, password in made:
        print(f"  {email:<20} {password}   {role}")
    return 0


def _audit(arguments: argparse.Namespace, settings: Settings) -> int:
    verdict = audit.verify()
    if verdict.broken is not None:
        print(f"The audit log was changed: row {verdict.broken} does not follow the {verdict.rows} before it.")
        return 1
    print(f"The audit log is whole: {verdict.rows} rows. Last seal: {verdict.head}")
    return 0


def _person(email: str) -> StaffMember:
    found = queries.member_by_email(email)
    if found is None:
        raise NotFound("staff_unknown", email=email)
    return found


def _print_link(settings: Settings, token: str) -> int:
    language = next(iter(i18n.locales()))
    print(f"Hand over this link; it works once, for {LINK_HOURS} hours:")
    print(f"{settings.public_url}/{language}/staff/invitation/{token}")
    return 0
