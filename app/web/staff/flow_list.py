"""The list of trees as editors read it: what each is called, where it is offered, and whether it is proved today."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import i18n
from app.domain.guides.states import BEHIND
from app.domain.triage import drafts
from app.domain.triage.drafts import Kept
from app.domain.triage.texts import is_complete
from app.web.filters import language_here
from app.web.staff.flow_outline import size


@dataclass(frozen=True)
class Languages:
    """By name: those a visitor may read, of them those left behind by the source, those on their way, those without words."""

    complete: list[str]
    outdated: list[str]
    unfinished: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Row:
    """One tree. `title` is (language, words); `gaps` is how many the proof finds in what visitors see."""

    kept: Kept
    title: tuple[str, str]
    languages: Languages
    questions: int
    ends: int
    paths: int | None
    gaps: int

    @property
    def is_broken(self) -> bool:
        """It was proved when it was published, and visitors meet it: somebody must look."""
        return self.kept.is_published and self.gaps > 0


def rows() -> list[Row]:
    """Every tree: those that are broken first, then what visitors see, then the rest."""
    found = [row(one) for one in drafts.every()]
    return sorted(found, key=lambda one: (not one.is_broken, not one.kept.is_published, one.title[1].casefold()))


def row(kept: Kept) -> Row:
    return Row(kept, title(kept), languages(kept), *size(kept), gaps=len(drafts.gaps(kept.planted())))


def title(kept: Kept) -> tuple[str, str]:
    """In the language the reader understands best, with that language."""
    titles = {code: words.get("title") for code, words in kept.drafted_texts().items()}
    return i18n.choose(titles, source=kept.source) or (kept.source, kept.slug)


def languages(kept: Kept) -> Languages:
    """What visitors may read the tree in today."""
    told = Languages([], [], [], [])
    for code in i18n.locales():
        words = kept.texts.get(code)
        if words is None:
            shelf = told.missing
        elif not kept.is_readable(code) or not is_complete(kept.tree, words):
            shelf = told.unfinished
        else:
            shelf = told.outdated if kept.states.get(code) in BEHIND else told.complete
        shelf.append(language_here(code))
    return told
