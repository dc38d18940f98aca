"""The engine on random trees: every path ends, a changed answer keeps the others, a country answers for its reader."""

from __future__ import annotations

from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.triage.engine import answer, country_of, known_answer, longest, progress, walk
from app.domain.triage.tree import Option, Outcome, Question, Tree
from tests.domain.triage import walks

# A busy machine is slow, not wrong.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = Tree(
    "small", "sv", "where",
    {
        "where": Question("where", (Option("se", "what"), Option("dk", "end")), "country"),
        "what": Question("what", (Option("lost", "how"), Option("new", "end"))),
        "how": Question("how", (Option("a", "end"), Option("b", "other"))),
    },
    {"end": Outcome("end", "guide"), "other": Outcome("other", "handoff")},
)  # fmt: skip


def test_it_works() -> None:
    found = walk(SMALL, {"where": "se", "what": "lost"})
    assert [(step.question, step.option) for step in found.steps] == [("where", "se"), ("what", "lost")]
    assert (found.node, found.leftovers, found.answers) == ("how", {}, {"where": "se", "what": "lost"})


def test_a_country_is_not_asked_but_stands_on_the_path_and_can_be_changed() -> None:
    found = walk(SMALL, {}, "se")
    assert found.node == "what" and found.steps[0].known and found.answers == {}
    assert walk(SMALL, {}, "no").node == "where", "a country that the question does not know is asked"
    changed = answer(SMALL, walk(SMALL, {"what": "lost"}, "se"), "where", "dk", "se")
    assert changed.node == "end" and changed.answers == {"where": "dk"} and changed.leftovers == {"what": "lost"}
    assert country_of(SMALL, changed, "se") == "dk" and country_of(SMALL, found, "se") == "se"


def test_progress_counts_only_what_is_asked() -> None:
    assert progress(SMALL, walk(SMALL, {}), "where").most == 3
    known = progress(SMALL, walk(SMALL, {}, "se"), "what", "se")
    assert (known.number, known.most) == (1, 2)


def test_a_circle_is_walked_once() -> None:
    round_and_round = Tree("r", "sv", "a", {"a": Question("a", (Option("x", "a"), Option("y", "a")))}, {})
    assert walk(round_and_round, {"a": "x"}).node == "a" and longest(round_and_round, "a") == 1


@calmly
@given(walks.trees().flatmap(lambda tree: st.tuples(st.just(tree), walks.answered(tree), walks.countries)))
def test_a_path_follows_its_answers_and_nothing_is_lost(case) -> None:
    tree, given_answers, country = case
    found = walk(tree, given_answers, country)
    at = tree.start
    for step in found.steps:
        assert step.question == at
        question = tree.questions[at]
        said = given_answers.get(at)
        meant = said if said and question.option(said) else known_answer(question, country)
        assert step.option == meant and step.known == (meant != said)
        at = question.option(step.option).next  # type: ignore[union-attr]
    assert at == found.node
    real = {
        code: said
        for code, said in given_answers.items()
        if code in tree.questions and tree.questions[code].option(said)
    }
    assert {**found.leftovers, **found.answers} == real
    assert walk(tree, found.answers, country).steps == found.steps, "what the address keeps is the whole path"


@calmly
@given(walks.trees(), walks.countries, st.data())
def test_answering_everything_ends(tree: Tree, country: str | None, data: st.DataObject) -> None:
    found = walk(tree, {}, country)
    asked = 0
    most = longest(tree, tree.start, country)
    while found.node in tree.questions:
        now = progress(tree, found, found.node, country)
        assert now.number == asked + 1 <= now.most <= most
        option = data.draw(st.sampled_from(tree.questions[found.node].options))
        found = answer(tree, found, found.node, option.code, country)
        asked += 1
    assert found.node in tree.outcomes and asked <= most


@calmly
@given(walks.trees(), walks.countries, st.data())
def test_a_changed_answer_keeps_those_that_still_lie_on_the_path(tree: Tree, country: str | None, data) -> None:
    found = walk(tree, {}, country)
    while found.node in tree.questions:
        option = data.draw(st.sampled_from(tree.questions[found.node].options))
        found = answer(tree, found, found.node, option.code, country)
    if not found.steps:
        return
    place = data.draw(st.integers(0, len(found.steps) - 1))
    question = found.steps[place].question
    option = data.draw(st.sampled_from(tree.questions[question].options))
    changed = answer(tree, found, question, option.code, country)
    assert changed.steps[:place] == found.steps[:place], "what came before stands"
    assert (changed.steps[place].question, changed.steps[place].option) == (question, option.code)
    before = found.answers
    for step in changed.steps[place + 1 :]:
        assert before.get(step.question, step.option) == step.option, "nobody's answer became another"
    on_the_path = {step.question for step in changed.steps} | {changed.node}
    kept = {code: said for code, said in before.items() if code in on_the_path and code != question}
    assert kept.items() <= changed.answers.items(), "an answer that still lies on the path was asked again"


@calmly
@given(walks.trees(), walks.countries)
def test_the_longest_way_is_the_longest(tree: Tree, country: str | None) -> None:
    def slowly(node: str) -> int:
        question = tree.questions.get(node)
        if question is None:
            return 0
        known = known_answer(question, country)
        ways = [one.next for one in question.options if known in (None, one.code)]
        return max(map(slowly, ways)) + (known is None)

    count = partial(longest, tree, country=country)
    assert {code: count(code) for code in tree.questions} == {code: slowly(code) for code in tree.questions}
