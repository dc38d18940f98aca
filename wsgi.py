"""Socket.IO in front, Flask behind: the callable that the server serves."""

from app import create_app
from app.extensions import sio
from serving import websocket

websocket.install(sio)
app = create_app()
application = app.extensions["vejviser.wsgi"]
