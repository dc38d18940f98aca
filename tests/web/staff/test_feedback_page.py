"""What readers answered, as an editor sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.guides.models import Guide, GuideTranslation, GuideVote, Matter, Topic
from tests.staff_house import logged_in, person

URL = "/sv/staff/feedback"


def guide(slug: str, **titles: str) -> None:
    """A published guide with its titles by language."""
    with unit_of_work() as unit:
        matter = Matter(code=slug, topic=Topic(slug=f"about-{slug}", icon="paper"))
        made = Guide(slug=slug, matter=matter, source_locale="en", minutes_low=1, minutes_high=2)
        made.translations = [GuideTranslation(locale=code, title=title, summary="") for code, title in titles.items()]
        unit.session.add(made)


def vote(slug: str, helped: str, wrong: str | None = None, text: str = "", locale: str = "sv", age: int = 0) -> None:
    with unit_of_work() as unit:
        which = unit.session.query(Guide.id).where(Guide.slug == slug).scalar()
        day = clock.today() - timedelta(days=age)
        unit.session.add(GuideVote(guide_id=which, locale=locale, helped=helped, wrong=wrong, text=text, day=day))


@pytest.fixture
def answered(app: Flask) -> None:
    guide("printing", sv="Skriva ut", en="Print something")
    guide("wifi", en="Get online")
    vote("printing", "yes")
    vote("printing", "no", "out_of_date", "Knappen heter <b>nu</b> något annat")
    vote("printing", "no", "out_of_date")
    vote("printing", "no", text="Far too old", age=91)
    vote("wifi", "no", "hard_to_understand", "لم أفهم", locale="ar")


def text(app: Flask, query: str = "", name: str = "Karin") -> str:
    return " ".join(logged_in(app, person(name, Role.EDITOR)).get(URL + query).text.split())


def test_it_works(app: Flask, answered: None) -> None:
    page = text(app)
    row = page[page.index('<th scope="row"><a href="/sv/guide/printing"') :]
    assert "Skriva ut" in row and '">1</td>' in row and '">2</td>' in row and "(2)</li>" in row
    assert "Knappen heter &lt;b&gt;nu&lt;/b&gt;" in page and "Far too old" not in page
    assert 'lang="ar" dir="auto">لم أفهم' in page and "العربية" in page
    assert '<bdi lang="en">Get online</bdi>' in page


def test_one_guide(app: Flask, answered: None) -> None:
    page = text(app, "?guide=wifi")
    assert "لم أفهم" in page and "Knappen" not in page and 'href="/sv/guide/printing"' not in page
    assert '<option value="wifi" lang="en" selected>' in page
    unknown = text(app, "?guide=no-such-guide", "Eva")
    assert "Knappen" not in unknown and "<table" not in unknown


def test_nothing_yet(app: Flask) -> None:
    page = text(app)
    assert "empty-state" in page and "<table" not in page


def test_who_may(app: Flask, answered: None) -> None:
    assert app.test_client().get(URL).status_code == 302
    for name, role, status in (("Ali", Role.STAFF, 403), ("Eva", Role.EDITOR, 200), ("Mia", Role.COORDINATOR, 200)):
        client = logged_in(app, person(name, role))
        assert client.get(URL).status_code == status
        # The way there stands among the pages of its part, and with those who may go nowhere at all.
        seen = client.get("/sv/staff/rules" if status == 200 else "/sv/staff/contacts").text
        assert (f'href="{URL}"' in seen) is (status == 200)
