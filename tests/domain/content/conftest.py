"""A small whole content folder to break, change and load, and a fresh database made by the migrations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import tables as _every_table  # noqa: F401
from app.cli.migrate import migrate
from app.core import db

FILES = {
    "topics.yaml": """
- slug: eid
  position: 1
  icon: key
  names: {sv: E-legitimation, en: Electronic ID}
""",
    "areas.yaml": """
- {code: SE, kind: country, timezone: Europe/Stockholm, holidays: SE, names: {sv: Sverige, en: Sweden}}
- {code: SE-AC, kind: region, parent: SE, timezone: Europe/Stockholm, names: {sv: Västerbotten}}
- {code: "NO", kind: country, timezone: Europe/Oslo, names: {nb: Norge}}
""",
    "team.yaml": """
timezone: Europe/Copenhagen
weekly:
  - {days: [MO, TU], opens: "08:00", closes: "12:00"}
  - {days: [MO], opens: "13:00", closes: "21:00"}
holidays: DK
exceptions:
  - {day: 2026-12-24, note: Christmas Eve}
""",
    "lexicon.yaml": """
- code: lost
  words: {sv: [tappat, slarvat bort], en: [lost]}
""",
    "elsewhere.yaml": """
- code: parking
  whose: municipality
  words: {sv: [p-bot], en: [parking fine]}
""",
    "actors/issuer.yaml": """
slug: issuer
name: The issuer
country: se
website: https://issuer.example
website_state: seen
services:
  - slug: issuer-help
    name: {sv: Hjälp, en: Help}
    description: {sv: Låser upp., en: Unlocks.}
    areas: [SE]
    url: https://issuer.example/help
    documents: {sv: [Pass]}
    languages: [sv]
    schedule:
      - {days: [MO], opens: "08:00", closes: "20:00"}
    phones:
      - {number: "+46 8 12 34", kind: voice, label: {sv: Hjälp}, confidence: A, source: issuer.example}
      - {number: "114 99", kind: voice, label: {sv: Spärr}, urgent: true}
  - slug: issuer-desk
    name: {sv: Disk}
""",
    "actors/no-one.yaml": """
slug: no-one
name: Ingen
country: no
services:
  - {slug: no-one-help, name: {nb: Hjelp}}
""",
    "matters/locked/matter.yaml": """
code: locked
topic: eid
urgent: true
names:
  sv: {title: Spärrad, summary: Vad du gör., keywords: [spärrat, låst, fel kod, 112]}
  en: {title: Locked, summary: What to do., keywords: [locked, blocked, wrong code, expired]}
""",
    "matters/locked/se/guide.yaml": """
source: sv
minutes: [5, 20]
safety_critical: true
self_next_time: true
cannot: [access, personal]
services: [issuer-help, issuer-desk]
related: []
""",
}
TEXT = """---
title: {title}
summary: Kort.
bring:
  - Din mobil
warnings:
  - Ingen ringer och ber om din kod.
can:
  - Vi visar vägen.
cannot:
  - Vi kan inte låsa upp.
  - Vi kan inte hålla i den.
next_time: Nästa gång går det fortare.
---

## Öppna appen

Läs **meddelandet** på [sidan](https://issuer.example/help).

- En sak

## Ring
"""


class Folder:
    """A content folder in the making."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, content in FILES.items():
            self.write(name, content)
        for language, title in {"sv": "Spärrad", "en": "Locked", "ar": "مقفل"}.items():
            self.write(f"matters/locked/se/{language}.md", TEXT.format(title=title))

    def write(self, name: str, content: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.lstrip("\n"), encoding="utf-8")

    def text(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Changes words in a file; they must be there."""
        before = self.text(name)
        assert old in before
        self.write(name, before.replace(old, new))

    def remove(self, name: str) -> None:
        path = self.path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "content")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and nothing in it."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    db.connect(f"sqlite:///{path}")
    migrate()
    db.session.remove()
    db.engine().dispose()
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh database, open; its URL."""
    path = tmp_path / "test.sqlite3"
    shutil.copy(migrated, path)
    url = f"sqlite:///{path}"
    db.connect(url)
    yield url
    db.session.remove()
    db.engine().dispose()
