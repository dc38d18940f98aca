"""Put the mask in the place of every number and key found."""

from app.core.masking.find import find_all
from app.core.masking.folding import fold
from app.core.masking.terms import KEY_MASK, MASK, Kind, Masked


def mask(text: str) -> tuple[str, tuple[Masked, ...]]:
    """The text without them, and what was hidden where (places in the new text)."""
    folded = fold(text)
    found = find_all(folded.text)
    if not found:
        return text, ()
    pieces: list[str] = []
    hidden: list[Masked] = []
    done = length = 0
    for find in found:
        start, end = folded.span(find.start, find.end)
        put = KEY_MASK if find.kind is Kind.LINK else MASK
        pieces += (text[done:start], put)
        hidden.append(Masked(find.kind, length + start - done, find.ambiguous))
        length += start - done + len(put)
        done = end
    return "".join((*pieces, text[done:])), tuple(hidden)
