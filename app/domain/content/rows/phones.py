"""A service's phone numbers: a row keeps its identity, so that its checks stay with it."""

from __future__ import annotations

from app.core.ids import new_uuid, stable_uuid
from app.domain.content.records import PhoneRecord
from app.domain.content.rows import spans
from app.domain.directory.models import Phone, Service


def record(row: Phone) -> PhoneRecord:
    return PhoneRecord(
        number=row.number,
        kind=row.kind,
        label=dict(row.label),
        confidence=row.confidence,
        source=row.source,
        urgent=row.urgent,
        languages=list(row.languages),
        schedule=spans.weekly(row.schedule),
        schedule_source=row.schedule_source,
    )


def write(wanted: list[PhoneRecord], service: Service) -> None:
    """Same number, same row. A changed number takes over the row at its place: old checks name the old number."""
    rows = {(phone.number, phone.kind): phone for phone in service.phones}
    kept = {key: rows.pop(key) for key in [(phone.number, phone.kind) for phone in wanted] if key in rows}
    spare = sorted(rows.values(), key=lambda phone: phone.position)
    phones: list[Phone] = []
    for position, said in enumerate(wanted):
        phone = kept.get((said.number, said.kind)) or (spare.pop(0) if spare else Phone())
        _name(phone, said, service)
        _fill(phone, said, position)
        phones.append(phone)
    service.phones = phones


def _name(phone: Phone, said: PhoneRecord, service: Service) -> None:
    """The number's own UUID, unless another row of the service has it: one that was corrected on screen."""
    given_at_upgrade = phone.public_id and phone.hsds_id == stable_uuid("phone", phone.public_id)
    if (phone.number, phone.kind) == (said.number, said.kind) and not given_at_upgrade:
        return
    named = stable_uuid("phone", "/".join([service.slug, said.number] + ([said.kind] if said.kind != "voice" else [])))
    taken = any(other.hsds_id == named for other in service.phones if other is not phone)
    phone.hsds_id = new_uuid() if taken else named


def _fill(phone: Phone, said: PhoneRecord, position: int) -> None:
    phone.position, phone.number, phone.kind = position, said.number, said.kind
    phone.label, phone.urgent = said.label, said.urgent
    phone.confidence, phone.source = said.confidence, said.source
    phone.languages, phone.schedule = said.languages, said.schedule
    phone.schedule_source = said.schedule_source
