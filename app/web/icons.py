"""Icons from one file, in the colour of the text around them. Drawn here, not in a macro: a guide has fifty of them."""

from __future__ import annotations

from functools import cache

from flask import Flask
from markupsafe import Markup

DRAWN = Markup(
    '<svg class="icon {css}"{said} width="24" height="24" focusable="false"><use href="{file}#{name}"></use></svg>'
)
SILENT = Markup(' aria-hidden="true"')
SAID = Markup(' role="img" aria-label="{label}"')


class Icons:
    """`ui.icon.icon(name, class, label)` and `ui.icon.pointing(name)`; inside components just `icon(…)`."""

    def __init__(self, app: Flask) -> None:
        file = app.extensions["vejviser.assets"].url("img/icons.svg")

        @cache
        def draw(name: str, css: str, label: str | None) -> Markup:
            said = SAID.format(label=label) if label else SILENT
            return DRAWN.format(css=css, said=said, file=file, name=name)

        self._draw = draw

    def icon(self, name: str, css: str = "", label: str | None = None, **more: str) -> Markup:
        """One icon. Jinja may say `class="…"`, which Python cannot call a parameter. A label is read aloud."""
        return self._draw(name, more.get("class", css), label)

    def pointing(self, name: str, css: str = "", **more: str) -> Markup:
        """An arrow or door that must point the other way in Arabic and Persian."""
        return self._draw(name, "mirror " + more.get("class", css), None)
