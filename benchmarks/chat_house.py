"""`python -m benchmarks.chat_house TALKS STAFF`: conversations under way in DATA_DIR, and the keys that open them, as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from sqlalchemy import update

from app import config, create_app
from app.core import clock, events, ids
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import sessions
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, presence, queries, services
from app.domain.chat.models import ChatRules, Presence
from app.domain.chat.permissions import StaffActor
from app.domain.chat.services import Question
from app.domain.chat.terms import Availability

ASKED = "Hej! Jag har bytt telefon och kommer inte in på banken. Vad gör jag nu?"
SAID = ("Var är du just nu? Vi hittar någon i närheten.", "Jag bor i Årsta, men jag arbetar i stan på dagarna.")
# One transaction for so many, so that preparing takes seconds.
TOGETHER = 200


def colleague(number: int) -> tuple[StaffActor, dict[str, str]]:
    """Somebody at the desk, online, and their log-in's token."""
    member = StaffMember(
        email=f"bench{number}@example.org", name=f"Kollega Nummer {number}", password_hash="set", limit=50
    )
    session.add(member)
    session.flush()
    presence.go(member, Availability.ONLINE)
    return desk.actor_of(member), {"token": sessions.begin(member), "id": member.public_id}


def conversation(actor: StaffActor | None, lines: int) -> dict[str, object]:
    """One that `actor` holds (nobody: it waits), with so many lines said to and fro."""
    started = services.start(Question(key=ids.new_token(), text=ASKED, locale="sv", first_name="Amina"), True)
    made: dict[str, object] = {"id": started.public_id, "token": started.token}
    if actor is None:
        return made
    claim = desk.claim(actor, started.public_id)
    visitor = queries.visitor_by_token(started.token)
    assert visitor is not None
    for number in range(lines):
        if number % 2:
            services.post(visitor, SAID[1], ids.new_token())
        else:
            desk.post(actor, started.public_id, claim, SAID[0], ids.new_token())
    return {**made, "claim": claim}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("talks", type=int)
    parser.add_argument("staff", type=int)
    parser.add_argument("--lines", type=int, default=6)
    parser.add_argument("--queued", type=int, default=0)
    options = parser.parse_args()
    create_app(config.load())
    events.forget_all()  # nobody listens in this process
    with unit_of_work():
        session.add(ChatRules(still_there=0, long_wait=0))
        people = [colleague(number) for number in range(options.staff)]
    talks: list[dict[str, object]] = []
    for begin in range(0, options.talks, TOGETHER):
        with unit_of_work():
            for number in range(begin, min(options.talks, begin + TOGETHER)):
                holder = number % options.staff
                talks.append({**conversation(people[holder][0], options.lines), "staff": holder})
    with unit_of_work():
        # Nobody in a benchmark has a heart that beats, and each claim was a beat: without this all would be given back.
        session.execute(update(Presence).values(lease_until=clock.now() + clock.days(1)))
        waiting = [conversation(None, 0) for _ in range(options.queued)]
    json.dump({"talks": talks, "staff": [keys for _, keys in people], "waiting": waiting}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
