"""What a reply leaves open: {first_name}, or {branch|the library} with words for when nobody knows. Pure.

Where a fact is missing and no words stand in for it, the sentence must still be right: a name goes with the comma
before it ("Hello, {first_name}!" is "Hello!"), anything else takes its whole sentence with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.core.errors import Invalid
from app.domain.replies.terms import Fact

_OPEN = re.compile(r"\{\s*(\w+)\s*(?:\|([^{}|]*))?\}")
_BRACE = re.compile(r"[{}][^{}\s]{0,40}\}?")
# A sentence with its end, and the room after it.
_SENTENCE = re.compile(r"[^.!?؟…]*(?:[.!?؟…]+|$)\s*")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NAMES = (Fact.FIRST_NAME,)
_GONE = "\x00"
_KNOWN = ", ".join(f"{{{fact}}}" for fact in Fact)
# The name's place, with the comma or room before it; at the beginning with what follows it.
_LEFT = re.compile(rf"(?:[^\S\n]*[,،][^\S\n]*|[^\S\n]+){_GONE}|(?m:^){_GONE}[^\S\n]*[,،:]?[^\S\n]*|{_GONE}")


def check(text: str) -> None:
    """Refuses a placeholder that nothing fills, and braces that are none."""
    for name, _instead in _OPEN.findall(text):
        if name not in set(Fact):
            raise Invalid("placeholder_unknown", name=f"{{{name}}}", known=_KNOWN)
    stray = _BRACE.search(_OPEN.sub("", text))
    if stray:
        raise Invalid("placeholder_unknown", name=stray[0], known=_KNOWN)


def used_in(text: str) -> set[str]:
    return {name for name, _instead in _OPEN.findall(text)}


def fill(text: str, known: Mapping[str, str]) -> str:
    """The words for one reader; `known` has each fact in their language, empty or absent where nobody knows it."""
    lines = [(line, _standing(line, known)) for line in text.split("\n")]
    kept = _EMPTY_LINES.sub("\n\n", "\n".join(left for line, left in lines if left or not line)).strip() or text
    said = _OPEN.sub(lambda found: known.get(found[1], "") or (found[2] or "").strip() or _GONE, kept)
    return _begun_right(_LEFT.sub("", said), said).strip()


def _standing(line: str, known: Mapping[str, str]) -> str:
    return "".join(part for part in _SENTENCE.findall(line) if not _falls(part, known)).rstrip()


def _falls(sentence: str, known: Mapping[str, str]) -> bool:
    """Whether it says nothing without a fact that is missing."""
    return any(
        name not in _NAMES and not known.get(name) and not instead.strip() for name, instead in _OPEN.findall(sentence)
    )


def _begun_right(text: str, before: str) -> str:
    """ "{first_name}, you can…" without its name begins with a capital all the same."""
    return text[:1].upper() + text[1:] if before.startswith(_GONE) else text
