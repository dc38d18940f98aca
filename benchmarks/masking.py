"""Masking: milliseconds on what people write, and how it grows on what an attacker writes."""

from __future__ import annotations

import time
from collections.abc import Iterator

from app.core.masking import mask
from app.core.text import accept
from benchmarks.report import Line

LETTER = ("Jag kan inte logga in på min bank. Kan ni hjälpa mig? " * 80)[:3900] + " 811218-9876, +46 70 123 45 67"
HOSTILE = (
    "1", "1 ", "12 ", "1-", "9001012384 ", "01.01.90-1 ", "SE45 ", "S E 4 ", "+4 ", "12\n", "1\n", "0 \n ", "nr ",
    "isbn nr ", "1\u200b", "٠ ", "4 4 4 4-", "010190 123", "A0", "2222 4",
)  # fmt: skip


def cpu(text: str, times: int = 5) -> float:
    """Seconds of processor time for masking `text`; the best of several."""
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        mask(text)
        best = min(best, time.process_time() - begun)
    return best


def lines() -> Iterator[Line]:
    """An ordinary letter, the worst hostile text, and the worst growth: four times the text, so 4 × is linear."""
    begun = time.process_time()
    for _ in range(20):
        accept(LETTER)
    yield Line("masking a message of 4,000 characters, CPU", (time.process_time() - begun) / 20 * 1000, 2.0, "ms")
    yield Line(
        "the worst hostile message of 4,000, CPU", max(cpu((one * 4000)[:4000]) for one in HOSTILE) * 1000, None, "ms"
    )
    growth = max(cpu((one * 32_000)[:32_000]) / max(cpu((one * 8_000)[:8_000]), 1e-4) for one in HOSTILE)
    yield Line("four times the hostile text, times the time", growth, 8.0, "×")
