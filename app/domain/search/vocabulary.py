"""Every word the content uses, and which of them a typed word may mean: itself, its stem, its look, its misspelling."""

from array import array
from collections.abc import Iterable
from math import log, sqrt

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.search.stems import Stems
from app.domain.search.stopwords import weight
from app.domain.search.text import fold, grams

EXACT, FOLDED, STEM = 1.0, 0.95, 0.92
KNOWN = 0.9  # from here up a typed word counts as one we know
_TYPO, _LOOK_FLOOR, _LOOK_SCALE = 0.75, 0.42, 0.8
_INSIDE = (_LOOK_FLOOR + 0.1) / 0.8
_GRAM_BUDGET = 2500  # postings read per typed word, rarest runs first: keeps the slowest query quick
_SHORTEST = 4  # a shorter word looks like too much
_MOST = 24  # look-alikes kept per typed word


class Vocabulary:
    """Words by spelling, folded spelling, stem and character runs. Built once, then only read."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._ids: dict[str, int] = {}
        self.surfaces: list[str] = []
        self.weights: list[float] = []  # how much each word counts, however rare it is
        self._by_fold: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._langs: dict[str, int] = {}  # one bit a language, by code
        self._used_by: list[int] = []  # the bits of each word
        self._folds: list[str] = []
        self._runs: dict[str, array[int]] = {}
        self._rarity: list[float] = []  # by how many words have a run
        self._norms: array[float] = array("d")
        self._by_start: dict[tuple[str, int], list[str]] = {}

    def add(self, word: str, lang: str) -> int:
        """The word's number; a word new to this language is also filed under that language's stem."""
        number = self._ids.get(word)
        if number is None:
            number = self._ids[word] = len(self.surfaces)
            self.surfaces.append(word)
            self._used_by.append(0)
            key = fold(word)
            self.weights.append(weight(key))
            self._by_fold.setdefault(key, []).append(number)
        bit = self._langs.setdefault(lang, 1 << len(self._langs))
        if not self._used_by[number] & bit:
            self._used_by[number] |= bit
            self._file_stem(word, lang, number)
        return number

    def mark(self, name: str) -> int:
        """The number of an entry that is no word: nothing typed is ever taken for it."""
        number = self._ids[name] = len(self.surfaces)
        self.surfaces.append(name)
        self.weights.append(1.0)
        self._used_by.append(0)
        return number

    def _file_stem(self, word: str, lang: str, number: int) -> None:
        stem = self._stems.stem(word, lang)
        if stem is not None:
            self._by_stem.setdefault(f"{lang} {fold(stem)}", []).append(number)

    def seal(self) -> None:
        """Build the character runs, once every word is in."""
        self._folds = list(self._by_fold)
        runs: dict[str, list[int]] = {}
        for number, key in enumerate(self._folds):
            self._by_start.setdefault((key[0], len(key)), []).append(key)
            for run in grams(key) if len(key) >= _SHORTEST else ():
                if run in runs:
                    runs[run].append(number)
                else:
                    runs[run] = [number]
        mass = [0.0] * len(self._folds)
        most = max(map(len, runs.values()), default=0)
        self._rarity = [log((len(self._folds) + 1) / max(many, 1)) ** 2 for many in range(most + 1)]
        for run, where in runs.items():
            idf = self._rarity[len(where)]
            self._runs[run] = array("I", where)
            for number in where:
                mass[number] += idf
        self._norms = array("d", (sqrt(total) or 1.0 for total in mass))

    def __len__(self) -> int:
        return len(self.surfaces)

    def known(self, word: str) -> dict[int, float]:
        """Words that are this word: same spelling, same folded spelling, or the same stem in some language."""
        found: dict[int, float] = {}
        key = fold(word)
        for lang, stem in self._stems.candidates(word):
            _best(found, self._by_stem.get(f"{lang} {fold(stem)}", ()), STEM)
        _best(found, self._by_fold.get(key, ()), FOLDED)
        if word in self._ids:
            found[self._ids[word]] = EXACT
        return found

    def is_spelled(self, word: str) -> bool:
        """Whether the content spells a word like this, give or take marks on letters."""
        return fold(word) in self._by_fold

    def look_alikes(self, word: str) -> dict[int, float]:
        """Words that share many character runs: compounds, unknown endings, neighbours' cognates."""
        key = fold(word)
        if len(key) < _SHORTEST:
            return {}
        mine = sorted((self._runs[run] for run in grams(key) if run in self._runs), key=len)
        shared: dict[int, float] = {}
        budget = _GRAM_BUDGET
        for where in mine:
            budget -= len(where)
            if budget < 0:
                break
            idf = self._rarity[len(where)]
            for number in where:
                shared[number] = shared.get(number, 0.0) + idf
        return self._scored(key, shared)

    def _scored(self, key: str, shared: dict[int, float]) -> dict[int, float]:
        norm = sqrt(sum(self._rarity[len(self._runs.get(run, ()))] for run in grams(key)))
        hits: list[tuple[float, int]] = []
        for number, mass in shared.items():
            other = self._norms[number]
            small = norm if norm < other else other
            if mass < _INSIDE * small * small and mass < _LOOK_FLOOR * norm * other:
                continue
            likeness = mass / (norm * other)
            # One inside the other, as in a compound: the smaller one counts when it is long enough to mean something.
            if min(len(key), len(self._folds[number])) >= 5:
                likeness = max(likeness, 0.8 * mass / (small * small) - 0.1)
            if likeness >= _LOOK_FLOOR:
                hits.append((min(likeness, 1.0), number))
        hits.sort(reverse=True)
        found: dict[int, float] = {}
        for likeness, number in hits[:_MOST]:
            _best(found, self._by_fold[self._folds[number]], likeness * _LOOK_SCALE)
        return found

    def corrections(self, word: str) -> list[tuple[str, float]]:
        """Folded words one slip away (two in long ones), likeliest first. Short words have too many neighbours."""
        key = fold(word)
        if len(key) < 5 or key.isdigit() or key in self._by_fold:
            return []
        slips = 1 if len(key) < 10 else 2
        near: list[tuple[str, float]] = []
        for length in range(len(key) - slips, len(key) + slips + 1):
            choices = [word for start in sorted({key[0], key[1]}) for word in self._by_start.get((start, length), ())]
            for choice, distance, _ in process.extract(key, choices, scorer=OSA.distance, score_cutoff=slips, limit=3):
                near.append((choice, _TYPO - 0.1 * (distance - 1) - (0.1 if choice[0] != key[0] else 0.0)))
        near.sort(key=lambda pair: -pair[1])
        return near[:3]

    def meanings(self, corrections: list[tuple[str, float]]) -> dict[int, float]:
        """The words behind folded ones."""
        found: dict[int, float] = {}
        for key, likeness in corrections:
            _best(found, self._by_fold[key], likeness)
        return found

    def spelling(self, corrections: list[tuple[str, float]], lang: str) -> str | None:
        """How content in one language writes the likeliest of these; nothing when it has none of them."""
        for key, _ in corrections:
            for number in self._by_fold[key]:
                if self._used_by[number] & self._langs.get(lang, 0):
                    return self.surfaces[number]
        return None


def _best(found: dict[int, float], numbers: Iterable[int], likeness: float) -> None:
    for number in numbers:
        if found.get(number, 0.0) < likeness:
            found[number] = likeness
