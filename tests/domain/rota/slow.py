"""The slow way to know when a team is open: minute by minute, from plain facts, without a line of the rota's code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
# So many weeks each generated team lives through.
EACH = 5
DAYS = 7 * EACH


@dataclass
class Fact:
    """What was planned, as a child would write it down."""

    first: date
    last: date | None
    weeks: int  # 0: that day alone
    starts: time
    ends: time
    who: str | None
    desk: bool = True
    days: dict[date, str | None] = field(default_factory=dict)

    def comes(self, day: date) -> bool:
        if day < self.first or (self.last is not None and day > self.last):
            return False
        ahead = (day - self.first).days
        return ahead == 0 if self.weeks == 0 else ahead % (7 * self.weeks) == 0

    def has(self, day: date) -> str | None:
        return self.days.get(day, self.who)


@dataclass
class World:
    """One generated team and what it agreed."""

    zone: str
    country: str
    monday: date
    facts: dict[str, Fact]
    exceptions: dict[date, tuple[time, time] | None]


def slow(world: World, moments: list[datetime]) -> list[bool]:
    """Minute by minute: which of these moments, one after the other, are open."""
    zone = ZoneInfo(world.zone)
    feasts = holidays.country_holidays(world.country) if world.country else {}
    read: dict[datetime, list[int]] = defaultdict(list)
    for place, moment in enumerate(moments):
        read[moment.astimezone(zone).replace(tzinfo=None, fold=0)].append(place)

    def place_of(day: date, at: time, last: bool) -> int:
        """Where the wall first (last) reads that time; in an hour that does not come, where it reads the next one."""
        wall = datetime.combine(day, at)
        for _ in range(180):
            found = read.get(wall)
            if found:
                return found[-1 if last else 0]
            wall += MINUTE
        return 0 if day <= world.monday else len(moments)

    is_open = [False] * len(moments)

    def mark(day: date, starts: time, ends: time, to_next: bool) -> None:
        begin = place_of(day, starts, last=False)
        end = place_of(day + ONE_DAY if to_next else day, ends, last=True)
        is_open[begin:end] = [True] * max(0, end - begin)

    midnight = time(0)
    for ahead in range(-1, DAYS + 2):
        day = world.monday + ahead * ONE_DAY
        if day in world.exceptions:
            times = world.exceptions[day]
            if times is not None:
                mark(day, *times, to_next=times[1] == midnight)
            continue
        for fact in world.facts.values():
            if not fact.desk:
                continue
            if fact.comes(day) and fact.has(day) and (day not in feasts or fact.weeks == 0):
                over = fact.ends <= fact.starts
                mark(day, fact.starts, midnight if over else fact.ends, to_next=over)
            before = day - ONE_DAY
            late = fact.ends <= fact.starts and fact.ends != midnight
            came = fact.comes(before) and fact.has(before) and (before not in feasts or fact.weeks == 0)
            if late and came and day not in feasts:
                mark(day, midnight, fact.ends, to_next=False)
    return is_open
