"""How a graph is spoken to in the words of this house: short names, our addresses, texts in twelve languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core import i18n

SPACES = {
    "adms": "http://www.w3.org/ns/adms#",
    "atu": "http://data.europa.eu/88u/dataset/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Words:
    """One graph being written. Every node has an address, so that the same content gives the same graph."""

    def __init__(self, site: str) -> None:
        import rdflib

        self._rdf = rdflib
        self.site = site
        self.graph = rdflib.Graph(bind_namespaces="none")
        for short, space in SPACES.items():
            self.graph.bind(short, space)
        self._names: dict[str, Any] = {}

    def name(self, short: str) -> Any:
        """`dct:title` in full."""
        if short not in self._names:
            space, _, word = short.partition(":")
            self._names[short] = self._rdf.URIRef(SPACES[space] + word)
        return self._names[short]

    def add(self, one: Any, short: str, value: Any) -> None:
        self.graph.add((one, self.name(short), value))

    def known(self, one: Any) -> bool:
        """Whether something has been said of it already."""
        return (one, None, None) in self.graph

    def uri(self, address: str) -> Any:
        return self._rdf.URIRef(address)

    def here(self) -> Any:
        """The catalogue."""
        return self.uri(f"{self.site}/api/cpsv-ap")

    def local(self, name: str) -> Any:
        """Something that has no page of its own."""
        return self.uri(f"{self.site}/api/cpsv-ap#{name}")

    def address(self, kind: str, id: str) -> Any:
        """Where the same thing is found in the HSDS API."""
        return self.uri(f"{self.site}/api/hsds/v3/{kind}/{id}")

    def thing(self, kind: str, id: str, type: str) -> Any:
        one = self.address(kind, id)
        self.add(one, "rdf:type", self.name(type))
        return one

    def node(self, name: str, type: str) -> Any:
        one = self.local(name)
        self.add(one, "rdf:type", self.name(type))
        return one

    def part(self, kind: str, id: str, number: int, type: str) -> Any:
        """A numbered part of a service, with the identifier that the profile asks of it."""
        name = f"{kind}-{id}-{number}"
        one = self.node(name, type)
        self.add(one, "dct:identifier", self.text(name))
        return one

    def link(self, one: Any, short: str, address: str | None, type: str) -> None:
        """Points at something of somebody else's; nothing where there is no address."""
        if address:
            self.add(self.uri(address), "rdf:type", self.name(type))
            self.add(one, short, self.uri(address))

    def document(self, address: str) -> Any:
        one = self.uri(_sound(address))
        self.add(one, "rdf:type", self.name("foaf:Document"))
        return one

    def text(self, value: str) -> Any:
        return self._rdf.Literal(value)

    def texts(self, one: Any, short: str, values: Mapping[str, str]) -> None:
        """A text in every language that has it."""
        for code, value in values.items():
            if value:
                known = i18n.locales().get(code)
                tag = known.tag if known else code.replace("_", "-")
                self.add(one, short, self._rdf.Literal(" ".join(value.split()), lang=tag))

    def double(self, value: float) -> Any:
        return self._rdf.Literal(value, datatype=self.name("xsd:double"))

    def count(self, value: int) -> Any:
        return self._rdf.Literal(value, datatype=self.name("xsd:nonNegativeInteger"))


def _sound(address: str) -> str:
    """What may not stand inside <…>, written the way an address writes it."""
    return "".join(f"%{ord(sign):02X}" if sign in '<>" {}|\\^`' or ord(sign) < 32 else sign for sign in address)
