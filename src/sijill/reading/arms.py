"""Which weapon belongs to which event."""

from __future__ import annotations

from sijill.extract.lookup import Match
from sijill.extract.ordered import ending
from sijill.knowledge.surfaces import clothed
from sijill.model import Evidence, Statement
from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.text import BREAK
from sijill.text.spelled import spelled

NEAR_HELD = 3  # words between «ضبط», «مستودع» … and the weapon that was not used
_BOMBS = frozenset({"ied", "sticky bomb", "landmine", "car bomb", "truck bomb", "bomb", "explosives"})
_HAND = frozenset({"small arms", "machine gun", "blade", "grenade", "rocket-propelled grenade", "explosives", "vehicle", "fire", "bomb"})
_GUNS = frozenset(
    {
        "artillery",
        "mortar",
        "rocket",
        "missile",
        "guided missile",
        "tank",
        "machine gun",
        "napalm",
        "white phosphorus",
        "cluster munition",
        "air defence",
    }
)
_AIR = frozenset(
    {
        "fighter aircraft",
        "helicopter",
        "drone",
        "barrel bomb",
        "cluster munition",
        "rocket",
        "missile",
        "guided missile",
        "bomb",
        "white phosphorus",
    }
)
_CROWD = frozenset(
    {"tear gas", "rubber bullets", "sound bomb", "batons", "stones", "small arms", "water cannon", "fire", "blade", "bottles", "fireworks"}
)
# What an event of a type can have been done with; a type that is not here is done without weapons.
ADMITS = {
    "ied": _BOMBS | {"cluster munition"},
    "explosion": _BOMBS | {"cluster munition"},
    "suicide_bombing": _BOMBS | {"explosive belt", "vehicle", "grenade"},
    "grenade": frozenset({"grenade", "bomb", "sound bomb", "fire", "small arms"}),
    "disrupted_attack": _BOMBS | _GUNS | {"small arms", "explosive belt", "drone", "grenade"},
    "shelling": _GUNS | {"chemical agent"},
    "air_strike": _AIR,
    "drone_strike": frozenset({"drone", "missile", "rocket", "guided missile", "bomb", "grenade"}),
    "chemical_attack": frozenset(
        {"chemical agent", "barrel bomb", "artillery", "rocket", "helicopter", "fighter aircraft", "mortar", "missile"}
    ),
    "armed_attack": _HAND | _BOMBS | _GUNS | {"batons", "stones", "sound bomb"},
    "armed_clash": _HAND | _GUNS | {"helicopter", "fighter aircraft", "drone", "stones", "batons"},
    "assassination": _HAND | _BOMBS | _AIR | {"explosive belt"},
    "killing": _HAND | _BOMBS | {"stones", "explosive belt"},
    "abuse": _HAND | _CROWD,
    "sexual_violence": frozenset({"small arms"}),
    "protest": _CROWD - {"fire", "blade"},  # to see that it is more than a protest; `_UNARMED` gives none
    "destruction": frozenset({"fire", "explosives"}),
    "arrest": _HAND | _BOMBS,
    "security_operation": _HAND | _BOMBS,
    "riot": _CROWD | {"grenade"},
    "protest_repressed": _CROWD,
}
# Types that the weapon beside the word may yet make more precise.
_REFINED = frozenset({"armed_attack", "explosion", "killing", "shelling", "destruction", "ied"})
_SEIZING = frozenset({"arrest", "security_operation"})  # what was found on those who were seized
_SHARED = frozenset({"air_strike", "shelling", "drone_strike"})
_UNARMED = frozenset({"protest"})  # whoever is armed there makes it a riot or its repression
# What these were done with they were done with alone: another word of the event (a fight, a fire) brings no weapon in.
_ALONE = frozenset({"air_strike", "shelling", "ied", "explosion"})
# A device of its own name; «القنبلة», «المتفجرات» beside it are a second word for it or what it held.
_DEVICES = frozenset({"ied", "car bomb", "truck bomb", "sticky bomb", "explosive belt", "landmine"})
_BLASTS = frozenset({"ied", "explosion", "suicide_bombing", "assassination"})
_GUIDED = frozenset({"missile", "guided missile"})
_PLAIN = frozenset({"weapon.sarukh"})
_PLANTED = frozenset("زرعت زرعوها زرعها مزروعه وضعت وضعها وضعوها زرعتا مزروعتين زرعتها زرع زرعوا زراعه".split())
_SIDE = frozenset({"جانب", "جانبي", "جنبات", "قارعه"})
_USED = frozenset("استخدام مستخدما مستخدمه مستخدمين استخدمت استخدم استخدموا بواسطه مستعمله استعمال شاركت شارك بمشاركه".split())
# «ضبط أسلحة», «مستودع صواريخ», «تفكيك عبوة»: a weapon that was found, stored or struck.
_HELD = frozenset(
    "ضبط ضبطت مصادره صادر صادرت عثر عثرت عثور بحوزته بحوزتهم بحوزتها حجز مخزن مخازن مستودع مستودعات منصه منصات تفكيك ابطال تهريب"
    " نقل شحنه مصنع ورشه صناعه تصنيع صنع تدمير دمر دمرت اسقاط اسقط اسقطت اعتراض اعترض اعترضت استولي استولت استولوا استيلاء غنم غنمت"
    " غنموا اغتنام سحب ترسانه حيازه حظر تجربه صفقه".split()
)
_HOLDING, _USING = spelled(_HELD), spelled(_USED)
_TAKEN = frozenset("استولي استولت استولوا غنمها غنمته غنمه غنمتها غنموها غنم ضبطت ضبطتها".split())  # behind it: «دبابات استولوا عليها»
_BASES = clothed("قياده قاعده قواعد لواء معسكر ثكنه خبراء خبير معرض".split())  # «قيادة الصواريخ»: a body or a place named by its weapon
_OWNED = 3  # words between an act and the means that is joined to it («هجوم عنيف بقذائف هاون»)


