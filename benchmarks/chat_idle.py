"""`python -m benchmarks.chat_idle`: visitors whose page is open and who say nothing; plan on stdin, "ready" when all are in."""

from __future__ import annotations

import json
import resource
import sys

from benchmarks.chat_crowd import network
from benchmarks.chat_wire import Loop, Socket

# So many at the door at once: a handshake each, as after a restart.
AT_ONCE = 50


def main() -> int:
    plan = json.loads(sys.stdin.readline())
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    loop, origin, talks = Loop(plan["port"]), f"http://127.0.0.1:{plan['port']}", plan["waiting"]
    sockets: list[Socket] = []
    for number in range(plan["sockets"]):
        cookie = f"vejviser_chat={talks[number % len(talks)]['token']}"
        sockets.append(Socket(loop, network(2, number % len(talks)), "/visitor", cookie, origin, lambda _: None))
        while sum(not one.open for one in sockets[-2 * AT_ONCE :]) >= AT_ONCE:
            loop.turn(1)
    while not all(one.open for one in sockets):
        loop.turn(1)
    print("ready", flush=True)
    for line in sys.stdin:
        loop.during(json.loads(line)["seconds"])
        print(json.dumps({"open": sum(one.open for one in sockets)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
