"""What reaches a colleague outside the desk, and how: their own choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.i18n import locales
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice, Way

MINUTES = (2, 5, 10, 20)
# Whoever is on call has offered to be rung; all else is asked for.
USUAL: Mapping[Notice, frozenset[Way]] = {Notice.ON_CALL: frozenset(Way)}


@dataclass(frozen=True)
class Choices:
    """`ways`: how each event reaches them. `minutes`: from which wait on they are told. `locale`: in which language."""

    ways: Mapping[Notice, frozenset[Way]]
    minutes: int
    locale: str


def of(person: StaffMember) -> Choices:
    """What this person chose; the usual where they have not."""
    given = person.notify or {}
    ways = {
        event: frozenset(Way(way) for way in given[event] if way in set(Way))
        if isinstance(given.get(event), list)
        else USUAL.get(event, frozenset())
        for event in Notice
    }
    minutes, locale = given.get("minutes"), given.get("locale")
    spoken = next(iter(person.languages), "en")
    return Choices(
        ways,
        minutes if minutes in MINUTES else MINUTES[1],
        locale if locale in locales() else spoken if spoken in locales() else "en",
    )


def choose(person: StaffMember, ways: Mapping[Notice, Collection[str]], minutes: str, locale: str) -> None:
    """Their own choice, whole."""
    if minutes not in map(str, MINUTES) or locale not in locales():
        raise Invalid("value_wrong")
    kept = {str(event): [str(way) for way in Way if way in ways.get(event, ())] for event in Notice}
    person.notify = {**kept, "minutes": int(minutes), "locale": locale}
    audit.write(person, "staff.notices_chosen", f"staff:{person.public_id}")


def speak(person: StaffMember, locale: str) -> None:
    """Remembers the language of whoever has not chosen one: the page's, when they let a browser be woken."""
    if locale in locales() and "locale" not in (person.notify or {}):
        person.notify = {**(person.notify or {}), "locale": locale}
