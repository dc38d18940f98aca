"""What a reader's answer to "Did this help?" changes. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from app.core import clock
from app.core.db import changed, session
from app.core.errors import Invalid, NotFound
from app.core.text import accept
from app.domain.guides.models import Guide, GuideVote
from app.domain.guides.terms import GuideStatus, Helped, Wrong

WORDS_LIMIT = 1000


@dataclass(frozen=True)
class Vote:
    """What the reader answered; `wrong` and `text` may be empty."""

    helped: str
    wrong: str = ""
    text: str = ""


def vote(slug: str, locale: str, answer: Vote) -> int:
    """Keeps the answer; returns how many personal numbers were hidden in its words, so that the reader can be told."""
    guide = session.execute(select(Guide.id).where(Guide.slug == slug, Guide.status == GuideStatus.PUBLISHED)).scalar()
    if guide is None:
        raise NotFound()
    if answer.helped not in set(Helped) or (answer.wrong and answer.wrong not in set(Wrong)):
        raise Invalid("value_wrong")
    words = accept(answer.text, WORDS_LIMIT)
    unhelped = answer.helped == Helped.NO
    session.add(
        GuideVote(
            guide_id=guide,
            locale=locale,
            helped=answer.helped,
            wrong=(answer.wrong or None) if unhelped else None,
            text=words.text.strip() if unhelped else "",
            day=clock.today(),
        )
    )
    return len(words.masked)


def forget_words(older_than_days: int) -> int:
    """Takes away what readers wrote that many days ago or earlier; their yes or no stays. Returns how many."""
    last = clock.today() - timedelta(days=older_than_days)
    return changed(update(GuideVote).where(GuideVote.day <= last, GuideVote.text != "").values(text=""))
