"""Registering what was asked elsewhere: by phone, by e-mail, at the desk of a branch. Nothing about who, or by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select

from app.core import clock, db, i18n
from app.core.db import session
from app.core.errors import Invalid
from app.core.memory import remembered
from app.domain.directory.models import Service
from app.domain.guides.models import Matter
from app.domain.guides.titles import all_matter_titles
from app.domain.insights.models import Inquiry
from app.domain.insights.terms import EFFORTS, Channel, InquiryOutcome
from app.domain.places.models import Area
from app.domain.search import results

CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.DESK, Channel.VIDEO)
# What is none of our matters is registered too.
NONE_OF_OURS = "-"
MOST = 6
WORDS = 200


@dataclass(frozen=True)
class Entry:
    """What the form holds. `matter` is a code where one was chosen; else `words` are looked up."""

    channel: str
    outcome: str
    locale: str
    matter: str = ""
    words: str = ""
    area: str = ""
    effort: str = ""
    referred_to: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A matter that may be meant; `sure` where it is called so, or nothing else fits."""

    code: str
    title: str
    sure: bool = False


def suggestions(words: str, area: str = "") -> list[Suggestion]:
    """Matters for what is being typed, the likeliest first: by how titles begin, then as our own search finds them."""
    typed = " ".join(words[:WORDS].casefold().split())
    if not typed:
        return []
    titles = _titles()
    exact = [code for code, known in titles.items() if typed in (title.casefold() for title in known.values())]
    begun = [code for code, known in titles.items() if _begins(typed, i18n.say(known))]
    found = results.find(words[:WORDS], i18n.current().code, MOST, area or None)
    codes = list(dict.fromkeys([*exact, *begun, *(hit.slug for hit in found.matters if hit.slug in titles)]))
    sure = exact or (begun if len(begun) == 1 else []) or (codes[:1] if found.confident else [])
    return [Suggestion(code, i18n.say(titles[code]), code in sure[:1]) for code in codes[:MOST]]


def title_of(code: str) -> str:
    """What a matter is called; empty for none."""
    return i18n.say(_titles().get(code, {}))


def _titles() -> dict[str, dict[str, str]]:
    return remembered("matter titles", all_matter_titles)


def _begins(typed: str, title: str) -> bool:
    """Every typed word begins a word of the title: `ban loc` is “BankID is locked”."""
    words = title.casefold().replace("-", " ").split()
    return all(any(word.startswith(one) for word in words) for one in typed.split())


def register(given: Entry) -> str:
    """Adds it to the register, and gives its public id. Invalid("matter_unsure") where the words fit several matters."""
    found = Inquiry(
        day=clock.today(),
        channel=_channel(given.channel),
        outcome=_outcome(given.outcome),
        locale=given.locale if given.locale in i18n.locales() else i18n.current().code,
        effort=_effort(given.effort),
        matter_id=_matter(given),
        area_id=_id_of_area(given.area),
        referred_to_id=_referred(given),
    )
    session.add(found)
    session.flush()
    return found.public_id


def take_back(public_id: str) -> Entry | None:
    """Takes out what was registered by mistake, and gives what stood there; None where it is gone. Never a chat's own."""
    before = entry(public_id)
    ours = (Inquiry.public_id == public_id, Inquiry.channel.in_(CHANNELS))
    return before if before and db.changed(delete(Inquiry).where(*ours)) else None


def entry(public_id: str) -> Entry | None:
    """One that was registered here, as the form would hold it."""
    row = session.scalars(select(Inquiry).where(Inquiry.public_id == public_id, Inquiry.channel.in_(CHANNELS))).first()
    if row is None:
        return None
    code = session.execute(select(Matter.code).where(Matter.id == row.matter_id)).scalar()
    area = session.execute(select(Area.code).where(Area.id == row.area_id)).scalar()
    service = session.execute(select(Service.slug).where(Service.id == row.referred_to_id)).scalar()
    blank = Entry(row.channel, row.outcome, row.locale, code or NONE_OF_OURS, title_of(code or ""))
    return replace(blank, area=area or "", effort=str(row.effort or ""), referred_to=service or "")


def _channel(value: str) -> Channel:
    if value not in CHANNELS:
        raise Invalid("channel_missing")
    return Channel(value)


def _outcome(value: str) -> InquiryOutcome:
    if value not in set(InquiryOutcome):
        raise Invalid("outcome_missing")
    return InquiryOutcome(value)


def _effort(value: str) -> int | None:
    return int(value) if value in map(str, EFFORTS) else None


def _matter(given: Entry) -> int | None:
    if given.matter == NONE_OF_OURS:
        return None
    code = given.matter or _looked_up(given)
    found = session.execute(select(Matter.id).where(Matter.code == code)).scalar()
    if found is None:
        raise Invalid("matter_missing")
    return found


def _looked_up(given: Entry) -> str:
    if not given.words.strip():
        raise Invalid("matter_missing")
    sure = next((one for one in suggestions(given.words, given.area) if one.sure), None)
    if sure is None:
        raise Invalid("matter_unsure")
    return sure.code


def _id_of_area(code: str) -> int | None:
    return session.execute(select(Area.id).where(Area.code == code)).scalar() if code else None


def _referred(given: Entry) -> int | None:
    if given.outcome != InquiryOutcome.REFERRED:
        return None
    found = session.execute(select(Service.id).where(Service.slug == given.referred_to)).scalar()
    if found is None:
        raise Invalid("referral_missing")
    return found


def counted_today() -> dict[str, int]:
    """How many questions of each channel were registered today."""
    query = select(Inquiry.channel, func.count()).where(Inquiry.day == clock.today()).group_by(Inquiry.channel)
    return {row[0]: row[1] for row in session.execute(query)}
