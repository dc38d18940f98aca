"""`python -m app.cli COMMAND …`: finds the command's module, runs it, and turns refusals into one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError, OperationalError

from app import cli
from app.config import ConfigError
from app.core import logs
from app.core.errors import DomainError


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit status; what was refused is said in one line on stderr."""
    try:
        given = build(arguments).parse_args(arguments)
        return int(given.run(given) or 0)
    except (ConfigError, cli.Refused) as error:
        return _say(str(error))
    except DomainError as error:
        details = ", ".join(f"{name}: {value}" for name, value in error.data.items())
        return _say(f"Refused: {error.code.replace('_', ' ')}{f' ({details})' if details else ''}.")
    except (OperationalError, DBAPIError) as error:
        return _say(f"The database cannot do this: {str(error.orig).strip().splitlines()[0]}")
    except KeyboardInterrupt:
        return 130


def build(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser; only the module of the command asked for is imported, because imports are what takes time."""
    parser = argparse.ArgumentParser(prog="vejviser", description="Commands for those who run a Vejviser.")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    names = [found.name for found in pkgutil.iter_modules(cli.__path__) if not found.name.startswith("_")]
    asked = arguments[0].replace("-", "_") if arguments else ""
    for name in [asked] if asked in names else names:
        module = importlib.import_module(f"app.cli.{name}")
        if hasattr(module, "register"):
            module.register(subparsers)
    return parser


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    logs.configure(os.environ.get("LOG_FORMAT", "").strip().lower())
    raise SystemExit(main(sys.argv[1:]))
