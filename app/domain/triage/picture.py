"""A tree as a drawing: columns by how far from the start, each answer a line of its question's box. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.triage.texts import text_at
from app.domain.triage.tree import Tree

# In the drawing's own units, which are pixels where nothing is scaled.
WIDE, LINE, PAD, BETWEEN_COLUMNS, BETWEEN_BOXES = 270, 19, 10, 110, 18
LETTERS = 34


@dataclass(frozen=True)
class Row:
    """An answer in a question's box: its words in lines, and how far down in the drawing it stands."""

    code: str
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A question with its answers, or an outcome. `kind` is `question` or the outcome's."""

    code: str
    kind: str
    urgent: bool
    x: int
    y: int
    height: int
    title: tuple[str, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Arrow:
    """From an answer to what it leads to."""

    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def path(self) -> str:
        """An SVG path, a calm curve from column to column."""
        (x1, y1), (x2, y2) = self.start, self.end
        bend = (x2 - x1) // 2 if abs(x2 - x1) < 2 * BETWEEN_COLUMNS else BETWEEN_COLUMNS * (1 if x2 > x1 else -1)
        return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(tree: Tree, texts: Mapping[str, Any], right_to_left: bool = False) -> Drawing:
    """The whole tree in one language, read from the side the language begins at; for trees without loops."""
    columns = [[_box(tree, texts, code) for code in codes] for codes in _columns(tree)]
    width = len(columns) * (WIDE + BETWEEN_COLUMNS) - BETWEEN_COLUMNS + 2 * BETWEEN_BOXES
    height = max(sum(box.height + BETWEEN_BOXES for box in column) for column in columns) + BETWEEN_BOXES
    boxes: dict[str, Box] = {}
    for at, column in enumerate(columns):
        x = BETWEEN_BOXES + at * (WIDE + BETWEEN_COLUMNS)
        x = width - x - WIDE if right_to_left else x
        y = BETWEEN_BOXES
        for box in column:
            boxes[box.code] = _moved(box, x, y)
            y += box.height + BETWEEN_BOXES
    return Drawing(width, height, tuple(boxes.values()), tuple(_arrows(tree, boxes, right_to_left)))


def _columns(tree: Tree) -> list[list[str]]:
    """Each node one column after the last question that leads to it; in a column, near what leads there."""
    depth: dict[str, int] = {tree.start: 0}
    waiting = [tree.start]
    while waiting:
        code = waiting.pop(0)
        question = tree.questions.get(code)
        for option in question.options if question else ():
            if depth.get(option.next, -1) < depth[code] + 1:
                depth[option.next] = depth[code] + 1
                waiting.append(option.next)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for code, level in depth.items():
        columns[level].append(code)
    for level in range(1, len(columns)):
        columns[level].sort(key=lambda code: _pull(tree, code, columns[:level]))
    return columns


def _pull(tree: Tree, code: str, before: list[list[str]]) -> float:
    """How far down a node wants to stand: the middle of the places of the answers that lead to it."""
    places = [
        (at + number / len(tree.questions[name].options)) / len(column)
        for column in before
        for at, name in enumerate(column)
        if name in tree.questions
        for number, option in enumerate(tree.questions[name].options)
        if option.next == code
    ]
    return sum(places) / len(places) if places else 0.0


def _box(tree: Tree, texts: Mapping[str, Any], code: str) -> Box:
    """The box at the drawing's corner, as tall as its words need."""
    question, outcome = tree.questions.get(code), tree.outcomes.get(code)
    title = _lines(text_at(texts, ("questions" if question else "outcomes", code, "title")) or code)
    y, rows = PAD + len(title) * LINE + PAD, []
    for option in question.options if question else ():
        lines = _lines(text_at(texts, ("questions", code, "options", option.code)) or option.code)
        rows.append(Row(option.code, y, lines))
        y += len(lines) * LINE + PAD
    kind, urgent = (outcome.kind, outcome.urgent) if outcome else ("question", False)
    return Box(code, kind, urgent, 0, 0, y, title, tuple(rows))


def _lines(words: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(words, LETTERS))


def _moved(box: Box, x: int, y: int) -> Box:
    return replace(box, x=x, y=y, rows=tuple(replace(row, y=row.y + y) for row in box.rows))


def _arrows(tree: Tree, boxes: Mapping[str, Box], right_to_left: bool) -> Iterator[Arrow]:
    out, back = (0, WIDE) if right_to_left else (WIDE, 0)
    for box in boxes.values():
        leads = [option.next for option in tree.questions[box.code].options] if box.rows else []
        for row, code in zip(box.rows, leads, strict=True):
            if target := boxes.get(code):
                start = (box.x + out, row.y + len(row.lines) * LINE // 2)
                yield Arrow(start, (target.x + back, target.y + PAD + LINE // 2))


def mermaid(tree: Tree, texts: Mapping[str, Any]) -> str:
    """The same as Mermaid's text, for a document elsewhere."""
    lines = ["flowchart TD"]
    for code in (*tree.questions, *tree.outcomes):
        shelf, ends = ("questions", "[]") if code in tree.questions else ("outcomes", "()")
        words = _quoted(text_at(texts, (shelf, code, "title")) or code)
        lines.append(f"  {_name(code)}{ends[0]}{words}{ends[1]}")
    for code, question in tree.questions.items():
        for one in question.options:
            words = _quoted(text_at(texts, ("questions", code, "options", one.code)) or one.code)
            lines.append(f"  {_name(code)} -->|{words}| {_name(one.next)}")
    return "\n".join(lines) + "\n"


def _name(code: str) -> str:
    # Mermaid takes `end` for its own word.
    return f"n_{code.replace('-', '_')}"


def _quoted(words: str) -> str:
    return '"' + words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") + '"'
