"""Which texts of a guide a reader may be shown, whole or only the words above and below the steps."""

from __future__ import annotations

from collections.abc import Mapping, Set

from app.core import i18n
from app.domain.guides.terms import TranslationState

# A machine's text and a half-done one are for those who translate, not for a reader.
READABLE = frozenset({TranslationState.UP_TO_DATE, TranslationState.OUTDATED})
# Short: everything but the steps, which the reader gets in another language.
SHORT_STATES = frozenset({TranslationState.SHORT, TranslationState.SHORT_OUTDATED})
READABLE_HEADS = READABLE | SHORT_STATES
BEHIND = frozenset({TranslationState.OUTDATED, TranslationState.SHORT_OUTDATED})


def readable(safety_critical: bool) -> Set[str]:
    """The states of texts that may be read whole; never old advice where it could hurt."""
    return READABLE - BEHIND if safety_critical else READABLE


def readable_heads(safety_critical: bool) -> Set[str]:
    """The states whose title and summary a reader may be shown: the whole texts and the short ones."""
    return READABLE_HEADS - BEHIND if safety_critical else READABLE_HEADS


def offered(states: Mapping[str, str], source: str, safety_critical: bool) -> tuple[str, ...]:
    """The languages a guide may be read in whole, in the house's order. `states` is by language."""
    usable = readable(safety_critical)
    return tuple(code for code in i18n.locales() if code in states and (states[code] in usable or code == source))


def best(states: Mapping[str, str], source: str, safety_critical: bool) -> str | None:
    """The language to read in whole: the one the reader understands best."""
    found = i18n.choose(dict.fromkeys(offered(states, source, safety_critical), True), source=source)
    return found[0] if found else None


def best_head(states: Mapping[str, str], source: str, safety_critical: bool) -> str | None:
    """The language of the title and summary: the reader's own also where only a short text has it.

    Another language than the reader's own is read whole or not at all: nobody should meet three on one page.
    """
    own = i18n.current().code
    if states.get(own) in SHORT_STATES & readable_heads(safety_critical):
        return own
    return best(states, source, safety_critical)


def behind(states: Mapping[str, str], locale: str) -> bool:
    """Whether the text read in, or the reader's own, is older than its source."""
    return states.get(locale) in BEHIND or states.get(i18n.current().code) in BEHIND
