"""Type-ahead: the replies that fit a few letters, in any language the librarian or the visitor reads. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from app.domain.replies.queries import ReplyView

# How well one typed word fits, the best first: the shortcut, its beginning, a title's word, any word.
_EXACT, _BEGINS, _TITLE, _TEXT = 8, 6, 4, 1


def found(replies: Iterable[ReplyView], query: str, locales: Collection[str], matter: str = "") -> list[ReplyView]:
    """Those that have every word typed. What is bound to this matter comes first, then what is used most."""
    words = _plain(query.strip().lstrip("/")).split()
    fitting = [(_fit(reply, words, locales), reply) for reply in replies]
    kept = [(fit, reply) for fit, reply in fitting if fit is not None]
    kept.sort(
        key=lambda pair: (-pair[0], not _bound(pair[1], matter), bool(pair[1].matter), -pair[1].used, pair[1].shortcut)
    )
    return [reply for _fit, reply in kept]


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
