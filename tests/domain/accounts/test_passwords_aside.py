"""Hashing does not stop the loop: other greenlets go on while a password is looked at."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
from gevent import monkey; monkey.patch_all()
import gevent, time
from app.domain.accounts import passwords
longest, running = 0.0, True
def pulse():
    global longest
    while running:
        start = time.monotonic(); gevent.sleep(0.005); longest = max(longest, time.monotonic() - start - 0.005)
beat = gevent.spawn(pulse)
kept = passwords.make("correct horse battery")
begun = time.monotonic()
jobs = [gevent.spawn(passwords.fits, kept, "correct horse battery") for _ in range(6)]
gevent.joinall(jobs)
took, running = time.monotonic() - begun, False
assert all(job.value for job in jobs)
print(longest, took)
"""


def test_it_works() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    longest, took = map(float, done.stdout.split())
    assert longest < took / 3, f"the loop stood still for {longest:.3f} s of {took:.3f} s"
