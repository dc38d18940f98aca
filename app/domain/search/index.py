"""The search index: built whole from matters and entries, then only read, so any number of readers may share it."""

from collections.abc import Sequence

from app.domain.search.documents import Answer, EntryDoc, Match, MatterDoc, Name
from app.domain.search.entries import Entries
from app.domain.search.postings import KEYWORD, SUMMARY, TITLE, Field, Postings
from app.domain.search.ranking import Ranking, Term, term_of, terms_of
from app.domain.search.stems import Stems
from app.domain.search.text import MAX_TEXT, words
from app.domain.search.vocabulary import Vocabulary

CONFIDENT = 0.34  # measured, see docs/search.md: 19 of 20 right answers lie above it, most strangers below
_BETTER = 0.02  # a correction must be worth this much to be offered


class Index:
    """Ask it with `search`; make a new one when content has changed."""

    def __init__(self, matters: Sequence[MatterDoc], entries: Sequence[EntryDoc]) -> None:
        # Sorted, so that the same content ranks the same whatever order a database hands it over in.
        matters = sorted(matters, key=lambda matter: matter.slug)
        self._slugs = [matter.slug for matter in matters]
        self._langs = [frozenset(matter.names) for matter in matters]
        self._vocabulary = Vocabulary(Stems())
        postings = Postings(self._vocabulary)
        for matter in matters:
            document = postings.new_document()
            for lang, name in sorted(matter.names.items()):
                postings.add(document, lang, _fields(name))
        postings.seal()
        self._entries = Entries(entries, self._vocabulary)
        self._vocabulary.seal()
        self._matters = Ranking(postings)

    @classmethod
    def build(cls, matters: Sequence[MatterDoc], entries: Sequence[EntryDoc] = ()) -> "Index":
        """An index over these matters and entries, in any languages."""
        return cls(matters, entries)

    def search(self, query: str, lang: str, limit: int = 10, area: str | None = None) -> Answer:
        """Matters and entries for a sentence in any language; `lang` and `area` choose among equals and versions."""
        query = query[:MAX_TEXT]
        terms = terms_of(query, self._vocabulary)
        ranked = self._ranked(terms, lang)
        matches = tuple(Match(slug, round(score, 4)) for slug, score in ranked[:limit])
        best = matches[0].score if matches else 0.0
        entries = self._entries.rank(terms, dict(ranked[:limit]), lang, area)
        return Answer(best >= CONFIDENT, matches, tuple(entries[:limit]), self._did_you_mean(query, terms, lang, best))

    def _ranked(self, terms: Sequence[Term], lang: str) -> list[tuple[str, float]]:
        found = self._matters.rank(terms)
        found.sort(key=lambda pair: (-round(pair[1], 4), lang not in self._langs[pair[0]], self._slugs[pair[0]]))
        return [(self._slugs[document], score) for document, score in found]

    def _did_you_mean(self, query: str, terms: Sequence[Term], lang: str, best: float) -> str | None:
        """The query with its slips corrected, if that finds something better.

        Only into words of the reader's language: a word of another language is no slip, even when it looks like one.
        """
        swaps = {
            term.word: right
            for term in terms
            if term.corrections and (right := self._vocabulary.spelling(term.corrections, lang))
        }
        if not swaps:
            return None
        fixed = [term_of(swaps[term.word], self._vocabulary) if term.word in swaps else term for term in terms]
        better = self._ranked(fixed, lang)
        if not better or better[0][1] < best + _BETTER:
            return None
        return " ".join(swaps.get("".join(words(part)), part) for part in query.split())


def _fields(name: Name) -> list[Field]:
    fields = [Field(name.title, TITLE, is_phrase=True), Field(name.summary, SUMMARY)]
    return fields + [Field(keyword, KEYWORD, is_phrase=True) for keyword in name.keywords]
