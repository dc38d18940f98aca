"""How the house is read by test_house.py: every module as a tree, every function with its length, every template."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.config import ROOT

TEMPLATES = ROOT / "app" / "templates"
RUNS = ("app", "serving", "setup")
WHOLE = (*RUNS, "tests", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef
INCLUDED = re.compile(r'{%-?\s*(?:include|extends|from|import)\s+"([^"]+)"')


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def constants(self) -> dict[str, ast.expr]:
        """Module-level names and what they are set to."""
        return {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file of these folders."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8")
            found.append(Module(path, text, ast.parse(text)))
    return tuple(found)


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def family(template: str) -> str:
    """The text of a template and of everything it includes."""
    seen: dict[str, str] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = (TEMPLATES / name).read_text("utf-8")
            waiting += INCLUDED.findall(seen[name])
    return "\n".join(seen.values())


def length(function: Function) -> int:
    """Lines from `def` to the end; decorators are not work."""
    return int(function.end_lineno or function.lineno) - function.lineno + 1


def called(node: ast.AST) -> set[str]:
    """The last names of everything that is called below a node: `a.b.commit()` is "commit"."""
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            names.add(call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
    return names


def calls(module: Module, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
            yield node


def methods(function: Function) -> set[str]:
    """The HTTP methods of a view by its decorators (`@bp.get(…)`); empty for what is no view."""
    found = set()
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            found.add(decorator.func.attr)
    return found & {"get", "post", "route"}


def literal(module: Module, node: ast.expr) -> object:
    """What an expression says, a module's own constants included."""
    if isinstance(node, ast.Name):
        return literal(module, module.constants()[node.id])
    if isinstance(node, ast.Tuple):
        return tuple(literal(module, part) for part in node.elts)
    return ast.literal_eval(node)


def percentile(values: Iterable[int], part: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
