"""The proof: silent on a whole tree, and it finds each fault that can be planted, by node, language and area."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.triage.gaps import SENTENCES, Gap, GapKind
from app.domain.triage.proof import offered_languages, prove
from tests.domain.triage import trees

Change = Callable[[dict[str, Any], dict[str, dict[str, Any]]], object]


def test_it_works():
    assert prove(trees.tree(), trees.words(), trees.world()) == []


def test_another_language_may_be_half_done_but_is_not_offered():
    words = trees.words()
    del words["sv"]["outcomes"]["talk"]["title"]
    assert offered_languages(trees.tree(), words) == ["en"]


def _option(structure: dict[str, Any], question: str, at: int) -> dict[str, str]:
    return structure["questions"][question]["options"][at]


def _orphan_question(structure: dict[str, Any], words: dict[str, dict[str, Any]]) -> None:
    structure["questions"]["alone"] = {"options": [{"code": "a", "next": "talk"}, {"code": "b", "next": "read"}]}
    for said in words.values():
        said["questions"]["alone"] = {"title": "Alone?", "options": {"a": "A", "b": "B"}}


def _orphan_outcome(structure: dict[str, Any], words: dict[str, dict[str, Any]]) -> None:
    structure["outcomes"]["alone"] = {"kind": "handoff"}
    for said in words.values():
        said["outcomes"]["alone"] = {"title": "Alone", "text": "Nobody comes here."}


def _long_loop(structure: dict[str, Any], _words: object) -> None:
    _option(structure, "trouble", 1)["next"] = "have"


def _nobody(areas: list[str], outcome: str, text: bool = True) -> Change:
    def change(structure: dict[str, Any], words: dict[str, dict[str, Any]]) -> None:
        structure["outcomes"][outcome]["nobody_in"] = areas
        for said in words.values() if text else ():
            said["outcomes"][outcome]["nobody"] = "We know of nobody here."

    return change


def _set(*path: str | int, to: Any) -> Change:
    def change(structure: dict[str, Any], _words: object) -> None:
        found: Any = structure
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = to

    return change


def _say(locale: str, *path: str, to: Any) -> Change:
    def change(_structure: object, words: dict[str, dict[str, Any]]) -> None:
        found: Any = words[locale]
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = to

    return change


OUTCOME_SE = ("outcomes", "ask-se", "services")


def _short_loop(structure: dict[str, Any], _words: object) -> None:
    _option(structure, "trouble", 0)["next"] = "trouble"


def _endless(structure: dict[str, Any], _words: object) -> None:
    for option in structure["questions"]["trouble"]["options"]:
        option["next"] = "trouble"


def _one_answer(structure: dict[str, Any], _words: object) -> None:
    structure["questions"]["trouble"]["options"].pop()


def _no_denmark(structure: dict[str, Any], _words: object) -> None:
    structure["questions"]["where"]["options"].pop()


def _no_trouble(_structure: object, words: dict[str, dict[str, Any]]) -> None:
    del words["sv"]["questions"]["trouble"]


def _no_none(_structure: object, words: dict[str, dict[str, Any]]) -> None:
    del words["en"]["questions"]["have"]["options"]["none"]


def _strange_answer(_structure: object, words: dict[str, dict[str, Any]]) -> None:
    words["en"]["questions"]["have"]["options"]["gone"] = "Gone"


def _read(matters: list[str]) -> Change:
    return _set("outcomes", "read", "matters", to=matters)


def _talk(text: str) -> Change:
    return _say("en", "outcomes", "talk", "text", to=text)


def _none(text: str) -> Change:
    return _say("sv", "questions", "have", "options", "none", to=text)


K = GapKind
PLANTED: list[tuple[str, Change, GapKind, str, str, str]] = [
    # what is planted, how, and what must be named: the kind of gap, the node, the language, the area
    ("a start that is no question", _set("start", to="talk"), K.NO_START, "", "", ""),
    ("a start that is nothing", _set("start", to="gone"), K.NO_START, "", "", ""),
    ("an orphaned question", _orphan_question, K.UNREACHABLE, "alone", "", ""),
    ("an orphaned outcome", _orphan_outcome, K.UNREACHABLE, "alone", "", ""),
    ("a question leading to itself", _short_loop, K.LOOP, "trouble", "", ""),
    ("a loop over two questions", _long_loop, K.LOOP, "have", "", ""),
    ("a question from which nothing ends", _endless, K.NO_END, "trouble", "", ""),
    ("a missing node", _set("questions", "have", "options", 2, "next", to="gone"), K.LEADS_NOWHERE, "have", "", ""),
    ("a question without answers", _set("questions", "trouble", "options", to=[]), K.NO_OPTIONS, "trouble", "", ""),
    ("a question with one answer", _one_answer, K.NO_OPTIONS, "trouble", "", ""),
    ("the same answer twice", _set("questions", "have", "options", 1, "code", to="bank"), K.OPTION_TWICE, "have", "", ""),
    ("a question and an outcome of one code", _set("outcomes", "have", to={"kind": "handoff"}), K.TWICE, "have", "", ""),
    ("known by something unknowable", _set("questions", "where", "known_by", to="age"), K.KNOWN_BY_WRONG, "where", "", ""),
    ("a country without its answer", _no_denmark, K.COUNTRY_MISSING, "where", "", ""),
    ("an answer for a country it is not offered in", _set("countries", to=["se"]), K.COUNTRY_STRANGE, "where", "", ""),
    ("offered in a country there is not", _set("countries", to=["se", "dk", "xx"]), K.COUNTRY_STRANGE, "", "", ""),
    ("an outcome of no kind", _set("outcomes", "talk", "kind", to="maybe"), K.KIND_WRONG, "talk", "", ""),
    ("a guide outcome without a matter", _read([]), K.NOTHING_TO_GIVE, "read", "", ""),
    ("a service outcome without a service", _set(*OUTCOME_SE, to=[]), K.NOTHING_TO_GIVE, "ask-se", "", ""),
    ("a matter there is not", _read(["eid-locked", "gone"]), K.UNKNOWN_MATTER, "read", "", ""),
    ("the whole tree's matter there is not", _set("matters", to=["gone"]), K.UNKNOWN_MATTER, "", "", ""),
    ("a service there is not", _set(*OUTCOME_SE, to=["bank-se", "gone"]), K.UNKNOWN_SERVICE, "ask-se", "", ""),
    ("a shelf there is not", _set("topic", to="gone"), K.UNKNOWN_TOPIC, "", "", ""),
    ("a guide in one country only", _read(["tax"]), K.NO_GUIDE, "read", "", "DK"),
    ("another country's actor", _set(*OUTCOME_SE, to=["bank-dk"]), K.NO_ACTOR, "ask-se", "sv", "SE"),
    ("an actor in one town only", _set(*OUTCOME_SE, to=["office"]), K.NO_ACTOR, "ask-se", "en", "SE"),
    ("an actor that cannot be reached", _set(*OUTCOME_SE, to=["silent"]), K.NO_ACTOR, "ask-se", "en", "SE-1"),
    ("an actor told in one language only", _set(*OUTCOME_SE, to=["swedish"]), K.NO_ACTOR, "ask-se", "en", "SE"),
    ("nobody, in an area there is not", _nobody(["XX"], "talk"), K.UNKNOWN_AREA, "talk", "", ""),
    ("nobody, where somebody is", _nobody(["DK-1"], "ask-dk"), K.NOBODY_BUT_SOMEBODY, "ask-dk", "", "DK-1"),
    ("nobody, and no word of it", _nobody(["SE-1"], "talk", text=False), K.TEXT_MISSING, "talk", "sv", ""),
    ("no complete language", lambda s, w: w.clear(), K.NO_LANGUAGE, "", "", ""),
    ("a missing title", _say("sv", "title", to=""), K.TEXT_MISSING, "", "sv", ""),
    ("a missing question", _no_trouble, K.TEXT_MISSING, "trouble", "sv", ""),
    ("a missing answer", _no_none, K.TEXT_MISSING, "have", "en", ""),
    ("a missing outcome's text", _say("en", "outcomes", "read", "text", to="  "), K.TEXT_MISSING, "read", "en", ""),
    ("words for an answer there is not", _strange_answer, K.TEXT_STRANGE, "have", "en", ""),
    ("two answers that read the same", _none("from a BANK"), K.OPTIONS_ALIKE, "have", "sv", ""),
    ("a number to call", _talk("Ring 070 123 45 67."), K.TEXT_HAS_NUMBER, "talk", "en", ""),
    ("a number in Arabic digits", _talk("Ring ٠٧٠١٢٣٤٥٦٧."), K.TEXT_HAS_NUMBER, "talk", "en", ""),
    ("a link in a text", _talk("[here](https://example.org)"), K.TEXT_NOT_PLAIN, "talk", "en", ""),
    ("marks in a question", _say("en", "questions", "have", "title", to="**What**?"), K.TEXT_NOT_PLAIN, "have", "en", ""),
    ("an answer as long as a letter", _none("long " * 40), K.TEXT_TOO_LONG, "have", "sv", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kind", "node", "locale", "area"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_planted_fault_is_named(change: Change, kind: GapKind, node: str, locale: str, area: str):
    structure, words = trees.structure(), trees.words()
    change(structure, words)
    found = prove(trees.tree(structure), words, trees.world())
    named = [gap for gap in found if gap.kind is kind and gap.node == node]
    assert named, found
    assert any(gap.locale == locale and gap.area == area for gap in named), named


def test_every_kind_of_gap_is_planted_and_has_a_sentence():
    assert {row[2] for row in PLANTED} == set(GapKind) == set(SENTENCES)
    assert len(PLANTED) >= 30


def test_saying_nobody_is_enough():
    structure, words = trees.structure(), trees.words()
    structure["outcomes"]["ask-se"].update(services=["office"], nobody_in=["SE"])
    for said in words.values():
        said["outcomes"]["ask-se"]["nobody"] = "We know of nobody here."
    found = prove(trees.tree(structure), words, trees.world())
    # In the town that has an office it would be a lie, so the town is named.
    assert [(gap.kind, gap.area) for gap in found] == [(K.NOBODY_BUT_SOMEBODY, "SE-1")]
    structure["outcomes"]["ask-se"]["services"] = []
    assert prove(trees.tree(structure), words, trees.world()) == []


def test_a_gap_reads_as_a_sentence():
    gap = Gap("eid", K.NO_ACTOR, "ask-se", "so", "SE-1480")
    assert str(gap).startswith("flow eid at ask-se in language so in area SE-1480: Nobody who can help")
