"""A service's phone numbers: a row keeps its identity, so that its checks stay with it."""

from __future__ import annotations

from app.domain.content.records import PhoneRecord
from app.domain.directory.models import Phone, Service


def record(row: Phone) -> PhoneRecord:
    return PhoneRecord(row.number, row.kind, dict(row.label), row.confidence, row.source, row.urgent)


def write(wanted: list[PhoneRecord], service: Service) -> None:
    """Same number, same row. A changed number takes over the row at its place: old checks name the old number."""
    rows = {(phone.number, phone.kind): phone for phone in service.phones}
    kept = {key: rows.pop(key) for key in [(phone.number, phone.kind) for phone in wanted] if key in rows}
    spare = sorted(rows.values(), key=lambda phone: phone.position)
    phones: list[Phone] = []
    for position, said in enumerate(wanted):
        phone = kept.get((said.number, said.kind)) or (spare.pop(0) if spare else Phone())
        _fill(phone, said, position)
        phones.append(phone)
    service.phones = phones


def _fill(phone: Phone, said: PhoneRecord, position: int) -> None:
    phone.position, phone.number, phone.kind = position, said.number, said.kind
    phone.label, phone.urgent = said.label, said.urgent
    phone.confidence, phone.source = said.confidence, said.source
