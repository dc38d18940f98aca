"""Put the mask in the place of every number found."""

from app.core.masking.find import find_all
from app.core.masking.folding import fold
from app.core.masking.terms import MASK, Masked


def mask(text: str) -> tuple[str, tuple[Masked, ...]]:
    """The text without the numbers, and what was hidden where (places in the new text)."""
    folded = fold(text)
    found = find_all(folded.text)
    if not found:
        return text, ()
    pieces: list[str] = []
    hidden: list[Masked] = []
    done = length = 0
    for find in found:
        start, end = folded.span(find.start, find.end)
        pieces += (text[done:start], MASK)
        hidden.append(Masked(find.kind, length + start - done, find.ambiguous))
        length += start - done + len(MASK)
        done = end
    return "".join((*pieces, text[done:])), tuple(hidden)
