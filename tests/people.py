"""People who use a running server with nothing but HTTP: a visitor, and a colleague at the desk."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from app.core import ids
from tests.reading import Form, Line, form_of, lines_of

_networks = count(2)
SECONDS = 30


def new_network() -> str:
    """A loopback address that nobody else speaks from, so that one visitor's share of requests is not everybody's."""
    number = next(_networks)
    return f"127.{number >> 16 & 127}.{number >> 8 & 255}.{number & 255}"


class FromNetwork(HTTPAdapter):
    """Speaks from a network of its own."""

    def __init__(self) -> None:
        self._source = (new_network(), 0)
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, source_address=self._source, **more)


class Browser:
    """Cookies, and the header with which a browser says that a form is from our own page."""

    def __init__(self, url: str) -> None:
        self.url, self.http = url, requests.Session()
        self.http.trust_env = False
        self.http.mount("http://", FromNetwork())
        self.http.headers["Sec-Fetch-Site"] = "same-origin"

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.http.get(self.url + path, timeout=SECONDS, **more)

    def post(self, path: str, data: dict[str, str] | None = None, **more: Any) -> requests.Response:
        """A plain form; what a browser shows afterwards."""
        return self.http.post(self.url + path, data=data or {}, timeout=SECONDS, **more)

    def script(self, path: str, data: dict[str, str] | None = None) -> requests.Response:
        """The same form sent by a script."""
        return self.post(path, data, headers={"Accept": "application/json"}, allow_redirects=False)

    def submit(self, form: Form, **fields: str) -> requests.Response:
        """A form of a page that was read, with what a person typed."""
        return self.post(form.action, {**form.fields, **fields})

    @property
    def cookie(self) -> str:
        """What the browser sends when it opens a socket."""
        return "; ".join(f"{one.name}={one.value}" for one in self.http.cookies)


class Visitor(Browser):
    """Somebody who is stuck."""

    def __init__(self, url: str, lang: str = "sv") -> None:
        super().__init__(url)
        self.lang, self.conversation = lang, ""

    def ask(self, text: str, **fields: str) -> str:
        """Asks through the form and gives the conversation's public id."""
        form = form_of(self.get(f"/{self.lang}/ask").text, "/ask")
        page = self.submit(form, text=text, **fields)
        assert page.status_code == 200, page.text[:300]
        if "data-talk=" not in page.text:  # a left message leads to the ways to its answer first
            page = self.get(f"/{self.lang}/chat")
        self.conversation = page.text.split('data-talk="', 1)[1].split('"', 1)[0]
        return self.conversation

    def send(self, text: str, key: str = "") -> dict[str, Any]:
        """Sends as the script on the page does; raises where that tries again."""
        answer = self.script(f"/{self.lang}/chat/messages", {"text": text, "key": key or ids.new_token()})
        return _settled(answer)

    def pull(self, after: int = 0) -> list[Line]:
        answer = self.get(f"/{self.lang}/chat/messages", params={"after": after})
        answer.raise_for_status()
        return lines_of(answer.text)


class Staff(Browser):
    """A colleague at the desk."""

    def __init__(self, url: str, email: str, password: str, public_id: str, lang: str = "en") -> None:
        super().__init__(url)
        self.email, self.password, self.public_id, self.lang = email, password, public_id, lang
        self.desk = f"/{lang}/staff"

    def log_in(self) -> None:
        given = {"email": self.email, "password": self.password}
        answer = self.post(f"{self.desk}/log-in", given, allow_redirects=False)
        assert answer.status_code == 303, answer.text[:300]

    def go(self, availability: str) -> None:
        assert self.post(f"{self.desk}/availability", {"availability": availability}).status_code == 200

    def claim(self, conversation: str) -> requests.Response:
        return self.script(f"{self.desk}/conversation/{conversation}/claim")

    def take(self, conversation: str) -> int:
        """Claims it and gives the number that every write carries."""
        answer = self.claim(conversation)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["claim"])

    def send(self, conversation: str, claim: int, text: str, key: str = "", **more: str) -> dict[str, Any]:
        """Sends as the script at the desk does; raises where that tries again."""
        fields = {"text": text, "key": key or ids.new_token(), "claim": str(claim), **more}
        return _settled(self.script(f"{self.desk}/conversation/{conversation}/messages", fields))

    def pull(self, conversation: str, after: int = 0) -> list[Line]:
        answer = self.get(f"{self.desk}/conversation/{conversation}/messages", params={"after": after})
        answer.raise_for_status()
        return lines_of(answer.text)


def _settled(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise requests.ConnectionError(f"answered {answer.status_code}")
    found: dict[str, Any] = json.loads(answer.text)
    return found
