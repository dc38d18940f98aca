"""The recurring work, killed at random moments again and again: each effect once, and nothing forgotten."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app import config
from app.core import push
from tests import mail_house
from tests.chaos import job_world
from tests.chaos.figures import Figure, rounds
from tests.mail_house import REPLY, SENDER, Mailbox, Postman, dovecot, mailbox, mailing, postman
from tests.push_house import serving
from tests.server import PYTHON, environment
from tests.services import free_port

__all__ = ["dovecot", "mailbox", "mailing", "postman"]
KILLS_A_ROUND, PATIENCE = 3, 60
KEY = "a key for tests only, thirty-two characters and more"


class Timer:
    """An operator's timer: processes that run every job, one after the other, and may be killed."""

    def __init__(self, environ: dict[str, str], folder: Path) -> None:
        self.said = folder / "jobs.txt"
        with self.said.open("ab") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "tests.chaos.job_zygote"], cwd=config.ROOT, env=environ,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0,
            )  # fmt: skip
        assert self._hear() == ["ready"]
        self.steps, self.seconds = 0, 0.0

    def _hear(self) -> list[str]:
        assert self.process.stdout
        said = self.process.stdout.readline().decode().split()
        assert said, self.said.read_text("utf-8")[-3000:]
        return said

    def begin(self, last: int = 0) -> int:
        assert self.process.stdin
        self.process.stdin.write(f"{last}\n".encode())
        self.process.stdin.flush()
        return int(self._hear()[0])

    def whole(self) -> None:
        """One that nobody kills."""
        begun = time.monotonic()
        self.begin()
        steps, status = self._hear()
        # The one that had most to do: what was killed before left less of it.
        self.steps, self.seconds = max(self.steps, int(steps)), max(self.seconds, time.monotonic() - begun)
        assert status == "0", self.said.read_text("utf-8")[-3000:]

    def killed(self, dice: random.Random) -> bool:
        """One that dies: before a step of its own, or of a signal after some time. False where it was through before."""
        by_itself = dice.random() < 0.5
        child = self.begin(dice.randint(1, self.steps) if by_itself else 0)
        if not by_itself:
            time.sleep(dice.uniform(0, self.seconds))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{child}").exists() and time.monotonic() < until:
            time.sleep(0.005)
        through = bool(select.select([self.process.stdout], [], [], 0)[0])
        if through:
            self._hear()
        return not through

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(PATIENCE)


@pytest.fixture
def timer(database: str, mailing: Postman, mailbox: Mailbox, tmp_path: Path) -> Iterator[Timer]:
    """On this test's database, mail server, mailbox and push service."""
    wanted = {"MAIL_URL": mailing.url, "MAIL_FROM": SENDER, "MAIL_REPLY": REPLY, "INBOX_URL": mailbox.url}
    mail_house.configured(tmp_path, MAIL_URL=mailing.url, MAIL_REPLY=REPLY, INBOX_URL=mailbox.url)
    push.configure("https://help.example", loopback=True)
    here = {"DATABASE_URL": database, "SECRET_KEY": KEY, "PUSH_TO_LOOPBACK": "1"}
    made = Timer(environment(tmp_path, free_port(), **wanted, **here), tmp_path)
    yield made
    made.stop()
    push.configure("", loopback=False)


def test_it_works(
    database: str, timer: Timer, mailing: Postman, mailbox: Mailbox, tmp_path: Path, dice: random.Random, figure: Figure
) -> None:
    """Mail servers that think for a moment make the time between their yes and our note of it as long as in life."""
    kind = "PostgreSQL" if database.startswith("postgresql") else "SQLite"
    wanted = rounds(26, 260) if kind == "SQLite" else rounds(24, 240)
    kills, number, folded, wrong = 0, 0, 0, Counter[str]()
    job_world.opened()
    mailing.stall = 0.05
    with serving() as service:
        while kills < wanted:
            number += 1
            one = job_world.begun(number, service, mailbox)
            for _ in range(KILLS_A_ROUND if number > 1 else 0):
                kills += timer.killed(dice)
                job_world.aged()
            timer.whole()
            found, again = job_world.effects(one, mailing.letters, service, tmp_path)
            wrong.update(name for name, count in job_world.ONCE.items() if found[name] != count)
            assert not wrong, (number, found)
            folded += again
            job_world.over(one)
    assert mailbox.left() == 0
    figure(f"jobs, {kind}: killed in the middle", kills)
    figure(f"jobs, {kind}: effects that were not there exactly once", wrong.total())
    figure(f"jobs, {kind}: came twice with the same Message-ID or Topic", folded)
    figure(f"jobs, {kind}: the longest round of all jobs", timer.seconds, "s")
