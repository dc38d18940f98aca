"""Refusals. The domain raises these with a stable code; each face says them in its own words."""

from __future__ import annotations


class DomainError(Exception):
    """Something was refused; `code` is stable, `data` fills the sentence a face will say."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


class NotFound(DomainError):
    """Wrong, expired and not yours look the same."""

    def __init__(self, code: str = "not_found", **data: object) -> None:
        super().__init__(code, **data)


class Forbidden(DomainError):
    """The actor is known, and may not."""


class Invalid(DomainError):
    """What was given cannot be used; nothing was changed."""


class Conflict(DomainError):
    """Somebody else was first, or the thing has moved on."""


class TooMany(DomainError):
    """Slow down; `data['retry_after']` is in seconds."""


class Unavailable(DomainError):
    """The database cannot answer just now; nothing was saved."""
