"""An imported document as it may be given today: as it came, with what changed here, and only checked numbers."""

from __future__ import annotations

from typing import Any

from app.core import i18n
from app.domain.directory.hsds import columns, ours, pieces
from app.domain.directory.hsds.loading import Shelf
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.models import Organization, Phone, Service

# A publisher's staff are no more our readers' business than our own: nor what they wrote before, old numbers too.
PRIVATE = ("assurer_email", "metadata")


def given(doc: Doc, shelf: Shelf, reveal: bool) -> Doc:
    """The document with every number anywhere in it judged by its checks; `reveal` keeps all, corrected where they were."""
    return {
        name: kept
        for name, value in doc.items()
        if (reveal or name not in PRIVATE) and (kept := _given(name, value, shelf, reveal)) is not None
    }


def _given(name: str, value: Any, shelf: Shelf, reveal: bool) -> Any:
    if isinstance(value, dict):
        return given(value, shelf, reveal)
    if not isinstance(value, list):
        return value
    if name != "phones":
        return [given(one, shelf, reveal) if isinstance(one, dict) else one for one in value]
    told = [phone for one in value if (phone := _phone(one, shelf, reveal)) is not None]
    return told if told or reveal else None


def _phone(doc: Doc, shelf: Shelf, reveal: bool) -> Doc | None:
    row = shelf.numbers.get(doc["id"])
    if not reveal and (row is None or not _visible(row, shelf)):
        return None
    if row is None or row.number == columns.dialled(doc):
        return given(doc, shelf, reveal)
    # What was dialled after the old number means nothing after another.
    return {
        **{name: said for name, said in given(doc, shelf, reveal).items() if name != "extension"},
        "number": row.number,
    }


def _visible(row: Phone, shelf: Shelf) -> bool:
    return shelf.book.phone(row, shelf.moment).visible


def service(row: Service, shelf: Shelf, reveal: bool) -> Doc:
    """The document, with the status, address and alert that somebody changed here."""
    doc, language = given(row.imported, shelf, reveal), _language(row.name)
    before = columns.service(row.imported, language)
    doc["status"] = row.status
    if row.url != before["url"] or not (reveal or not row.url or shelf.book.service(row, shelf.moment).visible):
        doc = _with(doc, "url", row.url if reveal or shelf.book.service(row, shelf.moment).visible else None)
    if row.alert != before["alert"]:
        doc = _with(doc, "alert", i18n.say(row.alert) if ours.alert_holds(row, shelf.moment) else None)
    if not reveal:
        doc["last_modified"] = pieces.moment(row.last_modified)
        doc = _with(doc, "assured_date", ours.assured_on(row, shelf) or doc.get("assured_date"))
    return doc


def organization(row: Organization, shelf: Shelf, reveal: bool) -> Doc:
    doc = given(row.imported, shelf, reveal)
    before = columns.organization(row.imported, _language(row.description))
    shown = reveal or not row.website or shelf.book.organization(row, shelf.moment).visible
    if row.website != before["website"] or not shown:
        doc = _with(doc, "website", row.website if shown else None)
    return doc


def _language(texts: dict[str, str]) -> str:
    """The language of an imported row: it has texts in one."""
    return next(iter(texts), "en")


def _with(doc: Doc, name: str, value: Any) -> Doc:
    return {**doc, name: value} if value else {key: said for key, said in doc.items() if key != name}
