"""`python -m serving`: patches the standard library before anything else is imported, then hands over to gunicorn."""

# ruff: noqa: E402, I001  -- the order of these lines is the point
from gevent import monkey

monkey.patch_all()

import sys
from pathlib import Path

from app import config
from gunicorn.app.wsgiapp import run


def main() -> None:
    try:
        config.load()
    except config.ConfigError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    served = sys.argv[1] if len(sys.argv) > 1 else "wsgi:application"
    sys.argv = ["vejviser", "--config", str(Path(__file__).with_name("gunicorn.conf.py")), served]
    run()


if __name__ == "__main__":
    main()
