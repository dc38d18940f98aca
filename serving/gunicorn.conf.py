"""gunicorn's settings, taken from ours. No access log: an address of a visitor is never written down."""

from __future__ import annotations

import resource
from typing import Any

from app.config import load
from serving import leaving, saying

_settings = load()
saying.install()
leaving.configure(_settings.drain_seconds)

bind = [f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"]
workers = _settings.workers
worker_class = "serving.worker.FairWorker"
_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
# A connection is an open file; above the limit they would not be refused, but break.
worker_connections = 12_000 if _files == resource.RLIM_INFINITY else min(12_000, max(100, _files - 200))
backlog = 2048
timeout = 30
graceful_timeout = leaving.grace()
control_socket_disable = True
accesslog = None
errorlog = "-"
logger_class = "serving.saying.OneWay"
# Its "debug" writes down every setting there is, and its "info" what nobody asked.
loglevel = {"info": "warning", "debug": "info"}.get(_settings.log_level, _settings.log_level)
proc_name = "vejviser"
# Werkzeug would believe these from anybody; PUBLIC_URL says what the address is.
forwarded_allow_ips = ""
worker_tmp_dir = str(_settings.data_dir)


def on_starting(server: Any) -> None:
    """Every open conversation is an open file; the usual 1,024 are soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def when_ready(server: Any) -> None:
    """The socket is there, the application is not yet."""
    leaving.keep_closed(server)


def post_worker_init(worker: Any) -> None:
    """The address, as soon as it answers."""
    if worker.age == 1:
        saying.opened(_settings.public_url, _settings.log_format)


def nworkers_changed(server: Any, new_value: int, old_value: int | None) -> None:
    """SQLite means one process: a signal must not add a second."""
    if _settings.is_sqlite and new_value > 1:
        server.log.warning("SQLite allows one process; staying with one.")
        server.num_workers = 1
