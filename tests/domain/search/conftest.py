"""The search index over the shipped matters, and sentences to ask it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.search.documents import MatterDoc, Name
from app.domain.search.index import Index

HERE = Path(__file__).parent
MATTERS = HERE.parents[2] / "content" / "matters"


def _doc(raw: dict[str, Any]) -> MatterDoc:
    names = {
        lang: Name(name["title"], name.get("summary") or "", tuple(str(word) for word in name.get("keywords") or ()))
        for lang, name in raw["names"].items()
    }
    return MatterDoc(raw["code"], names)


@pytest.fixture(scope="session")
def shipped() -> list[MatterDoc]:
    """The matters of content/, every language."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted(MATTERS.glob("*/matter.yaml"))
    return [_doc(yaml.load(file.read_text("utf-8"), loader)) for file in files]


@pytest.fixture(scope="session")
def shipped_index(shipped: list[MatterDoc]) -> Index:
    return Index.build(shipped)


@pytest.fixture(scope="session")
def sentences() -> list[tuple[str, str, frozenset[str]]]:
    """(language, sentence, right matters); no right matter means that the search should not be sure."""
    found = []
    for line in (HERE / "sentences.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, sentence, right = (part.strip() for part in line.split("|"))
            found.append((lang, sentence, frozenset() if right == "-" else frozenset(right.split(","))))
    return found
