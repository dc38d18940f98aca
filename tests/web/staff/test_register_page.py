"""Registering by the page alone: one form, a choice where words are unsure, an Undo for whoever registered."""

from __future__ import annotations

import html
import re

from flask import Flask
from sqlalchemy import select

from app.core.db import session
from app.domain.insights.models import Inquiry
from tests.staff_house import logged_in, person
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "loaded", "site"]
HERE = "/en/staff/register"


def registered() -> list[Inquiry]:
    session.rollback()
    return list(session.scalars(select(Inquiry).order_by(Inquiry.id)))


def test_it_works(app: Flask) -> None:
    karin, per = logged_in(app, person("Karin Reg")), logged_in(app, person("Per Reg"))
    before = len(registered())
    answer = karin.post(HERE, data={"channel": "email", "words": "BankID is locked", "area": "SE-2482", "locale": "ar"})
    assert answer.status_code == 303
    page = karin.get(answer.location).text
    assert "Registered: E-mail" in page and 'value="email" checked' in page, "the next begins with the same channel"
    assert re.search(r'value="SE-2482"[^>]* selected', page) and re.search(r'value="ar"[^>]* selected', page)
    entry = registered()[-1]
    assert (entry.channel, entry.outcome, entry.locale, entry.area_id is not None) == ("email", "answered", "ar", True)
    saved = html.unescape(re.search(r'name="saved" value="([^"]+)"', page)[1])  # type: ignore[index]
    per.post(f"{HERE}/undo", data={"saved": saved})
    assert len(registered()) == before + 1, "nobody undoes a colleague's"
    undone = karin.post(f"{HERE}/undo", data={"saved": saved})
    assert "It is taken back." in undone.text and 'value="email" checked' in undone.text
    assert len(registered()) == before
    assert "may have been taken back already" in karin.post(f"{HERE}/undo", data={"saved": saved}).text


def test_unsure_words_are_a_choice_and_nothing_typed_is_lost(app: Flask) -> None:
    karin = logged_in(app, person("Karin Oviss"))
    before = len(registered())
    answer = karin.post(HERE, data={"channel": "desk", "words": "zzqqxx", "effort": "3"})
    assert answer.status_code == 422 and 'value="zzqqxx"' in answer.text and 'value="desk" checked' in answer.text
    assert 'name="matter" value="-"' in answer.text and "Not in the list" in answer.text
    assert len(registered()) == before
    assert (
        karin.post(HERE, data={"channel": "desk", "words": "zzqqxx", "matter": "-", "effort": "3"}).status_code == 303
    )
    assert (registered()[-1].matter_id, registered()[-1].effort) == (None, 3)
    answer = karin.post(HERE, data={"channel": "desk", "words": ""})
    assert answer.status_code == 422 and 'href="#reg-words"' in answer.text


def test_the_search_behind_the_box_is_our_own(app: Flask) -> None:
    karin = logged_in(app, person("Karin Sök"))
    found = karin.get(f"{HERE}/matters?q=my bank id does not work any more").get_json()
    assert 1 <= len(found) <= 6 and any(one["code"].startswith("eid") for one in found)
    assert karin.get(f"{HERE}/matters?q=").get_json() == []
    part = karin.get(HERE, headers={"HX-Request": "true", "HX-Target": "register_form"}).text
    assert 'id="register_form"' in part and "<html" not in part, "the dialog gets the form alone"
