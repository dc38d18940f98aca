"""The box for other sites: small, without scripts, everything leading out of the frame with the place on it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from app import config
from app.config import ROOT
from app.core import counter, i18n
from app.core.unit import unit_of_work
from app.domain.triage.models import Flow
from app.web.headers import box_policy

LEADS = re.compile(r"<(?:a|form)\b[^>]*>")


class Frame(HTMLParser):
    """The iframe that a webmaster pastes, as a browser reads it."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe" and not self.attributes
        self.attributes = dict(attrs)


class Code(HTMLParser):
    """What the field on the page holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.text = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "textarea"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/box?area=SE-2482").text
    assert '<input type="hidden" name="area" value="SE-2482">' in html
    assert "Skellefteå" in html
    assert html.count('class="urgent"') >= 1


@pytest.mark.parametrize("code", list(i18n.locales()))
def test_everything_leads_out_of_the_frame(reader: FlaskClient, code: str) -> None:
    html = reader.get(f"/{code}/box?area=SE-2482&theme=dark").text
    leads = LEADS.findall(html)
    assert 4 <= len(leads) <= 6
    for lead in leads:
        assert 'target="_top"' in lead, lead
        assert f'"/{code}/' in lead, lead
        assert lead.startswith("<form") or "area=SE-2482" in lead, lead
    for path in re.findall(r'href="(/\w+/[^"]+)"', html):
        assert reader.get(path.replace("&amp;", "&")).status_code == 200, path
    assert f'lang="{i18n.locales()[code].tag}"' in html and 'data-theme="dark"' in html


def test_it_runs_no_script_and_draws_nothing_that_needs_an_origin(reader: FlaskClient) -> None:
    answer = reader.get("/ar/box")
    assert not re.findall(r"<script|<use|<svg|<iframe|style=|onclick|http-equiv", answer.text)
    assert "Set-Cookie" not in answer.headers and 'content="noindex"' in answer.text
    assert len(answer.data) < 6000


def test_what_is_not_a_place_or_a_theme_is_left_out(reader: FlaskClient) -> None:
    html = reader.get('/sv/box?area="><script>&theme="><script>').text
    assert "<script" not in html and "data-theme" not in html and 'name="area"' not in html


def test_shelves_where_there_are_no_question_trees(reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        unit.session.execute(delete(Flow))
        counter.bump(counter.CONTENT)
    html = reader.get("/sv/box?area=SE-2482").text
    assert len(re.findall(r'href="/sv/topic/', html)) == 4
    assert html.index("/sv/topic/safety") < html.index("/sv/topic/eid")


def test_the_lines_to_paste(reader: FlaskClient, site: Flask) -> None:
    html = reader.get("/en/box/get?in=ar&area=SE-2482&theme=dark").text
    frame = Frame(Code(html).text).attributes
    ours = site.config["SETTINGS"].public_url
    assert str(frame["src"]).startswith(f"{ours}/ar/box?")
    assert "area=SE-2482" in str(frame["src"]) and "theme=dark" in str(frame["src"])
    assert reader.get(str(frame["src"]).removeprefix(ours)).status_code == 200
    sandbox = str(frame["sandbox"]).split()
    assert "allow-scripts" not in sandbox and "allow-same-origin" not in sandbox and "allow-forms" in sandbox
    with i18n.speaking("ar"):
        assert frame["title"] == i18n.gettext("Find the right door")
    plain = Frame(Code(reader.get("/sv/box/get").text).text).attributes
    assert plain["src"] == f"{ours}/sv/box"


def test_the_choices_stay_chosen(reader: FlaskClient) -> None:
    html = reader.get("/sv/box/get?in=fi&area=SE-2482&theme=light").text
    for value in ("fi", "SE-2482", "light"):
        assert re.search(rf'<option value="{value}"[^>]* selected', html), value


def test_the_colours_are_those_of_the_house() -> None:
    """The box's two themes repeat tokens.css, since a media query cannot be asked for by an address."""
    css = ROOT / "app" / "static" / "css"
    tokens, box = (css / "tokens.css").read_text("utf-8"), (css / "box" / "box.css").read_text("utf-8")
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")[:2]
    for theme, house in (("light", light), ("dark", dark.split("@media")[0])):
        block = box.split(f'[data-theme="{theme}"]', 1)[1].split("}", 1)[0]
        for name, value in re.findall(r"(--[\w-]+): (#\w+);", block):
            assert f"{name}: {value};" in house, (theme, name)


def test_an_operator_can_close_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    data = str(tmp_path_factory.mktemp("closed"))
    made = config.load({"DATA_DIR": data, "EMBED_ORIGINS": "https://www.skelleftea.se"})
    assert "frame-ancestors 'self' https://www.skelleftea.se;" in box_policy(made)
    closed = config.load({"DATA_DIR": data, "EMBED_ORIGINS": "none"})
    assert "frame-ancestors 'self';" in box_policy(closed)
