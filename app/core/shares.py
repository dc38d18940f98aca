"""How much of something one may have: buckets that fill again by themselves, the same ones in every process."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

log = logging.getLogger(__name__)
# What counting may cost when Redis does not answer, and how long nobody asks it again.
PATIENCE_SECONDS, AGAIN_SECONDS = 0.25, 2.0
# A bucket is one number: the moment when it will be full again. Nothing is changed unless all of them have room.
SCRIPT = """
local t = redis.call('TIME')
local now, wait, full = t[1] * 1000 + math.floor(t[2] / 1000), 0, {}
for i, key in ipairs(KEYS) do
  local count, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  full[i] = math.max(tonumber(redis.call('GET', key) or 0), now) + window / count
  wait = math.max(wait, full[i] - now - window)
end
if wait > 0.5 then return math.ceil(wait) end
for i, key in ipairs(KEYS) do redis.call('SET', key, full[i], 'PX', math.ceil(full[i] - now) + 1000) end
return 0
"""


@dataclass(frozen=True)
class Rate:
    """`count` at once; whoever has used them up gets one back every `seconds / count`."""

    count: int
    seconds: float

    def times(self, factor: int) -> Rate:
        return Rate(self.count * factor, self.seconds)


Spending = Sequence[tuple[str, Rate]]


class Store(Protocol):
    def take(self, spending: Spending) -> float: ...
    def clear(self, key: str) -> None: ...


class Here:
    """Buckets in this process's memory; full ones are forgotten."""

    def __init__(self) -> None:
        self._full: dict[str, float] = {}
        self._sweep_at = 1024

    def take(self, spending: Spending) -> float:
        now = time.monotonic()
        full = {key: max(self._full.get(key, 0), now) + rate.seconds / rate.count for key, rate in spending}
        wait = max((full[key] - now - rate.seconds for key, rate in spending), default=0)
        if wait > 0.0005:
            return wait
        self._full.update(full)
        if len(self._full) > self._sweep_at:
            self._full = {key: until for key, until in self._full.items() if until > now}
            self._sweep_at = max(1024, 2 * len(self._full))
        return 0.0

    def clear(self, key: str) -> None:
        self._full.pop(key, None)


class Together:
    """Buckets in Redis, by Redis's clock: without it, twenty guesses would be twenty in each process."""

    def __init__(self, url: str) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        given: Any = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        # Its own way is to try ten times.
        self._redis: Any = Redis.from_url(url, **given, retry=Retry(NoBackoff(), 0))
        self._script = self._redis.register_script(SCRIPT)
        self._here, self._not_before, self._resting = Here(), 0.0, False

    def take(self, spending: Spending) -> float:
        """Where Redis does not answer, this process counts alone: a shared limit is never worth a refused person."""
        if not self._asks():
            return self._here.take(spending)
        numbers = [number for _, rate in spending for number in (rate.count, int(rate.seconds * 1000))]
        try:
            found = float(self._script(keys=[f"share:{key}" for key, _ in spending], args=numbers)) / 1000
            self._resting, self._not_before = False, 0.0
            return found
        except Exception as error:
            self._rest(error)
            return self._here.take(spending)

    def clear(self, key: str) -> None:
        self._here.clear(key)
        if not self._asks():
            return
        try:
            self._redis.delete(f"share:{key}")
        except Exception as error:
            self._rest(error)

    def _asks(self) -> bool:
        """While it does not answer, one request in two seconds tries whether it does again; nobody else waits for that."""
        if time.monotonic() < self._not_before:
            return False
        if self._resting:
            self._not_before = time.monotonic() + AGAIN_SECONDS
        return True

    def _rest(self, error: Exception) -> None:
        self._not_before = time.monotonic() + AGAIN_SECONDS
        if not self._resting:
            self._resting = True
            log.warning("Redis does not count (%s); this process counts alone meanwhile", type(error).__name__)


_store: Store = Here()
_times = 1


def configure(redis_url: str = "", times: int = 1) -> None:
    """Begins counting from nothing; create_app() calls it once. `times`: how many times the usual everybody may have."""
    global _store, _times
    _store, _times = Together(redis_url) if redis_url else Here(), times


def take(spending: Spending) -> float:
    """Takes one from every bucket and gives 0, or takes none and gives the seconds until there is one in each."""
    return _store.take([(key, rate.times(_times)) for key, rate in spending])


def clear(key: str) -> None:
    """A bucket is full again."""
    _store.clear(key)
