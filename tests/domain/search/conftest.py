"""The search index over the shipped matters, and sentences to ask it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.search.concepts import Concept
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.index import Index

HERE = Path(__file__).parent
CONTENT = HERE.parents[2] / "content"


def _doc(raw: dict[str, Any]) -> MatterDoc:
    names = {
        lang: Name(name["title"], name.get("summary") or "", tuple(str(word) for word in name.get("keywords") or ()))
        for lang, name in raw["names"].items()
    }
    return MatterDoc(raw["code"], names)


@pytest.fixture(scope="session")
def shipped() -> list[MatterDoc]:
    """The matters of content/, every language."""
    return [_doc(_parsed(file)) for file in sorted(CONTENT.glob("matters/*/matter.yaml"))]


def _parsed(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def meanings(name: str) -> list[Concept]:
    """The concepts of lexicon.yaml or elsewhere.yaml."""
    return [Concept(raw["code"], raw["words"], raw.get("whose", "")) for raw in _parsed(CONTENT / f"{name}.yaml")]


@pytest.fixture(scope="session")
def shipped_index(shipped: list[MatterDoc]) -> Index:
    return Index.build(shipped, (), meanings("lexicon"), meanings("elsewhere"))


@pytest.fixture(scope="session")
def sentences() -> list[tuple[str, str, frozenset[str]]]:
    """(language, sentence, right matters); no right matter means that the search should not be sure."""
    return asked("sentences.txt")


def asked(name: str) -> list[tuple[str, str, frozenset[str]]]:
    """The rows of one file beside this: language | sentence | right matters."""
    found = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, sentence, right = (part.strip() for part in line.split("|"))
            found.append((lang, sentence, frozenset() if right == "-" else frozenset(right.split(","))))
    return found
