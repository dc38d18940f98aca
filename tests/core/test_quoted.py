"""What people wrote themselves, out of replies as mail programs send them, in every language we speak."""

from __future__ import annotations

import pytest

from app.core.quoted import own_words
from app.core.reply import read

OURS = ["answers+abcdefghijklmnopqrstuvwxyz@library.example", "answers@library.example", "letters@library.example"]
SHE = "The library <answers+abcdefghijklmnopqrstuvwxyz@library.example>"
# What stands above a quote, as Gmail, Apple Mail, Outlook or Thunderbird write it; an address is not always in it.
ABOVE = {
    "en": [f"On Sun, Nov 22, 2026 at 3:00 PM {SHE} wrote:", "On 22 Nov 2026, at 15:00, The library wrote:"],
    "sv": [f"Den sön 22 nov. 2026 kl 15:00 skrev {SHE}:", "22 nov. 2026 kl. 15:00 skrev Biblioteket:"],
    "da": [f"Den søn. 22. nov. 2026 kl. 15.00 skrev {SHE}:", "Den 22. nov. 2026 kl. 15.00 skrev Biblioteket:"],
    "nb": [f"søn. 22. nov. 2026 kl. 15:00 skrev {SHE}:", "22. nov. 2026 kl. 15:00 skrev Biblioteket:"],
    "fi": [f"su 22. marrask. 2026 klo 15.00 {SHE} kirjoitti:", "Kirjasto kirjoitti 22.11.2026 kello 15.00:"],
    "de": [f"Am So., 22. Nov. 2026 um 15:00 Uhr schrieb {SHE}:", "Am 22.11.2026 um 15:00 schrieb Die Bibliothek:"],
    "pl": [f"niedz., 22 lis 2026 o 15:00 {SHE} napisał(a):", "W dniu 22.11.2026 o 15:00, Biblioteka pisze:"],
    "tr": [
        f"{SHE}, 22 Kas 2026 Paz, 15:00 tarihinde şunu yazdı:",
        "Kütüphane 22 Kas 2026 15:00 tarihinde şunları yazdı:",
    ],
    "uk": [f"нд, 22 лист. 2026 р. о 15:00 {SHE} пише:", "22.11.2026 15:00, Бібліотека пише:"],
    "ar": [f"في الأحد، ٢٢ نوفمبر ٢٠٢٦ في ٣:٠٠ م، كتب {SHE}:", "في ٢٢/١١/٢٠٢٦ ١٥:٠٠، كتب المكتبة:"],
    "fa": [f"در تاریخ یکشنبه ۲۲ نوامبر ۲۰۲۶، ۱۵:۰۰ {SHE} نوشت:", "در ۲۲ نوامبر ۲۰۲۶، ساعت ۱۵:۰۰، کتابخانه نوشت:"],
    "so": [f"Axd, Nof 22, 2026 15:00 {SHE} ayaa qoray:", "22/11/2026 15:00, Maktabadda ayaa qortay:"],
}
HEADINGS = {
    "en": "From: The library\nSent: Sunday, November 22, 2026 3:00 PM\nTo: Anna\nSubject: You have an answer",
    "sv": "Från: Biblioteket\nSkickat: den 22 november 2026 15:00\nTill: Anna\nÄmne: Du har ett svar",
    "da": "Fra: Biblioteket\nSendt: 22. november 2026 15:00\nTil: Anna\nEmne: Du har et svar",
    "nb": "Fra: Biblioteket\nSendt: søndag 22. november 2026 15:00\nTil: Anna\nEmne: Du har et svar",
    "fi": "Lähettäjä: Kirjasto\nLähetetty: sunnuntai 22. marraskuuta 2026 15.00\nVastaanottaja: Anna\nAihe: Vastaus",
    "de": "Von: Die Bibliothek\nGesendet: Sonntag, 22. November 2026 15:00\nAn: Anna\nBetreff: Eine Antwort",
    "pl": "Od: Biblioteka\nWysłano: niedziela, 22 listopada 2026 15:00\nDo: Anna\nTemat: Odpowiedź",
    "tr": "Kimden: Kütüphane\nGönderildi: 22 Kasım 2026 Pazar 15:00\nKime: Anna\nKonu: Yanıt",
    "uk": "Від: Бібліотека\nНадіслано: неділя, 22 листопада 2026 р. 15:00\nКому: Anna\nТема: Відповідь",
    "ar": "من: المكتبة\nتم الإرسال: الأحد، ٢٢ نوفمبر ٢٠٢٦\nإلى: Anna\nالموضوع: إجابة",
    "fa": "از: کتابخانه\nارسال شده: یکشنبه ۲۲ نوامبر ۲۰۲۶\nبه: Anna\nموضوع: پاسخ",
    "so": "Ka: Maktabadda\nLa diray: Axad, 22 Nofeembar 2026\nKu: Anna\nMawduuc: Jawaab",
}
OWN = "Tack, det gick bra.\n\nEn fråga till: vad kostar det?"
LETTER = "There are 3 new messages for you.\n\nOpen your conversation here:\nhttps://help.example/sv/chat/open/x"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def test_it_works() -> None:
    assert own_words(f"{OWN}\n\n{ABOVE['en'][0]}\n\n{quoted(LETTER)}\n", OURS) == OWN


