"""The question trees we ship, read from their files, and every way through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.config import ROOT
from app.domain.content import strict_yaml
from app.domain.content.problems import Problems
from app.domain.triage.texts import FlowTexts, texts_of
from app.domain.triage.tree import Tree, tree_of

FOLDER = ROOT / "content" / "flows"


@dataclass(frozen=True)
class Shipped:
    """A tree and its words by language."""

    tree: Tree
    texts: dict[str, FlowTexts]


@cache
def shipped() -> dict[str, Shipped]:
    """Every tree in content/flows, by slug."""
    found = {}
    for file in sorted(FOLDER.glob("*/flow.yaml")):
        said = _read(file.parent.name, "flow")
        words = {
            one.stem: texts_of(_read(file.parent.name, one.stem)) for one in file.parent.glob("*.yaml") if one != file
        }
        found[said["slug"]] = Shipped(tree_of(said["slug"], said["source"], said), words)
    return found


def _read(slug: str, name: str) -> dict:
    return strict_yaml.parse((FOLDER / slug / f"{name}.yaml").read_text("utf-8"), f"{slug}/{name}", Problems())


def paths(tree: Tree, node: str | None = None) -> Iterator[list[tuple[str, str]]]:
    """Every way from the start to an end, as (question, option)."""
    node = node or tree.start
    question = tree.questions.get(node)
    if question is None:
        yield []
        return
    for option in question.options:
        for rest in paths(tree, option.next):
            yield [(node, option.code), *rest]


def doors(tree: Tree) -> dict[str, list[tuple[str, str]]]:
    """For each question, the answers by which a walk that meets every node once goes on: (option, where it leads)."""
    seen, found, waiting = {tree.start}, {}, [tree.start]
    for node in waiting:
        fresh = []
        for option in tree.questions[node].options:
            if option.next not in seen:
                seen.add(option.next)
                fresh.append((option.code, option.next))
                waiting += [option.next] if option.next in tree.questions else []
        found[node] = fresh
    return found
