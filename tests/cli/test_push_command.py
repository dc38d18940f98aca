"""`./vejviser push try EMAIL` against a push service: each browser is told of in words, and no address of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.__main__ import main
from app.core import push
from app.core.unit import unit_of_work
from app.domain.accounts import browsers
from tests import push_house
from tests.staff_house import database, person, settings

__all__ = ["database", "settings"]


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PUSH_TO_LOOPBACK", "1")


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    """One browser wakes and reads the words, one push service refuses, one no longer knows its browser."""
    karin = person("Karin")
    with push_house.serving() as service:
        push.configure("http://127.0.0.1:8000", loopback=True)
        good, refused, gone = (push_house.Browser(service, name) for name in ("good", "refused", "gone"))
        service.answers |= {refused.path: 500, gone.path: 410}
        for browser in (gone, refused, good):
            with unit_of_work():
                browsers.add(karin, browser.subscription, "sv")
        assert main(["push", "try", "karin@example.org"]) == 1
        assert good.read(service.to(good)[0])["body"].startswith("Somebody with a shell")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" UTC ")[2] for line in lines] == [
        "was told: look at it.",
        "was not woken: the push service answered 500.",
        "was not woken: the push service answered 410.",
    ]
    assert service.url not in "".join(lines)
    assert [row.failed_at is not None for row in browsers.of(karin)] == [False, True], "what is gone is forgotten"


@pytest.mark.parametrize(
    ("email", "said"), [("karin@example.org", "lets no browser"), ("bo@example.org", "Nobody here")]
)
def test_nobody_to_wake_is_said(email: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    person("Karin")
    assert main(["push", "try", email]) == 1
    assert said in capsys.readouterr().err
