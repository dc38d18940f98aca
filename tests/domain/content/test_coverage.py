"""The table of what there is in which language: true, whole, and the same in the document as in the files."""

import pytest

from app.cli.content import CONTENT, DOCUMENT
from app.core import i18n
from app.core.errors import Invalid
from app.domain.content import coverage, files
from app.domain.content.problems import Problems
from app.domain.content.reading import read

SE = "matters/locked/se"


def content_of(path):
    problems = Problems()
    content = read(files.gather(path), problems)
    assert [str(problem) for problem in problems] == []
    return content


def cells(text, matter):
    """The marks of a matter by country and language."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return {row[1]: dict(zip(i18n.locales(), row[2:], strict=True)) for row in rows if row[0] == matter}


def test_it_works(folder):
    folder.write(
        f"{SE}/pl.md", folder.text(f"{SE}/sv.md").split("\n## ")[0].replace("summary:", "state: short\nsummary:")
    )
    said = cells(coverage.tables(content_of(folder.path)), "locked")
    assert {code: mark for code, mark in said["SE"].items() if mark != "—"} == {
        "sv": "●",
        "en": "●",
        "ar": "●",
        "pl": "◐",
    }
    assert {code: mark for code, mark in said["DK"].items() if mark != "—"} == {"sv": "○", "en": "○"}


def test_a_guide_for_everywhere_counts_for_both_countries(folder):
    (folder.path / SE).rename(folder.path / "matters/locked/all")
    said = cells(coverage.tables(content_of(folder.path)), "locked")
    assert list(said) == ["SE DK"]
    assert said["SE DK"]["ar"] == "●"


def test_what_no_reader_is_shown_is_a_hole(folder):
    folder.replace(f"{SE}/ar.md", "summary:", "state: outdated\nsummary:")  # the guide is safety-critical
    folder.replace(f"{SE}/en.md", "summary:", "state: machine\nsummary:")
    said = cells(coverage.tables(content_of(folder.path)), "locked")["SE"]
    assert (said["sv"], said["en"], said["ar"]) == ("●", "○", "—")
    folder.write(f"{SE}/guide.yaml", folder.text(f"{SE}/guide.yaml") + "status: draft\n")
    assert cells(coverage.tables(content_of(folder.path)), "locked")["SE DK"]["sv"] == "○"


def test_the_sums(folder):
    text = coverage.tables(content_of(folder.path))
    assert "Complete in all twelve languages: 0 of 1 guides." in text
    assert "Matters without a guide for SE: 0 of 1." in text and "Matters without a guide for DK: 1 of 1." in text
    assert "| complete | 0 | 1 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |" in text
    assert "| missing | 1 | 0 | 0 | 1 | 1 | 0 | 1 | 1 | 1 | 1 | 1 | 1 |" in text


def test_it_goes_between_its_marks_and_nowhere_else():
    document = f"before\n{coverage.BEGIN}\nold\n{coverage.END}\nafter\n"
    new = coverage.placed(document, "new\n")
    assert new == f"before\n{coverage.BEGIN}\n\nnew\n\n{coverage.END}\nafter\n"
    assert coverage.placed(new, "new\n") == new
    with pytest.raises(Invalid):
        coverage.placed("no marks", "new\n")


def test_the_document_says_what_the_files_have():
    """Run `./vejviser content coverage --write` when this fails."""
    document = DOCUMENT.read_text("utf-8")
    assert coverage.placed(document, coverage.tables(content_of(CONTENT))) == document
