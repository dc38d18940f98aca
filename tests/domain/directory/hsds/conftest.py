"""Packages are taken in on both kinds of database; no web is needed."""

from tests.databases import database

__all__ = ["database"]
