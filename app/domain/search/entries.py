"""The guides and actors under one roof: found by their own words, lifted by the matter they belong to."""

import re
from collections.abc import Mapping, Sequence

from app.domain.search.documents import EntryDoc
from app.domain.search.postings import SUMMARY, TITLE, Field, Postings
from app.domain.search.ranking import Ranking, Term
from app.domain.search.text import Reader
from app.domain.search.vocabulary import Vocabulary

_BY_MATTER, _BY_OWN_WORDS = 0.85, 0.15
_ACTOR = 0.9  # an actor that fits as well as a guide comes after it: first the help, then the door
_NAME_EDGE = re.compile(r"[:()/–—]")
_LINGUA_FRANCA = "en"  # what a reader gets when the thing does not exist in their language
_OTHER_COUNTRY, _VERY_AREA = 0.5, 1.05


class Entries:
    """One document per guide or actor; its languages are versions of it."""

    def __init__(self, entries: Sequence[EntryDoc], vocabulary: Vocabulary, read: Reader) -> None:
        self._versions: list[dict[str, EntryDoc]] = []
        self._by_matter: dict[str, list[int]] = {}
        self._postings = Postings(vocabulary)
        by_name: dict[tuple[str, str], dict[str, EntryDoc]] = {}
        for entry in sorted(entries, key=lambda entry: (entry.kind, entry.slug, entry.lang)):
            by_name.setdefault((entry.kind, entry.slug), {})[entry.lang] = entry
        for versions in by_name.values():
            self._add(versions, read)
        self._postings.seal()
        self._ranking = Ranking(self._postings)

    def _add(self, versions: dict[str, EntryDoc], read: Reader) -> None:
        document = self._postings.new_document()
        self._versions.append(versions)
        for lang, entry in versions.items():
            self._postings.add(document, lang, [*_names(entry), Field(entry.text, SUMMARY)], read)
        matter = next(iter(versions.values())).matter
        if matter is not None:
            self._by_matter.setdefault(matter, []).append(document)

    def rank(
        self, terms: Sequence[Term], matters: Mapping[str, float], lang: str, area: str | None
    ) -> list[tuple[EntryDoc, float]]:
        """(the version to show, score 0–1), best first; each guide and actor once."""
        own = dict(self._ranking.rank(terms))
        reached = dict.fromkeys(own)
        for matter in matters:
            reached.update(dict.fromkeys(self._by_matter.get(matter, ())))
        scored = [self._scored(document, own.get(document, 0.0), matters, lang, area) for document in reached]
        scored.sort(key=lambda pair: (-pair[1], pair[0].kind, pair[0].slug))
        return scored

    def _scored(
        self, document: int, own: float, matters: Mapping[str, float], lang: str, area: str | None
    ) -> tuple[EntryDoc, float]:
        versions = self._versions[document]
        entry = versions.get(lang) or versions.get(_LINGUA_FRANCA) or next(iter(versions.values()))
        if entry.matter is None:
            score = _ACTOR * own
        else:
            score = _BY_MATTER * matters.get(entry.matter, 0.0) + _BY_OWN_WORDS * own
        return entry, round(min(score * _nearness(entry.area, area), 1.0), 4)


def _names(entry: EntryDoc) -> list[Field]:
    """The title; an actor's is often two names, `Swedbank: customer service`, and each is what people say."""
    parts = _NAME_EDGE.split(entry.title) if entry.kind == "actor" else [entry.title]
    return [Field(part, TITLE, is_phrase=True) for part in parts if part.strip()]


def _nearness(place: str | None, area: str | None) -> float:
    """`SE-2482` is near `SE` and `SE-2482-norr`, not near `DK`. No area on either side: nothing to weigh."""
    if place is None or area is None:
        return 1.0
    place, area = place.upper(), area.upper()
    if place.split("-")[0] != area.split("-")[0]:
        return _OTHER_COUNTRY
    return _VERY_AREA if area == place or area.startswith(place + "-") else 1.0
