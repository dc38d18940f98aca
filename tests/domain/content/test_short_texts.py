"""Short texts: a language that has the most important words, and no steps yet."""

import pytest
from sqlalchemy import select

from app.core import db
from app.domain.content.export import export
from app.domain.content.load import load
from app.domain.guides.models import GuideTranslation

SE = "matters/locked/se"
SHORT = """---
state: short
title: {title}
summary: Kort.
warnings:
  - Ingen ringer och ber om din kod.
can:
  - Vi visar vägen.
cannot:
  - Vi kan inte låsa upp.
  - Vi kan inte hålla i den.
---
"""


@pytest.fixture
def short(database, folder):
    """The small content, with Arabic short."""
    folder.write(f"{SE}/ar.md", SHORT.format(title="مقفل"))
    return folder


def states():
    db.session.remove()
    return {text.locale: text.state for text in db.session.scalars(select(GuideTranslation))}


def test_it_works(short):
    assert load(short.path).sentences() == ["Content: 11 added, 0 updated."]
    arabic = db.session.scalars(select(GuideTranslation).where(GuideTranslation.locale == "ar")).one()
    assert (arabic.state, arabic.title, arabic.steps, arabic.bring, arabic.next_time) == ("short", "مقفل", [], [], "")
    assert load(short.path).untouched


def test_there_and_back_changes_nothing(short, tmp_path):
    load(short.path)
    export(tmp_path / "out")
    written = (tmp_path / f"out/{SE}/ar.md").read_text(encoding="utf-8")
    assert "state: short\n" in written and "##" not in written and written.endswith("\n---\n")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("ar.md", "state: short\n", "", "ar.md: There are no steps; every step begins with a heading, ##. A text without"),
        ("ar.md", "den.\n---\n", "den.\n---\n\n## Ring\n", "`state: short` is for a text without steps, and this one has 1."),
        ("en.md", "summary:", "state: short\nsummary:", "en.md: `state: short` is for a text without steps, and this one"),
        ("ar.md", "  - Vi kan inte låsa upp.\n", "", "ar.md: `cannot` has 1 lines; guide.yaml gives 2 reasons"),
        ("sv.md", "summary:", "state: short\nsummary:", "sv.md: The others are translated from this text, so it cannot be"),
        ("guide.yaml", "source: sv", "source: ar", "ar.md: The others are translated from this text, so it cannot be"),
    ],
)  # fmt: skip
def test_half_a_text_is_refused(short, file, old, new, said):
    short.replace(f"{SE}/{file}", old, new)
    sentences = load(short.path).sentences()
    assert any(said in sentence for sentence in sentences), sentences


def test_a_changed_source_leaves_it_behind_until_its_own_words_change(short, tmp_path):
    load(short.path)
    short.replace(f"{SE}/sv.md", "Öppna appen", "Öppna appen igen")
    load(short.path)
    assert states() == {"sv": "up_to_date", "en": "outdated", "ar": "short_outdated"}
    short.replace(f"{SE}/en.md", "Öppna appen", "Open it again")
    load(short.path)
    assert states() == {"sv": "up_to_date", "en": "up_to_date", "ar": "short_outdated"}
    export(tmp_path / "out")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]
    short.replace(f"{SE}/ar.md", "Kort.", "قصير")
    load(short.path)
    assert states()["ar"] == "short"


def test_it_becomes_whole_when_its_steps_are_written(short):
    load(short.path)
    short.write(f"{SE}/ar.md", short.text(f"{SE}/sv.md"))
    assert load(short.path).changed == 1
    assert states()["ar"] == "up_to_date"
