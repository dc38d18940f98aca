"""Prepared replies: kept in every language, out of date when the source says something new, each with its owner."""

from __future__ import annotations

import pytest

from app.core.db import session
from app.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.replies import queries, services
from app.domain.replies.queries import ReplyView
from app.domain.replies.services import Draft
from app.domain.replies.terms import TextState
from tests import factories

HELLO = {"sv": ("Hälsning", "Hej {first_name}! Vad kan jag hjälpa dig med?"), "en": ("Hello", "Hello {first_name}!")}


def member(role: Role = Role.STAFF) -> StaffMember:
    found = session.get(StaffMember, factories.staff(role=role).id)
    assert found is not None
    return found


def add(who: StaffMember, shared: bool = False, shortcut: str = "hello", **texts: tuple[str, str]) -> str:
    with unit_of_work():
        return services.add(who, Draft(shortcut, "", "sv", HELLO | texts), shared)


def change(who: StaffMember, reply: str, seen: str = "", **more: object) -> ReplyView:
    now = queries.one(who, reply)
    texts = {code: (text.title, text.text) for code, text in now.texts.items()} | more.pop("texts", {})  # type: ignore[operator]
    draft = Draft(now.shortcut, now.matter, now.source, texts, **more)  # type: ignore[arg-type]
    with unit_of_work():
        services.change(who, reply, draft, seen or now.version)
    return queries.one(who, reply)


def test_it_works(database: None) -> None:
    karin = member()
    view = queries.one(karin, add(karin))
    assert (view.shortcut, view.source, view.revision, view.mine) == ("hello", "sv", 1, True)
    assert view.state("sv") is view.state("en") is TextState.UP_TO_DATE and view.state("ar") is TextState.MISSING
    assert [one.public_id for one in queries.usable(karin)] == [view.public_id]


def test_a_translation_falls_behind_when_the_source_says_something_new(database: None) -> None:
    karin = member()
    reply = add(karin)
    view = change(karin, reply, texts={"sv": ("Hälsning", "Hej! Vad gäller det?")})
    assert view.behind == ["en"] and view.state("sv") is TextState.UP_TO_DATE
    assert change(karin, reply, right=frozenset({"en"})).behind == [], "somebody has looked"
    view = change(karin, reply, texts={"sv": ("Hälsning", "Hej! Vad gäller det nu?")}, spelling=True)
    assert view.behind == [], "only the spelling"
    view = change(karin, reply, texts={"sv": ("Hälsning", "Nytt."), "en": ("Hello", "New.")})
    assert view.behind == [], "both were written"


def test_a_new_translation_leaves_the_others_as_they_were(database: None) -> None:
    karin = member()
    reply = add(karin)
    change(karin, reply, texts={"sv": ("Hälsning", "Nytt.")})
    view = change(karin, reply, texts={"ar": ("تحية", "مرحبا")})
    assert view.behind == ["en"] and view.state("ar") is view.state("sv") is TextState.UP_TO_DATE
    assert view.revision == 3, "each change of what is said is a revision of its own"
    assert "en" not in change(karin, reply, texts={"en": ("", "")}).texts, "an emptied translation is taken away"


def test_what_a_colleague_changed_is_not_written_over(database: None) -> None:
    karin = member()
    reply = add(karin)
    before = queries.one(karin, reply).version
    change(karin, reply, texts={"sv": ("Hälsning", "Först.")})
    with pytest.raises(Conflict, match="reply_moved"):
        change(karin, reply, seen=before, texts={"sv": ("Hälsning", "Sedan.")})


def test_each_has_their_own_and_editors_everybodys(database: None) -> None:
    karin, olle, editor = member(), member(), member(Role.EDITOR)
    own = add(karin)
    with pytest.raises(NotFound):
        queries.one(olle, own)
    with pytest.raises(Forbidden):
        add(karin, shared=True, shortcut="other")
    shared = add(editor, shared=True)
    assert not queries.one(olle, shared).changeable and queries.one(editor, shared).changeable
    with pytest.raises(Forbidden), unit_of_work():
        services.archive(olle, shared)
    assert [one.public_id for one in queries.usable(olle)] == [shared]


def test_proposed_then_everybodys(database: None) -> None:
    karin, olle, editor = member(), member(), member(Role.EDITOR)
    own = add(karin)
    with pytest.raises(NotFound), unit_of_work():
        services.take_over(editor, own)
    with unit_of_work():
        services.propose(karin, own)
    assert queries.one(editor, own).proposed
    with pytest.raises(Forbidden), unit_of_work():
        services.take_over(olle, own)
    with unit_of_work():
        services.take_over(editor, own)
    view = queries.one(olle, own)
    assert view.shared and not view.proposed


def test_put_away_and_brought_back(database: None) -> None:
    karin = member()
    reply = add(karin)
    with unit_of_work():
        services.archive(karin, reply)
    assert queries.usable(karin) == [] and queries.one(karin, reply).archived
    with unit_of_work():
        services.bring_back(karin, reply)
    assert len(queries.usable(karin)) == 1


@pytest.mark.parametrize(
    ("shortcut", "texts", "code", "field"),
    [
        ("two words", {}, "shortcut_wrong", "shortcut"),
        ("", {}, "shortcut_wrong", "shortcut"),
        ("hello", {"sv": ("Hej", "Hej {naam}!")}, "placeholder_unknown", "text-sv"),
        ("hello", {"en": ("Hello", "Hello {first_name!")}, "placeholder_unknown", "text-en"),
        ("hello", {"sv": ("", "Hej")}, "reply_untitled", "title-sv"),
        ("hello", {"sv": ("", "")}, "reply_empty", "text-sv"),
        ("hello", {"sv": ("Hej", "Mitt nummer är 811218-9876")}, "reply_private", "text-sv"),
        ("hello", {"sv": ("Hej", "Ring 08-123 456 78")}, "number_in_words", "text-sv"),
        ("hello", {"sv": ("Hej", "x" * 2001)}, "reply_long", "text-sv"),
    ],
)
def test_a_slip_is_refused_at_its_field(
    shortcut: str, texts: dict[str, tuple[str, str]], code: str, field: str, database: None
) -> None:
    with pytest.raises(DomainError) as refused:
        add(member(), shortcut=shortcut, **texts)
    assert (refused.value.code, refused.value.data["field"]) == (code, field)


def test_a_shortcut_is_one_persons_once(database: None) -> None:
    karin, olle = member(), member()
    add(karin)
    add(olle)
    with pytest.raises(Conflict, match="reply_there"):
        add(karin)
    with pytest.raises(Invalid, match="matter_missing"), unit_of_work():
        services.add(karin, Draft("other", "no-such-matter", "sv", HELLO), False)
