"""Checks the words of guides: no numbers to call, and links only to addresses that somebody checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from app.domain.content.front_matter import HTML, NO_HTML
from app.domain.content.problems import Problems
from app.domain.content.records import TextRecord
from app.domain.content.terms import Kind
from app.domain.content.whole import Content

# Any script's digits, with what people put between them.
_NUMBER = re.compile(r"(?<![\w/])\+?\d(?:[\s().\-\u2011]?\d){2,}(?![\w/])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+|www\.[^\s)>\]]+")


def check(content: Content, problems: Problems) -> None:
    known, dialled = hosts(content), numbers(content)
    for slug, guide in content.guides.items():
        folder = content.files[Kind.GUIDE, slug].rsplit("/", 1)[0]
        for code, text in guide.texts.items():
            for words in _words(text):
                look(words, f"{folder}/{code}.md", known, dialled, problems)
            # Cards and results show these two as they are.
            if "*" in text.title + text.summary:
                problems.add(f"{folder}/{code}.md", "`title` and `summary` are plain text: take out the asterisks.")
            # The steps were looked through line by line when they were read.
            if any(HTML.search(words) for words in _head(text)):
                problems.add(f"{folder}/{code}.md", NO_HTML)


def look(words: str, file: str, known: set[str], dialled: set[str], problems: Problems) -> None:
    """Refuses what looks like a number to call, and links to hosts that nobody here checks."""
    for found in _NUMBER.findall(words):
        digits = _digits(found)
        if digits in dialled or _is_long(found, digits):
            sentence = f"'{found.strip()}' looks like a phone number; numbers live in actors/, where they are checked."
            problems.add(file, sentence)
    for address in _ADDRESS.findall(words):
        if (urlsplit(address).hostname or "") not in known and problems.is_readable("actors/"):
            problems.add(file, f"The link {address} leads to a host that no file in actors/ has.")


def _head(text: TextRecord) -> Iterator[str]:
    yield from (text.title, text.summary, text.next_time)
    yield from (*text.bring, *text.warnings, *text.can, *text.cannot)


def _words(text: TextRecord) -> Iterator[str]:
    yield from _head(text)
    for step in text.steps:
        yield from (step.title, step.body)


def hosts(content: Content) -> set[str]:
    """Every host that a file in actors/ has."""
    actors = content.organizations.values()
    addresses = [actor.website for actor in actors] + [service.url for actor in actors for service in actor.services]
    return {urlsplit(address).hostname or "" for address in addresses if address}


def numbers(content: Content) -> set[str]:
    """The digits of every number in actors/."""
    services = (service for actor in content.organizations.values() for service in actor.services)
    return {_digits(phone.number) for service in services for phone in service.phones}


def _is_long(found: str, digits: str) -> bool:
    """Something to call: seven digits, or six in groups. `123456`, the code nobody should choose, is neither."""
    if _DAY.fullmatch(found.strip()):
        return False
    return len(digits) >= 7 or (len(digits) >= 6 and digits != found.strip())


def _digits(number: str) -> str:
    return "".join(str(int(sign)) for sign in number if sign.isdecimal())
