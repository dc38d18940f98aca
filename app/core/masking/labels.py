"""What the word right before a number says it is, in the languages of our visitors."""

import re
from enum import Enum, auto
from typing import Final

from app.core.masking.terms import Kind


class Label(Enum):
    """What the writer calls the number."""

    NONE = auto()
    IDENTITY = auto()
    PHONE = auto()
    BOOK = auto()
    LIBRARY = auto()
    CASE = auto()


_REACH: Final = 48
_WORDS: Final = {
    Label.IDENTITY: (
        "cpr personnummer personnr person-nr pers.nr pnr samordningsnummer fødselsnummer fødselsnr fnr d-nummer hetu "
        "henkilötunnus kennitala kt"
    ),
    Label.PHONE: (
        "tel tlf tfn tlfnr telefon telefonnummer telefonnr mobil mobilnummer mobilnr mobiltelefon handy phone mobile "
        "gsm puh puhelin puhelinnumero sími símanúmer taleefan cep телефон тел هاتف الهاتف موبايل تلفن موبایل"
    ),
    Label.BOOK: "isbn isbn-10 isbn-13 ean ean-13 streckkod stregkode strekkode viivakoodi barcode",
    Label.LIBRARY: (
        "kort kortnummer kortnr lånekort lånekortnr lånekortnummer lånerkort lånernummer lånenummer låntagarnummer "
        "bibliotekskort bibliotekskortnummer kirjastokortti bókasafnskort card borrower"
    ),
    Label.CASE: (
        "sag sagsnr sagsnummer saksnr saksnummer ärende ärendenr ärendenummer dnr diarienr diarienummer journalnr "
        "journalnummer asianumero málsnúmer case order ordrenr ordrenummer ordernr ordernummer faktura fakturanr "
        "fakturanummer invoice reference ref ocr"
    ),
}
_ALONE: Final = r"(?<![^\W\d_])"  # no letter before
_LINK: Final = r"(?:nummer|number|numero|nr|no|är|er|on|is)"
_TAIL: Final = rf"[ .:;#=(\"'\n-]{{0,4}}(?:{_LINK}[ .:;#=(\"'\n-]{{1,4}}){{0,2}}$"
_PATTERNS: Final = {
    label: re.compile(rf"{_ALONE}(?:{'|'.join(map(re.escape, words.split()))}){_TAIL}", re.IGNORECASE)
    for label, words in _WORDS.items()
}
_KINDS: Final = (
    (re.compile("cpr", re.IGNORECASE), Kind.DK),
    (re.compile("fnr|fødsels|d-nummer", re.IGNORECASE), Kind.NO),
    (re.compile("hetu|henkilö", re.IGNORECASE), Kind.FI),
    (re.compile("kennitala|kt", re.IGNORECASE), Kind.IS),
)


def label_before(text: str, start: int) -> Label:
    """The label that ends right before the number; only the last few words are read."""
    before = text[max(0, start - _REACH) : start]
    if not any(map(str.isalpha, before)):
        return Label.NONE
    return next((label for label, pattern in _PATTERNS.items() if pattern.search(before)), Label.NONE)


def kind_named(text: str, start: int) -> Kind:
    """The country's number the writer names; Swedish where the word does not say."""
    before = text[max(0, start - _REACH) : start]
    return next((kind for pattern, kind in _KINDS if pattern.search(before)), Kind.SE)
