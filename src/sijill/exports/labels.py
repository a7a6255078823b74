"""What fields, kinds, states and countries are called for people, in English and Arabic."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from sijill.knowledge import EventType, event_types
from sijill.model import Count, When

Pair = tuple[str, str]

FIELDS: dict[str, Pair] = {
    "type": ("Event", "الحدث"), "status": ("Status", "الحالة"), "factuality": ("How sure", "درجة الثبوت"), "date": ("When", "متى"),
    "time": ("At", "الساعة"), "place": ("Where", "أين"), "perpetrators": ("Carried out by", "الفاعل"), "targets": ("Against", "المستهدف"),
    "claimed_by": ("Claimed by", "تبنّاه"), "accused": ("Accused", "المتهم"), "denied_by": ("Denied by", "نفاه"),
    "weapons": ("With", "الوسيلة"), "killed": ("Killed", "القتلى"), "wounded": ("Wounded", "الجرحى"), "captured": ("Captured", "المحتجزون"),
    "sources": ("According to", "المصدر"), "loaded": ("Loaded wording", "ألفاظ منحازة"), "dropped": ("Not used", "لم يُستعمل"),
}  # fmt: skip
STATES: dict[str, Pair] = {
    "new": ("news", "خبر"), "background": ("background", "خلفية"), "asserted": ("reported as fact", "مذكور على أنه وقع"),
    "alleged": ("alleged", "غير مؤكد"), "denied": ("denied", "منفي"), "aggregate": ("sum of many", "حصيلة عدة أحداث"),
}  # fmt: skip
KIND_NAMES: dict[str, Pair] = {
    "state_forces": ("state forces", "قوات حكومية"), "foreign_forces": ("foreign forces", "قوات أجنبية"),
    "rebel_group": ("rebel group", "جماعة معارضة مسلحة"),
    "militia": ("militia", "فصيل مسلح"), "jihadist_group": ("jihadist group", "جماعة جهادية"),
    "unidentified_armed": ("unidentified armed", "مسلحون مجهولون"),
    "civilians": ("civilians", "مدنيون"), "protesters": ("protesters", "متظاهرون"), "officials": ("officials", "مسؤولون"),
    "infrastructure": ("infrastructure", "منشآت"), "other": ("other", "أخرى"),
}  # fmt: skip
PRECISIONS: dict[str, Pair] = {
    "site": ("site", "موقع"), "town": ("town", "بلدة أو مدينة"), "district": ("district", "قضاء أو مديرية"),
    "governorate": ("governorate", "محافظة"),
    "country": ("country", "بلد"), "none": ("not placed", "بلا تحديد"),
}  # fmt: skip
COUNTRIES: dict[str, Pair] = {
    "AE": ("United Arab Emirates", "الإمارات"), "AF": ("Afghanistan", "أفغانستان"), "BH": ("Bahrain", "البحرين"),
    "BF": ("Burkina Faso", "بوركينا فاسو"),
    "CD": ("DR Congo", "الكونغو الديمقراطية"), "CF": ("Central African Republic", "أفريقيا الوسطى"), "CM": ("Cameroon", "الكاميرون"),
    "CN": ("China", "الصين"),
    "DE": ("Germany", "ألمانيا"), "DJ": ("Djibouti", "جيبوتي"), "DZ": ("Algeria", "الجزائر"), "EG": ("Egypt", "مصر"),
    "ER": ("Eritrea", "إريتريا"),
    "ES": ("Spain", "إسبانيا"), "ET": ("Ethiopia", "إثيوبيا"), "FR": ("France", "فرنسا"), "GB": ("United Kingdom", "المملكة المتحدة"),
    "IL": ("Israel", "إسرائيل"),
    "IN": ("India", "الهند"), "IQ": ("Iraq", "العراق"), "IR": ("Iran", "إيران"), "IT": ("Italy", "إيطاليا"), "JO": ("Jordan", "الأردن"),
    "KE": ("Kenya", "كينيا"),
    "KM": ("Comoros", "جزر القمر"), "KW": ("Kuwait", "الكويت"), "LB": ("Lebanon", "لبنان"), "LY": ("Libya", "ليبيا"),
    "MA": ("Morocco", "المغرب"),
    "ML": ("Mali", "مالي"), "MR": ("Mauritania", "موريتانيا"), "NE": ("Niger", "النيجر"), "NG": ("Nigeria", "نيجيريا"),
    "OM": ("Oman", "عُمان"),
    "PK": ("Pakistan", "باكستان"), "PS": ("Palestine", "فلسطين"), "QA": ("Qatar", "قطر"), "RU": ("Russia", "روسيا"),
    "SA": ("Saudi Arabia", "السعودية"),
    "SD": ("Sudan", "السودان"), "SO": ("Somalia", "الصومال"), "SS": ("South Sudan", "جنوب السودان"), "SY": ("Syria", "سوريا"),
    "TD": ("Chad", "تشاد"),
    "TN": ("Tunisia", "تونس"), "TR": ("Türkiye", "تركيا"), "UA": ("Ukraine", "أوكرانيا"), "US": ("United States", "الولايات المتحدة"),
    "YE": ("Yemen", "اليمن"),
}  # fmt: skip
WEAPONS_AR: dict[str, str] = {
    "small arms": "أسلحة خفيفة", "machine gun": "رشاش", "blade": "سلاح أبيض", "stones": "حجارة", "batons": "هراوات", "fire": "حرق",
    "tear gas": "غاز مسيل للدموع",
    "rubber bullets": "رصاص مطاطي", "sound bomb": "قنبلة صوتية", "ied": "عبوة ناسفة", "sticky bomb": "عبوة لاصقة", "landmine": "لغم",
    "car bomb": "سيارة مفخخة",
    "truck bomb": "شاحنة مفخخة", "explosive belt": "حزام ناسف", "bomb": "قنبلة", "explosives": "متفجرات", "grenade": "قنبلة يدوية",
    "rocket-propelled grenade": "قذيفة صاروخية (آر بي جي)", "mortar": "هاون", "artillery": "مدفعية", "tank": "دبابة",
    "rocket": "صاروخ غير موجه", "missile": "صاروخ",
    "guided missile": "صاروخ موجه", "air defence": "دفاع جوي", "fighter aircraft": "طيران حربي", "helicopter": "مروحية",
    "drone": "طائرة مسيّرة",
    "barrel bomb": "برميل متفجر", "cluster munition": "ذخيرة عنقودية", "chemical agent": "مادة كيميائية", "vehicle": "مركبة",
}  # fmt: skip
QUALIFIERS: dict[str, Pair] = {
    "more_than": ("more than", "أكثر من"), "at_least": ("at least", "على الأقل"), "about": ("about", "نحو"),
    "at_most": ("at most", "على الأكثر"),
    "tens": ("tens", "عشرات"), "dozens": ("dozens", "عشرات"), "hundreds": ("hundreds", "مئات"), "thousands": ("thousands", "آلاف"),
    "some": ("some, number not given", "عدد غير مذكور"),
}  # fmt: skip

_DAYS: tuple[Pair, ...] = (
    ("Monday", "الاثنين"), ("Tuesday", "الثلاثاء"), ("Wednesday", "الأربعاء"), ("Thursday", "الخميس"),
    ("Friday", "الجمعة"), ("Saturday", "السبت"),
    ("Sunday", "الأحد"),
)  # fmt: skip
# Both names of a month, as papers that are read in several countries print them.
MONTHS: tuple[Pair, ...] = (
    ("January", "كانون الثاني/يناير"), ("February", "شباط/فبراير"), ("March", "آذار/مارس"), ("April", "نيسان/أبريل"), ("May", "أيار/مايو"),
    ("June", "حزيران/يونيو"), ("July", "تموز/يوليو"), ("August", "آب/أغسطس"), ("September", "أيلول/سبتمبر"),
    ("October", "تشرين الأول/أكتوبر"),
    ("November", "تشرين الثاني/نوفمبر"), ("December", "كانون الأول/ديسمبر"),
)  # fmt: skip


def one(pair: Pair, lang: str) -> str:
    """The English or the Arabic half."""
    return pair[1] if lang == "ar" else pair[0]


@cache
def _types() -> dict[str, EventType]:
    return event_types()


def type_label(type_id: str, lang: str) -> str:
    """The label of an event type; the id with blanks where the lexicon does not know it."""
    known = _types().get(type_id)
    return type_id.replace("_", " ") if known is None else known.label_ar if lang == "ar" else known.label_en


def country_name(code: str | None, lang: str) -> str:
    """A country's usual name; the code itself for one that the table has not, "" for None."""
    return one(COUNTRIES.get(code, (code, code)), lang) if code else ""


