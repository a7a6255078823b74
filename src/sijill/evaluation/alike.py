"""When two wordings, two provinces, two points are the same."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

NEAR_KM = 25.0  # two points this near are one place
NEAR_DIVISION_KM = 30.0  # the same for places whose provinces are spelled apart
SHARED_WORDS = 0.5  # F1 over words from which two wordings are alike
SIMILAR_LETTERS = 0.75  # ratio of letters from which two provinces are one

_EARTH_KM = 12742.0  # mean diameter
_ONE_LETTER = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_PREFIX = re.compile(r"^(?:[وفبلك]{0,2}ال|لل)(?=\w{2})")
_EMPTY_WORDS = frozenset({"al", "the", "of", "governorate", "province", "state", "محافظه"})
_DIRECTIONS = frozenset({"north", "south", "east", "west", "central", "upper", "lower", "northern", "southern"})
_ARTICLES = frozenset({"as", "az", "ad", "ar", "at", "an", "ash", "el", "region", "district", "wilaya"})

# Spellings of first-level divisions that their letters do not bring together (words joined, no article).
_SPELLINGS: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split())
    for line in """
    nineveh ninawa ninewa mosul
    salahdin saladin salahaddin
    qadisiyyah qadisiyah qadissiya diwaniyah
    dhiqar thiqar nasiriyah
    sulaymaniyah sulaimaniya slemani
    erbil arbil hawler irbil
    duhok dohuk dahuk
    babil babylon hilla
    maysan missan amarah
    aleppo halab
    damascus dimashq
    rifdimashq ruraldamascus damascuscountryside reefdamascus
    homs hims
    latakia ladhiqiyah lattakia ladhiqiya
    deirezzor dayrzawr deirzor deirezzour deirzour dayrazzawr
    raqqa arraqqah raqqah
    hasakah hassakeh hasaka
    daraa dara
    quneitra qunaytirah
    sweida suwayda assuwayda
    hodeidah hudaydah hudayda
    saada sadah
    sanaa sana amanatasimah capital
    taiz taizz
    hadramawt hadhramaut hadramout
    marib mareb
    gazastrip gaza
    westbank ramallahandbireh
    tehran tihran
    makkah mecca
    madinah medina almedinah
    easternprovince eastern sharqiyah
    jazan jizan
    istanbul stanbul
    khyberpakhtunkhwa northwestfrontier nwfp
    federallyadministeredtribalareas fata
    banaadir banadir benadir
    hiraan hiran hiiraan
    tripoli tarabulus
    benghazi banghazi
    sirte surt
    derna darnah
    nuqatkhams zuwara
    southlebanon south
    mountlebanon mount jabal
    beirut bayrut beyrouth
    medenine madanin
    jendouba jundubah
    kairouan qayrawan
    sfax safaqis
    kasserine qasrayn
    kebili qibili
    redsea bahrahmar
    cairo qahirah
    northsinai shamalsina
    ismailia ismailiyah
    giza jizah
    algiers jazair
    kunduz qunduz
    helmand hilmand
    """.strip().splitlines()
)


@lru_cache(maxsize=1 << 14)
def words(text: str) -> tuple[str, ...]:
    """Arabic or Latin words without marks, article and joined particles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    found = re.findall(r"\w+", plain.translate(_ONE_LETTER).lower())
    return tuple(bare for word in found if (bare := _PREFIX.sub("", word)) not in _EMPTY_WORDS)


def alike(left: str, right: str) -> bool:
    """True where two wordings share at least half of their words (F1 over words)."""
    a, b = words(left), words(right)
    shared = sum((Counter(a) & Counter(b)).values())
    return shared > 0 and 2 * shared / (len(a) + len(b)) >= SHARED_WORDS


def any_alike(left: Iterable[str], right: Iterable[str]) -> bool:
    """True where any wording of one item is like any of the other."""
    others = tuple(right)
    return any(alike(a, b) for a in left for b in others)


@lru_cache(maxsize=1 << 12)
def same_division(left: str, right: str) -> bool:
    """True where two spellings name one first-level division."""
    a, b = words(left), words(right)
    toward = _DIRECTIONS.intersection(a), _DIRECTIONS.intersection(b)
    if toward[0] and toward[1] and toward[0] != toward[1]:
        return False
    one, other = ("".join(w for w in side if w not in _ARTICLES) for side in (a, b))
    if alike(left, right) or any(one in group and other in group for group in _SPELLINGS):
        return True
    return difflib.SequenceMatcher(None, one, other).ratio() >= SIMILAR_LETTERS


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in decimal degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
