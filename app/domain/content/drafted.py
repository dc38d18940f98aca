"""A draft from the desk as a guide's text in a file, as `content/` has it: one step, for an editor to take apart. Pure."""

from __future__ import annotations

import re

from app.domain.content.records import StepRecord, TextRecord
from app.domain.content.writers import matters

_HEADING = re.compile(r"^\s*#+\s*", re.MULTILINE)
_SENTENCE = re.compile(r".*?[.!?؟](?=\s|$)", re.DOTALL)
_SUMMARY = 200


def as_file(title: str, text: str) -> str:
    """Such a file has no headings of its own, no pictures and no HTML."""
    body = _HEADING.sub("", text).replace("![", "[").replace("<", "‹").replace(">", "›")
    step = StepRecord(title=title, body=body.strip())
    return matters.text(
        TextRecord(
            title=title,
            summary=_summary(body),
            bring=[],
            warnings=[],
            can=[],
            cannot=[],
            next_time="",
            steps=[step],
            state=None,
        )
    )


def _summary(text: str) -> str:
    first = _SENTENCE.match(text.strip())
    return " ".join((first[0] if first else text).split())[:_SUMMARY]
