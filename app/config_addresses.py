"""The addresses in the settings: ours, those of pages around us, and the private one where numbers are read."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from app.config_values import ConfigError, given, is_loopback

# Who may put our box on their pages: any site over TLS, and a page somebody is building on their own machine.
ANY_SITE = ("https:", "http://localhost:*", "http://127.0.0.1:*")


def public_url(environ: Mapping[str, str], host: str, port: int) -> str:
    url = given(environ, "PUBLIC_URL").rstrip("/")
    if not url:
        if not is_loopback(host):
            raise ConfigError(
                f"HOST {host} lets other machines in, so PUBLIC_URL is needed: the https:// address visitors use."
            )
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ConfigError("PUBLIC_URL must be an address without a path, like https://help.example.org.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigError("PUBLIC_URL is plain http, which would leave people's questions unprotected; use https://.")
    return url


def loopback_twins(public_url: str) -> list[str]:
    """127.0.0.1 and localhost are the same door on the embedded default."""
    parts = urlsplit(public_url)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return []
    twin = "localhost" if parts.hostname == "127.0.0.1" else "127.0.0.1"
    return [f"{parts.scheme}://{twin}" + (f":{parts.port}" if parts.port else "")]


def embed_origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    """As they go into a header: nothing but origins, or somebody's typing slip would open another door."""
    origins = environ.get("EMBED_ORIGINS", "").replace(",", " ").split()
    if not origins or origins == ["any"]:
        return ANY_SITE
    if origins == ["none"]:
        return ()
    for origin in origins:
        if not re.fullmatch(
            r"https://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:(\d{1,5}|\*))?", origin
        ):
            raise ConfigError(
                f"EMBED_ORIGINS has '{origin}'; give any, none, or origins like https://www.example.org, without a path."
            )
    return tuple(origins)


def metrics(environ: Mapping[str, str], port: int) -> tuple[str, int] | None:
    """Where Prometheus reads numbers, or None. Nobody logs in there, so it is never an address that anybody can reach."""
    where = given(environ, "METRICS")
    if not where:
        return None
    found = re.fullmatch(r"\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})", where)
    try:
        host = ipaddress.ip_address(found[1]) if found else None
    except ValueError:
        host = None
    if found is None or host is None or not 0 < int(found[2]) < 65536:
        raise ConfigError("METRICS must be an address of this machine and a port, like 127.0.0.1:9464.")
    if host.is_unspecified or not host.is_private or host.is_multicast:
        raise ConfigError(
            f"METRICS {where} could be read by anybody; give 127.0.0.1:9464, or this machine's address in your private network."
        )
    if int(found[2]) == port:
        raise ConfigError("METRICS has the port of the service itself; give it one of its own, like 9464.")
    return str(host), int(found[2])
