"""Takes a package in, or throws it out: checked as a whole first, then all of it or nothing. Nothing here commits."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app.core import clock, counter, i18n
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.domain.accounts import audit
from app.domain.accounts.permissions import Operator
from app.domain.directory.hsds import away, checking, owners, phones, relations, sources, writing
from app.domain.directory.hsds.checking import Walk
from app.domain.directory.hsds.columns import slug_of
from app.domain.directory.hsds.parcel import Raw
from app.domain.directory.hsds.problems import Problems
from app.domain.directory.hsds.report import Report
from app.domain.directory.hsds.rows import Rows
from app.domain.directory.hsds.shape import KINDS
from app.domain.directory.models import Package, Service

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Label:
    """What the operator says of a package. `source` is where it was had from; `code` is made of the publisher."""

    publisher: str
    language: str
    source: str = ""
    code: str = ""
    lenient: bool = False


@dataclass(frozen=True)
class Looked:
    """A package that was read and checked, and not yet written."""

    label: Label
    source: str
    report: Report
    walk: Walk
    digest: str


def look(path: Path, label: Label) -> Looked:
    """Reads and checks the package. Changes nothing, and takes its time: not for a unit of work, which others wait for."""
    code = _code(label)
    problems = Problems()
    raw = sources.read(path, problems)
    walk = checking.check(raw, problems)
    relations.check(walk, owners.known_terms(code), problems)
    owners.check(walk.parcel, code, problems)
    report = Report(code, label.publisher, list(problems), problems.refuse(label.lenient))
    return Looked(label, label.source or path.name, report, walk, _digest(raw))


def take(operator: Operator, looked: Looked) -> Report:
    """Imports or updates the package in the open unit of work; where the report says `refused`, nothing was changed."""
    report = looked.report
    if not report.refused:
        late = Problems()
        owners.check(looked.walk.parcel, report.code, late)  # others may have been quicker
        report.problems += late
        report.refused = len(late) > 0
    if not report.refused:
        _write(looked)
        audit.write(operator, "hsds.imported", f"package:{report.code}")
        counter.bump(counter.CONTENT)
    return report


def throw_out(operator: Operator, code: str) -> dict[str, int]:
    """Removes a package; NotFound for a code that nothing came under."""
    package = session.scalars(select(Package).where(Package.code == code)).first()
    if package is None:
        raise NotFound("package_unknown", package=code)
    found = away.remove(package)
    audit.write(operator, "hsds.removed", f"package:{code}")
    counter.bump(counter.CONTENT)
    return found


@dataclass(frozen=True)
class PackageView:
    """A package for a list: whose, from where, when, and how many services of it are active."""

    code: str
    publisher: str
    source: str
    language: str
    imported_at: str
    counts: dict[str, int]
    active: int


def packages() -> list[PackageView]:
    """Every package by code."""
    active = dict(
        session.execute(
            select(Service.origin, func.count()).where(Service.status == "active").group_by(Service.origin)
        ).all()
    )
    return [
        PackageView(
            row.code, row.publisher, row.source, row.language, row.imported_at.isoformat(timespec="seconds"),
            row.counts, active.get(row.code, 0),
        )
        for row in session.scalars(select(Package).order_by(Package.code))
    ]  # fmt: skip


def _code(label: Label) -> str:
    if label.language not in i18n.locales():
        raise Invalid("language_unknown", language=label.language)
    if not label.publisher.strip() or len(label.publisher) > 200 or len(label.source) > 300:
        raise Invalid("publisher_wrong")
    code = label.code or slug_of(label.publisher, "")
    if not CODE.fullmatch(code) or len(code) > 80:
        raise Invalid("code_wrong_write_small_letters_digits_and_dashes", given=code)
    return code


def _write(looked: Looked) -> None:
    report, label, walk = looked.report, looked.label, looked.walk
    package = session.scalars(select(Package).where(Package.code == report.code)).first()
    report.updated = package is not None
    spoke = package.language if package else label.language
    if package is None:
        package = Package(code=report.code)
        session.add(package)
    package.publisher, package.language = label.publisher, label.language
    package.source, package.digest = looked.source[:300], looked.digest
    package.imported_at = clock.now()
    rows = Rows(walk.parcel, package, spoke)
    writing.write(rows)
    phones.write(rows)
    away.put_away(rows)
    package.counts = report.counts = {
        entity: len(walk.parcel.things[entity]) for entity in (*KINDS, "phone") if walk.parcel.things[entity]
    }
    report.gone = rows.gone


def _digest(raw: Raw) -> str:
    said = json.dumps([[top.entity, top.doc] for top in raw.tops], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
