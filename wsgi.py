"""Socket.IO in front, Flask behind: the callable that the server serves."""

# ruff: noqa: E402  -- the order of these lines is the point
import gc
import os
import sys

gc.disable()  # a start makes a great deal and throws away little
if not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
    # python-socketio imports it whenever it is installed: 15 MB and a third of a second that nobody here uses.
    sys.modules["redis"] = None  # type: ignore[assignment]

from app import create_app
from app.domain.chat import queue
from app.domain.search.loader import warm
from app.extensions import sio
from app.live import ticker
from serving import websocket

websocket.install(sio)
app = create_app()
application = app.extensions["vejviser.wsgi"]
warm()  # the search index, so that no visitor waits for it
queue.warm()
ticker.start()
settings = app.config["SETTINGS"]
if settings.metrics:
    from serving import metrics

    metrics.start(settings.metrics, settings.data_dir, alone=settings.workers == 1)
# What is here now stays for good: the collector need not walk it again for every page.
gc.collect()
gc.freeze()
# Small bites: a thousand sockets that came at once are walked in pieces, not in one that everybody waits for.
gc.set_threshold(5_000, 10, 50)
gc.enable()
