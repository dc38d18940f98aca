"""Type-ahead: by shortcut, title and words, in any language the librarian or the visitor reads."""

from __future__ import annotations

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.guides.models import Matter, Topic
from app.domain.replies import finding, queries, services
from app.domain.replies.models import PreparedReply
from app.domain.replies.services import Draft
from tests.domain.replies.test_replies import add, member


def test_it_works(database: None) -> None:
    karin = member()
    add(karin, shortcut="hello")
    add(karin, shortcut="hell", sv=("Paus", "Ett ögonblick, jag läser."), en=("Wait", "One moment."))
    add(karin, shortcut="shell", sv=("Annat", "Vi säger hello."), en=("Else", "Else."))

    def found(query: str, *locales: str) -> list[str]:
        return [one.shortcut for one in finding.found(queries.usable(karin), query, locales or ("sv", "en"))]

    assert found("hell") == ["hell", "hello", "shell"], "the shortcut itself, its beginning, any word"
    assert found("/hello") == ["hello", "shell"], "with or without the slash"
    assert found("halsn") == ["hello"], "without the marks over letters"
    assert found("ÖGONBLICK jag") == ["hell"]
    assert found("moment", "sv") == [], "not in a language nobody here reads"
    assert found("nothing like it") == []


def test_what_fits_the_matter_and_is_used_comes_first(database: None) -> None:
    karin = member()
    with unit_of_work():
        session.add(Matter(code="mitid", topic=Topic(slug="eid", icon="key")))
    for shortcut in ("rare", "often"):
        add(karin, shortcut=shortcut)
    with unit_of_work():
        services.add(karin, Draft("bound", "mitid", "sv", {"sv": ("Bunden", "Om MitID.")}), False)
        session.query(PreparedReply).filter_by(shortcut="often").update({"used": 9})

    def order(matter: str) -> list[str]:
        return [one.shortcut for one in finding.found(queries.usable(karin), "", ("sv",), matter)]

    assert order("mitid") == ["bound", "often", "rare"]
    assert order("") == ["often", "rare", "bound"], "elsewhere it stands behind what is for everything"


def test_what_a_visitor_wrote_finds_what_fits_it(database: None) -> None:
    karin = member()
    with unit_of_work():
        session.add(Matter(code="mitid", topic=Topic(slug="eid", icon="key")))
        services.add(karin, Draft("bound", "mitid", "sv", {"sv": ("Bunden", "Om något annat.")}), False)
    add(karin, shortcut="scam", sv=("Det kan vara bedrägeri", "Lägg på, lämna inga koder."), en=("Scam", "Hang up."))
    add(karin, shortcut="print", sv=("Att skriva ut", "Skrivaren står vid ingången."), en=("Printing", "Here."))
    for number in range(5):
        add(karin, shortcut=f"hello{number}", sv=("Hej", "Hej, jag hjälper dig gärna."), en=("Hi", "I help you."))

    def found(said: str, matter: str = "", locale: str = "sv") -> list[str]:
        return [one.shortcut for one in finding.fitting(queries.usable(karin), said, locale, matter)]

    assert found("Är det här ett BEDRÄGERIET?") == ["scam"], "whatever its ending"
    assert found("Ska jag lämna koder till dem?") == ["scam"], "two words of its own"
    assert found("Kan du hjälpa mig?") == [], "a word that most replies have says nothing"
    assert found("Bedrägeri?", "mitid") == ["bound", "scam"]
    assert found("Bedrägeri?", locale="fi") == [] and found("") == []
