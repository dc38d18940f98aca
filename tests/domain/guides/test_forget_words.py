"""What readers write about guides has an end; what they answered stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import retention
from app.domain.guides.models import Guide, GuideVote, Matter, Topic
from app.domain.jobs.services import run_due

pytestmark = pytest.mark.usefixtures("database")


def write(*ages: int) -> None:
    """A guide, and one no with words for each age in days."""
    with unit_of_work() as unit:
        matter = Matter(code="printing", topic=Topic(slug="paper", icon="paper"))
        guide = Guide(slug="printing", matter=matter, source_locale="en", minutes_low=1, minutes_high=2)
        unit.session.add(guide)
        unit.session.flush()
        for age in ages:
            day = clock.today() - timedelta(days=age)
            unit.session.add(GuideVote(guide_id=guide.id, locale="sv", helped="no", text=f"{age} days", day=day))


def test_it_works() -> None:
    keep = retention.keep.left
    write(0, keep - 1, keep, keep + 30)
    assert run_due(everything=True)["forget-words"] == 2
    votes = session.execute(select(GuideVote.helped, GuideVote.text).order_by(GuideVote.id)).all()
    assert [tuple(vote) for vote in votes] == [("no", "0 days"), ("no", f"{keep - 1} days"), ("no", ""), ("no", "")]
    assert run_due(everything=True)["forget-words"] == 0
