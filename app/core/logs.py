"""What is written down, as text or as JSON, one way for the whole process. Of an error: its kind and where, never its words."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("app", "serving")
# These quote what a browser sent: an origin, a session's number. Of theirs only what failed is written down.
TALKATIVE = ("engineio", "socketio")
DEEPEST = 40

log = logging.getLogger(__name__)


def kind(error: BaseException | None) -> str:
    """What kind of error, with the kinds it came from: `Unavailable from OperationalError`."""
    kinds: list[str] = []
    while error is not None and len(kinds) < 5:
        kinds.append(type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " from ".join(kinds)


def places(trace: TracebackType | None) -> list[str]:
    """The lines of code it came through, outermost first: a file, a number, a function; no value of anything."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-DEEPEST:]


def _short(file: str) -> str:
    return file.rpartition("site-packages/")[2] if "site-packages/" in file else file.removeprefix(f"{ROOT}/")


class Text(logging.Formatter):
    """`2026-11-23 01:28:06Z [process] [LEVEL] words`, and under it an error's kind and places."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s [%(process)d] [%(levelname)s] %(message)s", "%Y-%m-%d %H:%M:%SZ")

    def formatException(self, ei: Any) -> str:
        return "\n".join([kind(ei[1]), *(f"  {place}" for place in places(ei[2]))])


class Json(logging.Formatter):
    """One object a line, whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[1] is not None:
            said |= {"error": kind(record.exc_info[1]), "places": places(record.exc_info[2])}
        return json.dumps(said)


def configure(form: str = "text", level: str = "info") -> None:
    """From now on everything said in this process goes this way. Others' chatter below a warning is nobody's business."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    handler.addFilter(_is_ours_to_say)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in TALKATIVE:  # a level of its own keeps each from adding a way of its own to write
        logging.getLogger(f"{name}.server").setLevel(logging.ERROR)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be made would be traced with everything it was made of
    sys.excepthook = _failed
    threading.excepthook = lambda given: _failed(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: _failed(given.exc_type, given.exc_value, given.exc_traceback)


def _is_ours_to_say(record: logging.LogRecord) -> bool:
    return bool(record.exc_info) or not record.name.startswith(TALKATIVE)


def _failed(_kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return
    failed(error, trace)


def failed(error: BaseException | None, trace: TracebackType | None) -> None:
    """Nobody caught this one."""
    log.error("something failed", exc_info=(type(error), error, trace) if error is not None else None)
