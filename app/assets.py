"""Static files with their content's hash in the address, so that browsers may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, request

FOLDER = Path(__file__).parent / "static"
BUNDLES = {
    "app.css": ("css/tokens.css", "css/base.css", "css/components/*.css"),
    "box.css": ("css/tokens.css", "css/base.css", "css/box/*.css"),
    "visitor.js": ("vendor/htmx.min.js", "js/exit.js", "js/visitor/*.js"),
    "chat.js": ("vendor/socket.io.min.js", "js/shared/*.js"),
    "desk.js": ("vendor/htmx.min.js", "vendor/socket.io.min.js", "js/shared/*.js", "js/desk/*.js"),
}
PACKED = {".css", ".js", ".svg", ".json", ".html", ".txt"}
FOR_EVER = "public, max-age=31536000, immutable"
# Another version's hash: while an upgrade goes round, a page of one process may ask the other for its files.
FOR_A_MINUTE = "public, max-age=60"
# Sheets name files from the static folder, vendor/fonts/x.woff2; in a bundle that becomes their own hashed address.
CSS_URL = re.compile(r'url\("((?:vendor|img)/[^")]+)"\)')
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class Asset:
    """One file in memory: its bytes, packed bytes where that helps, and the hash in its address."""

    body: bytes
    packed: bytes | None
    kind: str
    version: str


class Shelf:
    """Every static file and bundle, read once at start."""

    def __init__(self, folder: Path) -> None:
        self._assets: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        for name, parts in BUNDLES.items():
            self._add(name, self._bundle(folder, parts, name))

    def _bundle(self, folder: Path, parts: tuple[str, ...], name: str) -> bytes:
        glue = b"\n;\n" if name.endswith(".js") else b"\n"
        body = glue.join(path.read_bytes() for part in parts for path in sorted(folder.glob(part)))
        if name.endswith(".css"):
            body = CSS_URL.sub(lambda found: f'url("{self.url(found[1])}")', body.decode()).encode()
        return body

    def _add(self, name: str, body: bytes) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(body, 9, mtime=0) if Path(name).suffix in PACKED else None
        if packed is not None and len(packed) >= len(body):
            packed = None
        self._assets[name] = Asset(body, packed, kind, hashlib.sha256(body).hexdigest()[:12])

    def get(self, name: str) -> Asset | None:
        return self._assets.get(name)

    def url(self, name: str) -> str:
        """`/static/<hash>/<name>`; a missing file is an error at the first render, not a silent 404."""
        asset = self._assets.get(name)
        if asset is None:
            raise LookupError(f"no static file is called {name}")
        return f"/static/{asset.version}/{name}"


def init_app(app: Flask) -> None:
    shelf = Shelf(FOLDER)
    app.extensions["vejviser.assets"] = shelf
    app.jinja_env.globals["asset"] = shelf.url

    @app.get("/static/<version>/<path:name>", endpoint="static")
    def static(version: str, name: str) -> Response:
        asset = shelf.get(name)
        if asset is None:
            abort(404)
        packed = asset.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(asset.packed if packed else asset.body, content_type=_typed(asset.kind))
        # The box is framed without an origin of its own, and fonts are fetched by CORS: nothing here is anybody's secret.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = FOR_EVER if version == asset.version else FOR_A_MINUTE
        if asset.packed is not None:
            response.vary.add("Accept-Encoding")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
