"""Security and cache headers, in one place, for every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.config import Settings

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
# What a view writes in X-Framed, for us alone: our own pages may put a frame around it, or other sites too.
BY_US, BY_OTHERS = "us", "others"


def policy(settings: Settings, around: str = "'none'", leaves: bool = False) -> str:
    """The content security policy: ourselves only, and our own socket. `around` is who may put a frame around us.

    `leaves`: a form on the page forgets what it holds and is then sent on to the quick exit, on another site.
    """
    ours = urlsplit(settings.public_url)
    socket = f"{'wss' if ours.scheme == 'https' else 'ws'}://{ours.netloc}"
    way_out = "".join(f" {origin}" for origin in _exits(settings)) if leaves else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {socket}; form-action 'self'{way_out}; frame-src 'self'; frame-ancestors {around}; "
        "base-uri 'none'; manifest-src 'self'"
    )


def _exits(settings: Settings) -> list[str]:
    """The quick exit's site, with the www. it may send on to: a browser looks at every step of a form's way."""
    host = urlsplit(settings.quick_exit_url).netloc
    return [f"https://{host}", f"https://www.{host}" if not host.startswith("www.") else f"https://{host[4:]}"]


def box_policy(settings: Settings) -> str:
    """The box on other people's pages runs no script and reaches nobody but us; its own address is spelled out, since
    a browser may give a sandboxed page no origin that 'self' could mean."""
    ours = f"'self' {settings.public_url}"
    around = " ".join(["'self'", *settings.embed_origins])
    return (
        f"default-src 'none'; style-src {ours}; img-src {ours}; font-src {ours}; form-action {ours}; "
        f"frame-ancestors {around}; base-uri 'none'"
    )


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    policies = {None: policy(settings), BY_US: policy(settings, "'self'"), BY_OTHERS: box_policy(settings)}
    leaving = policy(settings, leaves=True)
    secure = settings.public_url.startswith("https://")

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        framed = headers.pop("X-Framed", None)
        if "Location" in headers and headers["Location"].startswith(request.host_url):
            # The router's own redirects (a missing slash) name the Host header's site, and http:// behind a TLS proxy.
            headers["Location"] = "/" + headers["Location"][len(request.host_url) :].lstrip("/")
        headers["Content-Security-Policy"] = leaving if headers.pop("X-Leaves", None) else policies[framed]
        headers["X-Content-Type-Options"] = "nosniff"
        if framed != BY_OTHERS:  # this older header knows no list
            headers["X-Frame-Options"] = "SAMEORIGIN" if framed == BY_US else "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        # What any site's page may read, it may also load: open data, static files, and the box.
        shared = framed == BY_OTHERS or headers.get("Access-Control-Allow-Origin") == "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response

    @app.before_request
    def too_long() -> None:
        # A kilometre of query string is nobody's question.
        if len(request.query_string) > 4096:
            from app.core.errors import Invalid

            raise Invalid("address_too_long")
