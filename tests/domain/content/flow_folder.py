"""A small question tree to put into the small content folder."""

from __future__ import annotations

from tests.domain.content.conftest import Folder

FLOW = """
slug: stuck
source: sv
countries: [se, "no"]
topic: eid
matters: [locked]
urgent: true
sensitive: false
start: where
questions:
  where:
    known_by: country
    options:
    - {code: se, next: what}
    - {code: "no", next: ask}
  what:
    options:
    - {code: lost, next: desk}
    - {code: other, next: ask}
outcomes:
  desk:
    kind: service
    urgent: true
    matters: [locked]
    services: [issuer-desk, issuer-help]
    nobody_in: ["no"]
  ask:
    kind: handoff
"""
WORDS = """
title: {title}
summary: Ett par frågor.
questions:
  where:
    title: Var bor du?
    hint: Landet räcker.
    options: {{se: Sverige, "no": Norge}}
  what:
    title: Vad har hänt?
    options: {{lost: Borta, other: Något annat}}
outcomes:
  desk:
    title: Gå till disken
    text: |
      1. Ta med **legitimation**.
      2. Gå dit.
    nobody: I Norge vet vi ingen.
  ask:
    title: Fråga oss
    text: Vi letar upp rätt dörr.
"""


def plant(folder: Folder) -> Folder:
    """The tree in two languages."""
    folder.write("flows/stuck/flow.yaml", FLOW)
    folder.write("flows/stuck/sv.yaml", WORDS.format(title="Fast"))
    folder.write("flows/stuck/en.yaml", WORDS.format(title="Stuck"))
    return folder
