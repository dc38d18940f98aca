"""`./vejviser staff …`, as somebody with a shell uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import config
from app.cli.__main__ import main
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import queries, services
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.passwords import make
from app.domain.chat import desk, followups
from tests import factories
from tests.staff_house import PASSWORD, database, person, settings

__all__ = ["database", "settings"]


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["staff", "add", "eva@example.org", "Eva Berg", "--role", "coordinator", "--languages", "da,sv"]) == 0
    link = re.search(r"http://127\.0\.0\.1:8000/\w+/staff/invitation/(\S+)", capsys.readouterr().out)
    assert link
    with unit_of_work():
        services.choose_password(link[1], make(PASSWORD))
    eva = queries.authenticate("eva@example.org", PASSWORD)
    assert (eva.role, eva.languages) == ("coordinator", ["da", "sv"])


def test_reset_and_disable(capsys: pytest.CaptureFixture[str]) -> None:
    karin = desk.actor_of(person("Karin"))
    who, number = factories.claimed(karin)
    with unit_of_work():
        desk.promise(karin, who.public_id, number)
    assert main(["staff", "reset", "karin@example.org"]) == 0
    assert "/staff/invitation/" in capsys.readouterr().out
    assert main(["staff", "disable", "karin@example.org"]) == 0
    assert main(["staff", "reset", "karin@example.org"]) == 1
    assert main(["staff", "reset", "nobody@example.org"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    main(["staff", "list"])
    assert "karin@example.org\tKarin\tstaff\tdisabled" in capsys.readouterr().out
    assert [one.public_id for one in followups.lists(karin).nobodys] == [who.public_id], "what they promised is listed"


def test_a_lost_second_step_is_turned_off(capsys: pytest.CaptureFixture[str]) -> None:
    karin = person("Karin")
    assert main(["staff", "reset-totp", "karin@example.org"]) == 0 and "no second step" in capsys.readouterr().out
    with unit_of_work() as unit:
        unit.session.get_one(StaffMember, karin.id).totp = "1.sealed under a key that is lost"
    assert main(["staff", "reset-totp", "karin@example.org"]) == 0
    found = queries.member_by_email("karin@example.org")
    assert found is not None and found.totp is None
    assert session.query(AuditEntry).order_by(AuditEntry.id.desc()).first().action == "staff.totp_reset"
    assert main(["staff", "reset-totp", "nobody@example.org"]) == 1


def test_practice_accounts_are_made_once_and_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["staff", "demo"]) == 0
    printed = re.findall(r"(\S+@example\.org) +(\S+) +(\w+)", capsys.readouterr().out)
    assert [role for _email, _password, role in printed] == ["staff", "staff", "editor", "coordinator"]
    for email, password, _role in printed:
        assert queries.authenticate(email, password).demo
    assert main(["staff", "demo"]) == 0 and capsys.readouterr().out == ""


def test_practice_accounts_exist_only_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, settings: config.Settings
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://help.example.org")
    assert main(["staff", "demo"]) == 1
    assert not queries.anybody()


def test_the_audit_log_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    main(["staff", "add", "eva@example.org", "Eva"])
    main(["staff", "add", "ali@example.org", "Ali"])
    assert main(["staff", "audit"]) == 0 and "2 rows" in capsys.readouterr().out
    with unit_of_work():
        session.get(AuditEntry, 1).actor = "nobody"
    assert main(["staff", "audit"]) == 1
