"""The picture of a tree: every node once, every answer an arrow, nothing over something else, in both directions."""

import itertools
import re
from xml.etree import ElementTree

import pytest

from app.domain.triage.picture import WIDE, draw, mermaid
from app.domain.triage.svg import svg
from app.domain.triage.tree import tree_of
from tests.domain.triage import trees


def test_it_works():
    tree = trees.tree()
    drawing = draw(tree, trees.WORDS)
    assert {box.code for box in drawing.boxes} == tree.questions.keys() | tree.outcomes.keys()
    assert len(drawing.boxes) == len(tree.questions) + len(tree.outcomes)
    assert len(drawing.arrows) == sum(len(question.options) for question in tree.questions.values())


@pytest.mark.parametrize("to_left", [False, True])
def test_no_box_lies_on_another_or_outside(to_left: bool):
    drawing = draw(trees.tree(), trees.WORDS, to_left)
    for one, other in itertools.combinations(drawing.boxes, 2):
        beside = abs(one.x - other.x) >= WIDE
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y, (one.code, other.code)
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - WIDE and 0 <= box.y <= drawing.height - box.height


def test_an_arrow_goes_the_way_the_language_reads():
    for to_left in (False, True):
        arrows = draw(trees.tree(), trees.WORDS, to_left).arrows
        assert all((arrow.end[0] < arrow.start[0]) == to_left for arrow in arrows)


def test_it_is_well_formed_and_hostile_words_stay_words():
    words = trees.words()["en"]
    words["questions"]["have"]["title"] = '<script>alert("x")</script> & more'
    for standalone in (False, True):
        drawn = svg(draw(trees.tree(), words), 'A "title" & <b>', "en", standalone=standalone)
        found = ElementTree.fromstring(drawn)
        assert found.get("aria-label") == 'A "title" & <b>'
        assert "<script" not in drawn and ("<style" in drawn) == standalone
        assert " style=" not in drawn


def test_a_tree_without_words_is_drawn_by_its_codes():
    drawn = svg(draw(trees.tree(), {}), "", "en")
    assert ">have<" in drawn and ">ask-se<" in drawn


def test_mermaid_has_every_line():
    structure = trees.structure()
    structure["questions"]["trouble"]["options"][0]["next"] = "talk"
    text = mermaid(tree_of("eid", "en", structure), trees.WORDS)
    assert text.startswith("flowchart TD\n")
    assert len(re.findall(r"-->", text)) == 7
    assert 'n_have["What do you have?"]' in text and 'n_trouble -->|"Lost"| n_talk' in text
