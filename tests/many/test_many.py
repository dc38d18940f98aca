"""Two hosts behind nginx, while what they stand on fails: nothing lost, nobody waits long, everybody sees the same."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest
import requests
from sqlalchemy import select

from app.core import counter, i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory.models import Organization
from app.domain.guides.models import Guide, GuideTranslation
from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.gathering import Gathering, report
from tests.chaos.verdict import percentile, read
from tests.many import measure
from tests.many.database import Twins
from tests.many.faults import Faults
from tests.many.house import Many

pytestmark = pytest.mark.needs("postgresql", "redis", "nginx")
PATIENCE_SECONDS = 30.0
GUIDE, MARK = "eid-locked-se", "Klabautermann"
AWAY = "We are out of reach for a moment"
REDIS = ("paused", "killed", "out_of_reach", "full", "emptied")
DATABASE = ("restarted", "replaced", "exhausted", "restarted", "replaced")
# Few enough that two cores are not what is measured.
CROWD = {"chats": rounds(10, 30), "pace": rounds((1.5, 4.0), (2.0, 6.0)), "arrive": 1}


def _title(change: Callable[[str], str]) -> str:
    """A guide and whoever it is from are called otherwise; gives the address of the organization."""
    with unit_of_work():
        translation = session.execute(
            select(GuideTranslation)
            .join(Guide, Guide.id == GuideTranslation.guide_id)
            .where(Guide.slug == GUIDE, GuideTranslation.locale == "en")
        ).scalar_one()
        translation.title = change(translation.title)
        body = session.execute(select(Organization).order_by(Organization.id).limit(1)).scalar_one()
        body.name = change(body.name)
        counter.bump(counter.CONTENT)
        return body.slug


def _says(answer: requests.Response) -> bool:
    return answer.ok and MARK in answer.text


def test_it_works(many: Many, figure: Figure) -> None:
    """What changes in the database, every page of both hosts soon shows."""
    with many.domain():
        slug = session.execute(select(Organization.slug).order_by(Organization.id).limit(1)).scalar_one()
    paths = (f"/en/guide/{GUIDE}", f"/en/actor/{slug}", "/en/actors")
    for path in paths:
        for host in many.hosts:
            assert not _says(requests.get(host.url + path, timeout=30)), path
    for change, wanted in ((lambda text: f"{text} {MARK}", True), (lambda text: text.removesuffix(f" {MARK}"), False)):
        with many.domain():
            _title(change)
        began = time.monotonic()
        took = [_until(host.url + path, wanted, began) for path in paths for host in many.hosts]
        figure(
            f"content {'changed' if wanted else 'changed back'}: the last page of two hosts shows it after",
            max(took),
            "s",
        )


def _until(address: str, wanted: bool, began: float) -> float:
    while _says(requests.get(address, timeout=30)) is not wanted:
        assert time.monotonic() - began < PATIENCE_SECONDS, address
        time.sleep(0.05)
    return time.monotonic() - began


def test_redis_fails(
    many: Many, faults: Faults, gather: Callable[..., Gathering], dice: random.Random, figure: Figure
) -> None:
    crowd = gather(many, 3, **CROWD)
    crowd.ready()
    spans = []
    for number in range(rounds(3, 30)):
        kind = REDIS[number % len(REDIS)]
        lasts = dice.uniform(1, 60) if LONG else (3.0, 2.0, 2.0)[number]
        began = time.time()
        faults.of(kind)(lasts)
        spans.append((began, time.time()))
        time.sleep(dice.uniform(2, 6) if LONG else 1)
    verdict = crowd.home()
    report(verdict, figure, "Redis gone")
    figure("Redis gone: faults", len(spans))
    measure.tell(read(crowd.notes), measure.Spans(spans), figure, "Redis gone")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    assert not verdict.failed.keys() & {500, 503}, "nobody may notice"


def fail(twins: Twins, kind: str, lasts: float) -> tuple[float, float]:
    """One fault: when it began, and when the database took queries again."""
    began = time.time()
    if kind == "replaced":
        return began, twins.swap(lasts)
    if kind == "exhausted":
        with twins.first.hogged():
            time.sleep(lasts)
        return began, time.time()
    twins.first.crash()
    time.sleep(lasts)
    twins.first.start()
    return began, time.time()


def test_the_database_fails(
    many: Many, twins: Twins, gather: Callable[..., Gathering], dice: random.Random, figure: Figure
) -> None:
    crowd = gather(many, 3, **CROWD)
    crowd.ready()
    spans = []
    for number in range(rounds(5, 50)):
        kind = DATABASE[number % len(DATABASE)]
        spans.append(fail(twins, kind, dice.uniform(0, 10) if LONG else 0.5))
        time.sleep(dice.uniform(4, 9) if LONG else 2.5)
        if kind == "replaced":
            twins.mend()
    verdict = crowd.home()
    report(verdict, figure, "database gone")
    notes, faults = read(crowd.notes), measure.Spans(spans)
    first, waited = measure.back(notes, faults)
    figure("database gone: faults", len(spans))
    figure("database gone: first answer after it was back, longest", max(first), "s")
    figure("database gone: who waited was answered after, p99", percentile(waited, 0.99), "s")
    figure("database gone: who waited was answered after, longest", max(waited, default=0.0), "s")
    for status, times in sorted(verdict.failed.items()):
        figure(f"database gone: answered {status}", times)
    measure.tell(notes, faults, figure, "database gone")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    assert verdict.failed.keys() <= {502, 503, 504}


def test_every_process_is_gone(many: Many) -> None:
    many.kill()
    try:
        for code in i18n.locales():
            with i18n.speaking(code):
                said = i18n.gettext(AWAY)
            page = requests.get(f"{many.url}/{code}/guide/eid-locked-se", timeout=30)
            page.encoding = "utf-8"
            assert page.status_code == 502 and said in page.text and 'http-equiv="refresh"' in page.text, code
            assert page.headers["Retry-After"] and page.headers["Cache-Control"] == "no-store"
        form = requests.post(f"{many.url}/sv/ask", data={"text": "hej"}, timeout=30)
        assert form.status_code == 502 and 'lang="sv"' in form.text
        assert "http-equiv" not in form.text, "loading a form's answer again would take the way back to the words"
        assert 'lang="en"' in requests.get(f"{many.url}/api/hsds/v3/services", timeout=30).text
        for beside in set(re.findall(r'(?:href|src)="(/away/[^"]+)"', form.text)):
            assert requests.get(many.url + beside, timeout=30).ok, beside
    finally:
        many.start()
    assert requests.get(f"{many.url}/sv/guide/eid-locked-se", timeout=30).status_code == 200
    assert not requests.get(f"{many.url}/sv/", timeout=30).headers.get("Retry-After")
