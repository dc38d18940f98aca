"""Socket.IO in front, Flask behind: the callable that the server serves."""

import gc

from app import create_app
from app.domain.search.loader import warm
from app.extensions import sio
from app.live import ticker
from serving import websocket

websocket.install(sio)
app = create_app()
application = app.extensions["vejviser.wsgi"]
warm()  # the search index, so that no visitor waits for it
ticker.start()
# What is here now stays for good: the collector need not walk it again for every page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
