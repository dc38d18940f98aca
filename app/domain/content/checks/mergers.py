"""Checks areas that merged: every one leads, in the end, to an area that stands."""

from __future__ import annotations

from app.domain.content.problems import Problems
from app.domain.content.terms import Kind
from app.domain.content.whole import Content


def check(content: Content, problems: Problems) -> None:
    """`merged_into` names another area of the same kind in the same country, and nobody comes back to themselves."""
    for code, area in content.areas.items():
        successor = content.areas.get(area.merged_into or "")
        sentence = None
        if area.merged_into and successor is None:
            sentence = f"`merged_into` is '{area.merged_into}', which areas.yaml does not have."
        elif successor and code in (round_trip := _way(code, content)):
            sentence = f"`merged_into` goes round in a circle: {' → '.join([code, *round_trip])}."
        elif successor and successor.kind != area.kind:
            sentence = (
                f"`merged_into` is '{successor.code}', a {successor.kind}; a {area.kind} merges into a {area.kind}."
            )
        elif successor and _country(successor.code, content) != _country(code, content):
            sentence = f"`merged_into` is '{successor.code}', which is in another country."
        if sentence:
            problems.add(content.files[Kind.AREA, code], f"area {code}: {sentence}")


def _way(code: str, content: Content) -> list[str]:
    """The successors, one after the other, until there is none or one comes twice."""
    found: list[str] = []
    area = content.areas.get(code)
    while area and area.merged_into and area.merged_into not in found:
        found.append(area.merged_into)
        area = content.areas.get(area.merged_into)
    return found


def _country(code: str, content: Content) -> str:
    seen: set[str] = set()
    while code not in seen and (area := content.areas.get(code)) and area.parent:
        seen.add(code)
        code = area.parent
    return code
