"""How the rules of an area change. Audited, and public pages are made anew; nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.core import clock, counter, i18n
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.masking.terms import MASK
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.directory.numbers import holds_number
from app.domain.guides import rules
from app.domain.guides.models import Guide, LocalRule
from app.domain.guides.rule_list import Choice, choice, version
from app.domain.guides.rules import Rule
from app.domain.guides.terms import Reason, RuleKind
from app.domain.places.areas import Place, home_locale, places
from app.domain.places.models import Area

# One thing the library does or does not do; a story belongs in the guide.
LONGEST = 300
KEPT_DAYS = 30
WAS = {RuleKind.CAN: RuleKind.WAS_CAN, RuleKind.CANNOT: RuleKind.WAS_CANNOT}
IS = {was: kind for kind, was in WAS.items()}


@dataclass(frozen=True)
class Draft:
    """What an editor wants: a line of their own by language, a line of the guide taken away (its digest), or both."""

    kind: str = ""
    reason: str = ""
    texts: Mapping[str, str] | None = None
    strikes: str = ""


def drafted(area: str, guide: str, draft: Draft) -> Rule:
    """The rule as it would stand; refuses what cannot be kept. Nothing is saved."""
    place, about = _where(area, guide)
    texts = _texts(draft, home_locale(place.country))
    spots = rules.spots(draft.strikes, about.lines)
    if draft.strikes and not spots:
        raise Conflict("strike_gone")
    if not texts and not spots:
        raise Invalid("rule_empty")
    kind = draft.kind if texts else spots[0].kind
    if kind not in rules.KINDS:
        raise Invalid("kind_missing")
    reason = draft.reason if texts and kind == RuleKind.CANNOT else ""
    if texts and kind == RuleKind.CANNOT and reason not in set(Reason):
        raise Invalid("reason_missing")
    return Rule("", area, kind, reason, texts, draft.strikes, spots)


def add(actor: Actor, area: str, guide: str, draft: Draft) -> str:
    """Keeps a new rule; returns its public id."""
    authorize(actor, Action.KEEP_RULES)
    rule = drafted(area, guide, draft)
    _refuse_twin(rule, guide)
    row = LocalRule(
        area_id=session.execute(select(Area.id).where(Area.code == area)).scalar_one(),
        guide_id=session.execute(select(Guide.id).where(Guide.slug == guide)).scalar_one(),
    )
    _write(row, rule)
    session.add(row)
    session.flush()
    _changed(actor, "added", row)
    return row.public_id


def change(actor: Actor, public_id: str, draft: Draft, seen: str) -> None:
    """Changes a rule; Conflict where it is no longer as the editor saw it."""
    row = _locked(actor, public_id, seen)
    rule = replace(drafted(row.area.code, row.guide.slug, draft), public_id=public_id)
    _refuse_twin(rule, row.guide.slug)
    _write(row, rule)
    _changed(actor, "changed", row)


def remove(actor: Actor, public_id: str, seen: str) -> None:
    """Takes a rule away. It waits for a month in case it was a slip; those that have waited longer go for good."""
    row = _locked(actor, public_id, seen)
    row.kind = WAS[RuleKind(row.kind)]
    before = clock.now() - clock.days(KEPT_DAYS)
    session.execute(delete(LocalRule).where(LocalRule.kind.in_(list(IS)), LocalRule.updated_at < before))
    _changed(actor, "removed", row)


def put_back(actor: Actor, public_id: str) -> None:
    """Undoes a removal; one that is back already is fine."""
    authorize(actor, Action.KEEP_RULES)
    row = _row(public_id)
    if row is None:
        raise NotFound("rule_not_found")
    row.kind = IS.get(RuleKind(row.kind), row.kind)
    _changed(actor, "put_back", row)


def _where(area: str, guide: str) -> tuple[Place, Choice]:
    place, about = places().get(area), choice(guide)
    if place is None:
        raise Invalid("area_missing")
    if about is None:
        raise Invalid("guide_missing")
    if about.country not in (None, place.country):
        raise Invalid("guide_elsewhere")
    return place, about


def _texts(draft: Draft, home: str) -> dict[str, str]:
    """The line by language, the area's own first; it may not hold what is somebody's own, nor a number to dial."""
    found = {}
    for code in sorted(i18n.locales(), key=lambda code: code != home):
        accepted = accept((draft.texts or {}).get(code, ""), LONGEST + 1)
        said = " ".join(accepted.text.split())
        if accepted.masked or MASK in said:
            raise Invalid("rule_private", field=code)
        if holds_number(said):
            raise Invalid("number_in_words", field=code)
        if len(said) > LONGEST:
            raise Invalid("rule_long", field=code, most=LONGEST)
        if said:
            found[code] = said
    if found and home not in found:
        raise Invalid("rule_untold", field=home)
    return found


def _refuse_twin(rule: Rule, guide: str) -> None:
    """Two editors may mean the same: the second is told, and nothing is said twice on a page."""
    about = choice(guide)
    others = rules.every_rule() if about else []
    for row, other in others:
        same = about and row == about.id and other.area == rule.area and other.public_id != rule.public_id
        if same and rule.strikes and other.strikes == rule.strikes:
            raise Conflict("strike_there")
        if same and rule.texts and (other.kind, other.texts) == (rule.kind, rule.texts):
            raise Conflict("rule_there")


def _write(row: LocalRule, rule: Rule) -> None:
    row.kind, row.reason, row.strikes = rule.kind, rule.reason or None, rule.strikes or None
    row.texts, row.updated_at = dict(rule.texts or {}), clock.now()


def _locked(actor: Actor, public_id: str, seen: str) -> LocalRule:
    """The row, held until the end of the unit of work, if it still says what the editor saw."""
    authorize(actor, Action.KEEP_RULES)
    row = _row(public_id)
    if row is None or row.kind not in rules.KINDS:
        raise NotFound("rule_not_found")
    now = Rule(public_id, row.area.code, row.kind, row.reason or "", row.texts, row.strikes or "")
    if version(now) != seen:
        raise Conflict("rule_moved")
    return row


def _row(public_id: str) -> LocalRule | None:
    query = select(LocalRule).where(LocalRule.public_id == public_id).with_for_update(of=LocalRule)
    return session.scalars(query.options(joinedload(LocalRule.area), joinedload(LocalRule.guide))).first()


def _changed(actor: Actor, verb: str, row: LocalRule) -> None:
    audit.write(actor, f"rule.{verb}", f"rule:{row.public_id}")
    counter.bump(counter.CONTENT)
