"""How quick it was, from a crowd's notes: sending, until the other side saw it, and from the end of a fault on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tests.chaos.figures import Figure
from tests.chaos.verdict import percentile

Notes = list[dict[str, Any]]
# How long after a fault still counts as "because of it".
AFTER_SECONDS = 10.0


class Spans:
    """Moments between which something was wrong, as (began, over)."""

    def __init__(self, spans: Sequence[tuple[float, float]]) -> None:
        self.spans = spans

    def hold(self, moment: float) -> bool:
        return any(began <= moment <= over + AFTER_SECONDS for began, over in self.spans)


def sends(notes: Notes, spans: Spans) -> list[float]:
    """How long each line was on its way to its answer, with everything that was tried again."""
    return [note["took"] for note in notes if note["what"] == "acked" and "took" in note and spans.hold(note["at"])]


def deliveries(notes: Notes, spans: Spans) -> list[float]:
    """From the answer to whoever wrote it until it was on the screen of whoever reads it."""
    saw = {
        (note["who"], note["mark"], seq): note["at"]
        for note in notes
        if note["what"] == "saw"
        for seq, _ in note["rows"]
    }
    sides, notes_of_staff = defaultdict(set), set()
    for note in notes:
        if note["what"] == "opened":
            sides[note["mark"]].add(note["who"])
        elif note["what"] == "said" and note["kind"] == "note":
            notes_of_staff.add(note["key"])
    return [
        max(0.0, saw[other, note["mark"], note["seq"]] - note["at"])
        for note in notes
        if note["what"] == "acked" and note["seq"] and spans.hold(note["at"]) and note["key"] not in notes_of_staff
        for other in sides[note["mark"]] - {note["who"]}
        if (other, note["mark"], note["seq"]) in saw
    ]


def back(notes: Notes, spans: Spans) -> tuple[list[float], list[float]]:
    """From each fault's end: until the first line was answered, and until each that had waited for it was."""
    said = {note["key"]: note["at"] for note in notes if note["what"] == "said"}
    acked = sorted((note["at"], note["key"]) for note in notes if note["what"] == "acked")
    first, waited = [], []
    for began, over in spans.spans:
        first += [next((at - over for at, _ in acked if at >= over), 0.0)]
        waited += [at - over for at, key in acked if at >= over and began - 1 <= said.get(key, at) <= over]
    return first, waited


def tell(notes: Notes, spans: Spans, figure: Figure, name: str) -> None:
    for what, seconds in (("a send", sends(notes, spans)), ("seen by the other side after", deliveries(notes, spans))):
        figure(f"{name}: {what}, p50", percentile(seconds, 0.5), "s")
        figure(f"{name}: {what}, p99", percentile(seconds, 0.99), "s")
        figure(f"{name}: {what}, longest", max(seconds, default=0.0), "s")
