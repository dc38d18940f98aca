"""One line a target: what was measured, what was promised, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`target` None: shown for comparison only. `value` None: could not be measured here."""

    what: str
    value: float | None
    target: float | None
    unit: str

    @property
    def missed(self) -> bool:
        return self.value is not None and self.target is not None and self.value > self.target

    def __str__(self) -> str:
        value = "" if self.value is None else f"{_number(self.value)} {self.unit}"
        target = "" if self.target is None else f"≤ {_number(self.target)} {self.unit}"
        verdict = "" if self.value is None or self.target is None else "MISSED" if self.missed else "ok"
        return f"{self.what:<72} {value:>10}  {target:>10}  {verdict}".rstrip()


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
