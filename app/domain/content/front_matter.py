"""A Markdown file in two parts: the YAML between the two lines of dashes, and the steps under `##` headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from app.domain.content import strict_yaml
from app.domain.content.problems import Problems
from app.domain.content.records import StepRecord

FENCE = "---"
HTML = re.compile(r"</?[a-zA-Z][^>]*>|<!--")
NO_HTML = "Guides have no HTML; use **bold**, lists and links as Markdown writes them."
_DEEPER = re.compile(r"^\s*(#|#{3,6})\s")


@dataclass(frozen=True)
class Page:
    """`head` is whatever the YAML says; `body` begins at line `body_line` of the file."""

    head: Any
    body: str
    body_line: int


def split(content: str, file: str, problems: Problems) -> Page | None:
    """Takes a page apart; None, with a problem, where a line of dashes is missing."""
    lines = content.splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        problems.cannot_read(file, "The first line must be three dashes: ---", 1)
        return None
    ends = [place for place, line in enumerate(lines) if place and line.rstrip() == FENCE]
    if not ends:
        problems.cannot_read(file, "The line of three dashes that ends the first part is missing.", len(lines))
        return None
    head = strict_yaml.parse("\n".join(lines[1 : ends[0]]), file, problems, first_line=1)
    return Page(head, "\n".join(lines[ends[0] + 1 :]), ends[0] + 2)


def steps(page: Page, file: str, problems: Problems) -> list[StepRecord]:
    """Every `##` heading with the text under it."""
    found: list[tuple[str, list[str]]] = []
    for number, line in enumerate(page.body.splitlines(), page.body_line):
        _look(line, number, file, problems)
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif found:
            found[-1][1].append(line.rstrip())
        elif line.strip():
            problems.add(file, "There is text before the first step; put it under a ## heading.", number)
    return [StepRecord(title, "\n".join(lines).strip()) for title, lines in found]


def _look(line: str, number: int, file: str, problems: Problems) -> None:
    if HTML.search(line):
        problems.add(file, NO_HTML, number)
    if "![" in line:
        problems.add(file, "Guides have no images.", number)
    if _DEEPER.match(line):
        problems.add(file, "Headings have exactly two signs, ##; each is one step.", number)
