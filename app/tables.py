"""Imports every models.py, so that no table is forgotten by create_app() or by a migration."""

from app.core import counter as _counter
from app.core.db import Base
from app.domain.accounts import models as _accounts
from app.domain.chat import models as _chat
from app.domain.content import models as _content
from app.domain.directory import models as _directory
from app.domain.guides import models as _guides
from app.domain.insights import models as _insights
from app.domain.jobs import models as _jobs
from app.domain.places import models as _places
from app.domain.referrals import models as _referrals
from app.domain.replies import models as _replies
from app.domain.rota import models as _rota
from app.domain.search import models as _search
from app.domain.triage import models as _triage

metadata = Base.metadata

__all__ = ["metadata"]
_ALL = (
    _counter, _accounts, _chat, _content, _directory, _guides, _insights, _jobs, _places, _referrals, _replies,
    _rota, _search, _triage,
)  # fmt: skip
