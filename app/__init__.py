"""create_app() only; nothing imports from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application: database opened, faces registered, and the WSGI callable in extensions["vejviser.wsgi"]."""
    # Imported here, so that app.config and a command of app.cli do not load the whole house.
    from flask import Flask

    from app import assets, config, live, tables, web
    from app.core import db, events, ids, measure, schema, shares
    from app.domain.accounts import audit
    from app.domain.chat import ledger, retention
    from app.domain.directory import link_checks
    from app.domain.search import extra, kept
    from app.extensions import htmx, login_manager

    settings = settings or config.load()
    app = Flask("app", static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=256 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.extensions["vejviser.tables"] = tables.metadata
    ids.configure(settings.secret_key)
    shares.configure(settings.redis_url, settings.limits_times)
    kept.configure(settings.data_dir, settings.secret_key)
    extra.configure(settings.embedder, settings.data_dir)
    keep = settings.retention
    retention.configure(closed=keep.text, left=keep.left, unclaimed=keep.unclaimed)
    audit.configure(keep.audit)
    ledger.configure(settings.data_dir, keep.backups)
    link_checks.configure(settings.link_checks, settings.public_url, settings.push_to_loopback)
    events.forget_all()
    events.listen(ledger.heard)
    events.listen(measure.heard)
    db.connect(settings.database_url)
    schema.needed()  # now: the files may be another version's when somebody asks
    htmx.init_app(app)
    login_manager.init_app(app, add_context_processor=False)
    assets.init_app(app)
    web.init_app(app)
    app.extensions["vejviser.wsgi"] = live.wrap(app, web.page_cache(app), settings)
    return app
