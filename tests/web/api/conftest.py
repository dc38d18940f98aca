"""The open data is asked for on the starter content, as the public pages are."""

from tests.web.public.conftest import loaded, one_app, reader, site

__all__ = ["loaded", "one_app", "reader", "site"]
