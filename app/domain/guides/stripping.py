"""What is personal in a librarian's answer, found by rules of our own, so that the rest can be told to everybody. Pure.

Rules cannot know everything: whoever keeps the words sees what was taken out, and reads them before anybody else does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from app.core.masking import KEY_MASK, MASK
from app.domain.guides.streets import STREETS

GAP = "[…]"
# So many words in a row that the visitor wrote too are the visitor's.
THEIRS = 5
_SHORTEST_NAME = 2


class What(StrEnum):
    """Why something was taken out."""

    HIDDEN = "hidden"
    LINK = "link"
    QUOTE = "quote"
    MAIL = "mail"
    PLACE = "place"
    VISITOR = "visitor"
    ME = "me"
    NAME = "name"
    NUMBER = "number"


# Never put back: what was masked, a link that may be a key, and what the visitor said.
SECRET = frozenset({What.HIDDEN, What.LINK, What.QUOTE})


@dataclass(frozen=True)
class Taken:
    """A part of the text, from `start` to `end`, and why it is taken out."""

    start: int
    end: int
    what: What
    words: str

    @property
    def secret(self) -> bool:
        return self.what in SECRET


@dataclass(frozen=True)
class Known:
    """What the rules are told of one conversation. `said` are the visitor's lines, `common` words that name nobody."""

    visitor: str = ""
    me: str = ""
    colleagues: Collection[str] = ()
    places: Collection[str] = ()
    said: Sequence[str] = ()
    common: Collection[str] = field(default_factory=frozenset)
    nouns_are_capital: bool = False


_Span = tuple[int, int]
_Rule = Callable[[str, Known], Iterator[_Span]]
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'’”»"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{3,}")
_QUOTED_LINE = re.compile(r"^>.*$", re.MULTILINE)
_DIGITS = re.compile(r"(?<![\w:])[+(]?\d(?:[ \u00a0.\-/()\u2010-\u2015]{0,2}\d){3,}(?!\w|:\d)")
_CASE = re.compile(r"(?<![\w-])(?=[\w-]*\d{3})(?=[\w-]*[^\W\d_])[\w-]{5,}")
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?:\s?[-\u2010-\u2015]\s?\d{1,2}[.:]\d{2})?")
_MONEY = re.compile(r"\s?(?:kr\b|kronor|kroner|kruunua|€|eur|sek\b|dkk\b|nok\b|zł|:-|%)", re.IGNORECASE)
_HELLO = (
    "God (?:dag|morgon|kväll|aften)|Good (?:day|morning|afternoon|evening)|Guten (?:Tag|Morgen)|Dzień dobry|Добрий день"
    "|Hyvää (?:päivää|huomenta)|Hej(?:san)?|Hei|Moi|Hi|Hello|Dear|Hallo|Lieber?|Cześć|Merhaba|Salaan|Kära|Kjære|Kære"
    "|Вітаю|Привіт"
)
_TITLE = r"(?:Herr|Frau|Pani?|Mr\.?|Mrs\.?|Ms\.?)\s"
_NAME = r"[^\W\d_][\w’'-]+"
_GREETING = re.compile(
    rf"(?:^|(?<=[.!?\n] ))(?:{_HELLO})[ ,]+(?:{_TITLE})?(?P<name>{_NAME}(?: {_NAME}){{0,2}})", re.MULTILINE
)
_SENTENCE_ENDS = '.!?…:\n>"“”«»•-*'


def find(text: str, known: Known) -> list[Taken]:
    """Everything to take out, in order; where two rules meet, the earlier in the list below says why."""
    owner: list[tuple[int, What] | None] = [None] * len(text)
    for number, (what, start, end) in enumerate(_found(text, known)):
        for place in range(start, end):
            owner[place] = owner[place] or (number, what)
    taken: list[Taken] = []
    for whose, group in groupby(range(len(text)), key=lambda place: owner[place]):
        places = list(group)
        if whose is not None and (one := _trimmed(text, places[0], places[-1] + 1, whose[1])) is not None:
            taken.append(one)
    return taken


def pieces(text: str, taken: Sequence[Taken]) -> list[tuple[str, int | None]]:
    """The text in parts, each with the number of what it is taken out as, or None where it stays."""
    parts: list[tuple[str, int | None]] = []
    done = 0
    for number, one in enumerate(taken):
        parts += [(text[done : one.start], None), (text[one.start : one.end], number)]
        done = one.end
    return [part for part in (*parts, (text[done:], None)) if part[0]]


def strip(
    text: str, taken: Sequence[Taken], back: Collection[str] = (), stands: Callable[[Taken], str] | None = None
) -> str:
    """The text without them. `back`: words that are put back; `stands`: what to write instead of each."""
    said = ""
    for part, number in pieces(text, taken):
        if number is None or (taken[number].words in back and not taken[number].secret):
            said += part
        else:
            said += stands(taken[number]) if stands else instead(taken[number])
    return said.strip()


def instead(one: Taken) -> str:
    """What was masked stays masked; of anything else it is only shown that something stood there."""
    return MASK if one.what is What.HIDDEN else GAP


def _found(text: str, known: Known) -> Iterator[tuple[What, int, int]]:
    """What each rule finds; its own finds that meet are one."""
    for what, rule in _RULES:
        begun = ended = -1
        for start, end in sorted(rule(text, known)):
            if start >= ended:
                if ended > begun:
                    yield what, begun, ended
                begun = start
            ended = max(end, ended)
        if ended > begun:
            yield what, begun, ended