def weapons_of(a: Annotated, trigger: Match, first: int, last: int) -> list[Match]:
    """The weapons of a mention: those of its clause [first, last), else those of its sentence that stand nearest to it."""
    kind = trigger.entry.type
    if kind not in ADMITS or not len(a.weapons):
        return []
    near = [w for w in within(a.weapons, first, last) if not _of_another(a, trigger, w)]
    if not near:
        sentence = a.sentence(trigger.first)
        told = within(a.weapons, sentence.first, sentence.last)
        if not told:
            return []
        acts = [m for m in within(a.triggers, sentence.first, sentence.last) if m.entry.rank == "occurrence"]
        rivals = [m for m in acts if m is not trigger and not (trigger.definite and m.entry.type == kind)]
        near = [w for w in told if not any(_gap(m, w) < _gap(trigger, w) for m in rivals)]
    if kind in _SEIZING:
        return [w for w in near if w.entry.weapon in ADMITS[kind] and _held(a, w)]
    return [w for w in near if (w.entry.weapon in ADMITS[kind] or kind in _REFINED) and (kind == "disrupted_attack" or not _held(a, w))]


def _of_the_series(a: Annotated, draft: Draft) -> list[Match]:
    """«نفذ الطيران تسع غارات مستخدما …»: what a sum of raids was flown with holds for each raid that the text then tells of."""
    admitted = ADMITS[draft.type]
    first = a.doc.sentences[draft.sentence].first
    out: list[Match] = []
    for weapon in a.weapons:
        if weapon.first >= first or weapon.entry.weapon not in admitted or not _means(a, weapon):
            continue
        sentence = a.sentence(weapon.first)
        acts = [m for m in within(a.triggers, sentence.first, weapon.first) if m.entry.type == draft.type]
        if acts and (acts[-1].form.number == "plural" or any(n.last == acts[-1].first for n in a.numbers)):
            out.append(weapon)
    return out


def _means(a: Annotated, weapon: Match) -> bool:
    """Whether the words say that it was used («باستخدام», «مستخدما», «بواسطة»)."""
    sentence = a.sentence(weapon.first)
    near = range(max(sentence.first, weapon.first - 6), weapon.first)
    return any(a.doc.words[i].text in _USING for i in near)


def _gap(trigger: Match, weapon: Match) -> int:
    return max(0, weapon.first - trigger.last + 1, trigger.first - weapon.last + 1)


