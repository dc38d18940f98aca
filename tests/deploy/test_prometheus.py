"""The rules fire when they should and only then, and Prometheus itself understands everything that the dashboard draws."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests import needs
from tests.deploy.prometheus import DEPLOY, reading
from tests.server import Server
from tests.services import free_port

pytestmark = pytest.mark.needs("prometheus", "promtool")
TRIED = Path(__file__).with_name("alerts.yml")
DASHBOARD = DEPLOY.parent / "grafana" / "vejviser.json"


def promtool(*arguments: str) -> str:
    """What it says; a test fails where it finds something wrong."""
    done = subprocess.run([needs.require("promtool"), *arguments], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout + done.stderr
    return done.stdout


def drawn() -> list[str]:
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [target["expr"].replace("$__rate_interval", "1m") for panel in panels for target in panel["targets"]]


def test_it_works(open_server: Callable[..., Server], tmp_path: Path) -> None:
    """A running service is read; everything drawn is understood, and most of it is there; when it dies, somebody is told."""
    metrics = free_port()
    server = open_server(METRICS=f"127.0.0.1:{metrics}")
    server.staff("Petra Promtheus").take(server.visitor().ask("who counts this?"))
    with reading(tmp_path, metrics) as prometheus:
        assert prometheus.finds('up{job="vejviser"} == 1')
        assert prometheus.finds("sum(vejviser_messages_stored_total) >= 1")
        assert prometheus.finds("sum(rate(vejviser_requests_total[1m]))")
        shown = [one for one in drawn() if prometheus.asks(one)]
        assert len(shown) > len(drawn()) / 2, set(drawn()) - set(shown)
        assert not prometheus.asks('ALERTS{severity="page"}')
        server.stop()
        assert prometheus.finds('ALERTS{alertname="VejviserSilent", severity="page"}')


def test_each_alert_fires_when_it_should_and_not_before() -> None:
    promtool("check", "rules", str(DEPLOY / "alerts.yml"))
    promtool("check", "config", str(DEPLOY / "prometheus.yml"))
    promtool("test", "rules", str(TRIED))


def test_every_alert_is_tried_firing() -> None:
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    tried = yaml.safe_load(TRIED.read_text("utf-8"))["tests"]
    fired = {one["alertname"] for test in tried for one in test["alert_rule_test"] if one["exp_alerts"]}
    assert fired == {rule["alert"] for group in groups for rule in group["rules"]}
