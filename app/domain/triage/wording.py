"""Checks a tree's words in one language: all there, none too many, plain, short, no numbers to call. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.directory.numbers import holds_number
from app.domain.triage import texts
from app.domain.triage.gaps import Gap, GapKind
from app.domain.triage.tree import Tree

TITLE, OPTION, SENTENCE, TEXT = 120, 90, 300, 1600
_NOT_PLAIN = re.compile(r"[*<>\[\]]|https?://|www\.")
_MARKUP = re.compile(r"<|https?://|www\.|\]\(")


def check(tree: Tree, locale: str, words: Mapping[str, Any]) -> list[Gap]:
    """What is wrong with the words of one language."""
    return [*_missing(tree, locale, words), *_strange(tree, locale, words), *_badly_said(tree, locale, words),
            *_alike(tree, locale, words)]  # fmt: skip


def _missing(tree: Tree, locale: str, words: Mapping[str, Any]) -> list[Gap]:
    return [Gap(tree.slug, GapKind.TEXT_MISSING, _node(name.split(".")), locale, other=name)
            for name in texts.missing(tree, words)]  # fmt: skip


def _strange(tree: Tree, locale: str, words: Mapping[str, Any]) -> list[Gap]:
    known = {*texts.needed(tree), *(("questions", code, "hint") for code in tree.questions)}
    return [
        Gap(tree.slug, GapKind.TEXT_STRANGE, _node(path), locale, other=".".join(path))
        for path in _leaves(words)
        if path not in known
    ]


def _badly_said(tree: Tree, locale: str, words: Mapping[str, Any]) -> Iterator[Gap]:
    for path in _leaves(words):
        text, node, name = texts.text_at(words, path), _node(path), ".".join(path)
        if len(text) > _room(path):
            yield Gap(tree.slug, GapKind.TEXT_TOO_LONG, node, locale, other=name)
        if holds_number(text):
            yield Gap(tree.slug, GapKind.TEXT_HAS_NUMBER, node, locale, other=name)
        if (_MARKUP if _is_long(path) else _NOT_PLAIN).search(text):
            yield Gap(tree.slug, GapKind.TEXT_NOT_PLAIN, node, locale, other=name)


def _alike(tree: Tree, locale: str, words: Mapping[str, Any]) -> Iterator[Gap]:
    for code, question in tree.questions.items():
        labels = [texts.text_at(words, ("questions", code, "options", one.code)).casefold() for one in question.options]
        for label, count in Counter(labels).items():
            if label and count > 1:
                yield Gap(tree.slug, GapKind.OPTIONS_ALIKE, code, locale, other=label)


def _node(path: Sequence[str]) -> str:
    return path[1] if len(path) > 1 else ""


def _is_long(path: tuple[str, ...]) -> bool:
    return path[0] == "outcomes" and path[-1] in ("text", "nobody")


def _room(path: tuple[str, ...]) -> int:
    if _is_long(path):
        return TEXT
    if len(path) == 4 and path[2] == "options":
        return OPTION
    return TITLE if path[-1] == "title" else SENTENCE


def _leaves(words: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, str(key)))
        else:
            yield (*above, str(key))
