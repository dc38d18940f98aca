"""Topics in the database."""

from __future__ import annotations

from sqlalchemy import select

from app.core import db
from app.domain.content.records import TopicRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.rows.terms import follow_topics
from app.domain.content.terms import Kind
from app.domain.guides.models import Topic


def find() -> dict[str, Topic]:
    return {topic.slug: topic for topic in db.session.scalars(select(Topic))}


def record(row: Topic) -> TopicRecord:
    return TopicRecord(row.slug, row.position, row.icon, dict(row.names), dict(row.summaries))


def write(wanted: TopicRecord, row: Topic | None) -> Topic:
    if row is None:
        row = Topic(slug=wanted.slug)
        db.session.add(row)
    row.position, row.icon = wanted.position, wanted.icon
    row.names, row.summaries = wanted.names, wanted.summaries
    return row


SHELF = Shelf(Kind.TOPIC, find, record, write, settle=follow_topics)
