"""Words that mean the same, in any language: the bridge from how people say it to how the content says it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domain.search import stopwords
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.stems import Stems
from app.domain.search.text import Reader, fold, words

LIKENESS = 0.7  # a word that means the same is worth this much of the word itself
_TITLE, _KEYWORD, _SUMMARY = 1.0, 0.85, 0.35  # how surely a matter is about what its words mean, by where they stand
_SPREAD = 0.5  # half of a concept's weight is its best language, half how many languages agree
_NAME = "\x00"  # begins a concept's own entry among the vocabulary's words: nobody can type it


@dataclass(frozen=True)
class Concept:
    """One meaning and its words by language. `whose` is empty, or says who answers what the portal has no matter for."""

    code: str
    words: Mapping[str, Sequence[str]]
    whose: str = ""


Key = tuple[str, ...]
K = TypeVar("K")


class Concepts:
    """Which concepts a run of words means. Built once, then only read."""

    def __init__(self, concepts: Sequence[Concept], stems: Stems, mark: Callable[[str], int]) -> None:
        """`mark` gives each concept its number among the vocabulary's words."""
        self._stems = stems
        self._by_phrase: dict[Key, list[int]] = {}
        self._by_stem: dict[tuple[str, str], list[int]] = {}
        self._by_start: dict[str, list[tuple[Key, list[int]]]] = {}
        self._met: dict[tuple[str, str], tuple[int, ...]] = {}  # only while the matters are read
        self._starts: set[str] = set()  # first words of phrases, as the content writes them: most texts have none
        for concept in sorted(concepts, key=lambda concept: concept.code):
            number = mark(_NAME + concept.code)
            for lang, said in sorted(concept.words.items()):
                for phrase in said:
                    self._add(number, lang, words(phrase))

    def _add(self, number: int, lang: str, said: list[str]) -> None:
        key = tuple(fold(word) for word in said)
        if not key:
            return
        if len(key) > 1:
            self._starts.add(said[0])
        if len(key) > 1 and key not in self._by_phrase:
            self._by_start.setdefault(key[0], []).append((key, self._by_phrase.setdefault(key, [])))
        _file(self._by_phrase, key, number)
        if len(said) == 1 and (stem := self._stems.stem(said[0], lang)) is not None and len(stem) > 2:
            _file(self._by_stem, (lang, fold(stem)), number)

    def seal(self) -> None:
        """Forget what was only needed to build."""
        self._met = {}

    def of_word(self, word: str) -> tuple[int, ...]:
        """Concepts one word means, in any language it could be of."""
        found = dict.fromkeys(self._by_phrase.get((fold(word),), ()))
        if not found:
            for lang, stem in self._stems.candidates(word):
                found.update(dict.fromkeys(self._by_stem.get((lang, fold(stem)), ())))
        return tuple(found)

    def of_phrases(self, said: Sequence[str]) -> list[tuple[int, int, int]]:
        """(place, words, concept) for every run of two words or more that is said as a whole."""
        keys = [fold(word) for word in said]
        found = []
        for place, key in enumerate(keys):
            for phrase, numbers in self._by_start.get(key, ()):
                if tuple(keys[place : place + len(phrase)]) == phrase:
                    found += [(place, len(phrase), number) for number in numbers]
        return found

    def weights(self, matter: MatterDoc, read: Reader) -> dict[int, float]:
        """How surely a matter is about each concept, 0 to 1: its best language, and how many languages say so."""
        best: dict[int, float] = {}
        total: dict[int, float] = {}
        for lang, name in matter.names.items():
            for number, weight in self._of_name(name, lang, read).items():
                best[number] = max(best.get(number, 0.0), weight)
                total[number] = total.get(number, 0.0) + weight
        langs = len(matter.names) or 1
        return {
            number: (1 - _SPREAD) * weight + _SPREAD * min(total[number] / langs, 1.0)
            for number, weight in best.items()
        }

    def _of_name(self, name: Name, lang: str, read: Reader) -> dict[int, float]:
        found: dict[int, float] = {}
        best: dict[str, float] = {}  # each word once, by the place that says most
        pieces = [(name.title, _TITLE), *((one, _KEYWORD) for one in name.keywords)]
        if name.needs_summary:
            pieces.append((name.summary, _SUMMARY))
        for text, weight in pieces:
            said = read(text)
            for word in said:
                best.setdefault(word, weight)
            if not self._starts.isdisjoint(said):
                _raise(found, (number for _, _, number in self.of_phrases(said)), weight)
        for word, weight in best.items():
            _raise(found, self._in(word, lang), weight)
        return found

    def _in(self, word: str, lang: str) -> Iterable[int]:
        """What a word of the content means, in the language it is written in; grammar means nothing."""
        if (word, lang) not in self._met:
            self._met[word, lang] = self._looked_up(word, lang)
        return self._met[word, lang]

    def _looked_up(self, word: str, lang: str) -> tuple[int, ...]:
        key = fold(word)
        if stopwords.weight(key) < 1.0:
            return ()
        exact = self._by_phrase.get((key,))
        if exact is not None:
            return tuple(exact)
        stem = self._stems.stem(word, lang)
        return tuple(self._by_stem.get((lang, fold(stem)), ())) if stem else ()


def _raise(found: dict[int, float], numbers: Iterable[int], weight: float) -> None:
    for number in numbers:
        if found.get(number, 0.0) < weight:
            found[number] = weight


def _file(shelf: dict[K, list[int]], key: K, number: int) -> None:
    held = shelf.setdefault(key, [])
    if number not in held:
        held.append(number)
