"""From raw text to words that can be compared: one spelling per word, whatever keyboard it was typed on."""

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 400  # characters of a query that are read; a longer story says the same again
_SCRIPT_TWINS = str.maketrans({
    "ی": "ي", "ى": "ي", "ک": "ك", "ھ": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "İ": "i", "ı": "i", "ё": "е",
})  # fmt: skip
_HAS_TWIN = re.compile("[" + "".join(map(chr, _SCRIPT_TWINS)) + "\u0307]")
_INVISIBLE = re.compile("[\u00ad\u0640\u064b-\u0655\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_WORD = re.compile(r"[^\W_]+(?:['][^\W_]+)*")
_NEIGHBOURS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))
_NO_DECOMPOSITION = str.maketrans({"æ": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "ة": "ه"})


def _bare(letter: str) -> str:
    """A letter without its marks."""
    letter = _NO_DECOMPOSITION.get(ord(letter), letter)
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


_MARKED = (
    *range(0x80, 0x250),
    *range(0x300, 0x370),
    *range(0x400, 0x530),
    *range(0x600, 0x700),
    *range(0x1E00, 0x1F00),
)
_BARE = {code: _bare(chr(code)) for code in _MARKED}


def normalise(text: str) -> str:
    """Lower case, one form per letter, no harakat, tatweel or invisible marks, European digits; å ä ö æ ø stay."""
    if text.isascii():
        return text.lower().replace("`", "'")
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).casefold()
    if _HAS_TWIN.search(text):
        text = unicodedata.normalize("NFC", text.translate(_SCRIPT_TWINS).replace("i\u0307", "i"))
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0], 0)), text)


class Reader:
    """Words of texts that are read more than once while an index is built. Never of what a visitor types: it remembers."""

    def __init__(self) -> None:
        self._read: dict[str, list[str]] = {}

    def __call__(self, text: str) -> list[str]:
        if text not in self._read:
            self._read[text] = words(text)
        return self._read[text]


def words(text: str) -> list[str]:
    """The words of a text, normalised, in order. `e-post` and `e post` give the same two, joined again as `epost`."""
    found = _WORD.findall(normalise(text))
    return _join_single_letters(found)


def _join_single_letters(found: list[str]) -> list[str]:
    """`e bok`, `e-bok` and `ebok` are one word in every Nordic language; an apostrophe splits nothing."""
    if "e" not in found and not any("'" in word for word in found):
        return found
    out: list[str] = []
    for word in found:
        word = word.replace("'", "")
        if out and out[-1] == "e" and len(word) > 2:
            out[-1] = "e" + word
        else:
            out.append(word)
    return out


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """One key for neighbours' spellings: å/aa, ä/æ, ö/ø and letters typed without their marks meet here."""
    bare = word if word.isascii() else word.translate(_BARE)
    for pair, one in _NEIGHBOURS:
        if pair in bare:
            bare = bare.replace(pair, one)
    return bare


def grams(key: str) -> list[str]:
    """The different runs of four characters of a folded word, its edges marked. Threes and fives add nothing measurable."""
    padded = f"^{key}$"
    return list(dict.fromkeys(padded[i : i + 4] for i in range(len(padded) - 3)))
