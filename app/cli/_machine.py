"""What `doctor` looks at on this machine: names of settings, room, limits, rights, what stands in front."""

from __future__ import annotations

import difflib
import errno
import http.client
import os
import re
import resource
import shutil
import socket
import time
from datetime import timedelta
from pathlib import Path

from app.cli._findings import Finding, Hint, Told
from app.cli.backup import FOLDER, NAMED
from app.config import ROOT, Settings, load
from app.config_values import Asked

MB = 1 << 20
# A night's conversations, a copy of the database while a backup is made, and what a disk should never go below.
LEAST_FREE = 500 * MB
ENOUGH_FILES = 4096
NETWORKS = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "ceph",
    "afs",
    "glusterfs",
    "lustre",
    "gfs",
    "fuse.sshfs",
    "fuse.gluster",
    "fuse.s3fs",
)
OLD_BACKUP = timedelta(days=2)


def names(_settings: Settings) -> Finding:
    """A setting that nobody reads because a letter of its name is wrong."""
    asked = Asked(os.environ)
    load(asked)
    near = [
        (name, difflib.get_close_matches(name, asked.names, 1, 0.84))
        for name in sorted(os.environ)
        if name not in asked.names
    ]
    found = [f"{name} (is {close[0]} meant?)" for name, close in near if close]
    return Hint(f"nobody reads {', '.join(found)}") if found else None


def room(settings: Settings) -> Finding:
    files = [file for file in settings.data_dir.glob("*") if file.is_file()]
    needed = LEAST_FREE + sum(file.stat().st_size for file in files)
    free = shutil.disk_usage(settings.data_dir).free
    if free < needed:
        return f"{free // MB} MB are free at {settings.data_dir}; a backup and a busy day may need {needed // MB} MB: make room"
    return None


def files(_settings: Settings) -> Finding:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY or hard >= ENOUGH_FILES:
        return None
    return (
        f"a process may have {hard} open files, and every open page is one;"
        " raise it (ulimit -Hn, or LimitNOFILE=65536 in the systemd unit)"
    )


def filesystem(settings: Settings) -> Finding:
    if not settings.is_sqlite:
        return None
    mounts = Path("/proc/self/mounts")
    kind = (
        kind_of(Path(settings.database_url.removeprefix("sqlite:///")), mounts.read_text("utf-8"))
        if mounts.exists()
        else ""
    )
    if kind.startswith(NETWORKS):
        return (
            f"the database lies on a network filesystem ({kind}), where SQLite's locks do not hold;"
            " move DATA_DIR to a disk of this machine"
        )
    return None


def kind_of(path: Path, mounts: str) -> str:
    """The kind of filesystem that a file is on, from the system's list of mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _device, at, of, *_rest = line.split(" ")
        at = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), at)
        if path.resolve().is_relative_to(at) and len(at) >= len(best):
            best, kind = at, of
    return kind


def front(settings: Settings) -> Finding:
    if settings.is_https and not settings.proxies:
        return (
            "PUBLIC_URL is https, so a proxy of yours stands in front, and PROXIES is 0:"
            " all visitors share one limit against misuse; set PROXIES=1 (or how many there are)"
        )
    if settings.proxies and settings.is_loopback:
        return Hint(
            "PROXIES is set and PUBLIC_URL is this machine: whoever asks may write X-Forwarded-For and be counted as anybody"
        )
    if settings.proxies and settings.host not in ("127.0.0.1", "localhost", "::1"):
        return Hint(
            f"HOST {settings.host} lets others in beside the proxy, and what they write in X-Forwarded-For is believed;"
            f" let a firewall keep port {settings.port} for the proxy"
        )
    return None


def backups(_settings: Settings) -> Finding:
    folder = ROOT / FOLDER
    found = sorted(path for path in folder.glob("vejviser-*") if NAMED.fullmatch(path.name)) if folder.is_dir() else []
    if not found:
        return Hint(f"there is none in {FOLDER}/; if yours are kept elsewhere, all is well; else ./vejviser backup")
    age = timedelta(seconds=max(0.0, time.time() - found[-1].stat().st_mtime))
    if age > OLD_BACKUP:
        return (
            f"the newest in {FOLDER}/ is {age.days} days old; look at what should make them, and run ./vejviser backup"
        )
    return Told(f"the newest in {FOLDER}/ is {int(age.total_seconds() // 3600)} hours old")


def metrics(settings: Settings) -> Finding:
    if settings.metrics is None:
        return None
    host, port = settings.metrics
    try:
        asking = http.client.HTTPConnection(host, port, timeout=3)
        asking.request("GET", "/metrics")
        said = asking.getresponse().read(64 * 1024)
    except ConnectionRefusedError:
        return _bindable(host, port)
    except (OSError, http.client.HTTPException) as error:
        said = type(error).__name__.encode()
    return None if b"vejviser_" in said else f"something else listens at METRICS {host} port {port}; give another port"


def _bindable(host: str, port: int) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = (
                "is no address of this machine"
                if error.errno == errno.EADDRNOTAVAIL
                else f"cannot be used ({error.strerror})"
            )
            return f"METRICS {host} port {port} {why}"
    return None
