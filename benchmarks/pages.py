"""What a page costs: from memory, not modified, rendered; nginx beside it; the first load; start and memory."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.asking import Asker
from benchmarks.report import Line
from benchmarks.running import Running, environment, free_port, start, wait_for

GUIDE = "/sv/guide/eid-locked-se"
CACHED, RENDERED, ROUNDS = 4000, 400, 3
NGINX = "/usr/sbin/nginx"


def cpu_each(running: Running, ask: Callable[[int], object], count: int) -> float:
    """Microseconds of the server's processor time per request."""
    before = running.cpu()
    for number in range(count):
        ask(number)
    return (running.cpu() - before) / count * 1e6


def pages(running: Running, data: Path) -> Iterator[Line]:
    """The lines on CPU; ours and nginx's in turn, medians of the rounds."""
    asker = Asker(running.port)
    known = (f"If-None-Match: {asker.tag(GUIDE)}", "Accept-Encoding: gzip")
    page = asker.get(GUIDE, ())[2]
    took: dict[str, list[float]] = {"cached": [], "known": [], "rendered": [], "nginx": []}
    with nginx(data, page) as other:
        theirs = Asker(other.port) if other else None
        for turn in range(ROUNDS):
            took["cached"].append(cpu_each(running, lambda _: asker.get(GUIDE), CACHED))
            took["known"].append(cpu_each(running, lambda _: asker.get(GUIDE, known), CACHED))
            took["rendered"].append(cpu_each(running, _each_its_own(asker, turn), RENDERED))
            if other and theirs:
                took["nginx"].append(cpu_each(other, lambda _, ask=theirs: ask.get("/page.html", ()), 5 * CACHED))
    middle = {name: statistics.median(values) for name, values in took.items() if values}
    yield Line(f"guide page from memory ({len(page) / 1000:.0f} KB of HTML), CPU", middle["cached"], 140, "µs")
    yield Line("the same, not modified (304), CPU", middle["known"], None, "µs")
    if "nginx" in middle:
        yield Line("nginx, the same page as a file, CPU", middle["nginx"], None, "µs")
        yield Line("ours against nginx", middle["cached"] / middle["nginx"], 13, "×")
    else:
        yield Line("nginx, the same page as a file: not measured, nginx is not on this machine", None, None, "µs")
    yield Line("guide page rendered, CPU", middle["rendered"] / 1000, 2.2, "ms")


def _each_its_own(asker: Asker, turn: int) -> Callable[[int], object]:
    """An address nobody has asked for, so that nothing is answered from memory."""
    return lambda number: asker.get(f"{GUIDE}?q=bench-{turn}-{number}")


@contextmanager
def nginx(data: Path, page: bytes) -> Iterator[Running | None]:
    """nginx with the page as a file, one worker; None where there is no nginx."""
    program = shutil.which("nginx") or (NGINX if Path(NGINX).exists() else None)
    if program is None:
        yield None
        return
    folder, port = data / "nginx", free_port()
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_bytes(page)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {folder}; "
        f"proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    folder.chmod(0o755)
    command = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"), "-g", _as_us()]
    running = Running(subprocess.Popen(command, stderr=subprocess.DEVNULL), port)
    wait_for(port, running.process)
    try:
        yield running
    finally:
        running.stop()


def _as_us() -> str:
    """As root nginx would change to a user who cannot read the folder."""
    import os

    return "user root;" if os.geteuid() == 0 else ""


def first_load(running: Running) -> Iterator[Line]:
    """Bytes over the wire for somebody who has never been here: page, styles, scripts; then fonts."""
    asker = Asker(running.port)
    html = asker.get(GUIDE, ())[2].decode()
    linked = set(re.findall(r'<(?:link rel="stylesheet"|script)[^>]*?(?:href|src)="(/static/[^"]+)"', html))
    pictures = set(re.findall(r'<(?:img|use)[^>]*?(?:src|href)="(/static/[^"#]+)', html))
    sizes = {path: len(asker.get(path)[2]) for path in (GUIDE, *linked, *pictures)}
    yield Line("first load of a guide, compressed, without fonts", sum(sizes.values()) / 1000, 45, "KB")
    fonts = sum(len(asker.get(path)[2]) for path in _fonts(asker, linked))
    yield Line("first load of a guide, compressed, with fonts", (sum(sizes.values()) + fonts) / 1000, 110, "KB")


def _fonts(asker: Asker, linked: set[str]) -> set[str]:
    """The fonts a Latin page fetches: those whose unicode-range holds "a", or that name none."""
    found = set()
    for sheet in (asker.get(path, ())[2].decode() for path in linked if path.endswith(".css")):
        for face in re.findall(r"@font-face\s*{([^}]*)}", sheet):
            ranges = re.search(r"unicode-range:\s*([^;]+)", face)
            if ranges is None or re.search(r"U\+0?0?00-", ranges[1], re.IGNORECASE):
                found |= set(re.findall(r'url\("?(/static/[^")]+)"?\)', face))
    return found


def starting(data: Path) -> Iterator[Line]:
    """What `./vejviser run` does on a machine where everything is there: prepare, open, answer the first page."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        _prepare_again(data)
        running = start(data)
        Asker(running.port).get("/sv/")
        took.append(time.perf_counter() - began)
        time.sleep(1)
        memory = running.memory()
        running.stop()
    yield Line("start on a prepared machine, to the first page", statistics.median(took), 3, "s")
    yield Line("memory at rest, one process", memory, 150, "MB")


def _prepare_again(data: Path) -> None:
    import sys

    command = [sys.executable, "-m", "app.cli", "prepare"]
    subprocess.run(command, env=environment(data, 1), check=True, stdout=subprocess.DEVNULL)