def weapon_name(word: str, lang: str) -> str:
    """A weapon's word."""
    return WEAPONS_AR.get(word, word) if lang == "ar" else word


def day_name(day: date, lang: str, weekday: bool = True) -> str:
    """A day for people: "Sunday 12 September 2021", «الأحد 12 أيلول/سبتمبر 2021»."""
    words = f"{day.day} {one(MONTHS[day.month - 1], lang)} {day.year}"
    return f"{one(_DAYS[day.weekday()], lang)} {words}" if weekday else words


def when_name(when: When | None, lang: str) -> str:
    """An interval with the grain of the words; "" where no day can be told."""
    if when is None or when.start is None or when.end is None:
        return ""
    start, end = when.start, when.end
    if start == end:
        return day_name(start, lang)
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return f"{one(MONTHS[start.month - 1], lang)} {start.year}"
        if start.month == 1 and end.month == 12:
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    return f"{day_name(start, lang, weekday=False)} – {day_name(end, lang, weekday=False)}"


def count_name(count: Count | None, lang: str) -> str:
    """A count for people: "3", "3–5", "at least 3", "tens", "none"."""
    if count is None:
        return ""
    if count.low is None and count.high is None:
        return one(QUALIFIERS.get(count.qualifier, ("number not given", "عدد غير مذكور")), lang)
    low = count.low if count.low is not None else count.high
    high = count.high if count.high is not None else count.low
    if low == high == 0:
        return "لا أحد" if lang == "ar" else "none"
    figure = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    before = one(QUALIFIERS[count.qualifier], lang) if count.qualifier in ("more_than", "at_least", "about", "at_most") else ""
    return f"{before} {figure}".strip()
