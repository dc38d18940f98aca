"""Writes replies/<shortcut>.yaml."""

from __future__ import annotations

from app.domain.content.records import ReplyRecord
from app.domain.content.writers.names import dump, in_order, without_empty


def write(record: ReplyRecord) -> str:
    return dump(
        {
            **without_empty({"shortcut": record.shortcut, "source": record.source, "matter": record.matter}),
            **({"archived": True} if record.archived else {}),
            **without_empty({"behind": record.behind}),
            "titles": in_order(record.titles),
            "texts": in_order(record.texts),
        }
    )
