"""Who did it and to whom: the frames of triggers."""

from __future__ import annotations

from dataclasses import replace

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering
from sijill.extract.parties import PartyFind
from sijill.reading.able import (
    ARMED,
    COERCIVE,
    can_act,
    direct_groups,
    disagrees,
    is_force,
    is_state_name,
    nominative,
    usable,
)
from sijill.reading.annotate import Annotated, within
from sijill.reading.authors import author_of, pronoun_before
from sijill.reading.bombs import BOMBS, blows_himself_up, where_it_went_off
from sijill.reading.grammar import FIRE, Argument, arguments, clause, verb_like
from sijill.reading.noun_frames import Roles, attack_noun, linked, victim_noun
from sijill.reading.referents import referent
from sijill.reading.sides import ISSUES, Sides, governed_by, of_clash, of_deal, recalled_sides
from sijill.reading.subjects import active_by_form, by_case, is_relative, pluperfect, subject_before
from sijill.text import BREAK
from sijill.text.spelled import spelled


def roles_of(a: Annotated, trigger: Match) -> Roles:
    """Fill a trigger's frame from the parties of its clause."""
    known = a.roles.get(trigger.first)
    if known is None:
        known = a.roles[trigger.first] = []
    for other, perpetrators, targets in known:
        if other is trigger or other == trigger:
            return Roles([*perpetrators], [*targets])
    roles = _roles_of(a, trigger)
    known.append((trigger, roles.perpetrators, roles.targets))
    return Roles([*roles.perpetrators], [*roles.targets])


def _roles_of(a: Annotated, trigger: Match) -> Roles:
    first, last = clause(a, trigger)
    after = [x for x in arguments(a, trigger.last, last) if x.link != "speaker" and usable(x.party)]
    frame, kind = trigger.entry.frame, trigger.entry.type
    before = [x for x in arguments(a, first, trigger.first) if usable(x.party)] if frame not in _LOOKS_AHEAD else []
    on_whom = [x.party for x in after if x.link == "ب"][:1] if trigger.entry.meaning("object") == "bi" else []
    if after and trigger.last - trigger.first > 1:
        after = _through_its_words(a, trigger, frame, after)
    if after and frame in ("weapon_noun", "weapon_verb", "attack_noun", "act") and kind in BOMBS:
        after = where_it_went_off(a, after)
    groups = direct_groups(after) if frame in _TAKES_OBJECT else []
    if groups and blows_himself_up(a, trigger):
        return Roles([p for p in groups[0] if can_act(p)], linked(after, "علي", "نحو"))
    if by_case(a, trigger, groups):
        return Roles([p for p in groups[0] if can_act(p)], groups[1])
    roles = _FRAMES.get(frame, _nothing)(a, trigger, before, after)
    inner = [p for p in covering(a.parties, trigger.first) if p.first < trigger.first and not p.particle and usable(p)]
    inner += [p for p in within(a.parties, trigger.first, trigger.last) if not p.particle and usable(p)]
    if inner and (frame == "victim_noun" or _object_inside(a, trigger, inner[0])):
        if frame in ("attack_verb", "act") and inner[0] in roles.perpetrators:
            roles.perpetrators = []
        roles.targets = roles.targets or inner[:1]
    elif inner and frame == "kill_verb" and can_act(inner[0]) and any(x.link == "" and x.distance <= 2 for x in after):
        roles.perpetrators, roles.targets = inner[:1], roles.targets  # «قتل مسلحون رئيس البلدية»
    elif inner and frame in ("weapon_noun", "weapon_verb") and inner[0].animate and nominative(a, inner[0]):
        roles.perpetrators = inner[:1]  # «فجر مسلحون عبوة ناسفة»
    elif inner and frame in ("attack_verb", "attack_noun", "act", "seize", "move", "deal"):
        roles.targets = [p for p in roles.targets if p is not inner[0]]
        if (
            frame == "attack_verb"
            and not roles.targets
            and can_act(inner[0])
            and roles.perpetrators
            and roles.perpetrators[0] is not inner[0]
        ):
            roles.targets = roles.perpetrators  # «هاجم أنصاره الشرطة»: the subject stands in the trigger's own words
        roles.perpetrators = [p for p in inner[:1] if can_act(p)]  # the trigger's own words hold its subject («طائرات حربية تقصف»)
    if not roles.perpetrators and trigger.entry.pos == "phrase" and not inner and frame != "victim_verb":
        if frame in _LOOKS_AHEAD:
            before = [x for x in arguments(a, first, trigger.first) if usable(x.party)]
        subject = subject_before(a, trigger, before)
        if pluperfect(a, trigger, subject) and can_act(subject[0]):
            roles.perpetrators = subject  # «كانت القوات قد فضت الاعتصام»
            roles.targets = [p for p in roles.targets if p not in subject]
    if kind == "disrupted_attack" and inner and is_force(inner[0]) and inner[0].head.entry.room == "actors":
        roles = Roles(inner[:1], roles.perpetrators + roles.targets)  # «اعترضت الدفاعات صاروخا أطلقه …»
        roles.targets = [p for p in roles.targets if p is not inner[0]]
    if kind == "disrupted_attack":  # «اعتراض صاروخ يمني»: whose it was, not who shot it down
        theirs = [p for p in roles.perpetrators if p.head.form.tense == "demonym" and len(p.matches) == 1 and p.head.form.number == "sing"]
        roles.perpetrators = [p for p in roles.perpetrators if p not in theirs]
        roles.targets += [p for p in theirs if p not in roles.targets]
    for argument in after:
        if argument.link == "by" and argument.distance < 16 and argument.party not in roles.perpetrators:
            roles.perpetrators.append(argument.party)
            if argument.party in roles.targets:
                roles.targets.remove(argument.party)
    if not roles.targets and kind in ("riot", "destruction"):
        links = ("", "في") if inner else ("في",)  # «اقتحم محتجون مبنى», «أضرموا النار في مقر»
        roles.targets = [x.party for x in after if x.link in links and x.distance <= 2 and not x.party.animate][:1]
    if not roles.targets:
        roles.targets = [p for p in referent(a, trigger) if p not in roles.perpetrators]
    if roles.targets and frame in ("victim_noun", "victim_verb", "kill_verb") and roles.targets[0].head.entry.id == "noun.person":
        roles.targets += [p for p in among(a, after) if p not in roles.targets]
    if (
        not roles.perpetrators
        and frame in _ACTIVE
        and trigger.entry.pos != "participle"
        and (trigger.entry.rank == "occurrence" or pronoun_before(a, trigger))
    ):
        roles.perpetrators = [p for p in author_of(a, trigger, _doers) if p not in roles.targets]
    if on_whom:  # «ألحق الجيش خسائر بالمتمردين»: the subject stands behind the verb, the object behind ب
        direct = [x.party for x in after if x.link == "" and x.distance <= 1 and can_act(x.party)][:1]
        roles = Roles(direct if frame == "attack_verb" else roles.perpetrators, on_whom)
    if trigger.entry.meaning("gives") == "none":
        roles.perpetrators = []  # «عثرت الشرطة على جثث»: its subject did not do it
    return roles


