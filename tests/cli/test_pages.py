"""The pages that a proxy shows while no process answers."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli import pages
from app.core import i18n


def test_it_works(tmp_path: Path) -> None:
    """They need nothing that is not beside them."""
    count = pages.write(tmp_path)
    written = sorted(tmp_path.glob("*.html"))
    assert len(written) == count == 2 * len(i18n.locales())
    for one in written:
        text = one.read_text("utf-8")
        assert "<script" not in text and "style=" not in text and "<style" not in text
        for address in re.findall(r'(?:href|src)="(?!/\w\w/")([^"]+)"', text):
            assert (tmp_path / address.removeprefix("/away/")).is_file(), address
        assert one.stat().st_mode & 0o044 == 0o044, "nginx is another user"
