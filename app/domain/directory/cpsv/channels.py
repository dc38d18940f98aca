"""The ways to reach a service: its page, the numbers that may be shown today, the places, and when somebody answers."""

from __future__ import annotations

from typing import Any

from app.domain.directory.cpsv.rows import PublicService
from app.domain.directory.cpsv.words import Words
from app.domain.directory.hours import Schedule, week
from app.domain.directory.views import Number, Spot

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ADDRESS = ("address_1", "address_2", "postal_code", "city")


class Channels:
    """Adds cv:Channel and cv:ContactPoint to a graph."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def of_service(self, one: Any, told: PublicService) -> None:
        say, view = self._words, told.view
        if view.link:
            page = self._channel(one, told, "web", 1)
            say.add(page, "foaf:page", say.document(view.link))
        if view.process:
            say.texts(self._channel(one, told, "advice", 1), "dct:description", view.process)
        for at, number in enumerate(view.numbers, 1):
            self._number(one, told, number, at)
        for at, spot in enumerate(view.spots, 1):
            self._spot(one, told, spot, at)
        if view.link and not view.numbers:
            point = say.node(f"contact-{told.id}-0", "cv:ContactPoint")
            say.add(point, "cv:contactPage", say.document(view.link))
            self._hours(point, f"{told.id}-0", view.schedule)
            say.add(one, "cv:contactPoint", point)

    def _number(self, one: Any, told: PublicService, number: Number, at: int) -> None:
        say = self._words
        schedule = number.schedule or told.view.schedule
        channel = self._channel(one, told, number.kind, at)
        say.texts(channel, "dct:description", number.label)
        point = say.node(f"contact-{told.id}-{at}", "cv:ContactPoint")
        say.add(point, "cv:telephone", say.text(number.number))
        if told.view.link:
            say.add(point, "cv:contactPage", say.document(told.view.link))
        self._hours(channel, f"{told.id}-{at}", schedule)
        self._hours(point, f"{told.id}-{at}", schedule)
        say.add(one, "cv:contactPoint", point)

    def _spot(self, one: Any, told: PublicService, spot: Spot, at: int) -> None:
        """A place one can go to. Without an address it still has a name."""
        say = self._words
        channel = self._channel(one, told, "place", at)
        say.texts(channel, "dct:description", spot.names)
        self._hours(channel, f"{told.id}-place-{at}", spot.schedule)
        written = ", ".join(spot.address[key] for key in ADDRESS if spot.address.get(key))
        if written:
            address = say.node(f"address-{told.id}-{at}", "locn:Address")
            language = next(iter(spot.names), "en")
            say.texts(address, "locn:fullAddress", {language: written})
            say.add(channel, "locn:address", address)

    def _channel(self, one: Any, told: PublicService, kind: str, at: int) -> Any:
        say = self._words
        channel = say.part(f"channel-{kind}", told.id, at, "cv:Channel")
        sort = say.node(f"channel-type-{kind}", "skos:Concept")
        say.add(sort, "skos:notation", say.text(kind))
        say.add(channel, "dct:type", sort)
        say.add(channel, "cv:ownedBy", say.address("organizations", told.body.id))
        say.add(one, "cv:hasChannel", channel)
        return channel

    def _hours(self, one: Any, name: str, schedule: Schedule) -> None:
        """One time:TemporalEntity for each span of each weekday, as the profile's own example has it."""
        say = self._words
        for day, spans in enumerate(week(schedule)):
            for at, (opens, closes) in enumerate(spans, 1):
                place = f"hours-{name}-{day + 1}-{at}"
                span = say.node(place, "time:TemporalEntity")
                say.add(span, "time:hasBeginning", self._instant(f"{place}-from", DAYS[day], opens))
                say.add(span, "time:hasEnd", self._instant(f"{place}-to", DAYS[(day + (closes <= opens)) % 7], closes))
                say.add(one, "cv:openingHours", span)

    def _instant(self, name: str, day: str, clock: str) -> Any:
        say = self._words
        instant, told = say.node(name, "time:Instant"), say.node(f"{name}-told", "time:DateTimeDescription")
        hour, minute = clock.split(":")[:2]
        say.add(told, "time:unitType", say.name("time:unitMinute"))
        say.add(told, "time:dayOfWeek", say.name(f"time:{day}"))
        say.add(told, "time:hour", say.count(int(hour)))
        say.add(told, "time:minute", say.count(int(minute)))
        say.add(instant, "time:inDateTime", told)
        return instant
