"""`ready`: whether the process at HOST and PORT may be sent people; what systemd, a container and an upgrade ask."""

from __future__ import annotations

import argparse
import json
import time
import urllib.error
import urllib.request

from app.cli import Refused
from app.config import load

LOOK_SECONDS = 0.5


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("ready", help="whether the process at HOST and PORT may be sent people")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="for it to become so")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = load()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/readyz"
    until = time.monotonic() + arguments.wait
    while word := asked(address):
        if time.monotonic() >= until:
            raise Refused(f"Not ready: {word}.")
        time.sleep(LOOK_SECONDS)
    print("Ready.")
    return 0


def asked(address: str) -> str:
    """One word about what is in the way; "" where nothing is."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return ""
    except urllib.error.HTTPError as answer:
        try:
            return str(json.load(answer)["status"])
        except (ValueError, KeyError):
            return f"answered {answer.code}"
    except OSError:
        return "nobody answers"
