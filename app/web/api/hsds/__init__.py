"""The directory as open data in the words of Open Referral HSDS 3.0, under /api/hsds/v3/."""

from app.web.api.hsds import views

__all__ = ["views"]
