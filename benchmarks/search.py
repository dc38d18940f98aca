"""Speed of the search, in CPU time, at 60 and at 5,000 matters: `python -m benchmarks.search`."""

import argparse
import random
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import yaml

from app.domain.search import kept
from app.domain.search.concepts import Concept
from app.domain.search.documents import MatterDoc, Name

CONTENT = Path(__file__).resolve().parents[1] / "content"
# (matters, p99 target in ms, build target in s); the targets of the design
SIZES = ((60, 10.0, 1.0), (5000, 30.0, 20.0))


def shipped() -> list[MatterDoc]:
    """The matters in content/, in every language they have."""
    docs = []
    for file in sorted(CONTENT.glob("matters/*/matter.yaml")):
        raw = _parsed(file)
        docs.append(
            MatterDoc(
                raw["code"],
                {
                    lang: Name(name["title"], name.get("summary") or "", tuple(map(str, name.get("keywords") or ())))
                    for lang, name in raw["names"].items()
                },
            )
        )
    return docs


def meanings() -> tuple[list[Concept], list[Concept]]:
    """The shipped lexicon, and the shipped questions that are no matter of ours."""
    return _concepts("lexicon"), _concepts("elsewhere")


def _concepts(name: str) -> list[Concept]:
    return [Concept(raw["code"], raw["words"], raw.get("whose", "")) for raw in _parsed(CONTENT / f"{name}.yaml")]


def _parsed(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def generated(count: int, seeds: list[MatterDoc], languages: int = 3) -> list[MatterDoc]:
    """A content of `count` matters: pieces of real ones mixed, with new words joined from theirs.

    Three languages a matter: an installation of thousands of matters is a country's, not a translator's.
    """
    dice = random.Random(60)
    pools: dict[str, list[Name]] = {}
    for seed in seeds:
        for lang, name in seed.names.items():
            pools.setdefault(lang, []).append(name)
    langs = [lang for lang in ("sv", "da", "en", *sorted(pools)) if lang in pools][:languages]
    return [MatterDoc(f"m{i}", {lang: _mixed(pools[lang], dice) for lang in langs}) for i in range(count)]


def _mixed(pool: list[Name], dice: random.Random) -> Name:
    one, two = dice.choice(pool), dice.choice(pool)
    words = (one.title + " " + two.summary).split()
    coined = [dice.choice(words) + dice.choice(words).lower() for _ in range(4)]
    phrases = dice.sample(one.keywords, min(4, len(one.keywords))) + dice.sample(
        two.keywords, min(3, len(two.keywords))
    )
    return Name(f"{one.title} {coined[0]}", two.summary, (*phrases, *coined[1:]))


def queries(seeds: list[MatterDoc], count: int = 600) -> list[tuple[str, str]]:
    """Sentences of four to sixteen words from the content's own texts, one word in six misspelled."""
    dice = random.Random(5)
    made = []
    for _ in range(count):
        lang, name = dice.choice(list(dice.choice(seeds).names.items()))
        words = f"{name.title} {name.summary} {' '.join(name.keywords)}".split()
        start = dice.randrange(max(1, len(words) - 4))
        picked = words[start : start + dice.randint(4, 16)]
        made.append((lang, " ".join(_slip(word, dice) if dice.random() < 1 / 6 else word for word in picked)))
    return made


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + dice.choice("aeinrst") + word[at + 1 :]


def percentile(values: list[float], part: float) -> float:
    """The value that this part of the others stays under."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def measure(matters: list[MatterDoc], asked: list[tuple[str, str]]) -> tuple[float, float, float]:
    """(build seconds, p50 ms, p99 ms), in CPU time: it travels between machines."""
    material = (matters, (), *meanings())
    start = time.process_time()
    index = kept.index_of(material)
    built = time.process_time() - start
    for lang, query in asked[:30]:
        index.search(query, lang)
    took = []
    for lang, query in asked:
        start = time.process_time()
        index.search(query, lang)
        took.append(1000 * (time.process_time() - start))
    return built, percentile(took, 0.5), percentile(took, 0.99)


def memory(matters: list[MatterDoc]) -> float:
    """MiB that an index of these matters holds (Python's own count; measured apart, because counting slows it down)."""
    tracemalloc.start()
    index = kept.index_of((matters, (), *meanings()))
    held = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    del index
    return held


def main() -> int:
    """Print one line per size; with --check, fail when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 when a target is missed")
    parser.add_argument("--no-memory", action="store_true", help="skip the slow memory count")
    options = parser.parse_args()
    seeds = shipped()
    asked, missed = queries(seeds), False
    for count, p99_target, build_target in SIZES:
        matters = seeds if count == len(seeds) else generated(count, seeds)
        built, p50, p99 = measure(matters, asked)
        held = "" if options.no_memory else f" · {memory(matters):.0f} MiB"
        ok = p99 <= p99_target and built <= build_target
        missed |= not ok
        languages = len({lang for matter in matters for lang in matter.names})
        print(
            f"search {count:>5} matters × {languages:>2} languages: build {built:.2f} s (≤ {build_target:.0f}) · "
            f"p50 {p50:.1f} ms · p99 {p99:.1f} ms (≤ {p99_target:.0f}){held} · {'ok' if ok else 'MISSED'}"
        )
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
