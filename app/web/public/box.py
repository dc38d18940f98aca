"""The box: "find the right door" as a frame on other people's sites, and the page where they fetch it."""

from __future__ import annotations

from flask import Response, request, url_for
from markupsafe import Markup

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.places.areas import Place, standing
from app.web import jsonld
from app.web.cache import cacheable
from app.web.headers import BY_OTHERS
from app.web.page import page
from app.web.public.blueprint import bp
from app.web.public.box_doors import doors

SECONDS = 60
THEMES = ("light", "dark")
# What a frame around us needs, and no more: no scripts, and no origin of ours.
SANDBOX = "allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
HEIGHT = 460
CODE = Markup(
    '<iframe src="{src}" title="{title}" lang="{lang}" width="100%" height="{height}" style="border: 0; max-width: 46rem"\n'
    '  loading="lazy" referrerpolicy="no-referrer"\n'
    '  sandbox="{sandbox}"></iframe>'
)


@bp.get("/box")
def box() -> Response:
    """No script, no cookie, nothing kept; whatever is pressed opens in the reader's whole window."""
    found = doors()
    response = page("public/box/box.html", theme=_theme(), doors=found, ask_url=url_for("public.ask"))
    response.headers["X-Framed"] = BY_OTHERS
    return cacheable(response, SECONDS)


@bp.get("/box/get")
def box_get() -> Response:
    """Language, place and colours chosen with a plain form; the answer is a few lines to paste."""
    code = request.args.get("in", "")
    code = code if code in i18n.locales() else i18n.current().code
    address = url_for("public.box", lang=code, theme=_theme() or None)
    head = jsonld.head(_("Put a search box for help with everyday matters on your own site."))
    return cacheable(
        page("public/box/get.html", chosen=code, theme=_theme(), themes=_themes(), areas=_areas(), preview=address,
             sandbox=SANDBOX, height=HEIGHT, code=_code(code, address), head=head, ask_url=url_for("public.ask")),
        SECONDS,
    )  # fmt: skip


def _code(language: str, address: str) -> str:
    """The lines to paste, as plain text: they are shown, not obeyed."""
    with i18n.speaking(language) as locale:
        title = _("Find the right door")
    given = {"src": jsonld.absolute(address), "title": title, "lang": locale.tag, "height": HEIGHT, "sandbox": SANDBOX}
    return str(CODE.format(**given))


def _theme() -> str:
    given = request.args.get("theme", "")
    return given if given in THEMES else ""


def _themes() -> list[tuple[str, str]]:
    return [("", _("As the reader's device has it")), ("light", _("Light")), ("dark", _("Dark"))]


def _areas() -> list[tuple[str, str]]:
    return [("", _("No place")), *((one.code, _indented(one)) for one in standing())]


def _indented(place: Place) -> str:
    """In a list without levels, what is inside something begins further in."""
    return "\u2003" * (len(place.above)) + place.name
