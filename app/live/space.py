"""What both namespaces share: a database that is gone is no reason for a trace a socket; its page asks over HTTP anyway."""

from __future__ import annotations

from typing import Any

import socketio
from sqlalchemy.exc import SQLAlchemyError

from app.core import db


class Space(socketio.Namespace):  # type: ignore[misc]
    """A namespace whose events are answered "no" while the database cannot say; a socket that opens is refused."""

    def trigger_event(self, event: str, *args: Any) -> Any:
        try:
            return super().trigger_event(event, *args)
        except SQLAlchemyError:
            return False
        finally:
            db.let_go()