_MEANS = FIRE | frozenset("بقصف بغاره بغارات بهجوم بهجمات بضربه بضربات بكمين باطلاق".split())
_TAKES_OBJECT = frozenset({"attack_verb", "kill_verb", "victim_verb"})
_UNDOING = spelled("حل تجميد اقاله تعليق حظر اغلاق عزل اعفاء تعيين طرد سحب ابعاد حجب الغاء فض تفريق قمع".split())


_GOVERNED = frozenset({"act", "party_change", "seize", "move", "attack_noun"})


# Frames that ask only for what stands behind the trigger.
_LOOKS_AHEAD = frozenset({"victim_noun", "attack_noun", "weapon_verb", "weapon_noun", ""})


def _through_its_words(a: Annotated, trigger: Match, frame: str, after: list[Argument]) -> list[Argument]:
    """«قتلوا برصاص X», «عقوبات على X», «انشقاقه عن X»: the word that a trigger ends with joins what stands right behind it."""
    last = a.doc.words[trigger.last - 1].text
    if last in _MEANS:
        return [replace(x, link="by") if x.link == "" and x.distance == 0 and x.party.animate else x for x in after]
    if frame in _GOVERNED and last in ("علي", "عن", "من", "الي", "ضد"):
        return [replace(x, link=last) if x.link == "" and x.distance == 0 else x for x in after]
    return after


