"""The catalogue as RDF. Pure; rdflib is loaded when somebody asks, since most processes never do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.core import i18n
from app.domain.directory.cpsv import codes
from app.domain.directory.cpsv.channels import Channels
from app.domain.directory.cpsv.rows import Catalogue, PublicBody, PublicService
from app.domain.directory.cpsv.words import SPACES, Words
from app.domain.directory.views import Term

if TYPE_CHECKING:
    from rdflib import Graph

FORMATS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def write(told: Catalogue, site: str, form: str) -> str:
    """The whole catalogue in one of FORMATS."""
    graph = describe(told, site)
    if form == "jsonld":
        return graph.serialize(format=FORMATS[form], context=dict(SPACES), sort_keys=True)
    return graph.serialize(format=FORMATS[form])


def describe(told: Catalogue, site: str) -> Graph:
    """The graph: the catalogue, its services, their bodies, and everything these point at."""
    words = Words(site)
    whole = _Describer(words, told)
    whole.catalogue()
    for service in told.services:
        whole.service(service)
    return words.graph


class _Describer:
    """Everything but the ways to reach a service, which are the Channels'."""

    def __init__(self, words: Words, told: Catalogue) -> None:
        self._words, self._told = words, told
        self._channels = Channels(words)

    def catalogue(self) -> None:
        """The catalogue itself, and who gives it."""
        say, here = self._words, self._words.here()
        us = say.node("publisher", "foaf:Agent")
        say.add(us, "dct:identifier", say.text(say.site))
        say.texts(us, "dct:title", {"en": "Vejviser"})
        say.add(here, "rdf:type", say.name("dcat:Dataset"))
        say.add(here, "dct:identifier", say.text(str(here)))
        say.texts(here, "dct:title", dict.fromkeys(i18n.locales(), "Vejviser"))
        say.texts(here, "dct:description", self._told.about)
        say.add(here, "dct:publisher", us)
        say.add(here, "dcat:landingPage", say.document(f"{say.site}/en/actors"))

    def service(self, told: PublicService) -> None:
        say, view = self._words, told.view
        one = say.thing("services", told.id, "cpsv:PublicService")
        say.add(one, "dct:identifier", say.text(told.id))
        say.texts(one, "dct:title", view.names)
        say.texts(one, "dct:description", view.descriptions or view.names)
        say.add(one, "cv:hasCompetentAuthority", self._body(told.body))
        say.add(one, "dct:isPartOf", say.here())
        say.add(say.here(), "dct:hasPart", one)
        say.add(one, "foaf:page", say.document(f"{say.site}/en/actor/{view.organization}#{view.slug}"))
        for code in told.areas:
            say.add(one, "dct:spatial", self._place(code))
        for code in view.spoken:
            say.link(one, "dct:language", codes.language(code), "dct:LinguisticSystem")
        for term in view.terms:
            say.add(one, "cv:isClassifiedBy", self._term(term))
        self._demands(one, told)
        self._channels.of_service(one, told)

    def _demands(self, one: object, told: PublicService) -> None:
        """What one must have with one, whom it is for, and what it costs."""
        say, view = self._words, told.view
        for number, titles in enumerate(_aligned(view.documents), 1):
            evidence = say.part("evidence", told.id, number, "cv:Evidence")
            say.texts(evidence, "dct:title", titles)
            say.add(one, "cpsv:hasInput", evidence)
        if view.eligibility:
            demand = say.part("requirement", told.id, 1, "cv:Requirement")
            say.texts(demand, "dct:title", view.eligibility)
            say.add(one, "cv:holdsRequirement", demand)
        for number, option in enumerate(view.costs, 1):
            cost = say.part("cost", told.id, number, "cv:Cost")
            say.texts(cost, "dct:description", option.get("option") or {})
            if option.get("amount") is not None:
                say.add(cost, "cv:hasValue", say.double(float(option["amount"])))
            if option.get("currency"):
                say.link(cost, "cv:currency", codes.currency(str(option["currency"])), "skos:Concept")
            say.add(one, "cv:hasCost", cost)
        if view.fees:
            cost = say.part("cost", told.id, 0, "cv:Cost")
            say.texts(cost, "dct:description", view.fees)
            say.add(one, "cv:hasCost", cost)

    def _body(self, told: PublicBody) -> object:
        say = self._words
        if say.known(one := say.address("organizations", told.id)):
            return one
        for kind in ("cv:PublicOrganisation", "org:Organization", "foaf:Agent"):
            say.add(one, "rdf:type", say.name(kind))
        named = {codes.NAMED_IN.get(told.country or "", "en"): told.name}
        say.add(one, "dct:identifier", say.text(told.id))
        say.texts(one, "dct:title", named)
        say.texts(one, "skos:prefLabel", named)
        if told.alternate_name:
            say.texts(one, "skos:altLabel", dict.fromkeys(named, told.alternate_name))
        for code in told.areas:
            say.add(one, "dct:spatial", self._place(code))
        if told.website:
            say.add(one, "foaf:homepage", say.document(told.website))
        say.add(one, "foaf:page", say.document(f"{say.site}/en/actor/{told.slug}"))
        return one

    def _place(self, code: str) -> object:
        """A country under its European name, anything inside it under the address of its page."""
        say, place = self._words, self._told.places[code]
        one = say.uri((None if place.parent else codes.country(code)) or f"{say.site}/en/area/{code}")
        if not say.known(one):
            for kind in ("dct:Location", "atu:atu-type"):
                say.add(one, "rdf:type", say.name(kind))
            say.add(one, "dct:identifier", say.text(code))
            say.texts(one, "skos:prefLabel", place.names)
            if place.parent:
                say.add(one, "dct:isPartOf", self._place(place.parent))
        return one

    def _term(self, term: Term) -> object:
        say = self._words
        if say.known(one := say.local(f"term-{term.taxonomy}-{term.code}")):
            return one
        scheme = say.local(f"terms-{term.taxonomy}")
        say.add(scheme, "rdf:type", say.name("skos:ConceptScheme"))
        say.add(one, "rdf:type", say.name("skos:Concept"))
        say.add(one, "skos:inScheme", scheme)
        say.add(one, "skos:notation", say.text(term.code))
        say.texts(one, "skos:prefLabel", term.names)
        return one


def _aligned(lists: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """The first of every language, the second of every language…; a language with another count says nothing."""
    counts = [len(found) for found in lists.values()]
    usual = max(set(counts), key=counts.count, default=0)
    return [{code: found[at] for code, found in lists.items() if len(found) == usual} for at in range(usual)]
