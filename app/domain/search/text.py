"""From raw text to words that can be compared: one spelling per word, whatever keyboard it was typed on."""

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 400  # characters of a query that are read; a longer story says the same again
_SCRIPT_TWINS = str.maketrans({
    "ی": "ي", "ى": "ي", "ک": "ك", "ھ": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "İ": "i", "ı": "i", "ё": "е",
})  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u0640\u064b-\u0655\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_WORD = re.compile(r"[^\W_]+(?:['][^\W_]+)*")
_NEIGHBOURS = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))
_NO_DECOMPOSITION = str.maketrans({"æ": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "ة": "ه"})


def normalise(text: str) -> str:
    """Lower case, one form per letter, no harakat, tatweel or invisible marks, European digits; å ä ö æ ø stay."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_SCRIPT_TWINS)
    text = unicodedata.normalize("NFC", text.casefold().replace("i\u0307", "i"))
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0], 0)), text)


def words(text: str) -> list[str]:
    """The words of a text, normalised, in order. `e-post` and `e post` give the same two, joined again as `epost`."""
    found = _WORD.findall(normalise(text))
    return _join_single_letters(found)


def _join_single_letters(found: list[str]) -> list[str]:
    """`e bok`, `e-bok` and `ebok` are one word in every Nordic language; an apostrophe splits nothing."""
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
    bare = unicodedata.normalize("NFD", word.translate(_NO_DECOMPOSITION))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    for pair, one in _NEIGHBOURS:
        bare = bare.replace(pair, one)
    return bare


def grams(key: str) -> list[str]:
    """The different runs of 3 to 5 characters of a folded word, its edges marked."""
    padded = f"^{key}$"
    return list(dict.fromkeys(padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)))
