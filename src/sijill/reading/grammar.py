"""How a party is joined to a trigger, and how far a trigger's clause reaches."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.closed import BY, PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK, analyses

FAR = 24  # words beyond which a party no longer belongs to a trigger
_CUT = frozenset("فيما بينما ثم لكن حيث بالمقابل وبينما وفيما ولكن اذ علما ردا انتقاما ثارا".split())


@dataclass(frozen=True, slots=True)
class Argument:
    """A party near a trigger: `link` is the preposition that joins it ("" direct, "by", "على", "ل" …)."""

    party: PartyFind
    link: str
    distance: int


def verb_like(match: Match) -> bool:
    """A trigger or speech entry that is a finite verb."""
    return match.entry.pos == "verb" and bool(match.form.tense)


def joined_verb(a: Annotated, trigger: Match) -> bool:
    """A trigger that waw or fa joins and that can be a verb («وقتل جنديان»)."""
    if not trigger.joiner:
        return False
    return any(verb_like(m) or _verb_phrase(m) for m in beginning(a.triggers, trigger.first))


def _verb_phrase(match: Match) -> bool:
    """A set phrase that begins with a verb («انفجرت سيارة»)."""
    return match.entry.pos == "phrase" and match.entry.meaning("frame").endswith("_verb")


def clause(a: Annotated, trigger: Match) -> tuple[int, int]:
    """Words [first, last) around a trigger, bounded by other finite verbs that begin a clause and by conjunctions."""
    key = (trigger.first, trigger.last)
    if key not in a.clauses:
        a.clauses[key] = _clause(a, trigger)
    return a.clauses[key]


def _clause(a: Annotated, trigger: Match) -> tuple[int, int]:
    sentence = a.sentence(trigger.first)
    first, last = sentence.first, sentence.last
    verbs = [m for m in (*within(a.triggers, first, last), *within(a.speech, first, last)) if verb_like(m) or _verb_phrase(m)]
    for match in verbs:
        if match.first >= trigger.last and match.first < last and _opens(a, match):
            last = match.first
        if match.last <= trigger.first and match.first > first and _opens(a, match):
            first = match.first
    for index in range(trigger.last, last):
        if _cuts(a, index):
            last = index
            break
    for index in range(trigger.first - 1, first, -1):
        if _cuts(a, index):
            first = index
            break
    return first, last


def _cuts(a: Annotated, index: int) -> bool:
    """A word that begins another clause: «فيما», «في حين»."""
    text = a.doc.words[index].text
    if text == "كما":  # «، كما قتلت امرأة في …», not «كما قال»
        return a.doc.words[index].gap == BREAK
    return text in _CUT or (text == "حين" and index > 0 and a.doc.words[index - 1].text in ("في", "وفي")) or at_that_time(a, index)


def at_that_time(a: Annotated, index: int) -> bool:
    """«في وقت قصفت الطائرات البلدة», «في الوقت الذي …»: the word "time" behind which a clause tells what else happened then.

    «في وقت سابق», «في وقت متأخر من مساء السبت» date what is told already.
    """
    words = a.doc.words
    if index == 0 or index + 1 >= len(words) or words[index - 1].text not in ("في", "وفي"):
        return False
    if words[index].text == "الوقت":
        return words[index + 1].text in ("الذي", "ذاته", "نفسه")
    return words[index].text == "وقت" and (
        words[index + 1].text.startswith(_SAW) or any(verb_like(m) or _verb_phrase(m) for m in beginning(a.triggers, index + 1))
    )


_SAW = ("شهد", "تشهد", "يشهد")


def own(a: Annotated, trigger: Match) -> tuple[int, int]:
    """Words [first, last) nearer to this trigger than to another that tells of something that happened."""
    sentence = a.sentence(trigger.first)
    others = [m for m in within(a.triggers, sentence.first, sentence.last) if m.entry.meaning("rank") == "occurrence" and m is not trigger]
    last = min((m.first for m in others if m.first >= trigger.last), default=sentence.last)
    first = max((m.last for m in others if m.last <= trigger.first), default=sentence.first)
    return first, last


def _opens(a: Annotated, match: Match) -> bool:
    """Whether a verb begins a clause of its own: joined by waw or fa, or behind punctuation or a conjunction."""
    if match.joiner:
        return True
    word = a.doc.words[match.first]
    if word.gap == BREAK:
        return True
    before = a.doc.words[match.first - 1].text if match.first else ""
    return before in _CUT or before in ("ان", "بعدما", "قبلما", "عندما", "مما", "بان", "انها", "انه", "انهم", "حين")


_LINKS = ("باسم", "بين", "مع", "ضد", "علي", "الي", "من", "في", "عن", "لدي", "بحق", "نحو")
_TOWARDS = frozenset({"باتجاه", "صوب", "تجاه"})
_JOINED_LINKS = frozenset("بين مع ضد علي الي من في عن".split())
# Nouns with a joined particle that bring in who helps, leads or is meant, never who acts or suffers.
_ASIDE = frozenset(
    "بقياده بزعامه برياسه بمشاركه بدعم بحضور لصالح بالتعاون بالتنسيق بمساعده باسناد بحمايه بحراسه بطلب بتهمه بقرار"
    " بامر بموجب وفق بحسب حسب بتمويل بتحريض بوساطه برعايه بالقرب بالتزامن تزامنا ردا احتجاجا انتقاما تضامنا ثارا بهدف لحمايه"
    " لاستهداف لمنع لمواجهه مستخدما مستخدمه مستخدمين باستخدام بلباس بزي وسط داخل خارج محيط امام خلف قرب بجوار بمحاذاه اسفل تحت"
    " فوق لدي عند جنوب شمال شرق غرب جنوبي شمالي شرقي غربي متن صفوف خلفيه".split()
)


_OF = ("تابع", "التابع", "موال", "الموال", "منتم", "المنتم")


_WITH = ("مدعوم", "المدعوم", "مسنود", "المسنود", "معزز", "المعزز", "مزود", "المزود", "مسلح", "المسلح", "مستعين")  # «مدعومة بالطيران»
FIRE = frozenset("برصاص بنيران بقذايف بصواريخ".split())
_SHOOT = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})


def link_of(a: Annotated, party: PartyFind, previous: tuple[PartyFind, str] | None) -> str:
    """The preposition that joins a party; a party joined by waw has the link of the one before it."""
    index = party.first
    words = a.doc.words
    if party.particle == "ل" and index and words[index - 1].text.startswith(_OF):
        return "of"
    if party.particle == "ب" and index and words[index - 1].text.startswith(_WITH):
        return "prep"
    if party.particle in ("ل", "ب", "ك"):
        return party.particle
    if party.joiner == "و" and previous is not None and previous[0].last >= index - 3:
        return previous[1]
    if index == 0 or words[index].gap == BREAK:
        if previous is not None and index and "،" not in a.doc.between(index - 1, index) and party.joiner == "و":
            return previous[1]
        return ""
    before = words[index - 1].text
    close = index > 1 and words[index - 1].gap != BREAK
    two = f"{words[index - 2].text} {before}" if close else ""
    if (two in BY or before in BY) and (party.animate or before != "بواسطه"):
        return "by"
    if before in FIRE and party.animate and party.kind in _SHOOT:
        return "by"
    if before in _TOWARDS:
        return "نحو"
    if two == "في حق":
        return "بحق"
    if before in _LINKS:
        return before
    for reading in analyses(before):
        if reading.joiner and not reading.particle and not reading.article and reading.rest in _JOINED_LINKS:
            return reading.rest
    if before in PREPOSITIONS or before in _ASIDE:
        return "prep"
    if any(m.last == index and verb_like(m) for m in within(a.speech, max(0, index - 3), index)):
        return "speaker"
    if close and words[index - 2].text in PREPOSITIONS and not _known(a, index - 1) and not before.startswith("ال"):
        return "علي" if words[index - 2].text == "علي" and party.kind in ("civilians", "infrastructure") else "prep"
    return ""


def _known(a: Annotated, index: int) -> bool:
    """A word that a trigger, time or number takes, behind which a noun phrase of its own can begin."""
    if any(t.last > index for t in within(a.triggers, max(0, index - 6), index + 1)):
        return True
    return bool(covering(a.times, index) or covering(a.numbers, index))


def arguments(a: Annotated, first: int, last: int) -> list[Argument]:
    """The parties of words [first, last) with their links; what a relative clause or a source says is marked as such."""
    out: list[Argument] = []
    previous: tuple[PartyFind, str] | None = None
    relative = next((i for i in range(first + 1, last) if a.doc.words[i].text in _RELATIVE and not covering(a.parties, i)), last)
    for party in within(a.parties, first, last):
        link = link_of(a, party, previous) if party.first > first or party.particle else ""
        if link == "" and party.first > relative:
            link = "rel"
        elif link == "" and party.first > first and _governed(a, first, party.first):
            link = "gov"
        out.append(Argument(party, link, party.first - first))
        previous = (party, link)
    return out


def _governed(a: Annotated, first: int, index: int) -> bool:
    """Whether an event word of its own stands right before a party and takes it."""
    near = within(a.triggers, max(first, index - 4), index)
    takes = [m for m in near if m.entry.meaning("rank") not in ("generic", "light") and m.entry.pos != "participle"]
    return any((m.last == index or m.first < index < m.last) and m.first >= first for m in takes)


_RELATIVE = frozenset("الذي التي الذين اللذين اللذان اللتين اللتان بينهم بينها بينهما منهم منها".split())
