"""Which language a text is in: letters first, a trained model only where letters leave a doubt."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sijill.sources.text_files import arabic_share, letters_first


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639 code and its names."""

    code: str
    name: str
    name_ar: str


_NAMES = {
    "ar": ("Arabic", "العربية"), "fa": ("Persian", "الفارسية"), "ur": ("Urdu", "الأردية"), "ckb": ("Sorani Kurdish", "الكردية السورانية"),
    "ku": ("Kurdish", "الكردية"), "ps": ("Pashto", "البشتوية"), "ug": ("Uyghur", "الأويغورية"), "sd": ("Sindhi", "السندية"),
    "en": ("English", "الإنجليزية"), "fr": ("French", "الفرنسية"), "he": ("Hebrew", "العبرية"), "tr": ("Turkish", "التركية"),
    "de": ("German", "الألمانية"), "es": ("Spanish", "الإسبانية"), "it": ("Italian", "الإيطالية"), "pt": ("Portuguese", "البرتغالية"),
    "nl": ("Dutch", "الهولندية"), "ru": ("Russian", "الروسية"), "uk": ("Ukrainian", "الأوكرانية"), "el": ("Greek", "اليونانية"),
    "hy": ("Armenian", "الأرمنية"), "am": ("Amharic", "الأمهرية"), "so": ("Somali", "الصومالية"), "zh": ("Chinese", "الصينية"),
    "ja": ("Japanese", "اليابانية"), "ko": ("Korean", "الكورية"), "hi": ("Hindi", "الهندية"), "ka": ("Georgian", "الجورجية"),
    "syr": ("Syriac", "السريانية"), "id": ("Indonesian", "الإندونيسية"), "ms": ("Malay", "الملايوية"), "sw": ("Swahili", "السواحيلية"),
    "pl": ("Polish", "البولندية"), "az": ("Azerbaijani", "الأذرية"), "ti": ("Tigrinya", "التغرينية"), "sv": ("Swedish", "السويدية"),
}  # fmt: skip
_UNKNOWN = ("another language", "لغة أخرى")

# Scripts that name their language (the Latin and Cyrillic ones do not).
_SCRIPTS = (
    ("he", "\u0590-\u05ff"), ("el", "\u0370-\u03ff"), ("hy", "\u0530-\u058f"), ("syr", "\u0700-\u074f"), ("ka", "\u10a0-\u10ff"),
    ("am", "\u1200-\u137f"), ("hi", "\u0900-\u097f"), ("ko", "\uac00-\ud7af"), ("ja", "\u3040-\u30ff"), ("zh", "\u4e00-\u9fff"),
)  # fmt: skip
_SCRIPT_OF = [(code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS]
_LETTER = re.compile(r"[^\W\d_]")
# Letters that Arabic does not write. ک and ی are no proof: pages typed on Persian keyboards are full of them.
_FOREIGN = re.compile("[پچژگٹڈڑںےڕڵێۆەڤټډړږښځڅېۍۀ]")
# Letters that Arabic writes in every other sentence and its neighbours hardly ever.
_OWN = re.compile("[ةإأى]")
# Words that run through any Arabic text and none of its neighbours: في من على إلى أن عن التي الذي هذا.
_COMMON = re.compile(r"(?<!\w)(?:في|من|على|علي|إلى|الى|أن|ان|عن|التي|الذي|هذا|هذه|بعد|قبل|مع|ال\w{3,}|وال\w{3,}|بال\w{3,}|لل\w{3,})(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6_000

# Words that tell apart the commonest languages in Latin letters, so that the model need not be loaded.
_LATIN = {
    "en": {"the", "and", "of", "to", "in", "was", "that", "with", "for", "said"},
    "fr": {"le", "la", "les", "des", "et", "dans", "une", "est", "du", "que", "à"},
    "tr": {"ve", "bir", "bu", "için", "ile", "olarak", "da", "de", "olan", "sonra"},
    "de": {"der", "die", "und", "das", "ist", "den", "nicht", "mit", "ein", "auf"},
    "es": {"el", "los", "las", "una", "que", "por", "con", "del", "y", "en"},
}  # fmt: skip


def language_of(text: str) -> Language | None:
    """The language of a text, or None where it holds no letters.

    Two out of three Arabic letters with Arabic's own little words is Arabic; letters that only
    Persian, Urdu or Kurdish write make a doubt, which the model settles.
    """
    sample = letters_first(text, _SAMPLE)
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None
    if arabic_share(sample) >= 0.5:
        return _named(_in_arabic_script(sample, letters))
    scripts = Counter({code: len(pattern.findall(sample)) for code, pattern in _SCRIPT_OF})
    code, count = scripts.most_common(1)[0]
    if count > letters / 3:
        return _named("ja" if scripts["ja"] > letters / 20 else code)
    return _named(_by_little_words(sample) or _by_model(sample))


def _in_arabic_script(sample: str, letters: int) -> str:
    words = len(_WORD.findall(sample))
    common = len(_COMMON.findall(sample)) / max(1, words)
    foreign = len(_FOREIGN.findall(sample)) / letters
    own = len(_OWN.findall(sample)) / letters
    if foreign < 0.005 and (own > 0.015 or common > 0.1 or words < 12):
        return "ar"
    if common > 0.25 and foreign < 0.02:  # Arabic that quotes a foreign name or two
        return "ar"
    if len(re.findall("[ڕڵێۆە]", sample)) > letters / 20:  # vowels that only Sorani and Uyghur write as letters
        return "ug" if re.search("[ۇۈۋ]", sample) else "ckb"
    return _by_model(sample)


def _by_little_words(sample: str) -> str | None:
    words = [w.lower() for w in _WORD.findall(sample)]
    if len(words) < 8:
        return None
    share = {code: sum(w in little for w in words) / len(words) for code, little in _LATIN.items()}
    ranked = sorted(share.items(), key=lambda item: -item[1])
    (code, best), (_, second) = ranked[0], ranked[1]
    return code if best > 0.12 and best > 2 * second else None


def _by_model(sample: str) -> str:
    import py3langid  # 0.6 s to load: only in doubt

    return str(py3langid.classify(sample)[0])


def _named(code: str) -> Language:
    name, name_ar = _NAMES.get(code, _UNKNOWN)
    return Language(code, name, name_ar)
