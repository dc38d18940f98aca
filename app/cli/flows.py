"""`flows`: proves that no question tree ends in nothing, and draws one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

# Every table, because a foreign key may point at any of them.
from app import tables as _every_table  # noqa: F401
from app.config import ROOT, load
from app.core import db, i18n
from app.domain.content import files
from app.domain.content.checks import proofs
from app.domain.content.problems import Problems
from app.domain.content.reading import read
from app.domain.content.whole import Content
from app.domain.triage import doors, graph, picture, trees
from app.domain.triage.gaps import Gap
from app.domain.triage.proof import offered_languages, prove
from app.domain.triage.svg import svg
from app.domain.triage.tree import tree_of
from app.domain.triage.trees import Planted

CONTENT = ROOT / "content"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("flows", help="prove that no question tree ends in nothing, or draw one")
    verbs = parser.add_subparsers(dest="verb", required=True)
    proving = verbs.add_parser(
        "prove", help="every path ends, and every end names somebody, in every area and language"
    )
    proving.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the files here, not the database")
    proving.set_defaults(run=run_prove)
    drawing = verbs.add_parser("picture", help="draw a tree")
    drawing.add_argument("slug", metavar="FLOW")
    drawing.add_argument("--language", default="en", help="whose words stand in it")
    drawing.add_argument("--as", dest="form", choices=("svg", "mermaid"), default="svg")
    drawing.add_argument("--to", type=Path, metavar="FILE", help="write it there instead of printing it")
    drawing.set_defaults(run=run_picture)


def run_prove(arguments: argparse.Namespace) -> int:
    """0 where every tree is proved; 1 with every gap, one a line."""
    if arguments.folder:
        return _prove_files(arguments.folder)
    db.connect(load().database_url)
    with db.reading():
        found, world = trees.published(), doors.world()
        return _tell(found, [gap for one in found for gap in prove(one.tree, one.texts, world)], len(world.places))


def _prove_files(folder: Path) -> int:
    if not folder.is_dir():
        return _say(f"There is no folder {folder}.")
    problems = Problems()
    content = read(files.gather(folder), problems)
    if len(problems):
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1
    return _tell(_of(content), proofs.gaps(content), len(content.areas))


def _of(content: Content) -> list[Planted]:
    return [
        Planted(tree_of(slug, flow.source, flow.structure), {code: text.words for code, text in flow.texts.items()})
        for slug, flow in content.flows.items()
        if flow.status is None
    ]


def _tell(found: list[Planted], gaps: Iterable[Gap], areas: int) -> int:
    gaps = list(gaps)
    for gap in gaps:
        print(gap, file=sys.stderr)
    broken = {gap.flow for gap in gaps}
    for one in found:
        tree, languages = one.tree, offered_languages(one.tree, one.texts)
        if tree.slug in broken:
            continue
        size = f"{len(tree.questions)} questions, {len(tree.outcomes)} ends, {graph.paths(tree)} paths"
        print(f"{tree.slug}: {size}, at most {graph.furthest(tree, tree.start)} questions; {', '.join(languages)}.")
    if gaps:
        return _say(f"Not proved: {len(gaps)} to mend in {len(broken)} of {len(found)} trees.")
    print(f"Proved: {len(found)} trees; every path ends, and every end names somebody in {areas} areas.")
    return 0


def run_picture(arguments: argparse.Namespace) -> int:
    """Prints or writes one tree in one language."""
    language = i18n.locales().get(arguments.language)
    if language is None:
        return _say(f"There is no language '{arguments.language}'; there are {', '.join(i18n.locales())}.")
    db.connect(load().database_url)
    with db.reading():
        found = trees.find(arguments.slug)
    if found is None:
        return _say(f"There is no question tree '{arguments.slug}'.")
    words = found.texts.get(arguments.language) or found.texts[found.tree.source]
    if arguments.form == "mermaid":
        drawn = picture.mermaid(found.tree, words)
    else:
        to_left = language.dir == "rtl"
        drawn = svg(
            picture.draw(found.tree, words, to_left), str(words["title"]), language.tag, to_left, standalone=True
        )
    if arguments.to is None:
        print(drawn)
        return 0
    arguments.to.write_text(drawn, encoding="utf-8")
    print(f"Written to {arguments.to}.")
    return 0


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
