"""What a command needs of the house: settings, the key, the database, and how long things are kept."""

from __future__ import annotations

from app.config import Settings, load
from app.core import db, ids
from app.domain.accounts import audit
from app.domain.chat import ledger, retention


def opened() -> Settings:
    """The settings, with everything that a verb of the domain asks for set up by them."""
    settings = load()
    ids.configure(settings.secret_key)
    db.connect(settings.database_url)
    configure(settings)
    return settings


def configure(settings: Settings) -> None:
    keep = settings.retention
    retention.configure(closed=keep.text, left=keep.left, unclaimed=keep.unclaimed)
    ledger.configure(settings.data_dir, keep.backups)
    audit.configure(keep.audit)
