"""What stands around the field where a part of a tree is written, and the small tree that a new one begins with."""

from __future__ import annotations

from typing import Any

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.text import accept
from app.domain.content.problems import Problem
from app.domain.triage.drafts import STRUCTURE, Kept
from app.domain.triage.structure import structure_of
from app.domain.triage.terms import OutcomeKind
from app.domain.triage.tree import Option, Outcome, Question, Tree
from app.web.filters import language_here


def part(name: str) -> str:
    """A part that there can be; anything else was never a link of ours."""
    if name != STRUCTURE and name not in i18n.locales():
        raise NotFound
    return name


def parts(kept: Kept, current: str) -> list[tuple[str, str, bool, bool, bool]]:
    """Every part: its code, its name, whether it is this one, whether the draft has it, whether there is anything yet."""
    written = kept.draft.texts if kept.draft else {}
    first = (STRUCTURE, _("Structure"), current == STRUCTURE, bool(kept.draft and kept.draft.structure), True)
    order = sorted(i18n.locales(), key=lambda code: code != kept.source)
    rest = [(one, language_here(one), one == current, one in written, bool(kept.part(one))) for one in order]
    return [first, *rest]


def told(problem: Problem) -> str:
    """What is wrong, with its line where it is known. The sentence is the one the files' checks say."""
    if problem.line:
        return _("Line %(line)s: %(sentence)s", line=problem.line, sentence=problem.sentence)
    return problem.sentence


def changes(code: str, count: int) -> str:
    """How many texts of a language change."""
    return ngettext(
        "%(language)s: %(count)s text changes",
        "%(language)s: %(count)s texts change",
        count,
        language=language_here(code),
    )


def lacks(code: str, count: int) -> str:
    """The offer to publish without a language that is not complete."""
    return ngettext(
        "Publish without %(language)s: %(count)s text is missing",
        "Publish without %(language)s: %(count)s texts are missing",
        count,
        language=language_here(code),
    )


def example(title: str, topic: str, source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A whole small tree with its words, to write over: one question, and a librarian at every end."""
    ends = {code: Outcome(code, OutcomeKind.HANDOFF) for code in ("first-end", "second-end")}
    options = (Option("first", "first-end"), Option("second", "second-end"))
    tree = Tree("", source, "begin", {"begin": Question("begin", options)}, ends, topic=topic)
    with i18n.speaking(source):
        said = {
            "title": " ".join(accept(title, 80).text.split()) or _("A new question tree"),
            "summary": _("A few questions, and you see what to do."),
            "questions": {
                "begin": {
                    "title": _("What is it about?"),
                    "options": {"first": _("The first answer"), "second": _("The second answer")},
                }
            },
            "outcomes": {
                "first-end": {"title": _("Ask a librarian about the first"), "text": _("We find out together.")},
                "second-end": {"title": _("Ask a librarian about the second"), "text": _("We find out together.")},
            },
        }
    return structure_of(tree), said
