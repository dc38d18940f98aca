"""One reader on one tree: the words they read, what they have answered, where each press leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from app.core.errors import NotFound
from app.domain.triage import address, engine
from app.domain.triage.engine import Progress, Walk
from app.domain.triage.queries import Told, flow
from app.domain.triage.texts import FlowTexts
from app.web.area import current_area
from app.web.flow_words import Line, lines_of
from app.web.public import flow_cookie


def country_here() -> str | None:
    """The country of the reader's place, like `se`; None where they have not said."""
    place = current_area()
    return place.country if place else None


def find(slug: str) -> Told:
    """The tree a reader asked for; NotFound in words where there is none."""
    found = flow(slug)
    if found is None:
        raise NotFound("flow_not_found")
    return found


@dataclass(frozen=True)
class Choice:
    """One way to answer; `href` is empty where it is posted."""

    code: str
    text: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Answered(Line):
    """An answered question and where it can be changed."""

    href: str


@dataclass(frozen=True)
class Visit:
    """`country` is the reader's own; `walked` is the path of their answers."""

    told: Told
    words: FlowTexts
    walked: Walk
    country: str | None

    @property
    def slug(self) -> str:
        return self.told.tree.slug

    @property
    def sensitive(self) -> bool:
        return self.told.tree.sensitive

    def url(self, node: str, walked: Walk | None = None) -> str:
        """Where a question or outcome of a path is. A sensitive tree tells only how far along it is."""
        walked = walked or self.walked
        if self.sensitive:
            place = walked.place(node)
            number = len(walked.steps) if place is None else place
            return url_for("public.flow_node", slug=self.slug, node=str(number + 1))
        return url_for("public.flow_node", slug=self.slug, node=node, a=address.write(walked.answers) or None)

    def here(self) -> str:
        """Where the answers lead."""
        return self.url(self.walked.node)

    def asked_at(self, node: str) -> str | None:
        """The question or outcome that an address means on this path; None for one the answers do not reach."""
        if not self.sensitive:
            return node if self.reaches(node) else None
        number = int(node) - 1 if node.isdecimal() and len(node) < 4 else -1
        if 0 <= number < len(self.walked.steps):
            return self.walked.steps[number].question
        return self.walked.node if number == len(self.walked.steps) else None

    def reaches(self, question: str) -> bool:
        """Whether it is on the path, or the next to be asked."""
        return question == self.walked.node or self.walked.place(question) is not None

    def after(self, question: str, option: str) -> Walk:
        return engine.answer(self.told.tree, self.walked, question, option, self.country)

    def choices(self, question: str) -> list[Choice]:
        """The ways to answer, each with where it leads."""
        place = self.walked.place(question)
        taken = self.walked.steps[place].option if place is not None else None
        found, texts = [], self.words.questions[question].options
        for one in self.told.tree.questions[question].options:
            then = self.after(question, one.code)
            href = "" if self.sensitive else self.url(then.node, then)
            found.append(Choice(one.code, texts.get(one.code, one.code), href, one.code == taken))
        return found

    def answered(self, before: str) -> list[Answered]:
        """The answers given before a question or outcome, each with where it is changed."""
        place = self.walked.place(before)
        lines = lines_of(self.told, self.words, self.walked)[: None if place is None else place]
        return [Answered(one.question, one.title, one.answer, one.known, self.url(one.question)) for one in lines]

    def back(self, node: str) -> str | None:
        """One step back: the question that was asked before this one, the tree's first page, or None from there."""
        place = self.walked.place(node)
        earlier = [step for step in self.walked.steps[: None if place is None else place] if not step.known]
        return self.url(earlier[-1].question) if earlier else None

    def progress(self, question: str) -> Progress:
        return engine.progress(self.told.tree, self.walked, question, self.country)

    def ask_url(self, node: str) -> str:
        """To a librarian, with the path: in the address, or, of a sensitive tree, in the cookie."""
        given: dict[str, Any] = {"from": f"flow:{self.slug}"}
        if not self.sensitive:
            given |= {"a": address.write(self.walked.answers) or None, "node": node}
        return url_for("public.ask", **given)


def visit(told: Told, words: FlowTexts) -> Visit:
    """The reader as they come: with the answers in the address, or in a sensitive tree's cookie."""
    country = country_here()
    tree = told.tree
    answers = flow_cookie.answers(tree.slug) if tree.sensitive else address.read(request.args.get("a", ""))
    return Visit(told, words, engine.walk(tree, answers, country), country)


def not_for(told: Told) -> bool:
    """Whether the reader is where the tree does not hold."""
    country = country_here()
    return bool(told.tree.countries) and country is not None and country not in told.tree.countries
