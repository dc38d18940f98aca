"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.needs",
    "tests.services",
    "tests.databases",
    "tests.server",
    "tests.chromium",
    "tests.chaos.figures",
]


# What takes minutes first, longest first: then no worker is left alone with it at the end. What starts servers and waits
# for them next; at the end the hundreds of files that take a second or two.
LONG = ("test_same_screen.py", "test_same_screen_too.py", "test_asleep.py", "test_killed.py", "test_sentinels.py")
WAITING = ("browser", "cli", "deploy", "live", "security", "serving", "setup")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of files; within a file whatever chance has given, but `meanwhile` before what is waited for."""
    items.sort(key=lambda item: (*_place(item.path), item.get_closest_marker("meanwhile") is None))


def _place(file: Path) -> tuple[int, int]:
    if file.parent.name in ("chaos", "many"):
        return 0, LONG.index(file.name) if file.name in LONG else len(LONG)
    return (1 if file.parent.name in WAITING else 2), 0
