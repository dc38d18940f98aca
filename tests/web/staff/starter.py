"""The staff pages on the starter content, with its search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.domain.search import loader
from tests.web.public.conftest import loaded, site

__all__ = ["app", "loaded", "site"]


@pytest.fixture
def app(site: Flask, loaded: Path) -> Iterator[Flask]:
    """The application on the starter content."""
    loader.current_index()
    yield site
