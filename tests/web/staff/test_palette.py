"""The palette: every page of the navigation that this member may open, and guides by their words."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from app.domain.accounts.terms import Role
from app.web.staff.palette import PAGES
from tests.staff_house import logged_in, person

FRAME = Path(__file__).resolve().parents[3] / "app/templates/staff/_frame.html"


def test_it_works(app: Flask) -> None:
    karin, boss = logged_in(app, person("Karin Hopp")), logged_in(app, person("Berit Hopp", Role.COORDINATOR))
    everything = boss.get("/en/staff/palette").text
    assert 'data-go="/en/staff/chat-rules"' in everything and ">Rota<" in everything
    assert "chat-rules" not in karin.get("/en/staff/palette").text, "what she may not open"
    assert re.findall(r"data-go=\"([^\"]+)\"", karin.get("/en/staff/palette?q=ROTA").text) == ["/en/staff/rota"]
    assert "data-go" not in karin.get("/en/staff/palette?q=zzqqxx").text
    assert "data-palette" in karin.get("/en/staff/rota").text, "on every staff page"


def test_it_leads_wherever_the_navigation_leads() -> None:
    linked = set(re.findall(r"url_for\([\"']staff\.(\w+)[\"']\)", FRAME.read_text("utf-8"))) - {
        "beat",
        "logout",
        "home",
    }
    assert linked <= PAGES.keys(), f"add to app/web/staff/palette.py: {sorted(linked - PAGES.keys())}"
