"""A guide in four languages, places to live in, and what their libraries do differently; for tests of local rules."""

from __future__ import annotations

from sqlalchemy import select

from app.core import counter, i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.guides import queries, rules
from app.domain.guides.models import Guide, GuideTranslation, LocalRule, Matter, MatterName, Step, Topic
from app.domain.guides.rules import Effective, digest
from app.domain.places.areas import places
from app.domain.places.models import Area

CAN = ["Vi visar hur", "Vi skriver ut", "Vi lånar ut en dator"]
CANNOT = ["Vi loggar inte in åt dig", "Vi fyller inte i åt dig"]
TREE = [
    ("SE", "country", None), ("SE-AC", "region", "SE"), ("SE-2482", "municipality", "SE-AC"),
    ("SE-2482-stad", "branch", "SE-2482"), ("SE-2480", "municipality", "SE-AC"), ("DK", "country", None),
]  # fmt: skip


def text(locale: str, can: list[str], cannot: list[str], state: str = "up_to_date") -> GuideTranslation:
    made = GuideTranslation(locale=locale, title=f"Kort {locale}", summary="", can=can, cannot=cannot, state=state)
    made.steps = [Step(position=1, title="Steg")]
    return made


def town() -> None:
    """Places, and the guide `card-se` from Swedish; the Finnish text has one line too few."""
    with unit_of_work() as unit:
        made: dict[str, Area] = {}
        for position, (code, kind, parent) in enumerate(TREE):
            made[code] = Area(code=code, kind=kind, timezone="Europe/Stockholm", names={"sv": f"Namn {code}"})
            made[code].position, made[code].parent = position, made.get(parent or "")
        unit.session.add_all(made.values())
        names = [MatterName(locale="sv", title="Kortet")]
        matter = Matter(code="card", topic=Topic(slug="paper", icon="paper", names={"sv": "Papper"}), names=names)
        guide = Guide(slug="card-se", matter=matter, country="se", source_locale="sv", minutes_low=1, minutes_high=2)
        guide.cannot = ["personal", "access"]
        guide.translations = [
            text("sv", CAN, CANNOT),
            text("en", ["We show how", "We print", "We lend a computer"], ["We do not log in", "We do not fill in"]),
            text("ar", ["نريك", "نطبع", "نعير"], ["لا ندخل", "لا نملأ"]),
            text("fi", ["Näytämme", "Lainaamme"], ["Emme kirjaudu", "Emme täytä"]),
        ]
        unit.session.add(guide)
        counter.bump(counter.CONTENT)


def rule(area: str, kind: str = "can", strikes: str = "", reason: str = "", **texts: str) -> str:
    """A rule as a row; its public id."""
    with unit_of_work() as unit:
        row = LocalRule(kind=kind, reason=reason or None, texts=texts, strikes=digest(strikes) if strikes else None)
        row.area_id = session.scalars(select(Area.id).where(Area.code == area)).one()
        row.guide_id = session.scalars(select(Guide.id).where(Guide.slug == "card-se")).one()
        unit.session.add(row)
        unit.session.flush()
        counter.bump(counter.CONTENT)
        return row.public_id


def read(area: str, code: str = "sv") -> Effective:
    """What holds for a reader in an area, nowhere for an empty one."""
    session.remove()
    with i18n.speaking(code):
        guide = queries.guide("card-se")
        assert guide is not None
        return rules.effective(guide, places()[area].chain if area else ())


def said(found: Effective) -> tuple[list[str], list[str]]:
    return [line.text for line in found.can], [line.text for line in found.cannot]
