"""Question trees as files: read, checked, loaded without losing anybody's work, and written back the same."""

import pytest

from app.core.unit import unit_of_work
from app.domain.content import files
from app.domain.content.export import export
from app.domain.content.load import load
from app.domain.triage.models import Flow, FlowText
from app.domain.triage.queries import flow
from tests.domain.content.flow_folder import plant

STUCK = "flows/stuck"

# (file, old words, new words, what is said)
BROKEN = [
    ("flow.yaml", "slug: stuck", "slug: other", "`slug` is 'other', but the folder is called 'stuck'."),
    ("flow.yaml", "source: sv", "source: fi", "flow.yaml: `source` is fi, but fi.yaml is missing."),
    ("flow.yaml", "source: sv", "source: xx", "`source` is 'xx'; it can be da,"),
    ("flow.yaml", "countries: [se,", "countries: [SE,", "`countries` has 'SE'; a country is two small letters, like se."),
    ("flow.yaml", "topic: eid", "topic: nothing", "flow.yaml: `topic` is 'nothing', which topics.yaml does not have."),
    ("flow.yaml", "matters: [locked]\nurgent", "matters: [ghost]\nurgent", "flow.yaml: `matters` has 'ghost', which is"),
    ("flow.yaml", "matters: [locked]\n    ser", "matters: [ghost]\n    ser", "outcome desk: `matters` has 'ghost', which"),
    ("flow.yaml", "issuer-desk, ", "ghost, ", "outcome desk: `services` has 'ghost', which no file in actors/ has."),
    ("flow.yaml", "issuer-desk, issuer-help", "issuer-desk, issuer-desk", "outcome desk: `services` has the same name twice."),
    ("flow.yaml", 'nobody_in: ["no"]', "nobody_in: [fr]", "outcome desk: `nobody_in` has 'fr', which areas.yaml does not have."),
    ("flow.yaml", "kind: handoff", "kind: magic", "outcome ask: `kind` is 'magic'; it can be guide, service, handoff."),
    ("flow.yaml", "kind: handoff", "urgent: false", "outcome ask: `kind` is missing; it can be guide, service, handoff."),
    ("flow.yaml", "urgent: true\nsens", "urgent: maybe\nsens", "`urgent` must be true or false."),
    ("flow.yaml", "start: where", "start: ask", "`start` is 'ask', which is no question."),
    ("flow.yaml", "next: desk", "next: nowhere", "question what, option lost: `next` is 'nowhere', which is"),
    ("flow.yaml", "next: desk", "to: desk", "question what, option 1: `next` is missing."),
    ("flow.yaml", "{code: lost,", "{code: other,", "question what: `options` has the same code twice."),
    ("flow.yaml", "    - {code: other, next: ask}\n", "", "question what: `options` has 1; a question has two to six."),
    ("flow.yaml", "{code: se, next", "{code: sweden, next", "`known_by: country` needs options whose codes are countries"),
    ("flow.yaml", "known_by: country", "known_by: moon", "question where: `known_by` is 'moon'; it can be country."),
    ("flow.yaml", "  what:", "  What now:", "`questions` has the code 'What now'; it may have small letters a to z"),
    ("flow.yaml", "  ask:\n", "  what:\n", "'what' is a question and an outcome; every code is used once."),
    ("flow.yaml", "sensitive: false", "colour: red", "`colour` is not a word this file may use."),
    ("sv.yaml", "summary: Ett par frågor.", "summary: Fråga: nu", "sv.yaml, line 2: There is a second colon in this line"),
    ("sv.yaml", "title: Fast", "title: " + "F" * 81, "sv.yaml: `title` is 81 characters long; there is room for 80."),
    ("sv.yaml", "title: Fast", "title: Fast\nstate: outdated", "The words that the others are translated from cannot have a"),
    ("en.yaml", "title: Stuck", "title: Stuck *now*", "en.yaml: Titles, hints and options are plain text"),
    ("en.yaml", "lost: Borta, ", "", "en.yaml: Words are missing: questions.what.options.lost. Words on their way say"),
    ("en.yaml", "    nobody: I Norge vet vi ingen.\n", "", "en.yaml: Words are missing: outcomes.desk.nobody."),
    ("en.yaml", "lost: Borta", "lots: Borta", "`questions.what.options.lots` has words, but stuck/flow.yaml has nothing"),
    ("en.yaml", "  ask:\n", "  asked:\n", "`outcomes.asked` has words, but stuck/flow.yaml has nothing of that name."),
    ("en.yaml", "2. Gå dit.", "2. Ring 08-123 456 78.", "'08-123 456 78' looks like a phone number"),
    ("en.yaml", "2. Gå dit.", "2. Se https://evil.example/x", "The link https://evil.example/x leads to a host"),
    ("en.yaml", "2. Gå dit.", "2. <b>Gå</b> dit.", "en.yaml: Guides have no HTML"),
    ("en.yaml", "title: Gå till disken", "titel: Gå", "outcome desk: `title` is missing."),
]  # fmt: skip


