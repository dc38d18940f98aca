"""Another tab of the same person: bare HTTP over one kept connection, quick enough for thousands of steps."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, ClassVar
from urllib.parse import urlencode

from app.core import ids
from tests.people import new_network

SECONDS = 60
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What the server said; `said` is its JSON, empty where it spoke HTML."""

    status: int
    body: str
    location: str

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.body) if self.body.startswith("{") else {}


class Tab:
    """Cookies and one connection. Not for two threads at once."""

    # What the last one to ask, of all of them, was answered.
    last: ClassVar[int] = 0

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS, source_address=(new_network(), 0))

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, **fields: object) -> Answer:
        """A form as a script sends it: the answer is JSON where there is something to say."""
        return self._ask("POST", path, urlencode(fields), {"Content-Type": FORM, "Accept": "application/json"})

    def say(self, path: str, **fields: object) -> Answer:
        """A form that carries a key of its own."""
        return self.post(path, key=ids.new_token(), **fields)

    def close(self) -> None:
        self._line.close()

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        headers = {"Sec-Fetch-Site": "same-origin", **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            return self._answer(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server closes connections that were quiet for long; nothing was read from this one yet.
            self._line.close()
            return self._answer(method, path, body, headers)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie") or []:
            for name, one in SimpleCookie(given).items():
                self.cookies[name] = one.value
                if not one.value or one["max-age"] == "0":
                    del self.cookies[name]
        Tab.last = answer.status
        return Answer(answer.status, text, answer.headers.get("Location", ""))
