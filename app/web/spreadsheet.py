"""Tables for spreadsheets: CSV that Excel reads as UTF-8, and in which no cell is a formula, whoever wrote it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Response

BOM = "\ufeff"
# What a spreadsheet takes for the beginning of a formula, in the wide forms as well.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def sheet(name: str, rows: Iterable[Iterable[object]]) -> Response:
    """The rows, their headings first, as a file of this name."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_cell(str(one)) for one in row] for row in rows)
    response = Response(BOM + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(text: str) -> str:
    """A spreadsheet must read it as words."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
