"""Somebody's turns as a calendar file (RFC 5545): moments in UTC, so that every calendar shows them at the right hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from app.core import clock
from app.domain.rota import queries
from app.domain.rota.queries import Turn

MOST_OCTETS = 75
STAMP = "%Y%m%dT%H%M%SZ"


def text(turns: Iterable[Turn], name: str, title: Callable[[Turn], str]) -> str:
    """The whole file; `name` is the calendar's, `title` says what a turn is called in the reader's language."""
    zone, now = queries.team_zone(), clock.now()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vejviser//Rota//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for turn in turns:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{turn.shift.public_id}-{turn.day:%Y%m%d}@vejviser",
            f"DTSTAMP:{_stamp(now)}",
            f"DTSTART:{_stamp(queries.begins(turn, zone))}",
            f"DTEND:{_stamp(queries.finishes(turn, zone))}",
            f"SUMMARY:{_escaped(title(turn))}",
            f"TRANSP:{'OPAQUE' if turn.staffed else 'TRANSPARENT'}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def _escaped(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line longer than 75 octets; a letter is never cut in two."""
    rows: list[bytes] = []
    row = b""
    for letter in line:
        piece = letter.encode()
        if len(row) + len(piece) > MOST_OCTETS - (1 if rows else 0):
            rows.append(row)
            row = b""
        row += piece
    rows.append(row)
    return "\r\n ".join(part.decode() for part in rows)
