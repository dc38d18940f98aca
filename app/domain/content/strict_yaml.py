"""YAML without its surprises: `no` is a country, `08:00` is a time, a key said twice is a mistake."""

from __future__ import annotations

import re
from typing import Any

import yaml

from app.domain.content.problems import Problems

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Knows true, false, whole numbers, nothing and text; no dates, no `yes`, no base-sixty numbers."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a name must be a single word", problem_mark=key.start_mark)
        if key.value in seen:
            raise yaml.MarkedYAMLError(problem=f"'{key.value}' stands here twice", problem_mark=key.start_mark)
        seen.add(key.value)
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def parse(content: str, file: str, problems: Problems, first_line: int = 0) -> Any:
    """The value in `content`; None, with a problem that names the line, where it is not YAML.

    `first_line` is how many lines of the file stand before `content`.
    """
    try:
        # The loader is a safe one with less in it.
        return yaml.load(content, _Loader) if _repeats_nothing(content) else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 + first_line if mark else None
        problems.cannot_read(file, _sentence(error.problem or "it cannot be read"), line)
    except yaml.YAMLError:
        problems.cannot_read(file, "This is not YAML: it has characters that text files may not have.")
    return None


def _repeats_nothing(content: str) -> bool:
    """Refuses `*name`: a few lines that repeat one another can say more than any machine has room for."""
    for event in yaml.parse(content, _Loader) if "*" in content else ():
        if isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=f"'*{event.anchor}' repeats another part", problem_mark=mark)
    return True


def _sentence(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return 'There is a second colon in this line; put the text in "double quotes".'
    if "twice" in problem:
        return f"{problem}; keep one."
    if "repeats another part" in problem:
        return f"{problem}; write it out."
    return f'This is not YAML: {problem}. A text with : or # or a quote at its beginning belongs in "double quotes".'
