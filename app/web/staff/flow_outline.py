"""A tree on an editor's screen: its picture, and the same in words, node by node with where each answer leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.core import i18n
from app.core.i18n import Locale
from app.core.i18n import gettext as _
from app.domain.guides.titles import all_matter_titles
from app.domain.places.areas import Place, places
from app.domain.triage import graph, picture
from app.domain.triage.drafts import Kept
from app.domain.triage.queries import services_named
from app.domain.triage.svg import svg
from app.domain.triage.terms import OutcomeKind
from app.domain.triage.texts import text_at
from app.domain.triage.tree import Outcome, Tree
from app.domain.triage.trees import Planted

KINDS = {
    OutcomeKind.GUIDE: lambda: _("A guide to follow"),
    OutcomeKind.SERVICE: lambda: _("Somebody to turn to"),
    OutcomeKind.HANDOFF: lambda: _("A librarian"),
}


@dataclass(frozen=True)
class Answer:
    """`next` is a code; `number` its place in the list, None where it leads nowhere."""

    text: str
    next: str
    number: int | None
    title: str


@dataclass(frozen=True)
class Node:
    """A question with its answers, or an end with what it gives. `title` and `text` are in the tree's language."""

    code: str
    number: int
    title: str
    hint: str
    answers: list[Answer]
    kind: str = ""
    urgent: bool = False
    text: str = ""
    matters: list[str] | None = None
    services: list[str] | None = None
    nobody_in: list[str] | None = None
    reached: bool = True


@dataclass(frozen=True)
class Shown:
    """A tree in one of its languages. `picture` is None where the tree cannot be drawn."""

    language: Locale
    languages: list[Locale]
    picture: Markup | None
    nodes: list[Node]


def shown(planted: Planted, wanted: str) -> Shown:
    """In the language asked for, else the reader's, else the one it was written in."""
    tree, texts = planted.tree, planted.texts
    known = [one for one in i18n.locales().values() if one.code in texts]
    code = next((one for one in (wanted, i18n.current().code, tree.source) if one in texts), tree.source)
    language, words = i18n.locales()[code], texts.get(code, {})
    return Shown(language, known, _drawn(tree, words, language), _nodes(tree, words))


def _drawn(tree: Tree, words: Mapping[str, Any], language: Locale) -> Markup | None:
    """Nothing for a tree that runs in circles or begins nowhere: the proof says so, and there is no picture of it."""
    if graph.loops(tree) or tree.start not in tree.questions:
        return None
    to_left = language.dir == "rtl"
    title = text_at(words, ("title",)) or tree.slug
    # Every word in it is escaped there.
    return Markup(svg(picture.draw(tree, words, to_left), title, language.tag, to_left))


def _nodes(tree: Tree, words: Mapping[str, Any]) -> list[Node]:
    """In the order in which somebody meets them; what nobody meets stands last."""
    order = _order(tree)
    every = [*order, *(code for code in (*tree.questions, *tree.outcomes) if code not in order)]
    numbers = {code: at for at, code in enumerate(every, 1)}
    titles = {code: _title(tree, words, code) for code in every}
    names, found = _names(tree), []
    for code, number in numbers.items():
        shelf = "questions" if code in tree.questions else "outcomes"
        answers = [
            Answer(text_at(words, (shelf, code, "options", one.code)) or one.code, one.next, numbers.get(one.next),
                   titles.get(one.next, one.next))
            for one in (tree.questions[code].options if code in tree.questions else ())
        ]  # fmt: skip
        gives = _gives(tree.outcomes[code], names) if shelf == "outcomes" else {}
        text, hint = text_at(words, (shelf, code, "text")), text_at(words, (shelf, code, "hint"))
        found.append(Node(code, number, titles[code], hint, answers, text=text, reached=code in order, **gives))
    return found


def _order(tree: Tree) -> list[str]:
    known = tree.questions.keys() | tree.outcomes.keys()
    found = [tree.start] if tree.start in known else []
    for code in found:
        found += [one for one in graph.nexts(tree, code) if one in known and one not in found]
    return found


def _title(tree: Tree, words: Mapping[str, Any], code: str) -> str:
    return text_at(words, ("questions" if code in tree.questions else "outcomes", code, "title")) or code


@dataclass(frozen=True)
class _Names:
    """What matters, services and places are called in the reader's language."""

    matters: Mapping[str, Mapping[str, str]]
    services: Mapping[str, str]
    places: Mapping[str, Place]


def _names(tree: Tree) -> _Names:
    slugs = list(dict.fromkeys(slug for one in tree.outcomes.values() for slug in one.services))
    services = {one.slug: i18n.say(one.names) for one in services_named(slugs)}
    return _Names(all_matter_titles(), services, places())


def _gives(outcome: Outcome, names: _Names) -> dict[str, Any]:
    kinds = {str(kind): said for kind, said in KINDS.items()}
    places_said = (names.places.get(code.upper()) for code in outcome.nobody_in)
    return {
        "kind": kinds[outcome.kind]() if outcome.kind in kinds else outcome.kind,
        "urgent": outcome.urgent,
        "matters": [i18n.say(dict(names.matters.get(code, {}))) or code for code in outcome.matters],
        "services": [names.services.get(slug, slug) for slug in outcome.services],
        "nobody_in": [one.name if one else code for one, code in zip(places_said, outcome.nobody_in, strict=True)],
    }


def size(kept: Kept) -> tuple[int, int, int | None]:
    """How many questions and ends a tree has, and how many paths; None where it runs in circles."""
    tree = kept.tree
    return len(tree.questions), len(tree.outcomes), None if graph.loops(tree) else graph.paths(tree)
