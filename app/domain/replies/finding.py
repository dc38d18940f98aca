"""The replies that fit a few letters, in any language the librarian or the visitor reads; or a visitor's own words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from app.domain.replies.queries import ReplyView

# How well one typed word fits, the best first: the shortcut, its beginning, a title's word, any word.
_EXACT, _BEGINS, _TITLE, _TEXT = 8, 6, 4, 1
# Of a visitor's words, those count that say something: no short ones, their beginning only (so that the Nordic languages'
# endings do not part them), and none that one reply in five has. One that only one reply has counts three times.
_WORD, _STEM, _OFTEN, _ALONE = re.compile(r"\w{4,}"), 6, 5, 3
# A word of its title that no other reply has, two of its words that no other has, or four that some have.
_FITS = 4


def found(replies: Iterable[ReplyView], query: str, locales: Collection[str], matter: str = "") -> list[ReplyView]:
    """Those that have every word typed. What is bound to this matter comes first, then what is used most."""
    words = _plain(query.strip().lstrip("/")).split()
    fitting = [(_fit(reply, words, locales), reply) for reply in replies]
    kept = [(fit, reply) for fit, reply in fitting if fit is not None]
    kept.sort(
        key=lambda pair: (-pair[0], not _bound(pair[1], matter), bool(pair[1].matter), -pair[1].used, pair[1].shortcut)
    )
    return [reply for _fit, reply in kept]


def fitting(replies: Sequence[ReplyView], said: str, locale: str, matter: str = "") -> list[ReplyView]:
    """Those that fit what a visitor wrote in their language: bound to their matter, then by the words they share."""
    titles = {one.public_id: _stems(f"{one.titles.get(locale, '')} {one.shortcut}") for one in replies}
    words = {one.public_id: titles[one.public_id] | _stems(one.words.get(locale, "")) for one in replies}
    often, theirs = Counter(stem for stems in words.values() for stem in stems), _stems(said)

    def fit(one: ReplyView) -> int:
        shared = (stem for stem in words[one.public_id] & theirs if often[stem] * _OFTEN <= max(len(replies), _OFTEN))
        return sum((2 if stem in titles[one.public_id] else 1) * (_ALONE if often[stem] == 1 else 1) for stem in shared)

    found = [(not _bound(one, matter), -fit(one), -one.used, one.shortcut, one) for one in replies]
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1]) if not row[0] or row[1] <= -_FITS]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(_plain(text))}


def _bound(reply: ReplyView, matter: str) -> bool:
    return bool(matter) and reply.matter == matter


def _fit(reply: ReplyView, words: list[str], locales: Collection[str]) -> int | None:
    """The best fit of each word, summed; None where one is nowhere."""
    titles, texts = _told(reply.titles, locales, reply.source), _told(reply.words, locales, reply.source)
    fits = [_word(word, _plain(reply.shortcut), titles, texts) for word in words]
    return None if 0 in fits else sum(fits)


def _word(word: str, shortcut: str, titles: str, texts: str) -> int:
    if word == shortcut:
        return _EXACT
    if shortcut.startswith(word):
        return _BEGINS
    if f" {word}" in titles or word in shortcut.split("-"):
        return _TITLE
    return _TEXT if word in texts else 0


def _told(texts: dict[str, str], locales: Collection[str], source: str) -> str:
    return " " + " ".join(_plain(text) for code, text in texts.items() if code in locales or code == source)


def _plain(text: str) -> str:
    """Without capitals and marks over letters: `halsning` finds hälsning, and an Arabic word is found without its vowels."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