def _trimmed(text: str, start: int, end: int, what: What) -> Taken | None:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if what is not What.HIDDEN and not any(sign.isalnum() for sign in text[start:end]):
        return None
    return Taken(start, end, what, text[start:end])


def _hidden(text: str, _known: Known) -> Iterator[_Span]:
    for mask in (KEY_MASK, MASK):
        yield from (found.span() for found in re.finditer(re.escape(mask), text))


def _links(text: str, _known: Known) -> Iterator[_Span]:
    for found in _LINK.finditer(text):
        link = found[0].rstrip(_AFTER_LINK)
        if _may_be_key(link):
            yield found.start(), found.start() + len(link)


def _may_be_key(link: str) -> bool:
    """A query, a part after #, somebody's name in it, or a part that no person would have chosen."""
    path = link.partition("://")[2] or link
    if any(sign in path for sign in "?#@"):
        return True
    return any(_is_random(part) for part in path.split("/")[1:])


def _is_random(part: str) -> bool:
    longest = max(re.split(r"[-_.]", part), key=len)
    mixed = any(sign.isdigit() for sign in longest) and any(sign.isalpha() for sign in longest)
    return (len(longest) >= 8 and mixed) or len(longest) >= 30 or (longest.isdigit() and len(longest) >= 8)


def _quotes(text: str, known: Known) -> Iterator[_Span]:
    """Lines quoted as in a mail, and words in a row that the visitor wrote."""
    yield from (found.span() for found in _QUOTED_LINE.finditer(text))
    theirs = {run for said in known.said for run, _span in _runs(said)}
    yield from (span for run, span in _runs(text) if run in theirs) if theirs else ()


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], _Span]]:
    words = list(_WORD.finditer(text))
    for first in range(len(words) - THEIRS + 1):
        run = words[first : first + THEIRS]
        yield tuple(word[0].casefold() for word in run), (run[0].start(), run[-1].end())


def _mails(text: str, _known: Known) -> Iterator[_Span]:
    yield from (found.span() for found in _MAIL.finditer(text))


def _places(text: str, known: Known) -> Iterator[_Span]:
    yield from (found.span() for street in STREETS for found in street.finditer(text))
    for place in sorted(known.places, key=len, reverse=True):
        yield from _named(text, place)


def _visitor(text: str, known: Known) -> Iterator[_Span]:
    for part in _parts(known.visitor):
        yield from _named(text, part, any_case=True)


def _me(text: str, known: Known) -> Iterator[_Span]:
    yield from _of(text, known.me)


def _names(text: str, known: Known) -> Iterator[_Span]:
    """Colleagues; whoever is greeted; and names that the visitor wrote: capital letters inside a sentence."""
    for name in known.colleagues:
        yield from _of(text, name)
    for found in _GREETING.finditer(text):
        end = found.start("name")
        for word in _WORD.finditer(text, end, found.end("name")):
            if not word[0][:1].isupper():
                break
            end = word.end()
        yield found.start("name"), end
    theirs = _written_names(known)
    yield from (word.span() for word in _WORD.finditer(text) if word[0] in theirs)


def _of(text: str, name: str) -> Iterator[_Span]:
    """The whole name, then each of its parts."""
    for part in (name, *_parts(name)):
        if part:
            yield from _named(text, part)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,]+", name.strip()) if len(part) >= _SHORTEST_NAME]


def _named(text: str, name: str, any_case: bool = False) -> Iterator[_Span]:
    """A name as it stands, with the few letters that a language hangs on it ("Karins", "Aminalle")."""
    tail = r"(?:['’]?\w{1,3})?" if len(name) > 3 else r"(?:['’]?s)?"
    bare = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if any_case else 0)
    short = len(name) <= 3 and not any_case  # "Per" and "Bo" are words too, where a sentence begins
    yield from (found.span() for found in bare.finditer(text) if not short or _inside(text, found.start()))
    hung = re.compile(rf"(?<!\w){re.escape(name[:1].upper() + name[1:])}{tail}(?!\w)")
    yield from (found.span() for found in hung.finditer(text) if not short or _inside(text, found.start()))


def _written_names(known: Known) -> set[str]:
    if known.nouns_are_capital:
        return set()
    common = {word.casefold() for word in known.common}
    return {
        word[0]
        for said in known.said
        for word in _WORD.finditer(said)
        if word[0].istitle() and len(word[0]) > _SHORTEST_NAME and _inside(said, word.start())
        and word[0].isalpha() and word[0].casefold() not in common
    }  # fmt: skip


def _inside(text: str, place: int) -> bool:
    """Not the first word of a sentence, where any word has its capital."""
    before = text[:place].rstrip(" ")
    return bool(before) and before[-1] not in _SENTENCE_ENDS


def _numbers(text: str, _known: Known) -> Iterator[_Span]:
    """What could be dialled, an account, a case, a day: not a year, a time of the day, or a price."""
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        year = len(found[0]) == 4 and digits[:2] in ("19", "20")
        if not (year or _CLOCK.fullmatch(found[0]) or _MONEY.match(text, found.end())):
            yield found.span()
    yield from (found.span() for found in _CASE.finditer(text))


_RULES: tuple[tuple[What, _Rule], ...] = (
    (What.HIDDEN, _hidden),
    (What.LINK, _links),
    (What.QUOTE, _quotes),
    (What.MAIL, _mails),
    (What.PLACE, _places),
    (What.VISITOR, _visitor),
    (What.ME, _me),
    (What.NAME, _names),
    (What.NUMBER, _numbers),
)
