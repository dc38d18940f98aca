"""The sitemap: one file for each language, every page with its sisters in the other languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from flask import Response, current_app

from app.config import Settings
from app.core import i18n
from app.core.errors import NotFound
from app.core.memory import remembered
from app.web.api.blueprint import bp
from app.web.api.every_page import PublicPage, every_page
from app.web.api.packed import answer, pack

# The format allows 50,000 addresses and 50 MB; with twelve sisters each, this many stay well below both.
PER_FILE = 10_000
SECONDS = 3600
KIND = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """The index of the files."""
    return answer(remembered("sitemap", lambda: pack(_index())), KIND, SECONDS)


@bp.get("/sitemap-<lang:lang>.xml")
@bp.get("/sitemap-<lang:lang>-<int:part>.xml")
def sitemap_of(part: int = 1) -> Response:
    """The pages of one language; from the second file on with its number."""
    code = i18n.current().code
    pages = _pages_of(code)[(part - 1) * PER_FILE : part * PER_FILE] if part else []
    if not pages:
        raise NotFound()
    return answer(remembered(("sitemap", code, part), lambda: pack(_urls(code, pages))), KIND, SECONDS)


def _index() -> Iterator[str]:
    site = _site()
    yield f'{HEAD}<sitemapindex xmlns="{SPACE}">\n'
    for code in i18n.locales():
        pages = _pages_of(code)
        for part in range(1, -(-len(pages) // PER_FILE) + 1):
            name = f"sitemap-{code}.xml" if part == 1 else f"sitemap-{code}-{part}.xml"
            yield f"<sitemap><loc>{escape(f'{site}/{name}')}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _urls(code: str, pages: Sequence[PublicPage]) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    site, tags = _site(), {one.code: one.tag for one in i18n.locales().values()}
    for page in pages:
        yield f"<url><loc>{escape(f'{site}/{code}/{page.path}')}</loc>"
        if page.changed:
            yield f"<lastmod>{page.changed.date().isoformat()}</lastmod>"
        sisters = [(tags[one], one) for one in page.languages] + [("x-default", page.default)]
        for tag, one in sisters:
            yield f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(f"{site}/{one}/{page.path}")}/>'
        yield "</url>\n"
    yield "</urlset>\n"


def _pages_of(code: str) -> list[PublicPage]:
    return [page for page in every_page() if code in page.languages]


def _site() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url
