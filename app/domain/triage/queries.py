"""What the public may read of question trees: the published ones, in the languages they are complete in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory.models import Service
from app.domain.directory.queries import ServiceView, services_in_order
from app.domain.guides.states import BEHIND, offered
from app.domain.guides.terms import GuideStatus
from app.domain.triage.models import Flow, FlowText
from app.domain.triage.texts import FlowTexts, is_complete, texts_of
from app.domain.triage.tree import Tree, tree_of

_FLOWS = select(
    Flow.id, Flow.slug, Flow.source_locale, Flow.structure, Flow.revision, Flow.updated_at
).where(Flow.status == GuideStatus.PUBLISHED).order_by(Flow.slug)  # fmt: skip
_TEXTS = select(FlowText.flow_id, FlowText.locale, FlowText.state, FlowText.texts)


@dataclass(frozen=True)
class Told:
    """A published tree with its words, by the languages it is offered in, in the house's order.

    A language is offered when it has every word; of an urgent tree, only while nothing in it is out of date.
    """

    tree: Tree
    texts: dict[str, FlowTexts]
    behind: frozenset[str]
    revision: int
    updated_at: datetime

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def in_own_language(self) -> FlowTexts | None:
        """The words in the language in use; None where the tree is not offered in it."""
        return self.texts.get(i18n.current().code)

    def best(self) -> tuple[str, FlowTexts]:
        """The language a reader understands best, and its words: for whoever must see a path, like the desk."""
        found = i18n.choose(dict(self.texts), source=self.tree.source)
        return found if found else (self.tree.source, texts_of({}))


def flows() -> dict[str, Told]:
    """Every published tree that is offered in any language, by slug."""
    return remembered("flows", _flows)


def flow(slug: str) -> Told | None:
    """One tree, or None."""
    return flows().get(slug)


def services_named(slugs: Sequence[str]) -> list[ServiceView]:
    """These services in this order; unknown ones are left out."""
    ids = remembered("service_ids", _service_ids)
    return services_in_order([ids[slug] for slug in slugs if slug in ids])


def _service_ids() -> dict[str, int]:
    return {row.slug: row.id for row in session.execute(select(Service.slug, Service.id))}


def _flows() -> dict[str, Told]:
    rows = session.execute(_FLOWS).all()
    words: dict[int, dict[str, tuple[str, dict[str, object]]]] = {row.id: {} for row in rows}
    for flow_id, locale, state, said in session.execute(_TEXTS):
        if flow_id in words:
            words[flow_id][locale] = (state, said)
    found = {row.slug: _told(tree_of(row.slug, row.source_locale, row.structure), words[row.id], row) for row in rows}
    return {slug: told for slug, told in found.items() if told.texts}


def _told(tree: Tree, words: dict[str, tuple[str, dict[str, object]]], row: object) -> Told:
    states = {locale: state for locale, (state, _said) in words.items()}
    usable = [code for code in offered(states, tree.source, tree.urgent) if is_complete(tree, words[code][1])]
    texts = {code: texts_of(words[code][1]) for code in usable}
    behind = frozenset(code for code in usable if states[code] in BEHIND)
    return Told(tree, texts, behind, row.revision, row.updated_at)  # type: ignore[attr-defined]
