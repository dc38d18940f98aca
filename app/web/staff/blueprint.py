"""The blueprint every staff view hangs on."""

from flask import Blueprint

bp = Blueprint("staff", __name__, url_prefix="/<lang:lang>/staff")
