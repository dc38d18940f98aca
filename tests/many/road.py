"""`python -m tests.many.road PORT TO`: a network between a process and a service, which fails when told to on a line of input."""

# ruff: noqa: E402  -- the order of these lines is the point
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import random
import sys

import gevent

from tests.chaos.line import Line, Way

HERE = "127.0.0.1"


def main() -> None:
    line = Line(int(sys.argv[1]), int(sys.argv[2]), random.Random(0))
    network = line.networks[HERE]
    while told := gevent.get_hub().threadpool.apply(sys.stdin.readline):
        way = Way(told.strip())
        if way is Way.OPEN:
            network.mend()
        else:
            network.fail(way)


if __name__ == "__main__":
    main()