@pytest.mark.parametrize("code", ABOVE)
def test_every_language(code: str) -> None:
    for above in ABOVE[code]:
        folded = above.replace(" <", "\n<") if " <" in above else above
        for words in (above, folded):
            assert own_words(f"{OWN}\n\n{words}\n{quoted(LETTER)}", OURS) == OWN, words
            assert own_words(f"{words}\n{quoted(LETTER)}\n\n{OWN}", OURS) == OWN, words
        named = above if "@" in above else ""
        if named:  # Apple Mail as plain text, some webmail: quoted without marks
            assert own_words(f"{OWN}\n\n{named}\n\n{LETTER}", OURS) == OWN, named


@pytest.mark.parametrize("code", HEADINGS)
def test_a_copied_heading_in_every_language(code: str) -> None:
    assert own_words(f"{OWN}\n\n{HEADINGS[code]}\n\n{LETTER}", OURS) == OWN
    bold = "\n".join(f"*{line.split(':')[0]}:*{line.split(':', 1)[1]}" for line in HEADINGS[code].split("\n"))
    assert own_words(f"{OWN}\n\n________________________________\n{bold}\n\n{LETTER}", OURS) == OWN


@pytest.mark.parametrize(
    "last",
    [
        "Sent from my iPhone", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
        "Von meinem iPhone gesendet", "Wysłane z iPhone'a", "iPhone'umdan gönderildi", "Надіслано з iPhone",
        "أُرسلت من الـ iPhone", "Get Outlook for Android", "-- \nAnna Berg\nStorgatan 1",
    ],
)  # fmt: skip
def test_signatures(last: str) -> None:
    assert own_words(f"{OWN}\n\n{last}\n\n{ABOVE['sv'][0]}\n{quoted(LETTER)}", OURS) == OWN


@pytest.mark.parametrize(
    "text",
    ["Från: min bank kom ett brev.\nDet stod så här.", "Den 3 mars skrev jag till banken:\ningen svarade.",
     "I have:\n- a passport\n- a letter from 12.10.2026 at 10:30:\nit says no.", "Sent from my heart\nthank you so much",
     "On Monday they wrote: no.", "--\nonly this", "Kun datoa: 22.11.2026 15:00:\nOnko tämä oikein?",
     "Gesendet von meinem Nachbarn, der hat auch gefragt.\nDanke!"],
)  # fmt: skip
def test_a_persons_own_words_stay(text: str) -> None:
    assert own_words(text, OURS) == text.removeprefix("--\n") or own_words(text, OURS) == text


def test_answers_between_the_lines_stay() -> None:
    assert own_words("> Which bank?\nSwedbank\n> Which phone?\nSamsung", OURS) == "Swedbank\nSamsung"


def mail(*headers: str, body: str = "Hej", kind: str = "text/plain; charset=utf-8") -> bytes:
    heads = ["To: Biblioteket <Answers+ABCDEFGHIJKLMNOPQRSTUVWXYZ@Library.example>", f"Content-Type: {kind}", *headers]
    return ("\r\n".join(heads) + "\r\n\r\n" + body).encode()


HTML = """<html><head><style>p { color: red }</style></head><body><p>Hej,</p><div>det&nbsp;gick <b>bra</b>.<br>Tack &amp;
 hej</div><div class="gmail_quote"><div>Den sön skrev någon:</div><blockquote>There are 3 new</blockquote></div></body></html>"""


def test_formatted_text_is_read_as_plain() -> None:
    found = read(mail(body=HTML, kind="text/html; charset=utf-8"), "answers@library.example")
    assert found.text == "Hej,\n\ndet gick bra.\nTack & hej" and found.name == "abcdefghijklmnopqrstuvwxyz"


def test_folded_lines_are_put_together() -> None:
    body = "This is one \r\nlong line.\r\n> quoted \r\n> too\r\n-- \r\nAnna"
    assert (
        read(mail(body=body, kind="text/plain; format=flowed"), "answers@library.example").text
        == "This is one long line."
    )


def test_a_strange_character_set_is_no_end_of_the_world() -> None:
    found = read(mail(body="Hej på dig", kind="text/plain; charset=x-nobody-knows"), "answers@library.example")
    assert found.text == "Hej på dig"


def test_rules_are_quick_on_nonsense() -> None:
    for nonsense in (
        ":" * 20000,
        "On " * 20000,
        "> " * 20000,
        "Den 1 " + "a" * 40000 + ":",
        ("On 1 wrote:\n" * 2000),
        "<" * 40000,
    ):
        own_words(nonsense, OURS)
        read(mail(body=nonsense, kind="text/html"), "answers@library.example")
