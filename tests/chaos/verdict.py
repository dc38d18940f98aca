"""What was promised against what happened: lists that were seen, lists that are stored, and answers that were given."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos.sentinels import FOUND

Rows = list[tuple[int, str]]
KEPT = 8


@dataclass(frozen=True)
class Stored:
    """One spoken line in the database. `side`: visitor or staff; `note`: visitors never get it."""

    mark: str
    seq: int
    side: str
    key: str
    text: str
    note: bool = False

    @property
    def sentinel(self) -> str:
        found = FOUND.search(self.text.encode())
        return found[0].decode() if found else ""


@dataclass
class Verdict:
    """How often each promise was broken, with the first few cases in words; and how long answers took."""

    broken: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)
    said: int = 0
    acknowledged: int = 0
    unsent: int = 0
    ack_seconds: list[float] = field(default_factory=list)
    back_seconds: list[tuple[str, float]] = field(default_factory=list)
    cuts: int = 0
    # How often which answer was the house's fault. A 500 is never one that somebody may see, and "later" says when.
    failed: Counter[int] = field(default_factory=Counter)

    def blame(self, promise: str, case: str) -> None:
        self.broken[promise] += 1
        if len(self.cases) < KEPT:
            self.cases.append(f"{promise}: {case}")

    @property
    def kept(self) -> bool:
        return not self.broken

    def __str__(self) -> str:
        return f"{dict(self.broken) or 'every promise kept'}; {self.acknowledged} of {self.said} acknowledged; " + (
            " | ".join(self.cases)
        )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def read(path: Path) -> list[dict[str, Any]]:
    """The notes of a crowd; a last line that was cut off by a kill is left out."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found


def judge(notes: Iterable[dict[str, Any]], stored: Iterable[Stored]) -> Verdict:
    """Everything that was promised, looked up."""
    verdict, told = Verdict(), defaultdict(list)
    for note in notes:
        told[note["what"]].append(note)
    rows = sorted(stored, key=lambda one: (one.mark, one.seq))
    _answers(verdict, told["said"], told["acked"], rows)
    _log(verdict, told["said"], rows)
    _screens(verdict, told, rows)
    for note in told["foreign"]:
        verdict.blame("foreign", f"{note['who']} got words of {note['mark']}")
    for note in told["refused"]:
        verdict.blame("refused", f"{note['who']}: {note['error']}")
    for note in told["failed"]:
        verdict.failed[note["status"]] += 1
        if note["status"] == 500 or (note["status"] == 503 and not note["again"]):
            verdict.blame("failed", f"{note['who']} was answered {note['status']}")
    verdict.back_seconds = back_seconds(told)
    verdict.cuts = len(told["cut"])
    return verdict


@dataclass(frozen=True)
class Cut:
    """Nothing, or not everything, went through from `began` to `mended`."""

    way: str
    began: float
    mended: float


def cuts_of(notes: Iterable[dict[str, Any]]) -> dict[str, list[Cut]]:
    """Each network's cuts that have ended, in their order."""
    found, began = defaultdict(list), {}
    for note in sorted((one for one in notes if one["what"] in ("cut", "mended")), key=lambda one: float(one["at"])):
        if note["what"] == "cut":
            began[note["network"]] = note["at"]
        else:
            found[note["network"]].append(Cut(note["way"], began[note["network"]], note["at"]))
    return found


def back_after(cuts: Sequence[Cut], lines: Iterable[tuple[float, float]]) -> list[tuple[str, float]]:
    """`lines`: when each was stored, and when it was seen. For each cut over which lines were missed: its way, and how
    long the line worked until the first of them was seen. The time of a next cut that came before that is nobody's."""
    found, rows = [], list(lines)
    for cut in cuts:
        late = [seen for stored, seen in rows if cut.began < stored < cut.mended < seen]
        if late:
            down = sum(max(0.0, min(one.mended, min(late)) - one.began) for one in cuts if one.began >= cut.mended)
            found.append((cut.way, min(late) - cut.mended - down))
    return found


