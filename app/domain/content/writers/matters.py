"""Writes matter.yaml, guide.yaml and the text of a guide in one language."""

from __future__ import annotations

from dataclasses import asdict

from app.domain.content.front_matter import FENCE
from app.domain.content.records import GuideRecord, MatterRecord, TextRecord
from app.domain.content.writers.names import dump, in_order, without_empty


def matter(record: MatterRecord) -> str:
    names = {code: without_empty(asdict(name)) for code, name in in_order(record.names).items()}
    return dump({"code": record.code, "topic": record.topic, "urgent": record.urgent, "names": names})


def guide(record: GuideRecord) -> str:
    return dump(
        {
            "source": record.source,
            "minutes": list(record.minutes),
            "safety_critical": record.safety_critical,
            "self_next_time": record.self_next_time,
            "cannot": record.cannot,
            "services": record.services,
            "related": record.related,
            **without_empty({"status": record.status}),
        }
    )


def text(record: TextRecord) -> str:
    head = {
        "title": record.title,
        "summary": record.summary,
        "state": record.state,
        "bring": record.bring,
        "warnings": record.warnings,
        "can": record.can,
        "cannot": record.cannot,
        "next_time": record.next_time,
    }
    steps = [f"## {step.title}\n" + (f"\n{step.body}\n" if step.body else "") for step in record.steps]
    return "\n".join([f"{FENCE}\n{dump(without_empty(head))}{FENCE}\n", *steps])
