"""Names that tests and the servers they break have in common; importing this starts nothing."""

from __future__ import annotations

# When a house dies: after its commit, or with the answer made and not yet sent.
COMMITTED, ANSWERED = "committed", "answered"
# The promises that spoiled.py can take out, one at a time.
SPOILS = ("unique_key", "seq", "early_ack", "pull", "foreign")