def test_it_works(database, folder, tmp_path):
    """There and back changes nothing."""
    report = load(plant(folder).path)
    assert not report.problems, report.sentences()
    told = flow("stuck")
    assert told is not None and told.languages == ("sv", "en") and told.tree.urgent
    export(tmp_path / "out")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]
    assert {name for name in files.gather(tmp_path / "out") if name.startswith("flows/")} == {
        f"{STUCK}/flow.yaml", f"{STUCK}/sv.yaml", f"{STUCK}/en.yaml",
    }  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN)
def test_a_mistake_is_told_with_its_file(database, folder, file, old, new, said):
    plant(folder).replace(f"{STUCK}/{file}", old, new)
    sentences = load(folder.path).sentences()
    assert any(said in one and f"{STUCK}/" in one for one in sentences), sentences
    assert flow("stuck") is None


def test_a_file_of_an_unknown_language_or_kind_is_told(database, folder):
    plant(folder).write(f"{STUCK}/tlh.yaml", "title: nuq\n")
    folder.write(f"{STUCK}/notes.md", "hello\n")
    folder.write("flows/other/sv.yaml", "title: x\n")
    said = "\n".join(load(folder.path).sentences())
    assert "flows/stuck/tlh.yaml: 'tlh' is not a language" in said
    assert "flows/stuck/notes.md: Nothing reads a file at this place" in said
    assert "flows/other/sv.yaml: Nothing reads a file at this place" in said


def test_words_on_their_way_are_loaded_and_not_offered(database, folder):
    plant(folder).replace(f"{STUCK}/en.yaml", "lost: Borta, ", "")
    folder.replace(f"{STUCK}/en.yaml", "title: Stuck", "state: in_translation\ntitle: Stuck")
    assert not load(folder.path).problems
    assert flow("stuck").languages == ("sv",)


def test_a_changed_source_leaves_the_others_behind(database, folder, tmp_path):
    """An urgent tree is not offered in words that are older than its own."""
    load(plant(folder).path)
    folder.replace(f"{STUCK}/sv.yaml", "Gå dit.", "Gå dit i dag.")
    load(folder.path)
    assert flow("stuck").languages == ("sv",)
    export(tmp_path / "out")
    assert "state: outdated" in (tmp_path / f"out/{STUCK}/en.yaml").read_text(encoding="utf-8")
    folder.replace(f"{STUCK}/en.yaml", "Gå dit.", "Go there today.")
    load(folder.path)
    assert flow("stuck").languages == ("sv", "en")


def test_work_on_screen_is_left_alone_and_a_draft_is_nobodys_business(database, folder):
    load(plant(folder).path)
    with unit_of_work() as unit:
        row = unit.session.query(Flow).one()
        row.draft = {"structure": {}, "texts": {}}
    folder.replace(f"{STUCK}/en.yaml", "title: Stuck", "title: Really stuck")
    assert load(folder.path).sentences() == ["Content: 0 added, 1 updated."]
    with unit_of_work() as unit:
        words = unit.session.query(FlowText).filter_by(locale="sv").one()
        words.texts = {**words.texts, "title": "Vår egen"}
    folder.replace(f"{STUCK}/en.yaml", "title: Really stuck", "title: Stuck again")
    assert "changed here since the last load, left alone: flow stuck" in load(folder.path).sentences()
    assert flow("stuck").texts["sv"].title == "Vår egen"
