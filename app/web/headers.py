"""Security and cache headers, in one place, for every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.config import Settings

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def policy(settings: Settings, framed: bool = False) -> str:
    """The content security policy: ourselves only, and our own socket. `framed` allows our own frame around it."""
    ours = urlsplit(settings.public_url)
    socket = f"{'wss' if ours.scheme == 'https' else 'ws'}://{ours.netloc}"
    around = "'self'" if framed else "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {socket}; form-action 'self'; frame-src 'self'; frame-ancestors {around}; "
        "base-uri 'none'; manifest-src 'self'"
    )


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    whole, framed = policy(settings), policy(settings, framed=True)
    secure = settings.public_url.startswith("https://")

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        inside = response.headers.pop("X-Framed", None)
        if headers.get("Location", "").startswith(request.host_url):
            # The router's own redirects (a missing slash) name the Host header's site, and http:// behind a TLS proxy.
            headers["Location"] = "/" + headers["Location"][len(request.host_url) :].lstrip("/")
        headers["Content-Security-Policy"] = framed if inside else whole
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "SAMEORIGIN" if inside else "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
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