def back_seconds(told: dict[str, list[Any]]) -> list[tuple[str, float]]:
    """The same for everybody in the crowd."""
    theirs = {note["key"] for note in told["said"] if note["who"].startswith("staff") and note["kind"] == "text"}
    seen = {(note["who"], seq, note["mark"]): note["at"] for note in told["saw"] for seq, _ in note["rows"]}
    cuts, found = cuts_of([*told["cut"], *told["mended"]]), []
    for home in (note for note in told["opened"] if "network" in note):
        stored = [note for note in told["acked"] if note["mark"] == home["mark"] and note["key"] in theirs]
        lines = [(one["at"], seen.get((home["who"], one["seq"], home["mark"]), 0.0)) for one in stored]
        found += back_after(cuts[home["network"]], lines)
    return found


def _answers(verdict: Verdict, said: list[Any], acked: list[Any], rows: list[Stored]) -> None:
    """Whatever was answered is stored as it was said, under the number that was answered."""
    by_key = {(row.mark, row.key): row for row in rows}
    words = {(note["mark"], note["key"]): note for note in said}
    verdict.said, verdict.acknowledged = len(words), len(acked)
    verdict.unsent = len(words.keys() - {(note["mark"], note["key"]) for note in acked})
    for note in acked:
        place = note["mark"], note["key"]
        row, spoken = by_key.get(place), words[place]
        verdict.ack_seconds.append(note["at"] - spoken["at"])
        if row is None:
            verdict.blame("lost", f"{spoken['text']!r} was answered with {note['seq']} and is not stored")
        elif row.text != spoken["text"]:
            verdict.blame("changed", f"{spoken['text']!r} is stored as {row.text!r}")
        elif note["seq"] not in (None, row.seq):
            verdict.blame("misnumbered", f"{spoken['text']!r} was answered with {note['seq']} and is {row.seq}")


def _log(verdict: Verdict, said: list[Any], rows: list[Stored]) -> None:
    """Every line once, every number once, each person's lines in the order in which they said them."""
    for what, times in Counter((row.mark, row.sentinel) for row in rows if row.sentinel).items():
        if times > 1:
            verdict.blame("doubled", f"{what} is stored {times} times")
    for what, times in Counter((row.mark, row.seq) for row in rows).items():
        if times > 1:
            verdict.blame("disordered", f"{times} lines have the number {what}")
    order = {note["key"]: number for number, note in enumerate(said)}
    latest: dict[tuple[str, str], int] = {}
    for row in rows:
        number = order.get(row.key, -1)
        if number >= 0 and number < latest.get((row.mark, row.side), -1):
            verdict.blame("disordered", f"{row.text!r} came before what was said earlier")
        latest[row.mark, row.side] = max(number, latest.get((row.mark, row.side), -1))


def _screens(verdict: Verdict, told: dict[str, list[Any]], rows: list[Stored]) -> None:
    """What each side saw, piece by piece, is what is stored for it; and so is what a fresh page shows."""
    logs: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        logs[row.mark].append(row)
    shown: dict[tuple[str, str], Rows] = defaultdict(list)
    for note in told["saw"]:
        shown[note["who"], note["mark"]] += [(seq, words) for seq, words in note["rows"]]
    fresh = {(note["who"], note["mark"]): [(seq, words) for seq, words in note["rows"]] for note in told["fresh"]}
    for note in told["opened"]:
        who, mark = note["who"], note["mark"]
        expected = [(row.seq, row.sentinel) for row in logs[mark] if who.startswith("staff") or not row.note]
        _compare(verdict, f"{who} of {mark}", shown[who, mark], expected)
        if (who, mark) in fresh:
            _compare(verdict, f"{who} of {mark}, on a fresh page", fresh[who, mark], expected)
        else:
            verdict.blame("unread", f"{who} could not read {mark} at the end")


def _compare(verdict: Verdict, where: str, seen: Rows, expected: Rows) -> None:
    """Lines without words of ours (what the house says itself) are only looked at for their order."""
    numbers = [seq for seq, _ in seen]
    if numbers != sorted(numbers):
        verdict.blame("disordered", f"{where} saw {numbers}")
    for seq, times in Counter(numbers).items():
        if times > 1:
            verdict.blame("doubled", f"{where} saw {seq} {times} times")
    spoken = {seq: words for seq, words in seen if words}
    for seq, words in expected:
        if words and spoken.get(seq) != words:
            verdict.blame("gap", f"{where} saw {spoken.get(seq)!r} as {seq}, which is {words!r}")
    for seq in spoken.keys() - {seq for seq, _ in expected}:
        verdict.blame("unstored", f"{where} saw {seq}, which is not stored")
