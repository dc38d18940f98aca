"""Opens what somebody brought: HSDS as JSON (a thing, a list, a page, a bundle, a line each) or as tables of CSV."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from app.domain.directory.hsds import tabular
from app.domain.directory.hsds.parcel import Raw, Top
from app.domain.directory.hsds.problems import Problems
from app.domain.directory.hsds.shape import KINDS, LISTS, SHAPES

BIGGEST = 200 * 1024 * 1024
Files = dict[str, bytes]


class _Unreadable(Exception):
    """Not JSON as we take it; its words say why."""


def read(path: Path, problems: Problems) -> Raw:
    """The documents of a file or a folder; what cannot be opened is a problem like any other."""
    try:
        files = _files(path)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        problems.add(path.name, f"cannot be opened ({type(error).__name__}).")
        return Raw()
    except _Unreadable as error:
        problems.add(path.name, str(error))
        return Raw()
    if sum(map(len, files.values())) > BIGGEST:
        problems.add(path.name, f"is larger than {BIGGEST // 1024 // 1024} MB.")
        return Raw()
    if any(name.endswith(".csv") for name in files) or "datapackage.json" in files:
        return tabular.read(files, problems)
    found = Raw()
    for name, data in sorted(files.items()):
        if name.endswith((".json", ".ndjson")) or len(files) == 1:
            _json(name, data, name if len(files) > 1 else "$", found, problems)
    if not found.tops and not len(problems):
        problems.add(path.name, "has nothing of HSDS in it.")
    return found


def _files(path: Path) -> Files:
    """Every file by its bare name."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()}
    data = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {path.name: data}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = [entry for entry in packed.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
        if sum(entry.file_size for entry in entries) > BIGGEST:
            return {path.name: b" " * (BIGGEST + 1)}
        found: Files = {}
        for entry in entries:
            name = entry.filename.rpartition("/")[2]
            if name in found:
                raise _Unreadable(f"has two files called {name}.")
            found[name] = packed.read(entry)
        return found


def _json(name: str, data: bytes, root: str, found: Raw, problems: Problems) -> None:
    try:
        words = data.decode("utf-8-sig")
        value, root = _parsed(words, root)
    except UnicodeDecodeError as error:
        problems.add(name, f"is not UTF-8 at byte {error.start}.")
    except json.JSONDecodeError as error:
        problems.add(f"{name} line {error.lineno}", f"is not JSON: {error.msg} at column {error.colno}.")
    except RecursionError:
        problems.add(name, "is nested too deeply.")
    except _Unreadable as error:
        problems.add(name, str(error))
    except ValueError:
        problems.add(name, "has a number with more digits than anybody could mean.")
    else:
        _take(name, value, root, found, problems)


def _parsed(words: str, root: str) -> tuple[Any, str]:
    try:
        return _loads(words), root
    except json.JSONDecodeError:
        lines = [line for line in words.splitlines() if line.strip()]
        # A line each: what our own API streams. A broken first line is a broken file.
        if len(lines) < 2 or not (lines[0].startswith("{") and lines[0].endswith("}")):
            raise
        try:
            return [_loads(line) for line in lines], root
        except json.JSONDecodeError as error:
            at = next(place for place, line in enumerate(lines) if line == error.doc)
            raise _Unreadable(f"line {at + 1} is not JSON: {error.msg} at column {error.colno}.") from error


def _loads(words: str) -> Any:
    return json.loads(words, object_pairs_hook=_once, parse_constant=_no_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unreadable(f"has the key `{twice}` twice in one object.")
    return found


def _no_number(said: str) -> Any:
    raise _Unreadable(f"has {said}, which is no number in JSON.")


def _take(name: str, value: Any, root: str, found: Raw, problems: Problems) -> None:
    """Finds the documents in whatever the file is."""
    kind = LISTS.get(name.rpartition(".")[0])
    if isinstance(value, list):
        found.tops += [Top(kind or kind_of(doc), doc, f"{root}[{place}]") for place, doc in enumerate(value)]
    elif not isinstance(value, dict):
        problems.add(root, "must be an object or a list.")
    elif "contents" in value and "id" not in value:
        _list(value["contents"], kind, f"{root}.contents", found, problems)
    elif "id" in value or not set(value) & set(LISTS):
        found.tops.append(Top(kind or kind_of(value), value, root))
    else:
        for key, listed in value.items():
            if key in LISTS:
                _list(listed, LISTS[key], f"{root}.{key}", found, problems)
            else:
                problems.add(f"{root}.{key}", f"is not a list of HSDS 3.0; there are {', '.join(LISTS)}.")


def _list(value: Any, kind: str | None, at: str, found: Raw, problems: Problems) -> None:
    if isinstance(value, list):
        found.tops += [Top(kind or kind_of(doc), doc, f"{at}[{place}]") for place, doc in enumerate(value)]
    else:
        problems.add(at, "must be a list.")


def kind_of(doc: Any) -> str | None:
    """The kind whose fields it has: the fewest strange ones, then the fewest missing, then the commonest kind."""
    if not isinstance(doc, dict):
        return "service"
    order = ("service", "organization", "location", "service_at_location", "taxonomy_term", "taxonomy")

    def distance(kind: str) -> tuple[int, int, int]:
        shape = SHAPES[kind]
        missing = sum(field.required and name not in doc for name, field in shape.items())
        return len(set(doc) - set(shape)), missing, order.index(kind)

    best = min(KINDS, key=distance)
    return best if set(doc) & (set(SHAPES[best]) - {"id"}) else None
