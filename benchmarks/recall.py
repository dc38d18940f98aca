"""How often the search finds the right matter, and admits when there is none: `python -m benchmarks.recall`.

Over the sentences in tests/domain/search, and the development queries where they lie beside the project.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.domain.search import kept
from app.domain.search.index import Index
from benchmarks.search import meanings, shipped

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "domain" / "search"
DEV = ROOT.parent / "shared" / "search" / "dev_queries.tsv"
CORE = ("sv", "da", "en")
Row = tuple[str, str, frozenset[str]]  # language, sentence, right matters (none: not a matter of ours)


def rows_of(file: Path) -> list[Row]:
    """The sentences of one file: ours (`lang | sentence | matters`), or a tab-separated table."""
    if file.suffix == ".tsv":
        with file.open(encoding="utf-8", newline="") as table:
            found = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
            return [_row(one["lang"], one["query"], one["acceptable_slugs"]) for one in found]
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [_row(*(part.strip() for part in line.split("|"))) for line in lines]


def _row(lang: str, said: str, right: str) -> Row:
    return lang, said, frozenset() if right == "-" else frozenset(right.split(","))


def report(index: Index, rows: list[Row]) -> Iterator[str]:
    """Lines of figures: right first, right among three, and what `confident` is worth."""
    asked, first, three = Counter[str](), Counter[str](), Counter[str]()
    right_scores, strange_scores, sure_right, sure_strange = [], [], 0, 0
    for lang, said, right in rows:
        answer = index.search(said, lang)
        found = [match.slug for match in answer.matches[:3]]
        best = answer.matches[0].score if answer.matches else 0.0
        if not right:
            strange_scores.append(best)
            sure_strange += answer.confident
            continue
        for group in (lang, "sv da en" if lang in CORE else "others", "all"):
            asked[group] += 1
            first[group] += found[:1] != [] and found[0] in right
            three[group] += not right.isdisjoint(found)
        if not right.isdisjoint(found):
            right_scores.append(best)
            sure_right += answer.confident
    for group in sorted(asked, key=lambda name: (len(name) > 2, name)):
        part, most = asked[group], f"first {first[group] / asked[group]:.3f}"
        yield f"  {group:9} n {part:4}   {most}   among three {three[group] / part:.3f}"
    if right_scores and strange_scores:
        bar = sorted(right_scores, reverse=True)[max(0, int(0.95 * len(right_scores) + 0.5) - 1)]
        refused = sum(score < bar for score in strange_scores) / len(strange_scores)
        yield (
            f"  confident: {sure_right / len(right_scores):.2f} of the right answers kept, "
            f"{1 - sure_strange / len(strange_scores):.2f} of {len(strange_scores)} strangers refused; "
            f"keeping 95 %: {refused:.2f} refused"
        )


def main() -> int:
    """Prints every file's figures."""
    index = kept.index_of((shipped(), (), *meanings()))
    for file in (SENTENCES / "sentences.txt", SENTENCES / "tuned.txt", SENTENCES / "unseen.txt", DEV):
        if file.exists():
            print(file.name)
            print("\n".join(report(index, rows_of(file))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
