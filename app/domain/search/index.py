"""The search index: built whole from matters and entries, then only read, so any number of readers may share it."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.search import embedding
from app.domain.search.concepts import Concept, Concepts
from app.domain.search.documents import Answer, EntryDoc, Match, MatterDoc, Name
from app.domain.search.entries import Entries
from app.domain.search.postings import KEYWORD, SUMMARY, TITLE, Field, Postings
from app.domain.search.ranking import Ranking, Term, term_of, terms_of
from app.domain.search.stems import Stems
from app.domain.search.text import MAX_TEXT, Reader, words
from app.domain.search.vocabulary import Vocabulary

CONFIDENT = 0.40  # measured, see docs/search.md: 19 of 20 right answers lie above it, most strangers below
_STRANGER = 0.9  # from this part of our best matter's score on, a question of somebody else's makes us doubt
_DOUBT, _LEAST = 2.0, 0.4  # how fast the doubt grows, and what it leaves
_BETTER = 0.02  # a correction must be worth this much to be offered


class Index:
    """Ask it with `search`; make a new one when content has changed."""

    def __init__(
        self,
        matters: Sequence[MatterDoc],
        entries: Sequence[EntryDoc],
        concepts: Sequence[Concept] = (),
        elsewhere: Sequence[Concept] = (),
    ) -> None:
        # Sorted, so that the same content ranks the same whatever order a database hands it over in.
        matters = sorted(matters, key=lambda matter: matter.slug)
        others = sorted(elsewhere, key=lambda concept: concept.code)
        self._slugs = [matter.slug for matter in matters]
        self.size = len(matters)
        self.near: Callable[[str], Mapping[int, float]] | None = None  # the extra sets it when it is ready
        self._langs = [frozenset(matter.names) for matter in matters]
        self._whose = [concept.whose for concept in others]
        self._said: list[list[tuple[str, ...]]]
        self._said = [[(name.title, name.summary) for _, name in sorted(matter.names.items())] for matter in matters]
        self._said += [[tuple(said) for _, said in sorted(concept.words.items())] for concept in others]
        stems, read = Stems(), Reader()
        self._vocabulary = Vocabulary(stems)
        self._concepts = Concepts(concepts, stems, self._vocabulary.mark)
        postings = Postings(self._vocabulary)
        for matter in matters:
            document = postings.new_document()
            for lang, name in sorted(matter.names.items()):
                postings.add(document, lang, _fields(name), read)
            for number, weight in self._concepts.weights(matter, read).items():
                postings.add_mark(document, number, weight)
        for concept in others:
            document = postings.new_document()
            for lang, said in sorted(concept.words.items()):
                postings.add(document, lang, [Field(phrase, KEYWORD, is_phrase=True) for phrase in said], read)
        self._concepts.seal()
        postings.seal()
        self._entries = Entries(entries, self._vocabulary, read)
        self._vocabulary.seal()
        self._matters = Ranking(postings)

    @classmethod
    def build(
        cls,
        matters: Sequence[MatterDoc],
        entries: Sequence[EntryDoc] = (),
        concepts: Sequence[Concept] = (),
        elsewhere: Sequence[Concept] = (),
    ) -> "Index":
        """An index over these matters and entries, in any languages.

        `concepts` are words that mean the same; `elsewhere` are questions that are no matter of ours.
        """
        return cls(matters, entries, concepts, elsewhere)

    def search(self, query: str, lang: str, limit: int = 10, area: str | None = None) -> Answer:
        """Matters and entries for a sentence in any language; `lang` and `area` choose among equals and versions."""
        query = query[:MAX_TEXT]
        terms = terms_of(query, lang, self._vocabulary, self._concepts)
        near = self.near(query) if self.near and terms else {}
        ranked, whose = self._ranked(terms, lang, near)
        matches = tuple(Match(slug, round(score, 4)) for slug, score in ranked[:limit])
        best = matches[0].score if matches else 0.0
        entries = self._entries.rank(terms, dict(ranked[:limit]), lang, area)
        hint = self._did_you_mean(query, terms, lang, near, best)
        confident = best >= (embedding.CONFIDENT if near else CONFIDENT)
        return Answer(confident, matches, tuple(entries[:limit]), hint, whose)

    def passages(self) -> list[tuple[int, str]]:
        """(document, text) for an embedder: what each matter, and each question of somebody else's, is about."""
        return [
            (document, (". " if document < self.size else ", ").join(said))
            for document, versions in enumerate(self._said)
            for said in versions
        ]

    def _ranked(
        self, terms: Sequence[Term], lang: str, near: Mapping[int, float]
    ) -> tuple[list[tuple[str, float]], str]:
        """Matters with their scores, and whose question it rather is when it is none of them."""
        found = self._matters.rank(terms)
        if near:
            found = embedding.joined(found, near)
        ours = [pair for pair in found if pair[0] < len(self._slugs)]
        theirs = max((pair for pair in found if pair[0] >= len(self._slugs)), key=lambda pair: pair[1], default=None)
        best = max((score for _, score in ours), default=0.0)
        whose, kept = "", 1.0
        if theirs is not None and theirs[1] > best * _STRANGER:
            whose = self._whose[theirs[0] - len(self._slugs)]
            kept = max(_LEAST, 1 - _DOUBT * (theirs[1] - best * _STRANGER) / max(theirs[1], 1e-9))
        ours.sort(key=lambda pair: (-round(pair[1], 4), lang not in self._langs[pair[0]], self._slugs[pair[0]]))
        return [(self._slugs[document], score * kept) for document, score in ours], whose

    def _did_you_mean(
        self, query: str, terms: Sequence[Term], lang: str, near: Mapping[int, float], best: float
    ) -> str | None:
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
        fixed = [
            term_of(swaps[term.word], lang, self._vocabulary, self._concepts) if term.word in swaps else term
            for term in terms
        ]
        better, _ = self._ranked(fixed, lang, near)
        # A guess at what was typed is only worth reading when it leads somewhere.
        if not better or better[0][1] < max(best + _BETTER, CONFIDENT):
            return None
        return " ".join(swaps.get("".join(words(part)), part) for part in query.split())


def _fields(name: Name) -> list[Field]:
    fields = [Field(name.title, TITLE, is_phrase=True)]
    if name.needs_summary:
        fields.append(Field(name.summary, SUMMARY))
    return fields + [Field(keyword, KEYWORD, is_phrase=True) for keyword in name.keywords]
