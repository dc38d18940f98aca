"""Word stems by Snowball, per language, each language's own rules on each language's own words."""

import re

import snowballstemmer

# Somali has no stemmer: character runs carry it. Ukrainian borrows the Russian rules, which reach most of its endings.
ALGORITHMS = {
    "da": "danish", "sv": "swedish", "nb": "norwegian", "fi": "finnish", "en": "english", "ar": "arabic",
    "de": "german", "uk": "russian", "pl": "polish", "tr": "turkish", "fa": "persian",
}  # fmt: skip
_VOWEL = re.compile("[aeiouyåäöæø]|[^a-zåäöæø]")
_CYRILLIC = frozenset({"uk"})
_ARABIC = frozenset({"ar", "fa"})


def script(word: str) -> frozenset[str] | None:
    """The stemmer languages written in the word's script; none for Latin, which is every other language."""
    first = word[:1]
    if "\u0400" <= first <= "\u04ff":
        return _CYRILLIC
    return _ARABIC if "\u0600" <= first <= "\u06ff" else None


def _singular(word: str) -> str:
    """`pdfs` and `cvs` are several of one: Snowball takes the s only off words with a vowel."""
    return word[:-1] if len(word) > 2 and word[-1] == "s" and not _VOWEL.search(word) else word


class Stems:
    """The stemmers, made once per index. PyStemmer (C) does the work when it is installed."""

    def __init__(self) -> None:
        known = set(snowballstemmer.algorithms())
        self._by_lang = {lang: snowballstemmer.stemmer(name) for lang, name in ALGORITHMS.items() if name in known}
        for stemmer in self._by_lang.values():
            if hasattr(stemmer, "maxCacheSize"):
                stemmer.maxCacheSize = 0  # its memory of words is slower than its rules, and would hold visitors' words

    def __reduce__(self) -> tuple[type["Stems"], tuple[()]]:
        """A stemmer cannot be kept in a file; it is as quickly made."""
        return Stems, ()

    def stem(self, word: str, lang: str) -> str | None:
        """The word's stem in one language, or nothing where the language has no rules."""
        stemmer = self._by_lang.get(lang)
        return None if stemmer is None else str(stemmer.stemWord(_singular(word) if lang == "en" else word))

    def candidates(self, word: str) -> list[tuple[str, str]]:
        """(language, stem) under every language that could have written this word."""
        wanted = script(word)
        return [
            (lang, str(stemmer.stemWord(_singular(word) if lang == "en" else word)))
            for lang, stemmer in self._by_lang.items()
            if (lang in wanted if wanted is not None else lang not in _CYRILLIC | _ARABIC)
        ]
