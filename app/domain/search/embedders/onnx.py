"""An operator's own multilingual-e5-small: `model.onnx` and `tokenizer.json` in a folder, both pinned by SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.search.embedding import NotUsable, Vectors

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
_MOST_TOKENS = 256
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}


class OnnxE5:
    """The bytes that were compared are the bytes that are loaded: a file changed in between changes nothing."""

    def __init__(self, folder: Path, model_sha256: str, tokenizer_sha256: str) -> None:
        tokenizer = _pinned(folder / TOKENIZER, tokenizer_sha256)
        model = _pinned(folder / MODEL, model_sha256)
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            missing = f"The package {error.name} is not installed; ./vejviser setup --with onnx does it."
            raise NotUsable(missing) from error
        try:
            self._session = _session(onnxruntime, model)
            self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        except Exception as error:  # both libraries raise kinds of their own
            raise NotUsable(f"{folder} holds no model that can be loaded ({type(error).__name__}).") from error
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("<pad>") or 0)
        self._wants = [given.name for given in self._session.get_inputs()]
        if not _INPUTS.issuperset(self._wants):
            raise NotUsable(f"{folder / MODEL} asks for something else than a text's tokens.")
        self.name = f"onnx-{model_sha256[:16]}-{tokenizer_sha256[:16]}"
        self.dimension = int(self.queries(["?"]).shape[1])

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([f"query: {text}" for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([f"passage: {text}" for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        """The mean of the tokens' vectors, as the model was trained; some exports have done that already."""
        import numpy as np

        read = self._tokenizer.encode_batch(texts)
        mask = np.array([one.attention_mask for one in read], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in read], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        out = self._session.run(None, {name: given[name] for name in self._wants})[0]
        if out.ndim == 3:
            kept = mask[:, :, None].astype(np.float32)
            out = (out * kept).sum(axis=1) / np.maximum(kept.sum(axis=1), 1)
        return np.asarray(out, dtype=np.float32)


def _session(onnxruntime: Any, model: bytes) -> Any:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _pinned(path: Path, sha256: str) -> bytes:
    try:
        held = path.read_bytes()
    except OSError as error:
        raise NotUsable(f"{path} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(held).hexdigest() != sha256:
        raise NotUsable(f"{path} is not the file that EMBEDDER_SHA256 names; nothing of it was loaded.")
    return held
