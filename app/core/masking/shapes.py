"""How numbers are spelled: groups of digits, what stands between them, and which groupings an identity number takes.

A text becomes one character per group of digits ("010190-1234" is "64"), with "|" where something other than a
separator stands between. Every search is then a short pattern over that string: the cost is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SIZES: Final = "0123456789ABCDEFGHIJ"  # a group of ten digits is A, of nineteen J
_LONGER: Final = "Z"
_BREAK: Final = "|"
_GROUP: Final = re.compile(r"[0-9]+")
_SEPARATOR: Final = re.compile(r"(?=.)[ .\-/_]{0,4}\n?[ .\-/_]{0,4}|[:;|*~=]", re.DOTALL)  # at most one line end
_MORE: Final = re.compile(r"[ .\-]?[0-9]")
_WRAP: Final = re.compile(r" {0,2}\n {0,2}")
_WRAPPED: Final = re.compile(r"[0-9] {0,2}\n {0,2}[0-9]")

# Equal separators throughout, and nothing more of the same beside it: digits one by one, and in pairs.
_ONES: Final = r"(?<!1)1{%d}(?!1)"
_PAIRS: Final = r"(?<!2)2{%d}(?!2)"


def _patterns(spellings: str, ones: int, pairs: int = 0) -> re.Pattern[str]:
    parts = [spellings, _ONES % ones]
    if pairs:
        parts.append(_PAIRS % pairs)
    return re.compile(f"(?=({'|'.join(parts)}))")


TEN: Final = _patterns("A|64|2224|622|61111|2221111", 10, 5)
ELEVEN: Final = _patterns("B|65|2225|632|22232|22223|6311|6221|623|611111", 11)
TWELVE: Final = _patterns("C|84|4224|2244|264|22224|444|822", 12, 6)
THIRTEEN: Final = _patterns("85|2245", 13)
CARDS: Final = tuple(
    re.compile(f"(?=({shape}))") for shape in ("[D-J]", "44443|4444[12]", "444[1-4]", "46[45]", r"(?<!1)1{13,19}(?!1)")
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of digits in the folded text."""

    start: int
    end: int
    digits: str
    wrapped_at: int = 0
    """How many of its digits stand before a line end inside it; 0 for none."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring groups that together have the shape of a number."""

    groups: tuple[Group, ...]
    gaps: tuple[str, ...]
    first: int
    """Index of the first group on the page."""

    @property
    def shape(self) -> str:
        """The sizes of its groups."""
        return "".join(map(_size, self.groups))

    @property
    def last(self) -> int:
        """Index of the last group on the page."""
        return self.first + len(self.groups) - 1

    @property
    def digits(self) -> str:
        return "".join(group.digits for group in self.groups)

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def bare(self) -> bool:
        """Nothing in it shows how it is meant to be read."""
        return len(self.groups) == 1

    @property
    def wrapped(self) -> bool:
        return any(group.wrapped_at for group in self.groups)


class Page:
    """All groups of a folded text, ready to be searched by shape."""

    def __init__(self, folded: str, join_lines: bool = False) -> None:
        self.folded = folded
        self.groups: list[Group | None] = []
        self.gaps: list[str] = []
        """What stands after each group; empty after a break."""
        self.plus: set[int] = set()
        """Groups with an international plus before them."""
        self._read(join_lines)
        self.shape = "".join(_BREAK if group is None else _size(group) for group in self.groups)

    def _read(self, join_lines: bool) -> None:
        spans = [match.span() for match in _GROUP.finditer(self.folded)]
        merged = _join(self.folded, spans) if join_lines else [Group(a, b, self.folded[a:b]) for a, b in spans]
        for place, group in enumerate(merged):
            if place:
                self._between(merged[place - 1], group)
            elif self.folded[: group.start].endswith("+"):
                self.plus.add(0)
            self.groups.append(group)
            self.gaps.append("")

    def _between(self, before: Group, group: Group) -> None:
        gap = self.folded[before.end : group.start]
        if _SEPARATOR.fullmatch(gap) or self._is_century(gap, group):
            self.gaps[-1] = gap
            return
        self.groups.append(None)
        self.gaps.append("")
        bracketed = gap.strip() == ")" and len(self.groups) - 2 in self.plus  # (+46) 0701234567
        if gap.endswith("+") or bracketed:
            self.plus.add(len(self.groups))  # the group about to be added

    def _is_century(self, gap: str, group: Group) -> bool:
        """900101+1234 is a Swede or a Finn of more than a hundred years; a phone after a plus goes on longer."""
        if gap.strip(" \n") != "+" or len(group.digits) not in (1, 4):
            return False
        return not (gap.endswith((" +", "\n+")) and _MORE.match(self.folded, group.end))

    def goes_on(self, window: Window) -> bool:
        """The separators inside go on outside, as in 2024-01-15 - 2024-01-20: it was cut out of something longer."""
        before = self.gaps[window.first - 1] if window.first else ""
        tight = {gap for gap in (before, self.gaps[window.last]) if gap and not gap.isspace()}
        return not tight.isdisjoint(window.gaps)

    def windows(self, pattern: re.Pattern[str]) -> Iterator[Window]:
        """Every place where the shape fits."""
        for match in pattern.finditer(self.shape):
            first, last = match.span(1)
            groups = tuple(group for group in self.groups[first:last] if group is not None)
            yield Window(groups, tuple(self.gaps[first : last - 1]), first)


def _size(group: Group) -> str:
    count = len(group.digits)
    return _SIZES[count] if count < len(_SIZES) else _LONGER


def _join(folded: str, spans: list[tuple[int, int]]) -> list[Group]:
    """Two groups with only a line end between them become one; a third line begins anew."""
    groups: list[Group] = []
    for start, end in spans:
        digits = folded[start:end]
        before = groups[-1] if groups else None
        if before and not before.wrapped_at and _WRAP.fullmatch(folded[before.end : start]):
            groups[-1] = Group(before.start, end, before.digits + digits, len(before.digits))
        else:
            groups.append(Group(start, end, digits))
    return groups


def has_wraps(folded: str) -> bool:
    """A line end stands directly between two digits."""
    return _WRAPPED.search(folded) is not None
