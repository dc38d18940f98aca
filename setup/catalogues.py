"""Translations: every messages.po compiled beside itself."""

from __future__ import annotations

from setup import environment, stamps
from setup.commands import attempt
from setup.say import Stop, step
from setup.stamps import ROOT

FOLDER = ROOT / "translations"
STAMP = environment.VENV / "catalogues-from"


def ensure() -> None:
    """Each catalogue has a compiled twin that is as new as it is."""
    sources = list(FOLDER.glob("*/LC_MESSAGES/messages.po"))
    made_from = stamps.digest(sources)
    if stamps.is_fresh(STAMP, made_from) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    step("Compiling the translations")
    compiler = [str(environment.PYTHON), "-m", "babel.messages.frontend", "compile", "-d", str(FOLDER)]
    done, said = attempt(compiler) if sources else (True, "")
    if not done:
        raise Stop(f"The translations could not be compiled.\n{said}")
    stamps.write(STAMP, made_from)
