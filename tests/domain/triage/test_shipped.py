"""The proof of what we ship: in every area and language, in the files and in a database filled from them."""

from pathlib import Path

import pytest

from app.core import i18n
from app.core.unit import unit_of_work
from app.domain.content import files
from app.domain.content.checks import proofs
from app.domain.content.load import load
from app.domain.content.problems import Problems
from app.domain.content.reading import read
from app.domain.directory.models import Service
from app.domain.triage import doors, graph, trees
from app.domain.triage.gaps import GapKind
from app.domain.triage.proof import offered_languages, prove
from tests.databases import database

__all__ = ["database"]
FOLDER = Path(__file__).resolve().parents[3] / "content"
PROBLEMS = Problems()
CONTENT = read(files.gather(FOLDER), PROBLEMS)
SIX = {"eid-se", "mitid-dk", "tricked", "letter-form", "login", "bank-pay"}


def test_it_works():
    assert [str(problem) for problem in PROBLEMS] == []
    assert SIX - CONTENT.flows.keys() == set()
    assert proofs.gaps(CONTENT) == []


@pytest.mark.parametrize("slug", sorted(CONTENT.flows))
def test_it_is_offered_whole_in_every_language(slug: str):
    flow = CONTENT.flows[slug]
    texts = {code: text.words for code, text in flow.texts.items()}
    tree = trees.tree_of(slug, flow.source, flow.structure)
    assert set(offered_languages(tree, texts)) == set(i18n.locales())
    assert graph.furthest(tree, tree.start) <= 6, "more taps than a stressed person has patience for"


def test_the_database_says_the_same(database: None):
    assert load(FOLDER).problems == []
    world = doors.world()
    found = trees.published()
    assert {one.tree.slug for one in found} == CONTENT.flows.keys()
    assert [gap for one in found for gap in prove(one.tree, one.texts, world)] == []
    assert world.places.keys() == CONTENT.areas.keys() and world.guides == proofs.world_of(CONTENT).guides


def test_a_service_that_goes_away_breaks_the_proof(database: None):
    """The proof looks at today's directory, not at what it was when the tree was written."""
    assert load(FOLDER).problems == []
    before = trees.published()
    named = next(name for one in before for outcome in one.tree.outcomes.values() for name in outcome.services)
    with unit_of_work() as unit:
        unit.session.query(Service).filter_by(slug=named).one().status = "inactive"
    kinds = {gap.kind for one in trees.published() for gap in prove(one.tree, one.texts, doors._world())}
    assert GapKind.UNKNOWN_SERVICE in kinds
