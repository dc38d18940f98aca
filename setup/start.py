"""`run`: everything in place, then the server takes this process over."""

from __future__ import annotations

import errno
import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from types import ModuleType

from setup import assets, catalogues, environment
from setup.say import Stop
from setup.stamps import ROOT


def prepare(dev: bool = False, extras: Sequence[str] = ()) -> None:
    """Packages, browser files and translations are there."""
    environment.ensure(dev, extras)
    assets.ensure(dev)
    catalogues.ensure()


def run() -> None:
    """Refuses what cannot work before anything is fetched; ends by becoming the server."""
    config = _config()
    try:
        settings = config.load()
    except config.ConfigError as error:
        raise Stop(str(error)) from error
    _check_port(settings.host, settings.port)
    prepare()
    done = subprocess.run([str(environment.PYTHON), "-m", "app.cli", "prepare"], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    os.chdir(ROOT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", "serving"])


def _config() -> ModuleType:
    """app/config.py by itself: the `app` package needs Flask, which is not there yet on a first start."""
    spec = importlib.util.spec_from_file_location("vejviser_config", ROOT / "app" / "config.py")
    if spec is None or spec.loader is None:
        raise Stop("app/config.py is missing from this checkout.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Stop(f"Port {port} is taken; choose another, like: PORT={port + 1} ./vejviser run") from error
            raise Stop(f"Nothing can listen on {host} port {port}: {error.strerror or error}.") from error
