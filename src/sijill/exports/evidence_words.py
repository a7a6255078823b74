"""The words of the evidence pack, in English and Arabic, and its values as people read them."""

from __future__ import annotations

from typing import Literal

from sijill.exports.labels import (
    FIELDS,
    KIND_NAMES,
    PRECISIONS,
    QUALIFIERS,
    STATES,
    Pair,
    count_name,
    country_name,
    one,
    type_label,
    weapon_name,
    when_name,
)
from sijill.model import Count, Party, Place, Toll, When

FIELD_NAMES: dict[str, Pair] = {**FIELDS, "clock": FIELDS["time"]}
WORDS: dict[str, Pair] = {
    "pack": ("Evidence pack", "ملف الأدلة"),
    "incident": ("Incident", "الواقعة"),
    "held": ("What the register holds", "ما يثبته السجل من المروي"),
    "supported": ("supporting statements:", "إفادات تسنده:"),
    "by_rule": ("settled by", "سُوّي بقاعدة"),
    "contradictions": ("Where reports contradict one another", "مواضع تعارض التقارير"),
    "no_contradictions": ("The reports do not contradict one another on any field.", "لا تتعارض التقارير في أي حقل."),
    "settled": ("settled on", "المعتمد"),
    "otherwise": ("said otherwise", "قيل خلافه"),
    "claims": ("Who claims, denies, accuses", "من يتبنى ومن ينفي ومن يتهم"),
    "no_claims": ("No report names a claim, a denial or an accusation.", "لا يذكر أي تقرير تبنيا ولا نفيا ولا اتهاما."),
    "quotes": ("The words, by report", "الألفاظ كما وردت، تقريرا تقريرا"),
    "found_by": ("day found by", "عُرف اليوم من"),
    "undated": ("no publication date", "بلا تاريخ نشر"),
    "where": ("where it was published", "موضع النشر"),
    "retrieved": ("retrieved", "جُلب"),
    "captured_by": ("captured by", "جلبه"),
    "text_hash": ("SHA-256 of the text", "بصمة النص SHA-256"),
    "raw_hash": ("SHA-256 of what was fetched", "بصمة ما جُلب SHA-256"),
    "no_hash": ("not known to this export", "غير معروفة لهذا الملف"),
    "copy_of": ("a copy of report", "نسخة من التقرير"),
    "said_by": ("quoting ", "نقلا عن "),
    "no_statements": ("No statement of this report bears on a settled field.", "لا إفادة في هذا التقرير تخص حقلا مسوّى."),
    "why_one": ("Why these reports are one incident", "لماذا عُدّت هذه التقارير واقعة واحدة"),
    "one_report": ("One report alone tells it.", "يرويها تقرير واحد."),
    "sum": ("sum of the reasons", "مجموع الأسباب"),
    "recalled": ("Recalled as background by", "استعادها خلفيةً"),
    "history": ("History of decisions", "سجل القرارات"),
    "no_history": ("No reviewer has decided on it.", "لم يقرر فيها مراجع بعد."),
    "time": ("Time", "الوقت"),
    "reviewer": ("Reviewer", "المراجع"),
    "action": ("Decision", "القرار"),
    "field": ("Field", "الحقل"),
    "before": ("Before", "قبل"),
    "after": ("After", "بعد"),
    "reason": ("Reason", "السبب"),
    "waiting": ("waits for a second reviewer, and changes nothing yet", "بانتظار مراجع ثانٍ، ولا يغيّر شيئاً بعد"),
    "stale": ("stale: what it was about has gone", "متقادم: زال ما قُرر فيه"),
    "reports": ("reports", "تقارير"),
    "independent": ("independent of one another", "مستقل بعضها عن بعض"),
    "review": ("Review", "المراجعة"),
    "masked": (
        "Names of private persons are hidden, where they can be told. Offsets still point into the captured text.",
        "حُجبت أسماء الأفراد حيث أمكن تمييزها. والمواضع تشير إلى النص كما جُلب.",
    ),
    "versions": ("Made with", "أُعدّ بواسطة"),
    "caution": (
        "Made from published reports, after the fact. It records what was reported, not what is true. "
        "Coordinates are those of the named place, no finer than its precision.",
        "أُعدّ من تقارير منشورة بعد وقوع الأحداث. يسجّل ما رُوي لا ما ثبت. والإحداثيات للمكان المسمى، لا أدق من درجة تحديده.",
    ),
}
REVIEWS: dict[str, Pair] = {
    "unreviewed": ("not reviewed", "لم تُراجع"), "accepted": ("accepted", "مقبولة"), "corrected": ("corrected", "مصححة"),
    "rejected": ("rejected", "مرفوضة"), "flagged": ("flagged", "موسومة للنظر"),
}  # fmt: skip


