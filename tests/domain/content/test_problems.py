"""Broken files: every mistake is told at once, with the file and a plain sentence, and nothing is loaded."""

import pytest
from sqlalchemy import select

from app.core import db
from app.domain.content.load import load
from app.domain.guides.models import Topic

SE = "matters/locked/se"

# (file, old words, new words, what is said)
BROKEN = [
    ("topics.yaml", "icon: key", "icon: key: hole", "topics.yaml, line 3: There is a second colon in this line; put"),
    ("topics.yaml", "icon: key", "icon: [key", "topics.yaml, line 4: This is not YAML"),
    ("topics.yaml", "icon: key", "icon: key\n  icon: lock", "topics.yaml, line 4: 'icon' stands here twice; keep one."),
    ("topics.yaml", "icon: key", "icons: key", "topics.yaml: topic eid: `icon` is missing."),
    ("topics.yaml", "icon: key", "icon: key\n  colour: red", "topic eid: `colour` is not a word this file may use."),
    ("topics.yaml", "{sv: E", "{xx: E", "topic eid: `names` has the language 'xx'"),
    ("topics.yaml", "slug: eid", "slug: E id", "it may have small letters a to z, digits and single dashes."),
    ("areas.yaml", "Europe/Oslo", "Europe/Bergen", "area NO: `timezone` is 'Europe/Bergen', which is no time zone"),
    ("areas.yaml", "parent: SE", "parent: SX", "area SE-AC: `parent` is 'SX', which must stand earlier in the file."),
    ("areas.yaml", 'code: "NO"', "code: SE", "areas.yaml: The area 'SE' is in the files twice."),
    ("team.yaml", '"21:00"', '"12:00"', "team.yaml: `weekly`, line 2: `closes` must be later than `opens`."),
    ("team.yaml", "[MO, TU]", "[MO, DI]", "`days` has 'DI'; it can have MO, TU, WE, TH, FR, SA, SU."),
    ("team.yaml", "2026-12-24", "24/12", "`day` is '24/12'; write a date like 2026-12-24."),
    ("actors/issuer.yaml", "slug: issuer\n", "slug: other\n", "the file's name says 'issuer'"),
    ("actors/issuer.yaml", "https://issuer.example/help", "http://issuer.example", "must begin with https://"),
    ("actors/issuer.yaml", "areas: [SE]", "areas: [XX]", "service issuer-help: `areas` has 'XX', which areas.yaml"),
    (
        "actors/issuer.yaml",
        "confidence: A",
        "assured_date: 2026-01-01",
        "`assured_date` is not a word this file may use.",
    ),
    ("actors/issuer.yaml", "114 99", "call us", "service issuer-help: phone: `number` is 'call us'; write digits"),
    ("actors/issuer.yaml", "urgent: true", "urgent: yes", "phone: `urgent` must be true or false."),
    ("actors/no-one.yaml", "no-one-help", "issuer-help", "actors/issuer.yaml has a service of the same name."),
    ("matters/locked/matter.yaml", "topic: eid", "topic: nothing", "`topic` is 'nothing', which topics.yaml does not"),
    ("matters/locked/matter.yaml", "code: locked", "code: open", "but the folder is called 'locked'."),
    (
        "lexicon.yaml",
        "code: lost",
        "code: lost\n  whose: library",
        "meaning lost: `whose` is not a word this file may use.",
    ),
    (
        "lexicon.yaml",
        "words: {sv: [tappat, slarvat bort], en: [lost]}",
        "words: {}",
        "meaning lost: `words` is missing.",
    ),
    ("lexicon.yaml", "en: [lost]", "xx: [lost]", "`words` has the language 'xx'"),
    ("elsewhere.yaml", "code: parking", "code: lost", "The meaning 'lost' is in the files twice."),
    (
        "elsewhere.yaml",
        "whose: municipality",
        "whose: mayor",
        "`whose` is 'mayor'; it can be municipality, library, nobody.",
    ),
    (f"{SE}/guide.yaml", "[issuer-help, issuer-desk]", "[ghost]", "`services` has 'ghost', which no file in actors/"),
    (f"{SE}/guide.yaml", "related: []", "related: [ghost]", "`related` has 'ghost', which is no matter."),
    (f"{SE}/guide.yaml", "[access, personal]", "[access]", "sv.md: `cannot` has 2 lines; guide.yaml gives 1 reasons"),
    (f"{SE}/guide.yaml", "[access, personal]", "[access, mood]", "`cannot` has the reason 'mood'; it can be secrecy"),
    (f"{SE}/guide.yaml", "minutes: [5, 20]", "minutes: [20, 5]", "`minutes` must be the shortest and the longest time"),
    (f"{SE}/guide.yaml", "source: sv", "source: fi", "`source` is fi, but fi.md is missing."),
    (f"{SE}/guide.yaml", "self_next_time: true", "self_next_time: false", "sv.md: `next_time` is here, but guide.yaml"),
    (f"{SE}/ar.md", "  - Vi kan inte hålla i den.\n", "", "ar.md: `cannot` has 1 lines; guide.yaml gives 2 reasons"),
    (f"{SE}/ar.md", "## ", "", "ar.md: There are no steps; every step begins with a heading, ##."),
    (f"{SE}/ar.md", "next_time: Nästa gång går det fortare.\n", "", "ar.md: `next_time` is missing"),
    (f"{SE}/sv.md", "---\ntitle", "title", "sv.md, line 1: The first line must be three dashes: ---"),
    (f"{SE}/sv.md", "fortare.\n---", "fortare.", "The line of three dashes that ends the first part is missing."),
    (f"{SE}/sv.md", "summary: Kort.", "summary: Kort: så", "sv.md, line 3: There is a second colon in this line"),
    (f"{SE}/sv.md", "## Ring", "### Ring", "sv.md, line 22: Headings have exactly two signs, ##; each is one step."),
    (f"{SE}/sv.md", "## Öppna", "Hej\n\n## Öppna", "sv.md, line 16: There is text before the first step"),
    (f"{SE}/sv.md", "**meddelandet**", "<b>meddelandet</b>", "sv.md, line 18: Guides have no HTML"),
    (f"{SE}/sv.md", "Kort.", "Kort.<br>", "sv.md: Guides have no HTML"),
    (f"{SE}/sv.md", "Kort.", "Kort *nu*.", "`title` and `summary` are plain text: take out the asterisks."),
    (f"{SE}/sv.md", "- En sak", "![bild](x.png)", "sv.md, line 20: Guides have no images."),
    (f"{SE}/sv.md", "- En sak", "Ring 08-123 456 78 nu.", "'08-123 456 78' looks like a phone number"),
    (f"{SE}/sv.md", "- En sak", "Ring ٠٨١٢٣٤٥٦٧.", "looks like a phone number"),
    (f"{SE}/sv.md", "- En sak", "Ring 114 99.", "'114 99' looks like a phone number"),
    (f"{SE}/sv.md", "https://issuer.example/help", "https://evil.example", "leads to a host that no file in actors/"),
    (
        f"{SE}/sv.md",
        "summary:",
        "state: outdated\nsummary:",
        "that the others are translated from cannot have a `state`",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN, ids=[case[3][:40] for case in BROKEN])
def test_it_works(database, folder, file, old, new, said):
    folder.replace(file, old, new)
    sentences = load(folder.path).sentences()
    assert any(said in sentence for sentence in sentences), sentences
    assert sentences[-1].startswith("Nothing was loaded: ")
    assert db.session.scalars(select(Topic)).all() == []


def test_everything_is_told_at_once(database, folder):
    folder.replace("topics.yaml", "icon: key", "icon: [key")
    folder.replace("team.yaml", "[MO, TU]", "[MO, DI]")
    folder.replace(f"{SE}/ar.md", "Kort.", "<b>Kort.</b>")
    told = {problem.file for problem in load(folder.path).problems}
    assert told == {"topics.yaml", "team.yaml", f"{SE}/ar.md"}


def test_one_lost_file_is_told_once(database, folder):
    """What points at things in it is not wrong."""
    folder.replace("actors/issuer.yaml", "country: se", "country: [se")
    folder.replace("matters/locked/matter.yaml", "code: locked", "code: {locked")
    told = [problem.file for problem in load(folder.path).problems]
    assert told == ["actors/issuer.yaml", "matters/locked/matter.yaml"]


def test_a_file_nobody_reads_is_told(database, folder):
    folder.write("actor/lost.yaml", "slug: lost\n")
    folder.write("matters/locked/sv.md", "hello")
    told = {problem.file for problem in load(folder.path).problems}
    assert told == {"actor/lost.yaml", "matters/locked/sv.md"}


def test_other_encodings_are_told(database, folder):
    path = folder.path / SE / "sv.md"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert f"{SE}/sv.md, line 2: This is not UTF-8 text; save the file as UTF-8." in load(folder.path).sentences()


def test_an_empty_folder_is_told(database, tmp_path):
    assert load(tmp_path).sentences()[0] == ".: There is no content in this folder."


def test_ordinary_figures_are_no_phone_numbers(database, folder):
    folder.replace(f"{SE}/sv.md", "- En sak", "Senast 2026-12-24, klockan 10–12, 1 500 kr, aldrig 123456.")
    assert load(folder.path).problems == []
