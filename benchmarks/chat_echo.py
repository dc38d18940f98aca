"""A bare python-socketio server that says back what a socket says, under our own worker; and whoever talks to it.

`python -m serving benchmarks.chat_echo:application` serves it; `python -m benchmarks.chat_echo` is the client.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from benchmarks.chat_wire import Loop, Socket

# One that talked without pause would be closed for it.
SOCKETS = 60


def made() -> Any:
    """The server: no database, no session, no page."""
    import socketio

    from serving import websocket

    sio = socketio.Server(
        async_mode="gevent",
        async_handlers=False,
        transports=["websocket"],
        allow_upgrades=False,
        cors_allowed_origins="*",
    )
    websocket.install(sio)
    sio.on("connect", lambda *_: None, namespace="/visitor")
    sio.on("say", lambda sid, text: sio.emit("said", text, to=sid, namespace="/visitor"), namespace="/visitor")
    return socketio.WSGIApp(sio)


def __getattr__(name: str) -> Any:
    """`application`, made only where it is served."""
    if name == "application":
        return made()
    raise AttributeError(name)


def main() -> int:
    plan = json.loads(sys.stdin.readline())
    loop, heard, origin = Loop(plan["port"]), [], f"http://127.0.0.1:{plan['port']}"
    many = [Socket(loop, "127.0.0.1", "/visitor", "", origin, heard.append) for _ in range(SOCKETS)]
    while not all(one.open for one in many):
        loop.turn(1)
    print("ready", flush=True)
    for line in sys.stdin:
        heard.clear()
        for number in range(json.loads(line)["count"]):
            many[number % SOCKETS].say(f'42/visitor,["say","Tack, det hjälper. m{number}."]')
            while len(heard) <= number:
                loop.turn(5)
        print(json.dumps({}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
