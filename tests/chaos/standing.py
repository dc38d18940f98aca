"""Whether a server still stands as it stood: the same processes, nothing traced into its log, no file left open."""

from __future__ import annotations

import time
from pathlib import Path

from tests.server import Server

PATIENCE_SECONDS = 60


class Standing:
    """Looks when made, and again when asked."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.workers = self._children()
        self._said = {log: log.stat().st_size for log in server.logs()}
        self._files, self._memory = self._open_files(), self.memory()

    def _children(self) -> list[int]:
        return sorted(self._server.workers())

    def _open_files(self) -> int:
        return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in self.workers)

    def memory(self) -> float:
        """Of all its processes, in MB."""
        rows = [row for pid in self.workers for row in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(row.split()[1]) for row in rows if row.startswith("VmRSS")) / 1024

    def remember(self) -> None:
        """From here on memory is compared: what a beginning takes is no leak."""
        self._memory = self.memory()

    def grown(self) -> float:
        return self.memory() - self._memory

    def said(self) -> str:
        """What was logged since this began."""
        return "".join(log.read_bytes()[began:].decode(errors="replace") for log, began in self._said.items())

    def still_stands(self) -> None:
        assert self._children() == self.workers, "a process ended"
        said = self.said()
        assert "Traceback" not in said and " failed" not in said, said[-3000:]

    def wait_for_files(self) -> None:
        """Returns when no more files are open than at first, give or take what pages keep open."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (now := self._open_files()) > self._files + 20:
            assert time.monotonic() < until, f"{now} files are open, {self._files} were"
            time.sleep(0.1)
