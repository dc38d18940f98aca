"""Reads our pages as a person or a script does: lines of a log, and forms with what is already filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "img", "link", "meta", "hr", "use", "path"}


@dataclass
class Line:
    """One line of a log on screen."""

    seq: int
    side: str
    key: str
    text: str = ""


@dataclass
class Form:
    """Where a form goes and what it carries before anybody types."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Log(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._line: Line | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "li":
            # A row without a number says something about the line above; it is not one.
            side, seq = given.get("class", "").split()[-1:], given.get("data-seq")
            self._line = Line(int(seq), side[0], given.get("data-key", "")) if seq else None
            self.lines += [self._line] if self._line else []
        elif self._depth:
            self._depth += tag not in VOID
        elif tag == "div" and "bubble" in given.get("class", "").split():
            self._depth = 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag not in VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and self._line:
            self._line.text += data


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self._inside = True
        elif self._inside and tag == "input" and "name" in given:
            chosen = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if chosen:
                self.forms[-1].fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def lines_of(html: str) -> list[Line]:
    """The lines of the log in a page or a pulled fragment."""
    reader = _Log()
    reader.feed(html)
    return reader.lines


def form_of(html: str, ending: str) -> Form:
    """The form whose address ends so."""
    reader = _Forms()
    reader.feed(html)
    return next(form for form in reader.forms if form.action.endswith(ending))
