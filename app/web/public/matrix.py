"""The matrix of a place: every matter, what its libraries do, what they do not and why, and whom they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.text import accept
from app.domain.guides import matrix as domain
from app.domain.guides.matrix import MatrixRow
from app.domain.guides.queries import TopicCard
from app.domain.places.areas import Place, place_of
from app.domain.search.text import fold, words
from app.web import jsonld
from app.web.cache import cacheable
from app.web.filters import inline
from app.web.page import page
from app.web.public.blueprint import bp
from app.web.rule_lines import Shown, shown
from app.web.spreadsheet import sheet

SECONDS = 60
LONGEST = 120


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see of it; empty is everything."""

    topic: str
    q: str
    differs: bool

    @property
    def anything(self) -> bool:
        return bool(self.topic or self.q or self.differs)


@bp.get("/area/<code>/matrix")
def matrix(code: str) -> Response:
    """The page; with `topic`, `q` and `differs` a part of it."""
    place, asked = find(code), _asked()
    every = domain.matrix(place)
    context = _context(place, asked, every)
    return cacheable(page("public/matrix/matrix.html", fragments=("matrix",), **context), SECONDS)


@bp.get("/area/<code>/matrix.csv")
def matrix_csv(code: str) -> Response:
    """The same lines for a spreadsheet: one row a matter, in the language asked in."""
    place, asked = find(code), _asked()
    rows = _rows(place, _wanted(domain.matrix(place), asked))
    response = sheet(f"matrix-{place.code}-{i18n.current().tag}.csv", rows)
    response.headers["Content-Language"] = i18n.current().tag
    return cacheable(response, SECONDS)


def find(code: str) -> Place:
    """The place of this code, or the one it merged into; NotFound in words."""
    found = place_of(code)
    if found is None:
        raise NotFound("area_not_found")
    return found


def _asked() -> Asked:
    get = request.args.get
    return Asked(get("topic", ""), accept(get("q", ""), LONGEST).text.strip(), bool(get("differs")))


def _context(place: Place, asked: Asked, every: list[tuple[TopicCard, list[MatrixRow]]]) -> dict[str, Any]:
    parts = _wanted(every, asked)
    return {
        "place": place,
        "asked": asked,
        "sections": [(topic, [_row(row) for row in rows]) for topic, rows in parts],
        "count": sum(len(rows) for _topic, rows in parts),
        "total": sum(len(rows) for _topic, rows in every),
        "differing": sum(row.lines.differs for _topic, rows in every for row in rows),
        "topics": [(topic.slug, i18n.say(topic.names)) for topic, _rows in every],
        "head": jsonld.head(place.name),
        "ask_url": url_for("public.ask", area=place.code),
    }


def _row(row: MatrixRow) -> tuple[MatrixRow, list[Shown], list[Shown]]:
    return row, shown(row.lines.can), shown(row.lines.cannot)


def _wanted(every: list[tuple[TopicCard, list[MatrixRow]]], asked: Asked) -> list[tuple[TopicCard, list[MatrixRow]]]:
    """The rows asked for; a topic without any is left out."""
    keys = _keys(asked.q)
    found = [
        (topic, [row for row in rows if (row.lines.differs or not asked.differs) and _says(row, keys)])
        for topic, rows in every
        if asked.topic in ("", topic.slug)
    ]
    return [(topic, rows) for topic, rows in found if rows]


def _keys(text: str) -> list[str]:
    return [fold(word) for word in words(text)]


def _says(row: MatrixRow, keys: list[str]) -> bool:
    """Whether every word asked for begins a word of this row."""
    if not keys:
        return True
    said = [row.matter.title, *(one.text for one in (*row.lines.can, *row.lines.cannot))]
    there = _keys(" ".join([*said, *(one.name for one in row.refer_to)]))
    return all(any(word.startswith(key) for word in there) for key in keys)


def _rows(place: Place, parts: list[tuple[TopicCard, list[MatrixRow]]]) -> Iterator[Iterable[str]]:
    yield (_("Topic"), _("What it is about"), _("What we do"), _("What we do not do, and why"), _("We refer to"),
           _("Address"))  # fmt: skip
    for topic, rows in parts:
        for row in rows:
            yield _cells(place, i18n.say(topic.names), row)


def _cells(place: Place, topic: str, row: MatrixRow) -> Iterable[str]:
    can = [_plain(one) for one in shown(row.lines.can)]
    cannot = [f"{_plain(one)} {one.why}".rstrip() for one in shown(row.lines.cannot)]
    names = [one.name for one in row.refer_to] or [_("We do not know of anybody here.")]
    address = jsonld.absolute(link(row, place.code))
    return topic, row.matter.title, "\n".join(can), "\n".join(cannot), "\n".join(names), address


def _plain(one: Shown) -> str:
    return f"{one.here} {inline(str(one.text)).striptags()}".strip()


def link(row: MatrixRow, area: str) -> str:
    """Where the matter is explained: its guide, else the page that says there is none yet."""
    if row.guide:
        return url_for("public.guide", slug=row.guide, area=area)
    return url_for("public.matter", code=row.matter.code, area=area)
