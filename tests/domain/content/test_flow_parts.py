"""One part of a question tree as an editor types it: words come in by the house's edge, and nothing grows by itself."""

from __future__ import annotations

from app.domain.content import flow_parts
from app.domain.triage.structure import structure_of
from app.domain.triage.terms import OutcomeKind
from app.domain.triage.tree import Option, Outcome, Question, Tree

OPTIONS = (Option("yes", "end"), Option("no", "end"))
ENDS = {"end": Outcome("end", OutcomeKind.HANDOFF)}
TREE = Tree("ill", "sv", "what", {"what": Question("what", OPTIONS)}, ENDS, topic="eid")

REST = """
summary: Vad gör man?
questions: {what: {title: Sjuk?, options: {"yes": Ja, "no": Nej}}}
outcomes: {end: {title: Fråga oss, text: Vi hjälper dig.}}
"""


def read(typed: str) -> tuple[dict[str, object], list[str]]:
    words, problems = flow_parts.read(TREE, structure_of(TREE), "sv", typed)
    return words, [str(one.sentence) for one in problems]


def test_it_works() -> None:
    words, problems = read('title: "Sjuk\\0 \\u202e19811228-9874"\n' + REST)
    assert problems == []
    assert words["title"] == "Sjuk [•••]"


def test_lines_that_repeat_one_another_are_refused() -> None:
    """Seven such lines were seven to the seventh; forty would have been the end of the process."""
    typed, before = "a: &a {x: y}\n", "a"
    for name in "bcdefghijklmnopqrstuvwxyz":
        typed += f"{name}: &{name} {{{', '.join(f'k{at}: *{before}' for at in range(9))}}}\n"
        before = name
    words, problems = read(typed)
    assert words == {} and problems == ["'*a' repeats another part; write it out."]
