"""How a party is joined to a trigger, and how far a trigger's clause reaches."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.extract.closed import BY, PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.text import BREAK, Sentence, analyses

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
    return match.entry.pos == "phrase" and match.entry.frame.endswith("_verb")


def clause(a: Annotated, trigger: Match) -> tuple[int, int]:
    """Words [first, last) around a trigger, bounded by other finite verbs that begin a clause and by conjunctions."""
    sentence = a.sentence(trigger.first)
    known = a.bounds.get(sentence.index)
    if known is None:
        known = a.bounds[sentence.index] = _bounds(a, sentence)
    verbs, cuts = known
    first, last = sentence.first, sentence.last
    for verb in verbs:
        if trigger.last <= verb.first < last:
            last = verb.first
        if verb.last <= trigger.first and verb.first > first:
            first = verb.first
    for index in cuts:
        if index >= trigger.last:
            last = min(last, index)
            break
        if first < index < trigger.first:
            first = index
    return first, last


def _bounds(a: Annotated, sentence: Sentence) -> tuple[list[Match], list[int]]:
    """The verbs of a sentence that begin a clause, and the other words that do, in order."""
    first, last = sentence.first, sentence.last
    verbs = [m for m in within(a.triggers, first, last) if (verb_like(m) or _verb_phrase(m)) and _opens(a, m)]
    verbs += [m for m in within(a.speech, first, last) if (verb_like(m) or _verb_phrase(m)) and _opens(a, m)]
    words = a.doc.words
    return verbs, [i for i in range(first, last) if words[i].text in _MAY_CUT and _cuts(a, i)]


_MAY_CUT = _CUT | {"كما", "حين", "الوقت", "وقت"}


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
    first, last = sentence.first, sentence.last
    for act in acts_of(a, sentence):
        if trigger.last <= act.first < last:
            last = act.first
        if first < act.last <= trigger.first:
            first = act.last
    return first, last


def acts_of(a: Annotated, sentence: Sentence) -> list[Match]:
    """The triggers of a sentence that tell of something that happened; not to be changed."""
    known = a.acts.get(sentence.index)
    if known is None:
        found = within(a.triggers, sentence.first, sentence.last)
        known = a.acts[sentence.index] = [m for m in found if m.entry.rank == "occurrence"]
    return known


def _opens(a: Annotated, match: Match) -> bool:
    """Whether a verb begins a clause of its own: joined by waw or fa, or behind punctuation or a conjunction."""
    if match.joiner:
        return True
    word = a.doc.words[match.first]
    if word.gap == BREAK:
        return True
    before = a.doc.words[match.first - 1].text if match.first else ""
    return before in _CUT or before in ("ان", "بعدما", "قبلما", "عندما", "مما", "بان", "انها", "انه", "انهم", "حين")


_LINKS = frozenset("باسم بين مع ضد علي الي من في عن لدي بحق نحو".split())
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
    if before in _BINDS and (link := _bound(party, words[index - 2].text if close else "", before)):
        return link
    if any(m.last == index and verb_like(m) for m in within(a.speech, max(0, index - 3), index)):
        return "speaker"
    if close and words[index - 2].text in PREPOSITIONS and not before.startswith("ال") and not _known(a, index - 1):
        return "علي" if words[index - 2].text == "علي" and party.kind in ("civilians", "infrastructure") else "prep"
    return ""


def _bound(party: PartyFind, second: str, before: str) -> str:
    """The link that the word before a party gives, with the one before that where it stands close; "" where it gives none."""
    two = f"{second} {before}" if before in _ENDS else ""
    if (two in _BY or before in _BY) and (party.animate or before != "بواسطه"):
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
    return "prep" if before in PREPOSITIONS or before in _ASIDE else ""


_BY = frozenset(BY)
_ENDS = frozenset([by.split()[-1] for by in BY] + ["حق"])  # «على يد», «في حق»
# All words that `_bound` asks for: any other gives no link.
_BINDS = frozenset(
    _BY | _ENDS | FIRE | _TOWARDS | _LINKS | {joiner + link for joiner in ("و", "ف") for link in _JOINED_LINKS} | PREPOSITIONS | _ASIDE
)


def _known(a: Annotated, index: int) -> bool:
    """A word that a trigger, time or number takes, behind which a noun phrase of its own can begin."""
    if any(t.last > index for t in within(a.triggers, max(0, index - 6), index + 1)):
        return True
    return bool(covering(a.times, index) or covering(a.numbers, index))


def arguments(a: Annotated, first: int, last: int) -> list[Argument]:
    """The parties of words [first, last) with their links; what a relative clause or a source says is marked as such."""
    out: list[Argument] = []
    previous: tuple[PartyFind, str] | None = None
    words = a.doc.words
    at, relative = first + 1, False  # whether a relative pronoun stands before word `at`
    for party in within(a.parties, first, last):
        link = link_of(a, party, previous) if party.first > first or party.particle else ""
        if link == "" and party.first > first:
            while at < party.first and not relative:
                relative = words[at].text in _RELATIVE and not covering(a.parties, at)
                at += 1
            if relative:
                link = "rel"
            elif _governed(a, first, party.first):
                link = "gov"
        out.append(Argument(party, link, party.first - first))
        previous = (party, link)
    return out


def _governed(a: Annotated, first: int, index: int) -> bool:
    """Whether an event word of its own stands right before a party and takes it."""
    for match in within(a.triggers, max(first, index - 4), index):
        if match.last >= index and match.entry.pos != "participle" and match.entry.rank not in ("generic", "light"):
            return True
    return False


_RELATIVE = frozenset("الذي التي الذين اللذين اللذان اللتين اللتان بينهم بينها بينهما منهم منها".split())
