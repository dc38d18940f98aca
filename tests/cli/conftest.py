"""What every test of a command may ask for."""

from __future__ import annotations

from tests.commands import command, house

__all__ = ["command", "house"]
