"""The rules of the house that a linter cannot see (docs/house.md says why each is one)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from app import config, create_app
from app.extensions import sio
from app.live.audiences import EVENTS
from app.web.audiences import AUDIENCES
from app.web.guards import Audience
from tests import house

# Between the app and a browser there is nothing else that may keep a promise "read only".
VIEW, FILE, FUNCTION, TEMPLATE, TEST = 15, 400, 50, 120, 300


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(config.load({"DATA_DIR": str(tmp_path_factory.mktemp("house"))}))


def test_it_works() -> None:
    """Only core/unit.py commits."""
    who = [one.name for one in house.modules("app", "serving") if "commit" in house.called(one.tree)]
    assert who == ["app/core/unit.py"]


def test_only_publish_emits() -> None:
    who = [one.name for one in house.modules("app", "serving") if "emit" in house.called(one.tree)]
    assert who == ["app/live/publish.py"]


def test_every_route_has_an_audience(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes == set(AUDIENCES)
    assert set(AUDIENCES.values()) <= {audience.value for audience in Audience}


def test_every_socket_event_has_an_audience(app: Flask) -> None:
    heard = {
        (name, handler.removeprefix("on_"))
        for name, space in sio.namespace_handlers.items()
        for handler in dir(space)
        if handler.startswith("on_")
    }
    assert heard == set(EVENTS)
    assert not sio.handlers, "a handler outside the namespaces has no audience"


def test_every_fragment_is_a_block_and_an_id() -> None:
    seen = 0
    for module in house.modules("app/web"):
        for call in house.calls(module, "page"):
            named = {word.arg: word.value for word in call.keywords if word.arg}
            if "fragments" not in named:
                continue
            template, names = house.literal(module, call.args[0]), house.literal(module, named["fragments"])
            text, whole = (house.TEMPLATES / str(template)).read_text("utf-8"), house.family(str(template))
            for name in names:  # type: ignore[attr-defined]
                seen += 1
                assert re.search(rf"{{%-?\s*block {name}\b", text), f"{template} has no block {name}"
                assert re.search(rf"""id=["']{name}["']""", whole), f"{template} has no id {name}"
    assert seen


def test_no_get_commits() -> None:
    writes = []
    for module in house.modules("app/web"):
        own = {function.name: house.called(function) for function in module.functions()}
        for function in module.functions():
            if "get" in house.methods(function) and "unit_of_work" in _reached(function.name, own):
                writes.append(f"{module.name}: {function.name}")
    assert not writes


def _reached(name: str, own: dict[str, set[str]]) -> set[str]:
    """Everything a function calls, through the functions of its own module."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        fresh = own.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def test_every_module_says_what_it_is_for() -> None:
    silent = [one.name for one in house.modules(*house.WHOLE) if one.text.strip() and not ast.get_docstring(one.tree)]
    assert not silent


def test_rooms_are_small() -> None:
    rooms = [one for one in house.modules(*house.RUNS) if one.text.strip()]
    assert not [f"{one.name}: {one.lines}" for one in rooms if one.lines > FILE]
    assert house.percentile((one.lines for one in rooms), 0.5) <= 80
    assert house.percentile((one.lines for one in rooms), 0.9) <= 200


def test_functions_are_short() -> None:
    found = [
        (house.length(node), f"{one.name}: {node.name}")
        for one in house.modules(*house.RUNS)
        for node in one.functions()
    ]
    assert not [f"{name}: {lines}" for lines, name in found if lines > FUNCTION]
    assert house.percentile((lines for lines, _ in found), 0.5) <= 8
    assert house.percentile((lines for lines, _ in found), 0.9) <= 25


def test_views_are_thin() -> None:
    long = [
        f"{one.name}: {node.name}: {house.length(node)}"
        for one in house.modules("app/web")
        for node in one.functions()
        if house.methods(node) and house.length(node) > VIEW
    ]
    assert not long


def test_templates_are_short() -> None:
    def lines(path: Path) -> int:
        return path.read_text("utf-8").count("\n")

    assert not [f"{path.name}: {lines(path)}" for path in house.templates() if lines(path) > TEMPLATE]


def test_tests_are_short_and_begin_with_the_plain_case() -> None:
    for one in house.modules("tests"):
        if not one.path.name.startswith("test_"):
            continue
        assert one.lines <= TEST, one.name
        first = next(
            (node.name for node in one.tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"), ""
        )
        assert first == "test_it_works", f"{one.name} begins with {first}"
