"""Socket.IO in front, Flask behind: the callable that the server serves."""

from app import create_app
from app.domain.search.loader import current_index
from app.extensions import sio
from app.live import ticker
from serving import websocket

websocket.install(sio)
app = create_app()
application = app.extensions["vejviser.wsgi"]
current_index()  # built now, so that no visitor waits for it
ticker.start()
