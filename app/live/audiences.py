"""The table of doors of the sockets: every event of every namespace, and who it is for; the start fails without a row."""

from __future__ import annotations

from typing import Any

# (namespace, event): visitor, the holder of a conversation's cookie; staff, a live session read again each time.
EVENTS = {
    ("/visitor", "connect"): "visitor",
    ("/visitor", "still"): "visitor",
    ("/visitor", "typing"): "visitor",
    ("/staff", "connect"): "staff",
    ("/staff", "beat"): "staff",
    ("/staff", "still"): "staff",
    ("/staff", "typing"): "staff",
}


def check(sio: Any) -> None:
    """Fails the start when an event has no row, or a row no event: a forgotten door is an open one."""
    heard = {
        (namespace, name.removeprefix("on_"))
        for namespace, space in sio.namespace_handlers.items()
        for name in dir(space)
        if name.startswith("on_")
    }
    if heard != EVENTS.keys():
        raise RuntimeError(f"app/live/audiences.py differs from the events heard: {sorted(heard ^ EVENTS.keys())}")
