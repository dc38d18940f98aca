"""The blueprint of open data: no cookie, no language in the address, readable from any site."""

from flask import Blueprint, Response

bp = Blueprint("api", __name__)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Nothing here is secret or personal, so any page may read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
