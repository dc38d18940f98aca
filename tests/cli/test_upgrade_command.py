"""`upgrade`: a backup first, then tables and content, words about the way back; and whoever runs meanwhile runs on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from app import config
from app.cli import migrate
from app.cli.__main__ import main
from app.cli._alone import one_at_a_time
from app.core import db
from tests.commands import Command
from tests.server import Server, environment

KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
BEFORE = sorted(migrate.steps())[-2]
EXPANDS = '''"""A step that only adds."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("message", sa.Column("later", sa.String(20), nullable=False, server_default="no"))
    op.add_column("conversation", sa.Column("later_id", sa.Integer(), nullable=True))


def downgrade():
    op.drop_column("conversation", "later_id")
    op.drop_column("message", "later")
    op.drop_table("later")
'''


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> dict[str, str]:
    return {} if request.param == "sqlite" else {"DATABASE_URL": request.getfixturevalue("postgresql_url")}


def stand_at(server: Server) -> str:
    with server.domain():
        return migrate.version()


def test_it_works(url: dict[str, str], open_server: Callable[..., Server], tmp_path: Path, command: Command) -> None:
    """Twice: the second time there is nothing to change, and it says so. What it says about the way back is true."""
    server = open_server(**url)
    visitor = server.visitor()
    visitor.ask("Före uppgraderingen")
    server.stop()
    assert command(server, "migrate", "--to", BEFORE).status == 0
    done = command(server, "upgrade", "--backup", tmp_path)
    assert done.status == 0, done.err
    (file,) = tmp_path.glob("vejviser-*")
    assert f"from {BEFORE} to {migrate.newest()}" in done.out and f"migrate --to {BEFORE}" in done.out
    assert f"restore {file} --yes" in done.out and "Read it back" in done.out
    assert stand_at(server) == migrate.newest()
    back = command(server, "restore", file, "--yes")
    assert back.status == 0, back.err
    again = command(server, "upgrade", "--backup", tmp_path / "second.tar.gz")
    assert "The tables are those of before" in again.out, again.err
    server.start()
    assert next(line.text for line in visitor.pull() if line.text) == "Före uppgraderingen"


def test_whoever_runs_goes_on_with_newer_tables(
    url: dict[str, str],
    open_server: Callable[..., Server],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: Command,
) -> None:
    """A later release has added to the tables: this one serves on, may be begun anew, and puts nothing back."""
    server = open_server(**url)
    visitor, staff = server.visitor(), server.staff("Upgrade Una")
    conversation = visitor.ask("Före")
    claim = staff.take(conversation)
    later = tmp_path / "migrations"
    shutil.copytree(config.ROOT / "migrations", later)
    (later / "versions" / "9999_only_adds.py").write_text(EXPANDS.format(newest=migrate.newest()), "utf-8")
    with monkeypatch.context() as patched, server.domain():
        patched.setattr(migrate, "FOLDER", later)
        migrate.migrate()
    for moment in ("Medan", "Efter"):
        staff.send(conversation, claim, f"{moment} svar")
        visitor.send(f"{moment} fråga")
        assert [line.text for line in visitor.pull() if line.text][-1] == f"{moment} fråga"
        assert server.visitor().ask("En ny")
        if moment == "Medan":
            server.stop()
            prepared = command(server, "prepare")
            assert (prepared.status, "newer than this Vejviser knows" in prepared.out) == (0, True), prepared.err
            server.start()
    assert stand_at(server) == "9999"
    refused = command(server, "upgrade", "--backup", tmp_path)
    assert (refused.status, "older checkout" in refused.err) == (1, True), refused.err


def test_one_at_a_time(
    url: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that begin with an empty database at the same moment; then one that has to give up, and says why."""
    hosts = [tmp_path / "a", tmp_path / ("b" if url else "a")]
    for host in hosts:
        host.mkdir(exist_ok=True)
    environs = [environment(host, 1, **url) for host in hosts]
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "prepare"], cwd=config.ROOT, env=environ, stderr=subprocess.PIPE
        )
        for environ in environs
    ]
    for one in begun:
        _, said = one.communicate(timeout=110)
        assert (one.returncode, said) == (0, b"")
    for name, value in environs[0].items():
        monkeypatch.setenv(name, value)
    settings = config.load()
    db.connect(settings.database_url)
    with one_at_a_time(settings):
        assert main(["upgrade", "--backup", str(tmp_path)]) == 1
    assert "just now" in capsys.readouterr().err
    assert not list(tmp_path.glob("vejviser-*"))


def test_a_disk_that_is_too_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["upgrade"]) == 1
    assert "nothing to upgrade" in capsys.readouterr().err
    assert main(["migrate"]) == 0
    usage = type("Usage", (), {"free": 1 << 20})()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert main(["upgrade", "--backup", str(tmp_path / "no.tar.gz")]) == 1
    assert "Make room first" in capsys.readouterr().err
    assert not (tmp_path / "no.tar.gz").exists()


def test_a_step_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where the tables stand and what puts the backup back; nothing of the step is left."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["migrate"]) == 0
    newest, later = migrate.newest(), tmp_path / "migrations"
    shutil.copytree(config.ROOT / "migrations", later)
    broken = EXPANDS.format(newest=newest).replace('sa.Column("later_id"', 'sa.Column("id"')
    (later / "versions" / "9999_fails.py").write_text(broken, "utf-8")
    monkeypatch.setattr(migrate, "FOLDER", later)
    assert main(["upgrade", "--backup", str(tmp_path / "kept.tar.gz")]) == 1
    said = capsys.readouterr().err
    assert f"stand at {newest}" in said and "kept.tar.gz --yes" in said
    with db.engine().connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_schema WHERE name = 'later'")).scalar() == 0
