"""`python -m tests.chaos.zygote MODULE`: loads the house once, and for every line it reads forks one that serves it.

A fresh server in a tenth of the time of a cold start: what is killed two hundred times must be back as often.
"""

# ruff: noqa: E402  -- the order of these lines is the point
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

from app.live import ticker

_begin = ticker.start
fork, read, wait = (monkey.get_original("os", name) for name in ("fork", "read", "waitpid"))


def load(module: str) -> None:
    """Everything but threads, sockets and open files: those do not survive a fork."""
    os.environ["CHAOS_SERVES"] = module
    ticker.start = lambda: None
    importlib.import_module(module)
    ticker.start = _begin
    import serving.__main__
    import serving.worker  # noqa: F401
    from app.core import db

    db.session.remove()
    db.engine().dispose()


def lines() -> Iterator[str]:
    """What is written on the standard input, read so that no thread or event loop wakes for it."""
    said = b""
    while one := read(0, 1):
        said += one
        if one == b"\n":
            yield said.decode().strip()
            said = b""


def hatch(how: str) -> int:
    """A child with a process group of its own, so that the whole of it can be killed; its number is printed."""
    os.environ["CHAOS_HOW"] = how
    child = fork()
    if child:
        print(child, flush=True)
        return child
    os.setsid()
    os.close(0)
    os.dup2(2, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    from serving.__main__ import main

    sys.argv = ["serving", "tests.chaos.hatched:application"]
    main()
    os._exit(0)


def main() -> None:
    load(sys.argv[1])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    latest = 0
    for how in lines():
        latest = hatch(how)
    # Whoever started us is gone, however it went: nothing stays behind.
    if latest:
        with suppress(ProcessLookupError):
            os.killpg(latest, signal.SIGKILL)


if __name__ == "__main__":
    main()
