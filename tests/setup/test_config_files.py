"""Secrets from files: read where only the service can, refused in a sentence elsewhere, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ConfigError, load
from app.config_secrets import FILES

SECRET = "en-lang-hemlighet-som-ingen-ser-0123456789"
GIVEN = {
    "SECRET_KEY": SECRET,
    "DATABASE_URL": f"postgresql://anna:{SECRET}@db/vejviser",
    "REDIS_URL": f"redis://:{SECRET}@cache/0",
    "MAIL_URL": f"smtps://anna:{SECRET}@mail.example",
    "INBOX_URL": f"imaps://anna:{SECRET}@mail.example/Replies",
    "BACKUP_KEY": SECRET,
}
MORE = {"MAIL_FROM": "letters@library.example", "MAIL_REPLY": "answers@library.example"}


def kept(folder: Path, said: str = SECRET, mode: int = 0o600) -> Path:
    path = folder / "secret"
    path.write_text(said + "\n", encoding="utf-8")
    path.chmod(mode)
    return path


def test_it_works(tmp_path: Path) -> None:
    """Every secret in a file is the same as in the environment, and none is in what the settings say of themselves."""
    files = {}
    for name, said in GIVEN.items():
        (tmp_path / name).mkdir()
        files[FILES[name]] = str(kept(tmp_path / name, said))
    from_files = load({"DATA_DIR": str(tmp_path), **MORE, **files})
    assert from_files == load({"DATA_DIR": str(tmp_path), **MORE, **GIVEN})
    assert from_files.backup_key == from_files.secret_key == SECRET
    assert SECRET not in repr(from_files) and SECRET not in str(from_files)


@pytest.mark.parametrize("name", GIVEN)
def test_both_forms_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} and {name}_FILE are both given") as refusal:
        load({"DATA_DIR": str(tmp_path), name: GIVEN[name], FILES[name]: str(kept(tmp_path))})
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "mode", "word"),
    [
        (SECRET, 0o644, "open to other users; chmod 600 it"),
        (SECRET, 0o660, "open to other users"),
        ("", 0o600, "is empty"),
        (f"{SECRET}\n{SECRET}", 0o600, "one line"),
        (SECRET * 1000, 0o600, "one line"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(tmp_path: Path, said: str, mode: int, word: str) -> None:
    with pytest.raises(ConfigError, match=word) as refusal:
        load({"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(kept(tmp_path, said, mode))})
    assert SECRET not in str(refusal.value) and str(refusal.value).endswith(".")


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "nowhere", "No such file"), (tmp_path, "is not a file")):
        with pytest.raises(ConfigError, match=f"BACKUP_KEY_FILE .*{word}"):
            load({"DATA_DIR": str(tmp_path), "BACKUP_KEY_FILE": str(path)})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00" * 20)
    (tmp_path / "bytes").chmod(0o600)
    with pytest.raises(ConfigError, match="not text"):
        load({"DATA_DIR": str(tmp_path), "BACKUP_KEY_FILE": str(tmp_path / "bytes")})


def test_a_group_of_its_own_may_read_it(tmp_path: Path) -> None:
    assert load({"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(kept(tmp_path, mode=0o640))}).secret_key == SECRET


@pytest.mark.parametrize("begin", ["$CREDENTIALS_DIRECTORY", "${CREDENTIALS_DIRECTORY}"])
def test_systemd_guards_the_folder_of_its_credentials(tmp_path: Path, begin: str) -> None:
    """systemd gives the service a folder of its own; the files in it may look open, because they are lent by a list."""
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    kept(folder, mode=0o444)
    environ = {"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": f"{begin}/secret"}
    assert load({**environ, "CREDENTIALS_DIRECTORY": str(folder)}).secret_key == SECRET
    with pytest.raises(ConfigError, match="LoadCredential"):
        load(environ)


@pytest.mark.parametrize(
    "places", ["a:5432,b:5433/v?target_session_attrs=read-write", "[::1]:5432/v", "/v?host=%2Frun"]
)
def test_a_database_may_be_at_several_places(tmp_path: Path, places: str) -> None:
    url = f"postgresql://anna:hem%40ligt@{places}"
    assert load({"DATA_DIR": str(tmp_path), "DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("where", ["127.0.0.1:9464", "[::1]:9464", "10.0.0.7:9464", "192.168.1.2:80"])
def test_numbers_may_be_read_at_home(tmp_path: Path, where: str) -> None:
    found = load({"DATA_DIR": str(tmp_path), "METRICS": where}).metrics
    assert found is not None and f"{found[0]}:{found[1]}" == where.replace("[", "").replace("]", "")
