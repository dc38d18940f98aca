"""CPSV-AP 3.2.0: every form parses to the same graph, and every class has what the profile makes mandatory."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Literal, URIRef
from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory import services
from app.domain.directory.bodies import COMPANIES_AND_ASSOCIATIONS, RUN_BY_THE_STATE
from app.domain.directory.cpsv.words import SPACES
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.services import Finding
from tests.staff_house import person

FORMS = {
    "ttl": ("turtle", "text/turtle"),
    "rdf": ("xml", "application/rdf+xml"),
    "jsonld": ("json-ld", "application/ld+json"),
}
# From the profile's own SHACL shapes: class, property, least, most.
MANDATORY = (
    ("cpsv:PublicService", "dct:identifier", 1, 1),
    ("cpsv:PublicService", "dct:title", 1, None),
    ("cpsv:PublicService", "dct:description", 1, None),
    ("cpsv:PublicService", "cv:hasCompetentAuthority", 1, None),
    ("cv:PublicOrganisation", "skos:prefLabel", 1, None),
    ("cv:PublicOrganisation", "dct:spatial", 1, None),
    ("foaf:Agent", "dct:identifier", 1, 1),
    ("foaf:Agent", "dct:title", 1, None),
    ("cv:Channel", "dct:identifier", 1, 1),
    ("cv:Channel", "dct:type", 0, 1),
    ("cv:Cost", "dct:identifier", 1, 1),
    ("cv:Cost", "cv:hasValue", 0, 1),
    ("cv:Cost", "cv:currency", 0, 1),
    ("cv:Evidence", "dct:identifier", 1, 1),
    ("cv:Evidence", "dct:title", 1, None),
    ("cv:Requirement", "dct:identifier", 1, 1),
    ("cv:Requirement", "dct:title", 1, None),
    ("dcat:Dataset", "dct:title", 1, None),
    ("dcat:Dataset", "dct:description", 1, None),
    ("dcat:Dataset", "dct:publisher", 1, 1),
)
# What a property must point at, wherever it stands.
POINTS_AT = {
    "cv:hasCompetentAuthority": "cv:PublicOrganisation",
    "cv:hasChannel": "cv:Channel",
    "cv:contactPoint": "cv:ContactPoint",
    "cv:contactPage": "foaf:Document",
    "cv:openingHours": "time:TemporalEntity",
    "cv:ownedBy": "org:Organization",
    "cv:hasCost": "cv:Cost",
    "cv:currency": "skos:Concept",
    "cpsv:hasInput": "cv:Evidence",
    "cv:holdsRequirement": "cv:Requirement",
    "cv:isClassifiedBy": "skos:Concept",
    "dct:language": "dct:LinguisticSystem",
    "dct:spatial": "dct:Location",
    "dct:isPartOf": None,
    "dct:hasPart": "cpsv:PublicService",
    "dct:publisher": "foaf:Agent",
    "dct:type": "skos:Concept",
}
TEXTS = ("dct:title", "dct:description", "skos:prefLabel", "skos:altLabel", "locn:fullAddress")


def full(short: str) -> URIRef:
    space, _, word = short.partition(":")
    return URIRef(SPACES[space] + word)


def graph_of(reader: FlaskClient, form: str = "ttl") -> Graph:
    answer = reader.get(f"/api/cpsv-ap.{form}")
    assert answer.status_code == 200
    assert answer.mimetype == FORMS[form][1]
    return Graph().parse(data=answer.data, format=FORMS[form][0])


def faults(graph: Graph) -> list[str]:
    """Everything the profile would refuse, a line each."""
    found = []
    for kind, wanted, least, most in MANDATORY:
        for one in graph.subjects(RDF.type, full(kind)):
            count = len(list(graph.objects(one, full(wanted))))
            if count < least or (most is not None and count > most):
                found.append(f"{one} ({kind}) has {count} × {wanted}")
    for short, target in POINTS_AT.items():
        for one, value in graph.subject_objects(full(short)):
            if target and (value, RDF.type, full(target)) not in graph:
                found.append(f"{one} {short} {value}: not a {target}")
    for short in TEXTS:
        for one, value in graph.subject_objects(full(short)):
            if not (isinstance(value, Literal) and value.language and value.strip()):
                found.append(f"{one} {short} {value!r} has no language")
    return found


def test_it_works(reader: FlaskClient) -> None:
    graph = graph_of(reader)
    assert len(list(graph.subjects(RDF.type, full("cpsv:PublicService")))) > 50
    assert faults(graph) == []


def test_the_faults_are_found(reader: FlaskClient) -> None:
    """The check itself: without the authority of one service, and with a text in no language."""
    graph = graph_of(reader)
    one = next(graph.subjects(RDF.type, full("cpsv:PublicService")))
    graph.remove((one, full("cv:hasCompetentAuthority"), None))
    graph.add((one, full("dct:title"), Literal("bare")))
    assert len(faults(graph)) == 2


def test_the_three_forms_say_the_same(reader: FlaskClient) -> None:
    turtle, xml, json = (set(graph_of(reader, form)) for form in FORMS)
    assert turtle == xml == json
    assert reader.get("/api/cpsv-ap.n3").status_code == 404


def test_every_service_has_its_names_in_every_language(reader: FlaskClient) -> None:
    graph, tags = graph_of(reader), {one.tag for one in i18n.locales().values()}
    for one in graph.subjects(RDF.type, full("cpsv:PublicService")):
        for short in ("dct:title", "dct:description"):
            assert {value.language for value in graph.objects(one, full(short))} == {tag.lower() for tag in tags}


def test_a_bank_is_nobodys_public_service(reader: FlaskClient) -> None:
    names = {str(value) for value in graph_of(reader).objects(None, full("skos:prefLabel"))}
    assert {"Skatteverket", "Polisen", "NemKonto"} <= names
    assert not {"Swedbank", "Google", "Kivra", "SEB"} & names


def test_the_lists_of_bodies_speak_of_bodies_there_are(site: Flask) -> None:
    assert set(session.scalars(select(Organization.slug))) >= COMPANIES_AND_ASSOCIATIONS | RUN_BY_THE_STATE


def test_numbers_only_when_somebody_has_looked(reader: FlaskClient) -> None:
    assert not list(graph_of(reader).objects(None, full("cv:telephone")))
    of_tax = select(Phone).join(Service).join(Organization).where(Organization.slug == "skatteverket")
    phone = session.scalars(of_tax).first()
    assert phone is not None
    number, address = phone.number, phone.public_id
    for checker in (person("Karin"), person("Ali")):
        with unit_of_work():
            services.record_check(
                checker, "phone", address, Finding(number, "right", "https://www.skatteverket.se/kontakt")
            )
    for form in FORMS:
        graph = graph_of(reader, form)
        assert {str(value) for value in graph.objects(None, full("cv:telephone"))} == {number}
        assert faults(graph) == []


def test_it_is_open_to_every_site_and_kept(reader: FlaskClient) -> None:
    answer = reader.get("/api/cpsv-ap.ttl", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = reader.get("/api/cpsv-ap.ttl", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "address", ["https://x.example/a b", 'https://x.example/"><script>', "https://x.example/{}|^`\\"]
)
def test_an_address_cannot_break_out(reader: FlaskClient, address: str) -> None:
    with unit_of_work() as unit:
        body = unit.session.scalars(select(Organization).where(Organization.slug == "polisen")).one()
        for one in body.services:
            one.url = address
            one.name = {**one.name, "en": 'Bad "name" <b>\\ """ @en'}
        services.counter.bump(services.counter.CONTENT)
    graphs = [set(graph_of(reader, form)) for form in FORMS]
    assert graphs[0] == graphs[1] == graphs[2]
    assert not [one for one in graphs[0] if isinstance(one[2], URIRef) and set(one[2]) & set(' "<>{}|^`\\')]
