"""What a proof may find, and the sentence for it: which tree, which node, which language, which area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GapKind(StrEnum):
    """Every way a question tree can let somebody down."""

    NO_START = "no_start"
    TWICE = "twice"
    NO_OPTIONS = "no_options"
    OPTION_TWICE = "option_twice"
    LEADS_NOWHERE = "leads_nowhere"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    NO_END = "no_end"
    KNOWN_BY_WRONG = "known_by_wrong"
    COUNTRY_MISSING = "country_missing"
    COUNTRY_STRANGE = "country_strange"
    KIND_WRONG = "kind_wrong"
    NOTHING_TO_GIVE = "nothing_to_give"
    UNKNOWN_MATTER = "unknown_matter"
    UNKNOWN_SERVICE = "unknown_service"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_AREA = "unknown_area"
    NO_GUIDE = "no_guide"
    NO_ACTOR = "no_actor"
    NOBODY_BUT_SOMEBODY = "nobody_but_somebody"
    NO_LANGUAGE = "no_language"
    TEXT_MISSING = "text_missing"
    TEXT_STRANGE = "text_strange"
    TEXT_NOT_PLAIN = "text_not_plain"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_HAS_NUMBER = "text_has_number"
    OPTIONS_ALIKE = "options_alike"


@dataclass(frozen=True, order=True)
class Gap:
    """One thing to mend. `node` is a question's or an outcome's code; `other` is what was looked for."""

    flow: str
    kind: GapKind
    node: str = ""
    locale: str = ""
    area: str = ""
    other: str = ""

    def __str__(self) -> str:
        named = (("at", self.node), ("in language", self.locale), ("in area", self.area))
        place = " ".join(f"{word} {value}" for word, value in named if value)
        return f"flow {self.flow}{' ' if place else ''}{place}: {SENTENCES[self.kind].format(other=self.other)}"


SENTENCES = {
    GapKind.NO_START: "It begins at '{other}', which is no question of it.",
    GapKind.TWICE: "A question and an outcome have this same code; give one of them another.",
    GapKind.NO_OPTIONS: "This question has fewer than two answers; whoever comes here has no choice.",
    GapKind.OPTION_TWICE: "The answer '{other}' is there twice.",
    GapKind.LEADS_NOWHERE: "The answer '{other}' names neither a question nor an outcome.",
    GapKind.UNREACHABLE: "No path leads here.",
    GapKind.LOOP: "The path comes back to itself: {other}.",
    GapKind.NO_END: "From here no path ends in an outcome.",
    GapKind.KNOWN_BY_WRONG: "`known_by` is '{other}', which nothing can answer for the reader.",
    GapKind.COUNTRY_MISSING: "The question about the country has no answer for '{other}', where the tree is offered.",
    GapKind.COUNTRY_STRANGE: "The tree is not offered in '{other}', or there is no such country.",
    GapKind.KIND_WRONG: "`kind` is '{other}'; it must be guide, service or handoff.",
    GapKind.NOTHING_TO_GIVE: "An outcome of kind {other} names no {other}.",
    GapKind.UNKNOWN_MATTER: "There is no matter '{other}'.",
    GapKind.UNKNOWN_SERVICE: "There is no service '{other}' in the directory.",
    GapKind.UNKNOWN_TOPIC: "There is no topic '{other}'.",
    GapKind.UNKNOWN_AREA: "`nobody_in` names '{other}', which is no area.",
    GapKind.NO_GUIDE: "None of its matters has a guide here.",
    GapKind.NO_ACTOR: "Nobody who can help is named here that a reader can reach; name a service, or say so with `nobody_in`.",
    GapKind.NOBODY_BUT_SOMEBODY: "It says that we know of nobody here, but names '{other}', who serves this place.",
    GapKind.NO_LANGUAGE: "There is not one complete language.",
    GapKind.TEXT_MISSING: "The text `{other}` is missing.",
    GapKind.TEXT_STRANGE: "The text `{other}` belongs to nothing in the tree.",
    GapKind.TEXT_NOT_PLAIN: "The text `{other}` must be plain: no asterisks, no links, no HTML.",
    GapKind.TEXT_TOO_LONG: "The text `{other}` is too long to be read on a phone.",
    GapKind.TEXT_HAS_NUMBER: "The text `{other}` has something that looks like a phone number; numbers live in the directory.",
    GapKind.OPTIONS_ALIKE: "Two answers read the same: '{other}'.",
}
