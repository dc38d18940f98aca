"""Words that say little about what somebody needs: grammar (`SMALL`) and ways of asking (`ASKING`), per language."""

from app.domain.search.text import fold, words

_SMALL = {
    "sv": """jag du han hon den det vi ni de dem mig dig honom henne oss er min mitt mina din ditt dina hans hennes
        sin sitt sina en ett och eller men som att om när då så inte ej ingen inget är var vara varit har hade
        ha kan kunde ska skulle vill måste får fick på i till från för av med utan under efter innan hos vid mot
        ut in upp ner här där hur vad vem vart varför vilken vilket man bara också än nu redan alltid aldrig
        mycket mer alla allt något någon några blir blev mej dej längre lite igen""",
    "da": """jeg du han hun den det vi i de dem mig dig ham hende os jer min mit mine din dit dine hans hendes sin
        sit sine en et og eller men som at om når da så ikke ingen intet er var være været har havde have kan
        kunne skal skulle vil må måtte får fik på til fra for af med uden under efter før hos ved mod ud ind op
        ned her der hvor hvad hvem hvordan hvorfor hvilken hvilket man bare også end nu allerede altid aldrig
        meget mere alle alt noget nogen nogle bliver blev lidt igen jo sku ik ikk""",
    "nb": """jeg du han hun den det vi dere de dem meg deg ham henne oss min mitt mine din ditt dine hans hennes sin
        sitt sine en ei et og eller men som at om når da så ikke ingen er var være vært har hadde ha kan kunne
        skal skulle vil må måtte får fikk på i til fra for av med uten under etter før hos ved mot ut inn opp
        ned her der hvor hva hvem hvordan hvorfor hvilken man bare også enn nå allerede alltid aldri mye mer
        alle alt noe noen blir ble litt igjen""",
    "en": """i me my mine you your he she it its we us our they them their a an the and or but that this these those
        of to in on at by for from with without about into out up down not no nor is am are was were be been
        being do does did have has had can could will would shall should must may might what which who whom
        where when why how there here if so than then too very just also any some all more most im ive dont cant
        didnt doesnt isnt wont again always never only his her""",
    "fi": """minä mä sinä sä hän se me te he ne minun mun sinun sun hänen minulla mulla minulle mulle minut meidän on
        ole olen olet oli ovat olla ei en et emme ja tai mutta että jos kun kuin niin myös vain nyt jo aina tämä
        tuo nämä mikä mitä kuka ketä missä mihin mistä miten kuinka miksi milloin joku jotain kaikki enemmän
        pitää täytyy voi voin voiko voinko saan saanko sitä siitä sen tässä""",
    "de": """ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm mein meine meinen meinem meiner dein deine
        sein seine ihre ein eine einen einem einer der die das den dem des und oder aber dass wenn als wie so
        nicht kein keine keinen ist bin sind war waren sein habe hat haben hatte kann können muss müssen soll
        will darf werden wird wurde auf in im an am zu zum zur von vom für mit ohne unter nach vor bei aus um
        über hier dort wo was wer wem wann warum welche man nur auch noch schon immer nie sehr mehr alle alles
        etwas jemand""",
    "pl": """ja ty on ona ono my wy oni mnie mi mną ciebie cię go jego jej nas nam ich mój moja moje mojego mojej
        moim twój swój się i a oraz lub albo ale że żeby jak jeśli gdy nie tak jest są być był była było mam ma
        mamy mieć mogę może można muszę trzeba chcę w we na do z ze od dla po przed przy pod nad o u za przez
        bez tu tam gdzie co kto kiedy dlaczego jaki jaka jakie który która tylko też już zawsze nigdy bardzo
        więcej wszystko coś ktoś to ten ta te tego""",
    "tr": """ben sen o biz siz onlar beni bana benim benden bende seni sana senin onun bize bizim bir bu şu ve veya
        ya da ama fakat ki ile için gibi kadar çok daha en de mi mı mu mü değil var yok ne nasıl nerede nereye
        nereden neden niçin kim hangi kaç zaman şimdi hep hiç her şey sadece olan oldu olarak ise""",
    "ar": """انا انت هو هي نحن هم انتم لي لك له لها لنا من الى إلى على عن في مع بدون و او ثم ان أن إن لا لم لن ليس ما
        هل هذا هذه ذلك تلك الذي التي كيف اين أين متى لماذا ليش شو وين كيفية ماذا اذا إذا كل بعض قد كان كانت يكون
        عند عندي لدي هناك هنا فقط ايضا جدا اكثر بعد قبل حتى كم مو مش يا""",
    "fa": """من تو او ما شما آنها آن این است هست هستم نیست بود بودم شد شده را رو به از در با برای بدون و یا که اگر تا
        هم نه چه چی چگونه چطور کجا کی چرا کدام همه هر یک خیلی بیشتر فقط دیگر هنوز حالا مرا برایم دارم دارد ندارم
        خود خودم ام ای می نمی""",
    "uk": """я ти він вона воно ми ви вони мене мені мною тебе тобі його її нас нам вас вам їх мій моя моє мої мого
        моєї моєму свій свою і й та або але що щоб як якщо коли не ні так є був була було бути можу може можна
        треба у в на до з із зі від для по перед при під над про за через без тут там де хто чому який яка яке
        які тільки теж також вже завжди ніколи дуже більше все щось хтось це цей ця ці""",
    "so": """aan aniga waxaan waa ma in iyo ama laakiin oo ku ka u la si uu ay aad waxaad adiga isaga iyada annaga
        idinka iyaga kan tan taas kaas maxaa maxay sidee halkee xaggee goorma yaa haa maya ah ahay tahay yahay
        leh jira lahayn mid wax inaan inuu kuu iigu igu ii iga maan ayaan ayaa baa waxay lagu loo ee kale""",
}
_ASKING = {
    "sv": """hjälp hjälpa behöver behöva vill vänder nånstans någonstans går
        gör göra vet veta fråga funkar hej tack finns""",
    "da": "hjælp hjælpe brug behøver behov vil gerne gør gøre ved vide spørgsmål hej tak findes",
    "nb": "hjelp hjelpe trenger vil gjerne gjør gjøre vet vite spørsmål hei takk finnes",
    "en": "help need want get please know question like hello hi thanks someone something make way",
    "fi": "apua apu auttaa tarvitsen haluan haluaisin tehdä teen tiedän kysymys hei kiitos",
    "de": "hilfe helfen brauche möchte bitte mache machen weiß frage hallo danke",
    "pl": "pomoc pomóc potrzebuję chciałbym chciałabym proszę zrobić wiem pytanie cześć dzień dobry dziękuję",
    "tr": "yardım istiyorum lazım gerek lütfen yapmak yapabilirim bilmiyorum soru merhaba teşekkürler nedir",
    "ar": "مساعدة اريد أريد بدي احتاج أحتاج محتاج ممكن لو سمحت سؤال مرحبا شكرا اقدر أقدر ابغى عايز كيفاش",
    "fa": "کمک می‌خواهم میخواهم میخوام لازم نیاز لطفا سوال سلام ممنون کنم کنید کردن",
    "uk": """допомога допоможіть допомогти потрібно потрібна потрібен хочу
        будь ласка зробити знаю питання добрий день дякую""",
    "so": "caawimaad caawi rabaa doonayaa baahanahay fadlan su'aal salaan mahadsanid sameeyaa samayn",
}


def _langs(lists: dict[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for lang, text in lists.items():
        for word in words(text):
            found.setdefault(fold(word), set()).add(lang)
    return {key: frozenset(langs) for key, langs in found.items()}


_SMALL_IN = _langs(_SMALL)
SMALL = frozenset(_SMALL_IN)
ASKING = frozenset(_langs(_ASKING)) - SMALL
_ELSEWHERE, _LIGHT, _LIGHTER = 0.6, 0.35, 0.06


def weight(key: str, lang: str = "") -> float:
    """How much a folded word counts before we know how rare it is in the matters. Never nothing.

    What is grammar in one language that is not the reader's may be a thing in theirs: `su` is Turkish `şu` and Danish `SU`.
    """
    if len(key) < 2:
        return _LIGHTER
    if key in SMALL:
        langs = _SMALL_IN[key]
        return _LIGHTER if not lang or lang in langs or len(langs) > 1 else _ELSEWHERE
    return _LIGHT if key in ASKING else 1.0
