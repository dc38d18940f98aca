"""How well documents fit a query: saturated parts added up, so that a low sum honestly means "I don't know"."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from math import log
from operator import itemgetter

from app.domain.search import stopwords
from app.domain.search.concepts import LIKENESS, Concepts
from app.domain.search.postings import Postings
from app.domain.search.text import fold, words
from app.domain.search.vocabulary import KNOWN, Vocabulary

MAX_WORDS = 48
_HALF_EVIDENCE = 0.5  # matched, telling weight worth half of the evidence part; one rare word wholly matched is 1
_HALF_PHRASE = 2.0
_EVIDENCE, _COVERAGE, _PHRASE = (
    0.5,
    0.3,
    0.2,
)  # the parts of a score; together 1. Measured: a broad plateau, see docs/search.md
# In thousands of documents: grammar that half of them have, and look-alikes of a known word, change no order.
_WIDE, _FAINT = 500, 0.1
_KEPT, _CANDIDATES = 100, 6  # documents scored at all; of those, the ones whose phrases are read


@dataclass(slots=True)
class Term:
    """One word of the query: how much it counts and which content words it may mean."""

    word: str
    weight: float
    meanings: dict[int, float] = field(default_factory=dict)
    known: bool = False
    corrections: list[tuple[str, float]] = field(default_factory=list)
    concepts: tuple[int, ...] = ()


def terms_of(query: str, lang: str, vocabulary: Vocabulary, concepts: Concepts) -> list[Term]:
    """The query's words with their meanings. `bank id` also counts as `bankid` where the content writes it so."""
    said = words(query)[:MAX_WORDS]
    terms = {word: term_of(word, lang, vocabulary, concepts) for word in dict.fromkeys(said)}
    joined = []
    for left, right in pairwise(terms.values()):
        both = left.word + right.word
        if len(both) > 3 and vocabulary.is_spelled(both):
            left.weight, right.weight = left.weight * 0.5, right.weight * 0.5
            joined.append(term_of(both, lang, vocabulary, concepts))
    return [*terms.values(), *joined, *_phrases(said, terms, concepts)]


def _phrases(said: list[str], terms: dict[str, Term], concepts: Concepts) -> list[Term]:
    """One term for each meaning that takes several words to say; those words count less on their own."""
    found: dict[int, Term] = {}
    for place, length, number in concepts.of_phrases(said):
        if number not in found:
            found[number] = Term(
                " ".join(said[place : place + length]), 1.0, {number: LIKENESS}, True, concepts=(number,)
            )
            for word in said[place : place + length]:
                terms[word].weight *= 1.0 if terms[word].known else 0.4
    return list(found.values())


def term_of(word: str, lang: str, vocabulary: Vocabulary, concepts: Concepts) -> Term:
    term = Term(word, stopwords.weight(fold(word), lang), vocabulary.known(word))
    term.known = bool(term.meanings)
    if term.weight >= 0.5:
        term.concepts = concepts.of_word(word)
        if not term.known and not term.concepts:
            term.corrections = vocabulary.corrections(word)
            _add(term.meanings, vocabulary.meanings(term.corrections))
        _add(term.meanings, vocabulary.look_alikes(word))
        _add(term.meanings, dict.fromkeys(term.concepts, LIKENESS))
        term.known = term.known or bool(term.concepts)
    return term


def _add(meanings: dict[int, float], more: dict[int, float]) -> None:
    for number, likeness in more.items():
        if meanings.get(number, 0.0) < likeness:
            meanings[number] = likeness


class Ranking:
    """Scores documents of one set of postings."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        most = log(1 + max(postings.count, 1) / 0.5)
        self._idf = [log(1 + postings.count / (spread + 0.5)) / most for spread in range(postings.count + 1)]
        self._telling = array("d", (
            count * self._idf[postings.spread(number)] for number, count in enumerate(postings.vocabulary.weights)
        ))  # fmt: skip

    def idf(self, spread: int) -> float:
        """How telling a word is that occurs in so many documents; 1 for a word that nearly none has."""
        return self._idf[spread]

    def rank(self, terms: Sequence[Term]) -> list[tuple[int, float]]:
        """(document, score 0–1), best first."""
        evidence: dict[int, float] = {}
        possible = 0.0
        for term in terms:
            found, rarity = self._reach(term)
            possible += term.weight * rarity
            held, weight = evidence.get, term.weight
            for document, value in found.items():
                evidence[document] = held(document, 0.0) + weight * value
        best = nlargest(_KEPT, evidence.items(), key=itemgetter(1))
        return self._finish(best, terms, possible or 1.0)

    def _reach(self, term: Term) -> tuple[dict[int, float], float]:
        """What one word gives each document (its best meaning there), and how rare the word itself is."""
        found: dict[int, float] = {}
        strong: set[int] = set()
        for number, likeness in term.meanings.items():
            if likeness >= KNOWN:
                strong.update(self._postings.where(number))
        for number in term.concepts if not strong else ():
            strong.update(self._postings.where(number))
        rarity = self.idf(len(strong))
        held = found.get
        if term.weight < _FAINT and len(strong) > _WIDE:
            return {}, rarity
        for number, likeness in term.meanings.items():
            if likeness < KNOWN and strong and self._postings.spread(number) > _WIDE:
                continue
            telling = rarity if likeness >= KNOWN else min(rarity, self.idf(self._postings.spread(number)))
            worth = telling * likeness
            for document, weight in self._postings.of(number):
                if held(document, 0.0) < worth * weight:
                    found[document] = worth * weight
        return found, rarity

    def _finish(self, best: list[tuple[int, float]], terms: Sequence[Term], possible: float) -> list[tuple[int, float]]:
        likeness: dict[int, float] = {}
        for term in terms:
            _add(likeness, term.meanings)
        scored = []
        for place, (document, evidence) in enumerate(best):
            score = _EVIDENCE * evidence / (evidence + _HALF_EVIDENCE) + _COVERAGE * min(evidence / possible, 1.0)
            if place < _CANDIDATES:
                score += _PHRASE * self._phrase(document, likeness)
            scored.append((document, score))
        scored.sort(key=lambda pair: -pair[1])
        return scored

    def _phrase(self, document: int, likeness: dict[int, float]) -> float:
        """How much of one title or keyword phrase the query says; the fullest, most telling phrase counts."""
        best, telling, meant = 0.0, self._telling, likeness.keys()
        for phrase in self._postings.phrases[document]:
            if meant.isdisjoint(phrase):
                continue
            said = whole = 0.0
            for number in phrase:
                whole += telling[number]
                if number in likeness:
                    said += telling[number] * likeness[number]
            if said:
                best = max(best, (said / whole) ** 2 * said / (said + _HALF_PHRASE))
        return best