# What the rules of settling are called in Arabic; they stand in English in the record.
RULES_AR: dict[str, str] = {
    "the type that most independent reports give; of equals the one that says more, then the earliest":
        "النوع الذي يذكره أكثر التقارير المستقلة، ثم الأكثر تحديداً، ثم الأسبق",
    "the hour that most independent reports give": "الساعة التي يذكرها أكثر التقارير المستقلة",
    "asserted where any report tells it as fact, else alleged": "ثابت في الرواية إن رواه أي تقرير على أنه وقع، وإلا فغير مؤكد",
    "every weapon that a report names, the most often named first": "كل سلاح يسميه تقرير، والأكثر ذكراً أولاً",
    "the day that most independent reports give in words": "اليوم الذي يذكره لفظاً أكثر التقارير المستقلة",
    "no report gives the day; the day of the first publication and the day before": "لا يذكر أي تقرير اليوم؛ يوم أول نشر واليوم الذي قبله",
    "every party that a report names, the most often named first; those of whom nothing is known last":
        "كل طرف يسميه تقرير، والأكثر ذكراً أولاً والمجهول آخراً",
    "the most precise place that does not contradict what most independent reports name":
        "أدق مكان لا يخالف ما يسميه أكثر التقارير المستقلة",
    "words alone, no figure: tens count as 10, dozens as 12, hundreds as 100, thousands as 1000; conservative: the least":
        "كلمات بلا أرقام: تُحسب العشرات 10 أو 12 والمئات 100 والآلاف 1000؛ والمتحفظ أقلها",
    "lowest and highest figure that any report gives; conservative: the lowest of those published last":
        "أدنى رقم وأعلاه في أي تقرير؛ والمتحفظ أدنى ما في آخرها نشراً",
}  # fmt: skip


def rule_words(rule: str, lang: Literal["ar", "en"]) -> str:
    """A rule of settling for people."""
    return RULES_AR.get(rule, rule) if lang == "ar" else rule


def shown_value(name: str, value: object, lang: Literal["ar", "en"]) -> str:
    """A value of a field for people."""
    match value:
        case When():
            clock = f" {value.clock}" if value.clock else ""
            return (when_name(value, lang) or ("بلا تاريخ" if lang == "ar" else "not dated")) + clock
        case Place():
            names = (
                (value.text, country_name(value.country, "ar"))
                if lang == "ar"
                else (value.name or value.text, value.admin1, country_name(value.country, "en"))
            )
            joined = ("، " if lang == "ar" else ", ").join(dict.fromkeys(filter(None, names)))
            return f"{joined} ({one(PRECISIONS[value.precision], lang)})"
        case Count():
            return count_name(value, lang)
        case Toll():
            if value.words:  # no report gives a figure, and none is shown
                return one(QUALIFIERS[value.words], lang)
            figure = str(value.low) if value.low == value.high else f"{value.low}–{value.high}"
            beside = f" (المتحفظ {value.conservative})" if lang == "ar" else f" (conservative {value.conservative})"
            return figure + (beside if value.low != value.high else "")
        case Party():
            # The outlet's loaded words stand in quotation marks, with the neutral label beside them.
            own = f"«{value.text}» {value.label}" if value.loaded else value.text
            words = own if lang == "ar" else value.label
            if words.startswith("["):  # a private person whose name is hidden: the kind is all that is said
                return words
            return f"{words} ({one(KIND_NAMES.get(value.kind, (value.kind, value.kind)), lang)})"
        case str() if name == "type":
            return type_label(value, lang)
        case str() if name == "weapons":
            return weapon_name(value, lang)
        case str() if value in STATES:
            return one(STATES[value], lang)
        case _:
            return str(value)
