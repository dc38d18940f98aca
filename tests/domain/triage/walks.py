"""Random whole trees and random answers to them."""

from __future__ import annotations

from hypothesis import strategies as st

from app.domain.triage.terms import KnownBy
from app.domain.triage.tree import Option, Outcome, Question, Tree

COUNTRIES = ("se", "dk", "fi")


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Every option leads further down or to an end, so each path ends; some questions are answered by the country."""
    deep, ends = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    outcomes = [f"end-{number}" for number in range(ends)]
    questions = {}
    for number in range(deep):
        below = [f"q{later}" for later in range(number + 1, deep)] + outcomes
        known = draw(st.booleans())
        codes = COUNTRIES[: draw(st.integers(2, 3))] if known else ("yes", "no", "other")[: draw(st.integers(2, 3))]
        options = tuple(Option(code, draw(st.sampled_from(below))) for code in codes)
        questions[f"q{number}"] = Question(f"q{number}", options, KnownBy.COUNTRY if known else None)
    return Tree("made", "sv", "q0", questions, {code: Outcome(code, "handoff") for code in outcomes})


@st.composite
def answered(draw: st.DrawFn, tree: Tree) -> dict[str, str]:
    """Answers to any of the questions, on a path or not, and now and then to something that is not asked."""
    chosen = draw(st.lists(st.sampled_from(sorted(tree.questions)), unique=True))
    given = {code: draw(st.sampled_from([one.code for one in tree.questions[code].options])) for code in chosen}
    return {**given, **draw(st.sampled_from([{}, {"nothing": "here"}, {"q0": "no-such-answer"}]))}


countries = st.sampled_from([None, "se", "dk", "no"])
