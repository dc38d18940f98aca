"""A path through a question tree in words: what was asked, what was answered, and where it led."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.triage.engine import Walk, walk
from app.domain.triage.queries import Told, flow
from app.domain.triage.texts import FlowTexts


@dataclass(frozen=True)
class Line:
    """One answered question. `known`: their place said it, nobody was asked."""

    question: str
    title: str
    answer: str
    known: bool


@dataclass(frozen=True)
class Path:
    """A path that came with a question to a librarian; `node` is where the visitor was, in words in `reached`.

    `locale` is the language of its words: the one that whoever reads it understands best.
    """

    told: Told
    locale: str
    title: str
    walked: Walk
    node: str
    lines: list[Line]
    reached: str

    @property
    def ended(self) -> bool:
        return self.node in self.told.tree.outcomes

    @property
    def stored(self) -> dict[str, object]:
        """What a conversation remembers; what their place answered stands in it too, so that the path stays as it was."""
        answers = {step.question: step.option for step in self.walked.steps}
        return {"kind": "flow", "slug": self.told.tree.slug, "node": self.node, "answers": answers}

    @property
    def matter(self) -> str | None:
        """What it is about, as far as the path says."""
        outcome = self.told.tree.outcomes.get(self.node)
        return next(iter((*(outcome.matters if outcome else ()), *self.told.tree.matters)), None)


def lines_of(told: Told, words: FlowTexts, walked: Walk) -> list[Line]:
    """The answered questions, in the order they were asked."""
    found = []
    for step in walked.steps:
        said = words.questions.get(step.question)
        if said is not None:
            found.append(Line(step.question, said.title, said.options.get(step.option, step.option), step.known))
    return found


def path(slug: str, answers: Mapping[str, str], node: str = "", country: str | None = None) -> Path | None:
    """The path of these answers in words; None without a tree."""
    told = flow(slug)
    if told is None:
        return None
    walked, (locale, words) = walk(told.tree, answers, country), told.best()
    known = node in told.tree.questions or node in told.tree.outcomes
    here = node if known else walked.node
    place = words.outcomes.get(here) or words.questions.get(here)
    return Path(told, locale, words.title, walked, here, lines_of(told, words, walked), place.title if place else "")
