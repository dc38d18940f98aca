"""The address of "I still need help": it takes along which page the reader was on, and what they searched for."""

from __future__ import annotations

from typing import Any

from flask import request, url_for


def ask_from(kind: str, slug: str) -> str:
    """The handoff from a guide, matter, actor or topic."""
    query = request.args.get("q", "")[:200] or None
    values: dict[str, Any] = {"from": f"{kind}:{slug}", "q": query}
    return url_for("public.ask", **values)
