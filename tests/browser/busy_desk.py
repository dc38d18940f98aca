"""One busy desk: a coordinator with a conversation in every state, colleagues with theirs, and everybody who waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from sqlalchemy import update

from app.core import clock, db, ids
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import skills
from app.domain.accounts.models import StaffMember, StaffSkill
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.chat import asking_for, conduct, desk, guests, handing, rules, services, shift_room
from app.domain.chat.models import Conversation, Presence
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import CardKind
from app.domain.guides.titles import guide_brief
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind
from tests import factories
from tests.people import Staff
from tests.server import Server
from tests.web.staff.test_quality import last_week

GUIDE = "eid-locked-se"


@dataclass
class Busy:
    """Maria's desk; `talks` are public ids by what is going on in them, `paths` the pages of things without a fixed one."""

    maria: Staff
    talks: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)


@dataclass
class _House:
    maria: StaffActor
    olle: StaffActor
    bo: StaffActor


def busy(server: Server) -> Busy:
    """Everything at once; nobody's lease runs out while it is looked at."""
    maria = server.staff("Maria Alla", Role.COORDINATOR)
    found = Busy(maria)
    with server.domain():
        olle, bo = factories.staff("Olle Ek"), factories.staff("Bo Med Ett Längre Namn")
        who = db.session.query(StaffMember).filter_by(public_id=maria.public_id).one()
        house = _House(desk.actor_of(who), olle, bo)
        with unit_of_work():
            rules.change(Operator(), {**_usual(), "still_there": "0", "closing_soon": "0"})
            session.execute(update(Presence).values(lease_until=db.database_now() + timedelta(hours=2)))
            who.limit = 20
        found.paths |= _skilled(house)
        found.talks |= _mine(house) | _beside(house) | _waiting(house)
        found.paths |= _around(house)
    return found


def _usual() -> dict[str, str]:
    return {name: str(value) for name, value in vars(rules.DEFAULTS).items()}


def _takes(actor: StaffActor, name: str, text: str = "Jag förstår inte brevet", **more: Any) -> tuple[Visitor, int]:
    return factories.claimed(actor, text=text, first_name=name, **more)


def _says(actor: StaffActor, who: Visitor, claim: int, text: str = "Hej! Jag tittar på det nu.") -> None:
    with unit_of_work():
        desk.post(actor, who.public_id, claim, text, ids.new_token())


def _set(who: Visitor, **columns: object) -> None:
    with unit_of_work() as unit:
        unit.session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(**columns))


def _mine(house: _House) -> dict[str, str]:
    me, found = house.maria, {}
    found["waits"], claim = _kept(_takes(me, "Amina", "لا أفهم الرسالة التي وصلتني", locale="ar"))
    who, claim = _takes(me, "Oleg", "Mitt kort 4111 1111 1111 1111 är borta, läs https://www.bankid.com")
    _says(me, who, claim)
    brief = guide_brief(GUIDE)
    assert brief is not None
    with unit_of_work():
        desk.note(me, who.public_id, claim, "Har ringt banken, de återkommer.", "n-1")
        desk.send_card(me, who.public_id, claim, CardKind.GUIDE, brief.slug, brief.revision, "c-1")
        conduct.warn(me, who.public_id, claim, 0)
    found["talks"] = who.public_id
    asked, claim = _takes(me, "Tyst")
    _says(me, asked, claim)
    _set(asked, still_asked_at=clock.now())
    found["asked"] = asked.public_id
    for name, due in (("promised", 1), ("overdue", -1)):
        who, claim = _takes(me, name.title())
        with unit_of_work():
            desk.promise(me, who.public_id, claim)
        _set(who, due_at=clock.now() + timedelta(days=due))
        found[name] = who.public_id
    ended, claim = _takes(me, "Borta")
    _says(me, ended, claim)
    with unit_of_work():
        services.close(ended)
    found["ended"] = ended.public_id
    return found


def _kept(taken: tuple[Visitor, int]) -> tuple[str, int]:
    return taken[0].public_id, taken[1]


def _public(actor: StaffActor) -> str:
    return session.get_one(StaffMember, actor.id).public_id


def _beside(house: _House) -> dict[str, str]:
    """What is between Maria and her colleagues: offered, come back, theirs, asked in, in it, and read along."""
    me, olle, found = house.maria, house.olle, {}
    for name in ("offered", "came back"):
        giver, taker = (olle, me) if name == "offered" else (me, olle)
        who, claim = _takes(giver, name.title())
        with unit_of_work():
            handing.to_person(giver, who.public_id, claim, _public(taker), "Kan du ta den här?")
        if name == "came back":
            with unit_of_work():
                handing.not_now(olle, who.public_id, claim + 1, "Sitter i telefon")
        _set(who, handed_at=clock.now() + timedelta(hours=2))  # nobody has to answer while it is looked at
        found[name] = who.public_id
    given, claim = _takes(me, "Given")
    with unit_of_work():
        handing.to_person(me, given.public_id, claim, _public(olle))
    _set(given, handed_at=clock.now() + timedelta(hours=2))
    for name in ("asked in", "in it", "theirs"):
        found[name], claim = _kept(_takes(olle, name.title()))
        if name == "theirs":
            continue
        with unit_of_work():
            guests.invite(olle, found[name], claim, _public(me))
        if name == "in it":
            with unit_of_work():
                guests.join(me, found[name])
    found["guest"], claim = _kept(_takes(me, "Tillsammans"))
    with unit_of_work():
        guests.invite(me, found["guest"], claim, _public(house.bo))
    with unit_of_work():
        guests.join(house.bo, found["guest"])
    return found


def _skilled(house: _House) -> dict[str, str]:
    brief = guide_brief(GUIDE)
    assert brief is not None
    with unit_of_work() as unit:
        made = skills.add(Operator(), {"en": "E-ID", "sv": "E-legitimation"})
        asking_for.choose(Operator(), made.public_id, [brief.matter])
        unit.session.add(StaffSkill(staff_id=house.olle.id, skill_id=made.id))
    return {"skill": f"skills/{made.public_id}"}


def _waiting(house: _House) -> dict[str, str]:
    brief = guide_brief(GUIDE)
    assert brief is not None
    late = factories.visitor("Мій BankID не працює, що робити?", "uk", first_name="Олена")
    _set(late, queued_at=clock.now() - timedelta(minutes=20))
    asks = factories.visitor("BankID", matter=brief.matter, origin={"kind": "guide", "slug": GUIDE, "query": "bankid"})
    back, claim = _takes(house.olle, "Tillbaka")
    with unit_of_work():
        handing.to_queue(house.olle, back.public_id, claim, "Måste gå")
    left = factories.visitor("Skrivet i natt", team_open=False)
    talks = {"late": late, "asks for a skill": asks, "returned": back, "left": left}
    return {name: who.public_id for name, who in talks.items()}


def _around(house: _House) -> dict[str, str]:
    """The room of the shift, a rota, and three colleagues whose conversations of last week can be read."""
    with unit_of_work():
        shift_room.say(house.olle, "Skrivaren är trasig", "s-1")
    with unit_of_work() as unit:
        day = clock.today()
        shape = {"first_day": day, "starts": time(8), "ends": time(17), "kind": ShiftKind.STAFFED}
        shift = Shift(staff_id=house.maria.id, **shape)
        unit.session.add(shift)
        unit.session.flush()
        paths = {"shift": f"rota/shift/{shift.public_id}/{day}"}
    for name in ("Karin Redo", "Per Alm", "Lisa Holm"):
        last_week(factories.staff(name, online=False))
    return paths
