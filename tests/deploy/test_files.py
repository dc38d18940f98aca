"""What stands in deploy/ and in docs/operating.md names only what there is: programs, settings, commands, files."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from app import config
from app.cli.__main__ import build
from setup.__main__ import HELP

ROOT = config.ROOT
SYSTEMD = sorted((ROOT / "deploy" / "systemd").glob("vejviser*.*"))
UNITS = [path for path in SYSTEMD if path.suffix in (".service", ".socket", ".timer")]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
}
CONTAINER = ROOT / "deploy" / "container" / "Containerfile"
COMPOSE = ROOT / "deploy" / "container" / "compose.yaml"
# Settings of other programs in the same places.
THEIRS = {"PYTHONDONTWRITEBYTECODE", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE"}


def settings() -> set[str]:
    """Every setting there is, with the ones that may be files."""
    table = re.findall(r"^\| `([A-Z_]+)`", OPERATING, re.MULTILINE)
    return {*table, *(f"{name}_FILE" for name in table)}


def read(unit: Path) -> dict[str, dict[str, list[str]]]:
    """Section -> key -> its values: in a unit a key may stand several times."""
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return found


def test_it_works() -> None:
    """Every service runs a command of ours that exists, as nobody in particular, and can do nothing else."""
    for unit in (path for path in UNITS if path.suffix == ".service"):
        service = read(unit)["Service"]
        assert service["User"] == ["vejviser"]
        assert {key: service[key][0] for key in HARDENED} == HARDENED, unit.name
        for key in ("ExecStartPre", "ExecStart", "ExecStartPost"):
            for line in service.get(key, []):
                check_command(shlex.split(line), "/opt/vejviser/.venv/bin/python")
        given = [word.partition("=")[0] for line in service["Environment"] for word in line.split()]
        assert set(given) <= settings() | THEIRS, unit.name
    example = (ROOT / "deploy" / "systemd" / "vejviser.env.example").read_text("utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) <= settings()


def check_command(words: list[str], python: str) -> None:
    assert words[:2] == [python, "-m"], words
    if words[2] != "serving":
        assert words[2] == "app.cli"
        build([words[3]]).parse_args(words[3:])  # ends the test where there is no such command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Read by systemd itself, with this machine's folders; they are not started."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/vejviser/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace("/opt/vejviser", str(ROOT)), "utf-8")
    names = [str(tmp_path / unit.name.replace("@.", "@8001.")) for unit in UNITS]
    (tmp_path / "vejviser@8001.service").symlink_to(tmp_path / "vejviser@.service")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "vejviser" in line]
    assert (done.returncode, said) == (0, []), done.stderr


def test_the_container_copies_and_runs_what_there_is() -> None:
    lines = re.sub(r"\\\n", " ", CONTAINER.read_text("utf-8")).splitlines()
    for line in lines:
        words = shlex.split(line, comments=True)
        if words and words[0] == "COPY" and not words[1].startswith("--from"):
            for name in words[1:-1]:
                assert (ROOT / name).exists(), f"{line}: there is no {name}"
        if words and words[0] == "ENV":
            assert {word.partition("=")[0] for word in words[1:]} <= settings() | THEIRS
    health = next(line for line in lines if line.startswith("HEALTHCHECK"))
    check_command(json.loads(health.partition("CMD ")[2]), ".venv/bin/python")
    command = json.loads(next(line for line in lines if line.startswith("CMD")).partition(" ")[2])[2]
    for part in command.split(" && "):
        check_command(shlex.split(part.removeprefix("exec ")), ".venv/bin/python")
    assert "USER 10001" in lines
    targets = {line.rpartition(" AS ")[2] for line in lines if line.startswith("FROM")}
    services = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    assert {one["build"]["target"] for one in services.values() if "build" in one} <= targets


def test_compose_names_what_there_is() -> None:
    found = yaml.safe_load(COMPOSE.read_text("utf-8"))
    shipped = (ROOT / "deploy" / "nginx" / "vejviser.conf").read_text("utf-8")
    for name, service in found["services"].items():
        assert set(service.get("environment", {})) <= settings() | THEIRS, name
        assert set(service.get("secrets", [])) <= set(found["secrets"])
        assert set(service.get("depends_on", [])) <= set(found["services"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in found["volumes"] or source.startswith("../../"), volume
        if "build" in service:
            folder = (COMPOSE.parent / service["build"]["context"]).resolve()
            assert folder == ROOT and (folder / service["build"]["dockerfile"]).exists()
    for theirs in re.findall(r"-e s/([^/]+)/", " ".join(found["services"]["nginx"]["command"])):
        assert theirs in shipped
    assert all(found["services"][name]["read_only"] for name in ("app1", "app2"))


def test_the_guide_names_what_there_is() -> None:
    """Every file, command and unit that docs/operating.md quotes."""
    for path in set(re.findall(r"\b(?:deploy|docs|tests)/[\w@./-]*\w", OPERATING)) - {"deploy/nginx/away"}:
        assert list(ROOT.glob(f"{path}*")), path
    for line in set(re.findall(r"\./vejviser ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", OPERATING)):
        name = line.split()[0]
        module = ROOT / "app" / "cli" / f"{name.replace('-', '_')}.py"
        assert name == "help" or f"./vejviser {name}" in HELP or module.exists(), line
    for unit in set(re.findall(r"\bvejviser(?:@\d*)?(?:-[a-z]+)?\.(?:service|timer|socket)\b", OPERATING)):
        assert (ROOT / "deploy" / "systemd" / re.sub(r"@\d+", "@", unit)).exists(), unit