def _object_inside(a: Annotated, trigger: Match, party: PartyFind) -> bool:
    """Whether the party inside a trigger's words is what the act is done to («حل البرلمان», «اعتدت على المشيعين»)."""
    words = a.doc.words
    force = is_force(party) and party.head.entry.room == "actors"
    if trigger.entry.type in ("disrupted_attack", "destruction") and party.first > trigger.first and not force:
        return True
    if words[trigger.first].text in _UNDOING or (party.first > trigger.first and words[trigger.first].text.endswith(("ون", "وا"))):
        return True
    return party.first > trigger.first and words[party.first - 1].text in ("علي", "ضد", "عن")


_ACTIVE = frozenset(
    {"attack_verb", "attack_noun", "victim_noun", "seize", "move", "act", "weapon_noun", "weapon_verb", "kill_verb", "victim_verb"}
)


def _object_behind(a: Annotated, party: PartyFind) -> bool:
    """A place or weapon without preposition right behind a party: the verb's object («قصف الجيش بلدة …», «فجر مقاتلون لغما»)."""
    if any(p.first - party.last <= 1 and not p.settled.find.preposition for p in within(a.places, party.last, party.last + 3)):
        return True
    armed = beginning(a.weapons, party.last)
    return bool(armed) and not armed[0].particle and not armed[0].joiner and not armed[0].article and a.doc.words[party.last].gap != BREAK


def among(a: Annotated, after: list[Argument]) -> list[PartyFind]:
    """«تسعة أشخاص بينهم خمسة مدنيين»: what some of the victims are."""
    return [x.party for x in after if x.party.animate and a.doc.words[x.party.first - 1].text in ("بينهم", "بينها", "منهم", "معظمهم")][:1]


def _doers(a: Annotated, trigger: Match) -> list[PartyFind]:
    return roles_of(a, trigger).perpetrators


