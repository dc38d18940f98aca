"""What came of an import: counted and said."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.directory.hsds.problems import Problem


@dataclass
class Report:
    """`refused`: nothing was changed. `warnings`: kept as they came, but our pages do not show them."""

    code: str
    publisher: str
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    updated: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