def _of_another(a: Annotated, trigger: Match, weapon: Match) -> bool:
    """«استهدفوا القرية بقذائف هاون، أعقبها هجوم بالقناصة»: a means joined by its preposition belongs to the act right before it."""
    if weapon.joiner == "و" and (told := [m for m in ending(a.triggers, weapon.first) if m.entry.rank == "occurrence"]):
        return trigger not in told  # «موجة من التفجيرات والسيارات المفخخة»
    if weapon.particle != "ب":
        return False
    acts = [m for m in within(a.triggers, weapon.first - _OWNED - 4, weapon.first) if weapon.first - m.last in range(_OWNED)]
    acts = [m for m in acts if weapon.entry.weapon in ADMITS.get(m.entry.type, ())]
    return bool(acts) and trigger.first < acts[-1].first and trigger not in acts


def _held(a: Annotated, weapon: Match) -> bool:
    """Whether it was found, stored, taken or struck, so that nobody used it."""
    if weapon.particle == "ب":
        return False  # «دمر المخزن بصاروخ»
    sentence = a.sentence(weapon.first)
    words = a.doc.words
    if weapon.first > sentence.first and not weapon.joiner and words[weapon.first - 1].text in _BASES:
        return True
    before = range(max(sentence.first, weapon.first - NEAR_HELD), weapon.first)
    behind = range(weapon.last, min(weapon.last + 3, sentence.last))
    return any(words[i].text in _HOLDING for i in before) or any(words[i].text in _TAKEN for i in behind)


def _name(a: Annotated, weapon: Match) -> str:
    """What a weapon is called; a bomb that was laid for whoever passes is an improvised device."""
    name = weapon.entry.weapon
    return "ied" if name == "bomb" and _planted(a, weapon) else name


def _planted(a: Annotated, weapon: Match) -> bool:
    words = a.doc.words
    sentence = a.sentence(weapon.first)
    behind = [words[i].text for i in range(weapon.last, min(weapon.last + 4, sentence.last)) if words[i].gap != BREAK]
    before = words[weapon.first - 1].text if weapon.first > sentence.first else ""
    return bool(_PLANTED & {*behind[:2], before}) or bool(_SIDE & {*behind, *(w[1:] for w in behind if w[0] in "بل")})


def weapon_statements(a: Annotated, draft: Draft) -> tuple[Statement[str], ...]:
    """Each weapon of an event with its words; a weapon that a trigger itself names stands in where none is named beside it."""
    if draft.type not in ADMITS or draft.type in _UNARMED:
        return ()
    found: dict[str, tuple[list[Evidence], str]] = {}
    for match in draft.weapons:
        name = _name(a, match)
        if _admitted(draft, name) and not (name == "rocket" and draft.type == "air_strike" and match.particle != "ب"):
            found.setdefault(name, ([], match.entry.id))[0].append(a.doc.evidence(match.start, match.end))
    if found and draft.type in _BLASTS and not _DEVICES.isdisjoint(found):
        found = {name: value for name, value in found.items() if name not in ("bomb", "explosives")}
    if found and not _GUIDED.isdisjoint(found) and found.get("rocket", ([], ""))[1] in _PLAIN:
        del found["rocket"]  # «صاروخ باليستي … الصاروخ»: a second word for it
    if not found and draft.type in _SHARED:
        for match in _of_the_series(a, draft):
            found.setdefault(match.entry.weapon, ([], "weapons of the series"))[0].append(a.doc.evidence(match.start, match.end))
    for trigger in draft.triggers:
        name = trigger.entry.weapon
        if name and (not found or draft.type == "shelling") and _admitted(draft, name):
            found[name] = ([a.doc.evidence(trigger.start, trigger.end)], trigger.entry.id)
    return tuple([Statement(name, tuple(words), rule) for name, (words, rule) in found.items()])


def _admitted(draft: Draft, name: str) -> bool:
    """Whether an event can have been done with a weapon: one of its type, or of the type of another word of it."""
    if name in ADMITS[draft.type]:
        return True
    return draft.type not in _ALONE and any(name in ADMITS.get(t.entry.type, _NONE) for t in draft.triggers)


_NONE: frozenset[str] = frozenset()