def _nothing(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles()


def _event_before(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right before a verb is its subject («الهجوم استهدف», «عبوة استهدفت»)."""
    near = max(a.sentence(trigger.first).first, trigger.first - 4)
    things = [m for m in within(a.triggers, near, trigger.first) if not verb_like(m)]
    things += [m for m in within(a.weapons, near, trigger.first) if not verb_like(m)]
    if not things:
        return False
    parties = [p for p in within(a.parties, near, trigger.first) if not p.particle]
    return not parties or things[-1].first > parties[-1].first


def _event_after(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right behind a verb is its subject («استهدف الانفجار سيارة»); a plural verb has its subject before it."""
    if trigger.form.number in ("plural", "dual"):
        return False
    behind = [m for m in within(a.triggers, trigger.last, trigger.last + 2) if not verb_like(m)]
    behind += [m for m in within(a.weapons, trigger.last, trigger.last + 2) if not verb_like(m)]
    if not behind:
        return False
    crowd = any(can_act(p) for p in within(a.parties, behind[0].first, behind[0].last))  # «رشق متظاهرون …»
    governed = behind[0].joiner == "و" or a.doc.words[behind[0].first - 1].text in PREPOSITIONS
    governed = governed or any(p.animate for p in within(a.parties, trigger.last, behind[0].first))  # «فجر مسلحون لغما»
    return behind[0].particle == "" and not crowd and not governed


def _after_preposition(a: Annotated, trigger: Match) -> bool:
    """No verb stands right behind a preposition: it is a noun that looks like one («نتيجة قصف»)."""
    if trigger.first == 0 or a.doc.words[trigger.first].gap == BREAK or trigger.form.tense != "past":
        return False
    return a.doc.words[trigger.first - 1].text in _BEFORE_NOUNS


_BEFORE_NOUNS = frozenset("في من الي علي عن جراء اثر نتيجه بسبب خلال اثناء عقب قبل بعد تحت وسط ضد مع بين عبر دون".split())


def _attack_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    if _after_preposition(a, trigger):
        return Roles()
    direct = direct_groups(after)
    subject = [p for p in subject_before(a, trigger, before) if can_act(p)]
    on = linked(after, "علي", "ضد", "نحو")
    if direct and pronoun_before(a, trigger) and direct[0][0].first - trigger.last <= 1 and not trigger.form.pronoun:
        return Roles([], direct[0] + on)  # «قالت الحركة إنها استهدفت دبابة»
    if trigger.entry.type == "release":
        on = on or linked(after, "عن")
    if trigger.form.pronoun and trigger.form.pronoun != "نا":
        topic = [p for p in subject if p.animate and p.kind not in ARMED]
        if direct and can_act(direct[0][0]) and direct[0][0].first - trigger.last <= 3:
            return Roles(direct[0], topic or on)
        return Roles([], topic) if topic and trigger.form.number == "sing" else Roles(subject, on)
    foils = trigger.entry.type == "disrupted_attack"  # «أحبطت الشرطة هجوما»: the event behind it is its object
    if not foils and (_event_before(a, trigger) or _event_after(a, trigger)):
        means = {w.first for w in within(a.weapons, trigger.last, trigger.last + 3)}  # «استهدفت طائرتان مسيرتان موقعا»
        struck = [g for g in direct if g[0].first not in means] if len(direct) > 1 else direct
        return Roles([], (struck[0] if struck else []) + on)
    crowd = bool(direct) and direct[0][0].kind == "protesters" and trigger.entry.type in ("riot", "protest")
    if (
        direct
        and trigger.form.number == "sing"
        and nominative(a, direct[0][0])
        and trigger.entry.pos == "verb"
        and (len(direct) > 1 or on or crowd)
    ):
        return Roles([p for p in direct[0] if can_act(p)], (direct[1] if len(direct) > 1 else []) + on)
    plural = trigger.form.number in ("plural", "dual")
    if subject and is_state_name(subject[0]) and (len(direct) >= 2 or plural):
        subject = []
    if direct and (plural or subject):
        return Roles(subject, direct[0] + on)
    if len(direct) >= 2:
        if can_act(direct[0][0]) and not disagrees(a, trigger, direct[0][0]):
            return Roles(direct[0], direct[1] + on)
        return Roles([], direct[0])
    if direct:
        only = direct[0]
        if disagrees(a, trigger, only[0]):
            return Roles([], only)
        if can_act(only[0]) and (on or _object_behind(a, only[-1])):
            return Roles(only, on)
        if can_act(only[0]) and not trigger.joiner and not is_relative(a, trigger) and active_by_form(a, trigger):
            return Roles(only, on)  # «هاجم مسلحون على متن دراجات قرية …»
        if trigger.entry.type in COERCIVE and only[0].kind in ARMED | {"officials"} and only[0].count is None:
            return Roles(only, linked(after, "ل", "من", within_words=8))
        if is_force(only[0]) and only[0].head.entry.room == "actors":
            return Roles(only, linked(after, "ل", within_words=10))
        if trigger.form.tense == "present" and is_force(only[0]):
            return Roles(only, [])
        return Roles([], only)
    if subject:
        counted = subject[0].count is not None and trigger.entry.type in (
            "abduction",
            "arrest",
            "killing",
            "assassination",
            "release",
        )
        passive = counted or (trigger.form.number == "plural" and subject[0].kind in ("civilians", "officials", "protesters"))
        inert = not on and subject[0].kind not in ARMED | {"officials"}
        return Roles([], subject) if passive or inert else Roles(subject, on)
    return Roles([], on)


def _kill_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = direct_groups(after)
    subject = subject_before(a, trigger, before)
    if _event_before(a, trigger) or _event_after(a, trigger):
        return Roles([], direct[0] if direct else [])
    active = len(direct) >= 2 and direct[1][0].animate and is_force(direct[0][0]) and not disagrees(a, trigger, direct[0][0])
    if active and (direct[0][0].head.entry.room == "actors" or direct[1][0].first - direct[0][-1].last <= 1):
        return Roles(direct[0], direct[1])
    if direct:
        did = bool(subject) and subject[0].kind in ARMED and not subject[0].count and can_act(subject[0])
        beside = trigger.form.number == "plural" and direct[0][0].first == trigger.last and direct[0][0].animate
        did = did or (beside and bool(subject) and can_act(subject[0]))  # «خمسة حراس قتلوا زميلا لهم»
        return Roles(subject if did else [], direct[0])
    if pluperfect(a, trigger, subject) and subject[0].kind in ARMED and subject[0].count is None and covering(a.numbers, trigger.last):
        return Roles(subject, [])  # «كان مسلحون قد قتلوا 235 …»
    return Roles([], [p for p in subject if p.animate])


def _victim_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = [g for g in direct_groups(after) if g[0].animate or trigger.entry.type not in ("killing",)]
    subject = subject_before(a, trigger, before)
    if trigger.entry.type == "release" and a.doc.words[trigger.first].text.endswith(("ت", "وا")):
        return Roles([p for p in subject if can_act(p)], direct[0] if direct else [])
    if direct and direct[0][0].first - trigger.last <= 10:
        return Roles([], direct[0])
    return Roles([], subject)


def _weapon(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    on = linked(after, "علي", "ضد", "نحو")
    if not on and any(a.doc.words[i].text.startswith(_HITS) for i in range(trigger.first, trigger.last)):
        on = [p for g in direct_groups(after)[:1] for p in g if g[0].first - trigger.last <= 3]  # «أصاب صاروخ مسجدا»
    return Roles([], on)


_HITS = ("اصاب", "استهدف", "تستهدف", "يستهدف", "ضرب")


def _seize(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = direct_groups(after)
    hands = linked(after, "ب", "by")
    if hands:
        return Roles(hands, [])
    subject = subject_before(a, trigger, before) if verb_like(trigger) else []
    if trigger.last < len(a.doc.words) and a.doc.words[trigger.last].text in ("عليها", "عليه", "عليهما"):
        subject = []  # «أسلحة استولى عليها المسلحون»: what stands before it was seized
    sides = subject or (direct[0] if direct and direct[0][0].first - trigger.last <= 4 else [])
    return Roles(
        [p for p in sides if p.kind not in ("infrastructure",)], [p for p in linked(after, "من", within_words=20)[:1] if is_force(p)]
    )


def _clash(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    one, two = of_clash(a, trigger, before, after)
    if not (one and two):
        first, last = clause(a, trigger)
        told = recalled_sides(a, trigger, first, last, lambda other: _sides_of(a, other))
        one, two = told or (one, two)
    return Roles(one, two)


def _sides_of(a: Annotated, trigger: Match) -> Sides:
    roles = roles_of(a, trigger)
    if trigger.entry.frame == "deal":
        return roles.perpetrators[:1], roles.perpetrators[1:]
    return roles.perpetrators, roles.targets


def _act(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    subject = subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = direct_groups(after)
    decides = trigger.entry.type == "political_decision"
    near = direct[0] if direct and direct[0][0].first - trigger.last <= (2 if decides else 6) and can_act(direct[0][0]) else []
    if decides and near and any(a.doc.words[i].text.startswith("ب") for i in range(trigger.last, near[0].first)):
        near = []  # «مرسوما بدعوة الناخبين»
    if decides and not subject and not near:
        subject = governed_by(a, trigger, before, ISSUES)
    if (
        not subject
        and not near
        and trigger.entry.pos == "phrase"
        and before
        and before[-1].link == ""
        and before[-1].party.last == trigger.first
        and a.doc.words[trigger.first].gap != BREAK
    ):
        subject = [before[-1].party]
    if not subject and not near and trigger.entry.frame == "party_change" and before and before[-1].link == "speaker":
        subject = [p for p in (before[-1].party,) if p.kind in ARMED]  # «أعلن اللواء انشقاقه»
    on = linked(after, "علي", "ضد", "بحق", *(("نحو",) if trigger.entry.type in _VIOLENT else ()))
    if trigger.entry.type == "political_decision":  # «صادق على قانون بعد هجوم على فندق»
        on = [p for p in on if p.animate]
    return Roles(subject or near, on)


_VIOLENT = frozenset({"shelling", "armed_attack", "air_strike", "drone_strike", "grenade", "riot"})


def _deal(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    sides = of_deal(a, trigger, before, after, _act(a, trigger, before, after).perpetrators)
    if not sides:
        first, last = clause(a, trigger)
        told = recalled_sides(a, trigger, first, last, lambda other: _sides_of(a, other))
        sides = told[0] + told[1] if told else []
    return Roles(sides, [])


def _move(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles(_act(a, trigger, before, after).perpetrators, [])


def _repel(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    """«صد الجيش هجوما للمسلحين»: who attacked, and who held against it."""
    held = _act(a, trigger, before, after).perpetrators
    return Roles([p for p in linked(after, "ل") if is_force(p)][:1], [p for p in held if is_force(p)])


_FRAMES = {
    "repel": _repel,
    "attack_verb": _attack_verb,
    "kill_verb": _kill_verb,
    "victim_verb": _victim_verb,
    "victim_noun": victim_noun,
    "attack_noun": attack_noun,
    "weapon_verb": _weapon,
    "weapon_noun": _weapon,
    "clash": _clash,
    "seize": _seize,
    "act": _act,
    "deal": _deal,
    "move": _move,
    "party_change": _act,
}
