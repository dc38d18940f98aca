"""What the pages load in a browser: fetched by the lock file, copied to app/static/vendor/, listed in a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

from setup import environment, stamps
from setup.commands import attempt
from setup.say import Stop, step
from setup.stamps import ROOT

VENDOR = ROOT / "app" / "static" / "vendor"
MODULES = ROOT / "node_modules"
NODE = ROOT / "setup" / "node.txt"
LOCKS = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve()]
SCRIPTS = {"htmx.org/dist/htmx.min.js": "htmx.min.js", "socket.io-client/dist/socket.io.min.js": "socket.io.min.js"}
FONTS = {
    "source-sans-3": ("latin", "latin-ext", "cyrillic", "cyrillic-ext"),
    "rubik": ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "arabic"),
    "vazirmatn": ("arabic", "latin", "latin-ext"),
}


def ensure(dev: bool = False) -> None:
    """The files are in place; with `dev`, the ones only the tests use are in node_modules too."""
    made_from = stamps.digest(LOCKS)
    tests_from = MODULES / "tests-from"
    is_made = stamps.is_fresh(VENDOR / ".made-from", made_from)
    if is_made and (not dev or stamps.is_fresh(tests_from, made_from)):
        return
    step("Fetching the browser files")
    _npm_ci(dev)
    if dev:
        stamps.write(tests_from, made_from)
    _copy()
    stamps.write(VENDOR / ".made-from", made_from)


def _npm_ci(dev: bool) -> None:
    settings = {"npm_config_update_notifier": "false"}
    if not os.access(Path.home(), os.W_OK):
        settings["npm_config_cache"] = str(environment.VENV / "npm-cache")
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command += [] if dev else ["--omit=dev"]
    if shutil.which("npm") and attempt(["npm", *command], settings)[0]:
        return
    step("There is no npm that works here; fetching one")
    environment.install(NODE)
    own = environment.VENV / "bin"
    settings["PATH"] = f"{own}{os.pathsep}{os.environ.get('PATH', '')}"
    done, said = attempt([str(own / "npm"), *command], settings)
    if not done:
        raise Stop(f"The browser files could not be fetched; the first start needs the network.\n{said}")


def _copy() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    manifest = {}
    for source, target in _plan().items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, path)
        manifest[target] = {"from": source, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _plan() -> dict[str, str]:
    """Which file of which package goes where; each package's licence goes along."""
    plan = dict(SCRIPTS)
    for family, scripts in FONTS.items():
        package = f"@fontsource-variable/{family}"
        plan[f"{package}/LICENSE"] = f"licences/{family}.txt"
        for script in scripts:
            name = f"{family}-{script}-wght-normal.woff2"
            plan[f"{package}/files/{name}"] = f"fonts/{name}"
    for package in ("htmx.org", "socket.io-client"):
        plan[f"{package}/LICENSE"] = f"licences/{package}.txt"
    return plan
