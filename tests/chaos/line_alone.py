"""`python -m tests.chaos.line_alone PORT TO`: a line in its own process; each word on its input is how it fails, or `mend`."""

from gevent import monkey

monkey.patch_all()

import random  # noqa: E402
import sys  # noqa: E402

from gevent.fileobject import FileObject  # noqa: E402

from tests.chaos.line import Line, Way  # noqa: E402


def main() -> None:
    line = Line(int(sys.argv[1]), int(sys.argv[2]), random.Random(sys.argv[1]))
    network = line.networks["127.0.0.1"]
    print("ready", flush=True)
    for word in map(str.strip, FileObject(sys.stdin)):  # else everybody waits for the next word
        network.mend() if word == "mend" else network.fail(Way(word))
        print(word, flush=True)


if __name__ == "__main__":
    main()
