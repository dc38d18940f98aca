"""Which documents use a word and how much it means there: a compact inverted index over fields of several weights."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.search.text import Reader
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
        self._known: dict[str, dict[str, int]] = {}
        # All words' documents in one row, each word's own part between two places: thousands of small lists cost more.
        self._documents: array[int] = array("I")
        self._weights: array[float] = array("f")
        self._places: array[int] = array("I", [0])

    def new_document(self) -> int:
        """The number of a document that has no words yet."""
        self.count += 1
        self.phrases.append([])
        return self.count - 1

    def add(self, document: int, lang: str, fields: Iterable[Field], read: Reader) -> None:
        """Add one language of a document."""
        known, add = self._known.setdefault(lang, {}), self.vocabulary.add
        mass: dict[int, float] = {}
        counts = self.vocabulary.weights
        for piece in fields:
            found = read(piece.text)
            numbers = []
            for word in found:
                number = known.get(word)
                if number is None:
                    number = known[word] = add(word, lang)
                numbers.append(number)
            each = piece.weight
            if piece.is_phrase and numbers:
                each /= (sum(map(counts.__getitem__, numbers)) or 1.0) ** 0.5
                self._keep_phrase(document, array("I", numbers))
            for number in set(numbers) if len(numbers) > 1 else numbers:
                mass[number] = mass.get(number, 0.0) + each
        for number, total in mass.items():
            saturated = total / (total + _HALF)
            where = self._open.get(number)
            if where is None:
                self._open[number] = {document: saturated}
            elif where.get(document, 0.0) < saturated:
                where[document] = saturated

    def add_mark(self, document: int, number: int, weight: float) -> None:
        """What a document is about in other words than its own."""
        self._open.setdefault(number, {})[document] = weight

    def _keep_phrase(self, document: int, phrase: "array[int]") -> None:
        key = (document, phrase.tobytes())
        if key not in self._kept:  # neighbours' languages share many
            self._kept.add(key)
            self.phrases[document].append(phrase)

    def seal(self) -> None:
        """Pack, once every document is in."""
        for number in range(len(self.vocabulary)):
            where = self._open.get(number, {})
            self._documents.extend(where)
            self._weights.extend(where.values())
            self._places.append(len(self._documents))
        self._open = {}
        self._kept, self._known = set(), {}

    def of(self, number: int) -> Iterable[tuple[int, float]]:
        """(document, weight) for one word."""
        if number + 1 >= len(self._places):  # a word that only came after these documents
            return ()
        begin, end = self._places[number], self._places[number + 1]
        return zip(self._documents[begin:end], self._weights[begin:end], strict=True)

    def where(self, number: int) -> Iterable[int]:
        """The documents that use a word."""
        if number + 1 >= len(self._places):
            return ()
        return self._documents[self._places[number] : self._places[number + 1]]

    def spread(self, number: int) -> int:
        """In how many documents a word occurs."""
        return self._places[number + 1] - self._places[number] if number + 1 < len(self._places) else 0
