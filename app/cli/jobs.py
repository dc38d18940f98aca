"""`jobs`: how the recurring work goes; and running it, by an operator's timer or by hand."""

from __future__ import annotations

import argparse
from datetime import datetime
from importlib import import_module

from app.cli import Refused
from app.cli._house import opened
from app.cli.mail import with_words
from app.config import Settings
from app.core import db, i18n, mail
from app.core.unit import unit_of_work
from app.domain.directory import link_checks
from app.domain.jobs import queries, services
from app.domain.jobs.queries import Look, State

# More jobs than these are late together only where no process of the service runs.
FEW = 3


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("jobs", help="how the recurring work goes, and running it")
    parser.set_defaults(run=show)
    what = parser.add_subparsers(title="what to do; without it: say how each job goes", metavar="WHAT")
    due = what.add_parser("run-due", help="run what is due, as the service itself does")
    due.add_argument("--all", action="store_true", help="run every job now, due or not")
    due.set_defaults(run=run)
    one = what.add_parser("run", help="run one job now")
    one.add_argument("name", help="its name, as `jobs` says it")
    one.set_defaults(run=run_one)
    again = what.add_parser("retry", help="what fails is tried again now, by the running service")
    again.set_defaults(run=retry)


def run(arguments: argparse.Namespace) -> int:
    settings = _with_words()
    done = services.run_due(arguments.all)
    if settings.mail is not None:
        done |= services.run_due(arguments.all, services.MAIL_JOBS)
    done |= services.run_due(arguments.all, services.RING_JOBS)
    if settings.link_checks:
        done |= services.run_due(arguments.all, services.LINK_JOBS)
    for name, count in done.items():
        print(f"{name}: {count}")
    return 0


def run_one(arguments: argparse.Namespace) -> int:
    """Exit status 1 where it fails; what is wrong is said by its kind and place, never in words that may quote a row."""
    if arguments.name not in services.every_job():
        raise Refused(f"There is no job {arguments.name}; ./vejviser jobs lists them.")
    _with_words()
    done = services.run_one(arguments.name)
    look = next(one for one in _looks() if one.name == arguments.name)
    if done is not None:
        print(f"{arguments.name}: {done}")
    elif look.state is State.WORKING:
        raise Refused(f"{arguments.name} is being worked at since {_at(look.started_at)}, by {look.runner}.")
    else:
        raise Refused(f"{arguments.name} failed: {look.error or 'nothing can be saved just now'}.")
    return 0


def retry(arguments: argparse.Namespace) -> int:
    opened()
    with unit_of_work():
        count = services.retry()
    print(f"Tried again within seconds, if the service runs: {count}." if count else "Nothing fails.")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """One job after the other, in words. Exit status 1 where somebody should look."""
    _with_words()
    i18n.set_current("en")
    looks, words = _looks(), import_module("app.web.job_words")
    for look in looks:
        print(f"{look.name}: {words.what(look.name)}.")
        for line in _lines(look, words.state(look)):
            print(f"    {line}")
    return int(bool(queries.amiss(looks)))


def finding(settings: Settings) -> str | None:
    """For the doctor: what fails again and again, or is overdue by far. The database is open already."""
    mail.configure(settings.mail, settings.public_url)
    link_checks.configure(settings.link_checks, settings.public_url)
    wrong = queries.amiss(_looks())
    if not wrong:
        return None
    late = [one for one in wrong if one.state is State.LATE]
    if len(late) == len(wrong) and len(late) > FEW:
        return f"nothing has run since {_at(max(one.started_at for one in late if one.started_at))}: is the service running?"
    said = [f"{one.name} {'fails: ' + one.error if one.fails else 'is overdue by far'}" for one in wrong]
    return f"{'; '.join(said)}; ./vejviser jobs says more, ./vejviser jobs retry tries again"


def _lines(look: Look, state: str) -> list[str]:
    said = [f"{state}. Every {_long(look.every.total_seconds())}."]
    if look.finished_at is not None:
        said.append(f"Last went well: {_at(look.finished_at)}, in {look.seconds or 0:.2f} s; did {look.done}.")
    if look.state is State.WORKING:
        said.append(f"Since {_at(look.started_at)}, by {look.runner}.")
    elif look.next_at is not None and look.state is not State.OFF:
        said.append(f"Next: {_at(look.next_at)}.")
    if look.fails:
        said.append(f"Failed {look.failures} times in a row, last {_at(look.started_at)}: {look.error}.")
    return said


def _looks() -> list[Look]:
    with db.reading():
        return queries.all_jobs()


def _with_words() -> Settings:
    """The settings, and the words of letters and notices, which are another face's."""
    settings = opened()
    with_words(settings)
    import_module("app.web.rings").configure(settings)
    link_checks.configure(settings.link_checks, settings.public_url, settings.push_to_loopback)
    return settings


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "never"


def _long(seconds: float) -> str:
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            return name if seconds == size else f"{seconds / size:g} {name}s"
    return f"{seconds:g} seconds"
