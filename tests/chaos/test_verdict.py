"""The verdict by itself: every fault that is planted is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.chaos.sentinels import sentinel
from tests.chaos.verdict import Cut, Stored, Verdict, back_after, judge, percentile

MARK, OTHER = "bcdfghjk", "xwvtsrpm"
Case = tuple[list[dict[str, Any]], list[Stored]]


def _whole() -> Case:
    """A visitor and a librarian, three lines each, one a note; everything as promised."""
    stored = [
        Stored(MARK, seq, side, f"key {seq}", f"{sentinel(MARK, seq)} ord", note)
        for seq, side, note in [
            (1, "visitor", False), (3, "staff", False), (4, "visitor", False), (5, "staff", True), (6, "visitor", False),
            (7, "staff", False),
        ]
    ]  # fmt: skip
    notes: list[dict[str, Any]] = []
    for row in stored:
        who = f"{row.side} 1"
        notes.append(
            {"what": "said", "at": 1.0, "who": who, "mark": MARK, "key": row.key, "text": row.text, "kind": "text"}
        )
        notes.append({"what": "acked", "at": 1.5, "who": who, "mark": MARK, "key": row.key, "seq": row.seq})
    for who in ("visitor 1", "staff 1"):
        seen = [(row.seq, row.sentinel) for row in stored if not row.note or who == "staff 1"]
        notes.append({"what": "opened", "who": who, "mark": MARK, "conversation": "c"})
        notes.append({"what": "saw", "at": 4.0, "who": who, "mark": MARK, "rows": [*seen[:2], (2, "")][:2]})
        notes.append({"what": "saw", "at": 4.0, "who": who, "mark": MARK, "rows": seen[2:]})
        notes.append({"what": "fresh", "who": who, "mark": MARK, "rows": seen})
    return notes, stored


def _acked_and_gone(notes: Any, stored: list[Stored]) -> None:
    del stored[-1]
    for note in notes:
        if note["what"] in ("saw", "fresh"):
            note["rows"] = [row for row in note["rows"] if row[0] != 7]


def _stored_twice(notes: Any, stored: list[Stored]) -> None:
    stored.append(Stored(MARK, 8, "staff", "key 9", stored[-1].text))


def _stored_in_another_order(notes: Any, stored: list[Stored]) -> None:
    stored[2], stored[4] = (
        Stored(MARK, 6, "visitor", "key 4", stored[2].text),
        Stored(MARK, 4, "visitor", "key 6", stored[4].text),
    )


def _same_number(notes: Any, stored: list[Stored]) -> None:
    stored.append(Stored(MARK, 7, "visitor", "key 9", "x"))


def _other_words(notes: Any, stored: list[Stored]) -> None:
    stored[0] = Stored(MARK, 1, "visitor", "key 1", "something else")


def _other_number(notes: list[dict[str, Any]], stored: Any) -> None:
    next(note for note in notes if note["what"] == "acked")["seq"] = 9


def _missed(notes: list[dict[str, Any]], stored: Any) -> None:
    next(note for note in notes if note["what"] == "saw")["rows"].pop()


def _seen_twice(notes: list[dict[str, Any]], stored: Any) -> None:
    notes.append({**next(note for note in notes if note["what"] == "saw")})


def _leaked(notes: list[dict[str, Any]], stored: Any) -> None:
    notes.append({"what": "foreign", "who": "visitor 1", "mark": OTHER})


def _note_shown(notes: list[dict[str, Any]], stored: list[Stored]) -> None:
    fresh = next(note for note in notes if note["what"] == "fresh" and note["who"] == "visitor 1")
    fresh["rows"] = [(row.seq, row.sentinel) for row in stored]


FAULTS: list[tuple[Callable[[Any, Any], None], str]] = [
    (_acked_and_gone, "lost"),
    (_stored_twice, "doubled"),
    (_stored_in_another_order, "disordered"),
    (_same_number, "disordered"),
    (_other_words, "changed"),
    (_other_number, "misnumbered"),
    (_missed, "gap"),
    (_seen_twice, "doubled"),
    (_leaked, "foreign"),
    (_note_shown, "unstored"),
]


def test_it_works() -> None:
    verdict = judge(*_whole())
    assert verdict.kept, str(verdict)
    assert (verdict.said, verdict.acknowledged, verdict.unsent) == (6, 6, 0)
    assert percentile(verdict.ack_seconds, 0.99) == 0.5


@pytest.mark.parametrize(("plant", "promise"), FAULTS)
def test_a_planted_fault_is_named(plant: Callable[[Any, Any], None], promise: str) -> None:
    notes, stored = _whole()
    plant(notes, stored)
    verdict: Verdict = judge(notes, stored)
    assert promise in verdict.broken, str(verdict)
    assert verdict.cases


def test_how_long_until_words_come_again() -> None:
    """The librarian's line of 1.5 was missed over a cut from 1 to 3, and seen at 4."""
    notes, stored = _whole()
    for note in notes:
        if note["what"] == "opened" and note["who"] == "visitor 1":
            note["network"] = "here"
    for what, at in (("cut", 1.0), ("mended", 3.0)):
        notes.append({"what": what, "at": at, "network": "here", "way": "reset"})
    verdict = judge(notes, stored)
    assert verdict.kept
    assert verdict.back_seconds == [("reset", 1.0)]


def test_a_second_cut_before_anybody_was_back_is_not_counted_as_working() -> None:
    """Missed over the first cut and the second, seen two working seconds after the first and one after the second."""
    cuts = [Cut("half-open", 1.0, 2.0), Cut("lossy", 3.0, 10.0), Cut("reset", 20.0, 21.0)]
    assert back_after(cuts, [(1.5, 11.0), (4.0, 11.0), (22.0, 22.1)]) == [("half-open", 2.0), ("lossy", 1.0)]


def test_words_never_answered_are_unsent_and_no_fault() -> None:
    notes, stored = _whole()
    later = {"what": "said", "at": 2.0, "who": "visitor 1", "mark": MARK, "key": "later", "text": "x", "kind": "text"}
    notes.append(later)
    verdict = judge(notes, stored)
    assert verdict.kept
    assert verdict.unsent == 1
