"""What a server hatched by the zygote serves: the application that is loaded already, and its ticker, which is not running."""

from __future__ import annotations

import importlib
import os

from app.live import ticker

_served = importlib.import_module(os.environ["CHAOS_SERVES"])
getattr(_served, "hatched", lambda: None)()
application = _served.application
ticker.start()
