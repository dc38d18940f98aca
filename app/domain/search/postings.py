"""Which documents use a word and how much it means there: a compact inverted index over fields of several weights."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.search.stopwords import weight
from app.domain.search.text import fold, words
from app.domain.search.vocabulary import Vocabulary

TITLE, KEYWORD, SUMMARY = 2.0, 2.4, 0.7
_HALF = 1.2  # a word whose fields add up to this has half of its full weight


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of a document. A phrase is what people say whole: a title, a keyword."""

    text: str
    weight: float
    is_phrase: bool = False


class Postings:
    """word number -> (documents, weights). A document's languages are apart: the best one counts, not their sum."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.count = 0
        self.phrases: list[list[array[int]]] = []
        self._open: dict[int, dict[int, float]] = {}
        self._kept: set[tuple[int, bytes]] = set()
        self._documents: dict[int, array[int]] = {}
        self._weights: dict[int, array[float]] = {}

    def new_document(self) -> int:
        """The number of a document that has no words yet."""
        self.count += 1
        self.phrases.append([])
        return self.count - 1

    def add(self, document: int, lang: str, fields: Iterable[Field]) -> None:
        """Add one language of a document."""
        mass: dict[int, float] = {}
        for piece in fields:
            found = words(piece.text)
            numbers = [self.vocabulary.add(word, lang) for word in found]
            each = piece.weight
            if piece.is_phrase and numbers:
                each /= (sum(weight(fold(word)) for word in found) or 1.0) ** 0.5
                self._keep_phrase(document, array("I", numbers))
            for number in set(numbers):
                mass[number] = mass.get(number, 0.0) + each
        for number, total in mass.items():
            saturated = total / (total + _HALF)
            where = self._open.setdefault(number, {})
            if where.get(document, 0.0) < saturated:
                where[document] = saturated

    def _keep_phrase(self, document: int, phrase: "array[int]") -> None:
        key = (document, phrase.tobytes())
        if key not in self._kept:  # neighbours' languages share many
            self._kept.add(key)
            self.phrases[document].append(phrase)

    def seal(self) -> None:
        """Pack, once every document is in."""
        for number, where in self._open.items():
            self._documents[number] = array("I", where)
            self._weights[number] = array("f", where.values())
        self._open = {}
        self._kept = set()

    def of(self, number: int) -> Iterable[tuple[int, float]]:
        """(document, weight) for one word."""
        if number not in self._documents:
            return ()
        return zip(self._documents[number], self._weights[number], strict=True)

    def spread(self, number: int) -> int:
        """In how many documents a word occurs."""
        return len(self._documents.get(number, ()))
