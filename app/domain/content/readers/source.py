"""Hands a reader its file: decoded, parsed, with every problem noted under the file's name."""

from __future__ import annotations

from typing import Any

from app.domain.content import strict_yaml
from app.domain.content.problems import Problems


class Source:
    """The files of one folder and the problems found in them."""

    def __init__(self, tree: dict[str, bytes], problems: Problems) -> None:
        self.tree = tree
        self.problems = problems

    def text(self, file: str) -> str | None:
        """The file as text, or None with a problem when it is not UTF-8."""
        try:
            return self.tree[file].decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.tree[file][: error.start].count(b"\n") + 1
            self.problems.cannot_read(file, "This is not UTF-8 text; save the file as UTF-8.", line)
            return None

    def yaml(self, file: str) -> Any:
        """What the file says, or None: it is absent, empty or broken (the last is a problem already)."""
        content = self.text(file) if file in self.tree else None
        return None if content is None else strict_yaml.parse(content, file, self.problems)

    def items(self, file: str) -> list[Any]:
        """A file that is one list."""
        found = self.yaml(file)
        if found is not None and not isinstance(found, list):
            self.problems.add(file, "This file must be a list: every thing begins with a dash.")
            return []
        return found or []

    def under(self, folder: str, ending: str) -> list[str]:
        """The files below `folder` whose names end so."""
        return [name for name in self.tree if name.startswith(f"{folder}/") and name.endswith(ending)]
