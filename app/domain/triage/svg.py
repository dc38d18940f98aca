"""A drawing of a tree as SVG: classes for a page's own style sheet, or with its own colours as a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from app.domain.triage.picture import LINE, PAD, WIDE, Box, Drawing

# Only for a file on its own: a page's policy allows no style inside it.
OWN_STYLE = """
text { font: 14px sans-serif; fill: #1f2a2e; }
.flow-title { font-weight: 600; }
.flow-line { fill: none; stroke: #4a5558; stroke-width: 1.5; }
.flow-box { fill: #fffdf9; stroke: #0b5351; stroke-width: 1.5; }
.flow-rule { stroke: #0b5351; stroke-width: .5; }
.flow-guide, .flow-handoff { fill: #e1efec; }
.flow-service { fill: #f1e8da; }
.flow-urgent { stroke: #b4472f; stroke-width: 3; }
"""
CORNER = {"question": 6}


def svg(drawing: Drawing, title: str, tag: str, right_to_left: bool = False, standalone: bool = False) -> str:
    """The whole picture. `tag` is the language's; the text alternative stands beside it, not in it."""
    style = f"<style>{OWN_STYLE}</style><rect width='100%' height='100%' fill='#fbf7f0'/>" if standalone else ""
    direction = "rtl" if right_to_left else "ltr"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-picture" role="img" lang="{escape(tag)}" '
        f'direction="{direction}" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{drawing.width}" height="{drawing.height}" aria-label="{escape(title)}">'
    )
    lines = "".join(f'<path class="flow-line" d="{one.path}"/>' for one in drawing.arrows)
    boxes = "".join(part for box in drawing.boxes for part in _box(box, right_to_left))
    return f"{head}{style}{lines}{boxes}</svg>"


def _box(box: Box, right_to_left: bool) -> Iterator[str]:
    urgent = " flow-urgent" if box.urgent else ""
    yield (
        f'<rect class="flow-box flow-{box.kind}{urgent}" x="{box.x}" y="{box.y}" width="{WIDE}" '
        f'height="{box.height}" rx="{CORNER.get(box.kind, 20)}"/>'
    )
    # In a right-to-left text "start" is its right-hand end.
    x = box.x + (WIDE - PAD if right_to_left else PAD)
    yield from _words(box.title, x, box.y + PAD, "flow-title")
    for row in box.rows:
        above = row.y - PAD // 2
        yield f'<path class="flow-rule" d="M{box.x} {above}H{box.x + WIDE}"/>'
        yield from _words(row.lines, x, row.y, "flow-answer")


def _words(lines: tuple[str, ...], x: int, y: int, kind: str) -> Iterator[str]:
    for at, line in enumerate(lines):
        yield f'<text class="{kind}" x="{x}" y="{y + LINE * at + LINE - 5}">{escape(line)}</text>'
