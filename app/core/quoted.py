"""What somebody wrote themselves in a reply: without the letter they answered, their signature and their telephone's greeting.

Our own rules, because no library speaks the twelve languages. Three things are looked for, and each is enough: lines that
begin with ">", the line a mail program writes above what it quotes, and the heading it copies. Where a rule is unsure, words
stay: a line too many is read past, a line too few is lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection

QUOTE = re.compile(r"^\s{0,3}>")
# "On 3 March, the library wrote:": the first word and the last, as mail programs say it; the verb may stand before the name.
_FIRST = (
    r"On|Le|Den|D\.|På|Am|Pe|W dniu|Dnia|dnia|Il giorno|El|Op|В|У|ср|пн|вт|чт|пт|сб|нд|sob|niedz|pon|wt|śr|czw|pt|pt\.|"
    r"ma|ti|ke|to|pe|la|su|man|tir|tirs|ons|tor|tors|fre|lør|lör|søn|sön|mån|tis|"
    r"في|بتاريخ|در|在|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? \w+"
)
_WROTE = (
    r"wrote|skrev|følgende|schrieb|kirjoitti|napisał\(a\)|napisał/a|napisała?|pisze|yazdı|şunu yazdı|şunları yazdı|"
    r"пише|писав\(ла\)|написала?|написав|пишет|qoray|ayaa qoray|waxa qoray|كتب|كتبت|كتب ما يلي|نوشت|نوشته است|نوشته|a écrit"
)
ATTRIBUTION = re.compile(
    rf"^[>*\s\u200e\u200f]*(?:{_FIRST})(?!\w).{{3,240}}?(?<!\w)(?:{_WROTE})(?!\w).{{0,160}}:[\s\u200e\u200f]*$",
    re.IGNORECASE,
)
# What stands above a quote has a date, with a time or an address; a colon alone is anybody's.
_TIME_OR_ADDRESS = re.compile(r"@|\d{1,2}[:.]\d{2}")
SEPARATOR = re.compile(
    r"^\s*(?:[-_*=]{2,}\s*(?:Original Message|Original message|Forwarded message|Reply message|"
    r"Ursprungligt meddelande|Originalmeddelande|Vidarebefordrat meddelande|Oprindelig meddelelse|Videresendt meddelelse|"
    r"Opprinnelig melding|Alkuperäinen viesti|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Oryginalna wiadomość|"
    r"Wiadomość oryginalna|Wiadomość przekazana|Orijinal İleti|Orijinal ileti|Özgün İleti|İlk mesaj|"
    r"Оригінальне повідомлення|Початкове повідомлення|Вихідне повідомлення|Farriintii asalka ahayd|Fariinta asalka|"
    r"الرسالة الأصلية|رسالة أصلية|پیام اصلی)\s*[-_*=]{2,}|_{20,}|-{20,})\s*$",
    re.IGNORECASE,
)
_FROM = r"From|Från|Fra|Lähettäjä|Von|Od|Kimden|Gönderen|Від|Ка|Ka|Ka socda|من|از|فرستنده"
_MORE = (
    r"Sent|Date|To|Cc|Subject|Reply-To|Skickat|Datum|Till|Kopia|Ämne|Sendt|Dato|Til|Emne|Lähetetty|Päivämäärä|Päiväys|"
    r"Vastaanottaja|Kopio|Aihe|Gesendet|An|Betreff|Wysłano|Data|Do|Dw|DW|Temat|Gönderildi|Gönderme|Tarih|Kime|Bilgi|Konu|"
    r"Надіслано|Відправлено|Дата|Кому|Копія|Тема|La diray|Taariikh|Taariikhda|Ku|Loo diray|Mawduuc|Mawduuca|"
    r"تاريخ الإرسال|التاريخ|تم الإرسال|إلى|الموضوع|نسخة|تاریخ|ارسال شده|به|به:|موضوع|رونوشت"
)
HEADING = re.compile(rf"^\s*\*?(?:{_FROM})\s?:\*?\s*\S", re.IGNORECASE)
HEADING_MORE = re.compile(rf"^\s*\*?(?:{_MORE})\s?:\*?\s*\S", re.IGNORECASE)
SIGNATURE = re.compile(r"^--\s?$")
LONGEST_SIGNATURE = 15
TELEPHONE = re.compile(
    r"^\s*(?:Sent from (?:my|Outlook|Mail|Yahoo)|Get Outlook for|Skickat från min|Skickat från (?:Outlook|Mail)|Sendt fra min|"
    r"Sendt fra (?:Outlook|Mail)|Hent Outlook|Hämta Outlook|Lähetetty (?:\w+)?(?:sta|stä|lta|ltä|sta)\b|"
    r"Lähetetty (?:Outlook|iPhone|Android)|Von meinem .{2,40} gesendet|Gesendet (?:von|mit|aus) |"
    r"Wysłane z |Wysłano z |.{2,30}(?:'?[uıiü]?m?d[ae]n) gönderildi|Надіслано з |Відправлено з |"
    r"Laga soo diray |Waxaa laga soo diray |أُرسلت من |أرسلت من |تم الإرسال من |مرسل من |ارسال(?: شده)? از |فرستاده شده از )",
    re.IGNORECASE,
)


def own_words(text: str, ours: Collection[str] = ()) -> str:
    """The writer's own lines. `ours` are our addresses: a line that names one and ends in a colon stands above a quote."""
    lines = _cut(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), [one.lower() for one in ours])
    kept = _without_signature([line for line in lines if not QUOTE.match(line)])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _cut(lines: list[str], ours: list[str]) -> list[str]:
    """Up to where the quoted letter stands without marks; where its lines have marks, what stands below is kept."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if SEPARATOR.match(lines[at]) or _is_heading(lines, at):
            break
        spent = _attribution(lines, at, ours)
        if not spent:
            kept.append(lines[at])
            at += 1
        elif not _marked(lines, at + spent):
            break
        else:
            at += spent
    return kept


def _attribution(lines: list[str], at: int, ours: list[str]) -> int:
    """How many lines the words above a quote take here; mail programs fold them. 0 for none."""
    if not lines[at].strip() or QUOTE.match(lines[at]):
        return 0
    for count in range(1, 5):
        taken = [line.strip() for line in lines[at : at + count]]
        if not all(taken) or len(taken) < count:
            return 0
        words = " ".join(taken)
        if words.endswith((":", "：", ":\u200f", ":\u200e")):
            named = any(one in words.lower().replace(" ", "") for one in ours)
            if named or (ATTRIBUTION.match(words) and _is_dated(words)):
                return count
            return count if _marked(lines, at + count) and _is_dated(words) else 0
    return 0


def _is_dated(words: str) -> bool:
    """In two steps: one expression for both takes hours on a long row of digits."""
    number = re.search(r"\d", words)
    return bool(number and _TIME_OR_ADDRESS.search(words, number.end()))


def _marked(lines: list[str], at: int) -> bool:
    """Whether the next words are quoted with marks."""
    following = next((lines[one] for one in range(at, len(lines)) if lines[one].strip()), "")
    return bool(QUOTE.match(following))


def _is_heading(lines: list[str], at: int) -> bool:
    """A copied heading: who it was from, and at least two more of its lines below."""
    if not HEADING.match(lines[at]):
        return False
    return sum(bool(HEADING_MORE.match(line)) for line in lines[at + 1 : at + 7]) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    """Up to the mark of a signature that is not longer than one, and without a telephone's last line."""
    spoken = [at for at, line in enumerate(lines) if line.strip()]
    if spoken and TELEPHONE.match(lines[spoken[-1]]):
        lines = lines[: spoken[-1]]
    mark = next(
        (at for at, line in enumerate(lines) if SIGNATURE.match(line) and any(map(str.strip, lines[:at]))), None
    )
    return lines[:mark] if mark is not None and len(lines) - mark <= LONGEST_SIGNATURE else lines
