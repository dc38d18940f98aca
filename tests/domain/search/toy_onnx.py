"""A model file written by hand: one table of a vector for each token, in the format onnxruntime reads."""

from __future__ import annotations

import struct

WORDS = ["<pad>", "<unk>", "query", ":", "passage", "loan", "book", "printer"]
TABLE = [[0.0, 0.0], [0.0, 0.0], [0.1, 0.1], [0.0, 0.0], [0.1, 0.1], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
_FLOAT, _INT64 = 1, 7


def model(extra_input: str = "") -> bytes:
    """input_ids and attention_mask in, last_hidden_state out: ONNX's ModelProto, field by field."""
    table = _number(1, len(TABLE)) + _number(1, len(TABLE[0])) + _number(2, _FLOAT) + _bytes(8, b"table")
    table += _bytes(9, b"".join(struct.pack("<f", value) for row in TABLE for value in row))
    node = _bytes(1, b"table") + _bytes(1, b"input_ids") + _bytes(2, b"last_hidden_state") + _bytes(4, b"Gather")
    graph = _bytes(1, node) + _bytes(2, b"toy") + _bytes(5, table)
    for name in ("input_ids", "attention_mask", *([extra_input] if extra_input else [])):
        graph += _bytes(11, _value(name, _INT64, ["texts", "tokens"]))
    graph += _bytes(12, _value("last_hidden_state", _FLOAT, ["texts", "tokens", "places"]))
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _number(2, 13))


def tokenizer() -> bytes:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    made = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    made.pre_tokenizer = Whitespace()
    return made.to_str().encode("utf-8")


def _value(name: str, kind: int, axes: list[str]) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, axis.encode())) for axis in axes)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
