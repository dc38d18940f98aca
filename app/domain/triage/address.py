"""Answers as they stand in an address: `have.bankid~trouble.lost`. Whatever else stands there is nobody's answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.core.errors import Invalid

# What a tree of any size needs is far below this; beyond it nobody wrote the address by answering.
LONGEST = 2048
# A letter or digit of ASCII, then dashes too: the codes of a checked tree.
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
BETWEEN, OF = "~", "."


def write(answers: Mapping[str, str]) -> str:
    """The answers in their order; empty for none."""
    return BETWEEN.join(f"{question}{OF}{option}" for question, option in answers.items())


def read(written: str) -> dict[str, str]:
    """The answers an address holds; pieces that are none are dropped, of two to one question the first counts.

    Raises Invalid("address_too_long") for what no tree's answers could be.
    """
    if len(written) > LONGEST:
        raise Invalid("address_too_long")
    found: dict[str, str] = {}
    for piece in written.split(BETWEEN):
        question, _, option = piece.partition(OF)
        if _CODE.fullmatch(question) and _CODE.fullmatch(option):
            found.setdefault(question, option)
    return found
