"""What runs for visitors needs nothing that only tests bring along: `./vejviser run` installs less than `./vejviser test`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from app.config import ROOT

# Imports what the server and the command line import, while everything that only tests bring along cannot be found.
ALONE = """
import json, sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r} without the packages for tests", name=name)

hidden = set(json.loads(sys.argv[1]))
sys.meta_path.insert(0, Nothing())
import serving.worker, app.web, app.live, app.cli.__main__
"""


def names(file: str) -> set[str]:
    """The distributions a lock file fetches."""
    return {_plain(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text("utf-8"), re.MULTILINE)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_works() -> None:
    ours = names("requirements.txt")
    only_tests = names("requirements-dev.txt") - ours
    hidden = [
        module
        for module, owners in packages_distributions().items()
        if {_plain(one) for one in owners} & only_tests and not {_plain(one) for one in owners} & ours
    ]
    assert "pytest" in hidden, "what is hidden is hidden"
    done = subprocess.run(
        [sys.executable, "-c", ALONE, json.dumps(hidden)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
