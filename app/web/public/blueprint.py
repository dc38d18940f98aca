"""The blueprint every public view hangs on."""

from flask import Blueprint

bp = Blueprint("public", __name__, url_prefix="/<lang:lang>")
