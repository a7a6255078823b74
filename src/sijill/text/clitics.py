"""Joined particles: what may stand before and after a word, without splitting names such as كركوك.

Every way of reading a word is offered, the whole word first; which of them is meant is decided
by what the lexicon holds. Nothing is ever split that the lexicon does not know as the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

_JOINERS = ("", "و", "ف")
_PARTICLES = ("", "ب", "ك", "ل", "س")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way of reading a folded word: joined particles, article, and the rest.

    `offset` is where the rest begins inside the word.
    """

    joiner: str
    particle: str
    article: bool
    rest: str
    offset: int


# Words whose first letter is their own although the rest is a word too (وصفوا is no "and they purged").
WHOLE = frozenset(
    "وصف وصفت وصفه وصفها وصفهم وصفته وصفتها وصفتهم وصفوا وصفوه وصفوها وحيد وحيدا وحيده وضع وضعت وضعوا وقف وقفت وقفوا وقع وقعت وقعوا"
    " وصل وصلت وصلوا وفد وجه وجهت وجهوا وجد وجدت وجدوا"
    " ورد وردت وعد وعدت وعدوا وثق وثقت وفق وفقا وقت وقتا وطن وطني وطنيه ولد ولدت ولي ولايه ورق ورقه وزن وزع وزعت وسط وسيله وسايل وشك"
    " وظيفه وعي وقود وكاله وكيل ولاء وهم وهمي"
    " فرض فرضت فرضوا فقد فقدت فقدوا فاز فازت فتح فتحت فجر فجرت فجرا فجروا فرع فرد فردا فريق فصل فصلت فصيل فور فوز فيلم فيلق فكر فعل فعلا"
    " كان كانت كانوا كل كم كما كلم كلمه كسر كسرت كثف كثفت كشف كشفت كشفوا كتب كتبت كبير كبيره كامل كتله كتيبه كمين كمينا كميه لان لدي"
    " لغم لجا لجات لجان لجنه لقاء لقي لقيت لقوا لحظه ليله ليل"
    " بلد بلده بلغ بلغت بدا بدات بداوا بيان بيت بين باب بحر بحث بحثت برلمان بريد بطل بعض بعد بعث بعثه بقي بقيت بناء بنك بن بني بيع"
    " بيعه سلم سلمت سلموا سلاح سيطر سيطرت سيطروا سقط سقطت سقطوا سجل سجلت سرق سوق سن سنه سكن سكان"
    " فيه فيها فيهم فيما به بها بهم له لها لهم لو لم لن لا ولا ولم فان وان وانه وانها وانهم بان بانه كانه".split()
)


KEPT: Final = 1 << 16  # spellings that are kept; then all are forgotten, and the table fills anew
_SPELLINGS: Final[dict[str, Spelling]] = {}


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody found for a spelling, and who: another lexicon finds something else."""

    by: Any
    found: tuple[Any, ...]


class Spelling:
    """A folded word, one for all places where it stands: what can be told of it without the words beside it.

    Attributes:
        text: the word.
        analyses: all ways of reading it, the fewest particles first. The rest has two letters or more.
        rests: what it may be without its particles: the rest of each of its analyses, itself among them.
        plain: without its article.
        begins: what of a lexicon it can begin, where one was asked.
        names: the places that it can begin the name of, where a gazetteer was asked.
        numbers, times: a mark of the words of numbers or of times that were asked whether one can begin with it, and what they said.
    """

    __slots__ = ("analyses", "begins", "names", "numbers", "plain", "rests", "text", "times")

    def __init__(self, text: str) -> None:
        self.text: str = text
        self.analyses: tuple[Analysis, ...] = _analysed(text)
        self.rests: frozenset[str] = frozenset([a.rest for a in self.analyses])
        self.plain: str = without_article(text)
        self.begins: Known | None = None
        self.names: Known | None = None
        self.numbers: Any = None
        self.times: Any = None


def spelling(word: str) -> Spelling:
    """The spelling of a folded word."""
    known = _SPELLINGS.get(word)
    if known is None:
        if len(_SPELLINGS) >= KEPT:
            _SPELLINGS.clear()
        known = _SPELLINGS[word] = Spelling(word)
    return known


def analyses(word: str) -> tuple[Analysis, ...]:
    """All ways of reading a folded word, the fewest particles first. The rest has two letters or more."""
    return spelling(word).analyses


def rests(word: str) -> frozenset[str]:
    """What a folded word may be without its particles: the rest of each of its analyses, itself among them."""
    return spelling(word).rests


def without_article(word: str) -> str:
    """A folded word without its article, the rest having two letters or more."""
    return word[2:] if word.startswith("ال") and len(word) >= 4 else word


def _analysed(word: str) -> tuple[Analysis, ...]:
    found = [Analysis("", "", False, word, 0)]
    if word in WHOLE:
        return tuple(found)
    for joiner in _JOINERS:
        if not word.startswith(joiner):
            continue
        tail = word[len(joiner) :]
        for particle in _PARTICLES:
            if not tail.startswith(particle):
                continue
            stem, at = tail[len(particle) :], len(joiner) + len(particle)
            if (joiner or particle) and len(stem) >= 2:
                found.append(Analysis(joiner, particle, False, stem, at))
            if particle != "س" and stem.startswith("ال") and len(stem) >= 4:
                found.append(Analysis(joiner, particle, True, stem[2:], at + 2))
            if particle == "ل" and stem.startswith("ل") and len(stem) >= 3:  # لل = ل + ال
                found.append(Analysis(joiner, particle, True, stem[1:], at + 1))
    return tuple(found)


def bare(word: str) -> str:
    """The word without joiner, particle and article, guessed by form alone (for context words)."""
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "فلل", "وبال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word
