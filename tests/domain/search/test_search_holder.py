"""One index per process: built when the content's version changes, and never waited for by readers of the old one."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from app.domain.search import holder
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.index import Index


@pytest.fixture(autouse=True)
def empty_holder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(holder, "_held", None)
    yield


def load(title: str = "Print") -> Index:
    return Index.build([MatterDoc("print", {"en": Name(title, "", ("printer",))})])


def test_it_works() -> None:
    built = holder.index_for(1, load)
    assert holder.current() is built and built.search("printer", "en").matches


def test_the_same_version_is_not_built_again() -> None:
    assert holder.index_for(1, load) is holder.index_for(1, load)


def test_a_new_version_is_built() -> None:
    old = holder.index_for(1, load)
    new = holder.index_for(2, lambda: load("Photocopy"))
    assert new is not old and new.search("photocopy", "en").matches


def test_swap_is_seen_by_the_next_reader() -> None:
    holder.index_for(1, load)
    other = Index.build([])
    holder.swap(other)
    assert holder.current() is other


def test_readers_keep_the_old_index_while_one_builds() -> None:
    old = holder.index_for(1, load)
    started, go_on = Event(), Event()

    def slow() -> Index:
        started.set()
        go_on.wait(5)
        return load("Photocopy")

    builder = Thread(target=holder.index_for, args=(2, slow))
    builder.start()
    started.wait(5)
    assert holder.index_for(2, load) is old
    go_on.set()
    builder.join(5)
    assert holder.index_for(2, load) is not old


def test_a_failed_load_leaves_the_old_index_and_the_door_open() -> None:
    old = holder.index_for(1, load)

    def broken() -> Index:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        holder.index_for(2, broken)
    assert holder.current() is old
    assert holder.index_for(2, load) is not old
