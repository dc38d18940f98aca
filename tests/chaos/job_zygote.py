"""`python -m tests.chaos.job_zygote`: loads the house once; for every line it reads, a fork runs `jobs run-due --all`.

A line is the number of the step before which the fork kills itself (a step is a statement or a commit), or 0: to the end.
The number of the fork is printed, and when it ran to the end, how many steps that took.
"""

from __future__ import annotations

import io
import os
import pkgutil
import signal
import sys
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

import app.domain
from app.cli.__main__ import main as command

WORDS = ("app.web.letters", "app.web.rings", "app.cli.jobs", "app.tables", "psycopg")


class Steps:
    """Counts what the database is asked, and dies when it is time."""

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0
        event.listen(Engine, "before_cursor_execute", self.step)
        event.listen(Session, "before_commit", self.step)
        event.listen(Session, "after_commit", self.step)

    def step(self, *_anything: Any) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def work(last: int, out: int) -> None:
    """One process of the operator's timer, from its beginning to its end, or to its death."""
    steps = Steps(last)
    with redirect_stdout(io.StringIO()):
        ended = command(["jobs", "run-due", "--all"])
    os.write(out, f"{steps.taken} {ended}\n".encode())


def main() -> None:
    for found in pkgutil.walk_packages(app.domain.__path__, "app.domain."):
        import_module(found.name)
    for name in WORDS:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.write(1, b"ready\n")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(int(line), 1)
            os._exit(0)
        os.write(1, f"{child}\n".encode())


if __name__ == "__main__":
    main()
