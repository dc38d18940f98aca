"""gunicorn's and gevent's own words on the same way as ours: neither an address nor an error's own words are written."""

from __future__ import annotations

import logging
from typing import Any

from gevent.hub import Hub
from gunicorn.glogging import Logger

from app.config import load
from app.core import logs


class OneWay(Logger):  # type: ignore[misc]
    """gunicorn's log, without a way of its own."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        settings = load()
        logs.configure(settings.log_format, settings.log_level)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _quietly(_hub: Any, _context: Any, _kind: Any, error: Any, trace: Any) -> None:
    """gevent would print what a greenlet was given: a visitor's address, the page they asked for."""
    logs.failed(error, trace)


def install() -> None:
    """Before anything is served."""
    Hub.print_exception = _quietly


def opened(url: str, form: str) -> None:
    """The address, as soon as it answers; to a person, or into a log that machines read."""
    if form == "json":
        logging.getLogger(__name__).info("Vejviser is open at %s/", url)
    else:
        print(f"\nVejviser is open at {url}/   (Ctrl-C closes it)\n", flush=True)
