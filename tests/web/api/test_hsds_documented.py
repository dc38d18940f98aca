"""docs/api.md: what it tells people to type works as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app.cli.__main__ import build
from app.config import ROOT
from app.web.api.hsds.parameters import OF_LIST
from tests.server import Server

WORDS = (ROOT / "docs" / "api.md").read_text("utf-8")
CURLS = [shlex.split(line) for line in WORDS.splitlines() if line.startswith("curl ")]
COMMANDS = [shlex.split(line) for line in WORDS.splitlines() if line.startswith("./vejviser ")]


def test_it_works(reader: FlaskClient) -> None:
    assert len(CURLS) >= 9
    for _curl, address in CURLS:
        parts = urlsplit(address)
        answer = reader.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, address
        if "ndjson" in parts.query:
            assert all(json.loads(line)["id"] for line in answer.text.splitlines())
        else:
            assert answer.get_json() != {}


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_with_curl_itself(server: Server) -> None:
    for _curl, address in CURLS:
        here = address.replace("http://127.0.0.1:8000", server.url)
        said = subprocess.run(["curl", "-sS", "--fail", here], capture_output=True, check=True, timeout=30).stdout
        assert all(json.loads(line) for line in said.decode().splitlines())


def test_every_command_is_one_that_there_is() -> None:
    for command in COMMANDS:
        assert build(command[1:]).parse_args(command[1:]).run


def test_every_list_and_every_odd_parameter_is_told() -> None:
    assert all(f"`{name}`" in WORDS for name in OF_LIST)
    told = set(re.findall(r"`(\w+)`", WORDS))
    assert {"language", "minimal", "search", "top_only", "postcode", "proximity", "modified_after", "per_page"} <= told
