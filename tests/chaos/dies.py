"""The real application, which dies on request: after its commit, or with the answer made and not yet sent.

A request says so in a header; nothing in the product knows of it. The header names a file too: whoever makes it first dies, so
that a request which nginx asks of the next host kills one of them and is answered by the other.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

import wsgi
from tests.chaos.promises import ANSWERED, COMMITTED

HEADER = "HTTP_X_CHAOS_DIES"
# A greenlet's own: the ticker commits too, and that is not what was asked for.
_here = threading.local()


def die() -> None:
    """The whole house at once, as when the power goes."""
    os.killpg(0, signal.SIGKILL)


def _committed(session: Session) -> None:
    # Called for the end of a savepoint too, and then nothing is stored yet.
    if getattr(_here, "dies", "") == COMMITTED and not session.in_nested_transaction():
        die()


event.listen(Session, "after_commit", _committed)


def first(once: str) -> bool:
    try:
        os.close(os.open(once, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    wanted, _, once = environ.get(HEADER, "").partition(" ")
    if once and not first(once):
        wanted = ""
    _here.dies = wanted
    try:
        answer = wsgi.application(environ, start_response)
        if wanted == ANSWERED:
            die()
        return answer
    finally:
        _here.dies = ""
