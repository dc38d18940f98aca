"""What the files say in which language, for which country: every hole in sight, for docs/content.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from app.core import i18n
from app.core.errors import Invalid
from app.domain.content.records import GuideRecord, MatterRecord
from app.domain.content.whole import Content
from app.domain.guides import states
from app.domain.guides.terms import TranslationState

COUNTRIES = ("se", "dk")
COMPLETE, SHORT, NAME, NOTHING = "●", "◐", "○", "—"
BEGIN = "<!-- coverage: made by ./vejviser content coverage --write -->"
END = "<!-- coverage: end -->"
LEGEND = (
    f"{COMPLETE} a whole guide · {SHORT} short: everything but the steps, which are read in another language · "
    f"{NAME} only the matter's name and the words that find it · {NOTHING} nothing"
)


def mark(guide: GuideRecord | None, matter: MatterRecord, locale: str) -> str:
    """What a reader of this language gets; a text they would not be shown does not count."""
    said = guide.texts.get(locale) if guide else None
    if guide and said:
        state = said.state or TranslationState.UP_TO_DATE
        if state in states.readable(guide.safety_critical):
            return COMPLETE
        if state in states.readable_heads(guide.safety_critical):
            return SHORT
    name = matter.names.get(locale)
    return NAME if name and name.keywords else NOTHING


def tables(content: Content) -> str:
    """The whole account as Markdown: the sums first, then a line for every matter and country."""
    guides = {slug: guide for slug, guide in content.guides.items() if guide.status is None}
    parts = [LEGEND, *_sums(content, guides), *_replies(content), "\n".join(_table(_matters(content, guides)))]
    return "\n\n".join(parts) + "\n"


def placed(document: str, text: str) -> str:
    """The document with `text` between its two marks, in place of what stood there."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise Invalid("marks_missing")
    return f"{before}{BEGIN}\n\n{text}\n{END}{after}"


def _sums(content: Content, guides: dict[str, GuideRecord]) -> Iterator[str]:
    counts = {code: Counter(_given(content, guides.values(), code)) for code in i18n.locales()}
    whole = [slug for slug, guide in guides.items() if _everywhere(content, guide)]
    yield f"Complete in all {_languages()} languages: {len(whole)} of {len(guides)} guides."
    for country in COUNTRIES:
        none = [code for code in content.matters if _guide_for(guides, code, country) is None]
        yield f"Matters without a guide for {country.upper()}: {len(none)} of {len(content.matters)}."
    signs = {"complete": COMPLETE, "short": SHORT, "missing": NOTHING}
    lines = [[word, *(str(counts[code][sign]) for code in counts)] for word, sign in signs.items()]
    yield "\n".join(_table([["guides", *counts], *lines]))


def _replies(content: Content) -> Iterator[str]:
    """How many prepared replies each language has; one that is out of date does not count."""
    if content.replies:
        counts = {
            code: sum(code in one.texts and code not in one.behind for one in content.replies.values())
            for code in i18n.locales()
        }
        yield f"Prepared replies, up to date in each language, of {len(content.replies)}:"
        yield "\n".join(_table([["replies", *counts], ["up to date", *(str(count) for count in counts.values())]]))


def _given(content: Content, guides: Iterable[GuideRecord], locale: str) -> Iterator[str]:
    for guide in guides:
        found = mark(guide, content.matters[guide.matter], locale)
        yield found if found in (COMPLETE, SHORT) else NOTHING


def _everywhere(content: Content, guide: GuideRecord) -> bool:
    return all(mark(guide, content.matters[guide.matter], code) == COMPLETE for code in i18n.locales())


def _languages() -> str:
    return {12: "twelve"}.get(len(i18n.locales()), str(len(i18n.locales())))


def _guide_for(guides: dict[str, GuideRecord], matter: str, country: str) -> GuideRecord | None:
    """The country's own guide, else the one for every country."""
    return guides.get(f"{matter}-{country}") or guides.get(matter)


def _matters(content: Content, guides: dict[str, GuideRecord]) -> Iterator[list[str]]:
    """One row a matter where both countries have the same, else one each."""
    yield ["matter", "for", *i18n.locales()]
    for code, matter in sorted(content.matters.items()):
        found = {
            country: [mark(_guide_for(guides, code, country), matter, locale) for locale in i18n.locales()]
            for country in COUNTRIES
        }
        if len({tuple(marks) for marks in found.values()}) == 1:
            yield [code, " ".join(country.upper() for country in COUNTRIES), *found[COUNTRIES[0]]]
        else:
            yield from ([code, country.upper(), *marks] for country, marks in found.items())


def _table(rows: Iterable[list[str]]) -> Iterator[str]:
    """Markdown: the first row is the head."""
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if not place:
            yield f"|{'---|' * len(row)}"
