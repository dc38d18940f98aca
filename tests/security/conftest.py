"""The application on the starter content, for tests of what strangers may try."""

from tests.staff_house import one_app
from tests.web.public.conftest import loaded, reader, site

__all__ = ["loaded", "one_app", "reader", "site"]
