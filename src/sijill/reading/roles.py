"""Who did it and to whom: the frames of triggers."""

from __future__ import annotations

from dataclasses import dataclass, field

from sijill.extract.lookup import Match
from sijill.extract.parties import PartyFind
from sijill.reading.annotate import Annotated, within
from sijill.reading.grammar import Argument, arguments, clause, verb_like
from sijill.text import BREAK, analyses

ARMED = frozenset({"state_forces", "foreign_forces", "rebel_group", "militia", "jihadist_group", "unidentified_armed"})
_COERCIVE = frozenset({"arrest", "security_operation", "disrupted_attack", "release", "political_decision", "deployment", "abduction"})
NEAR = 7  # words between a verbal noun and the party that it governs


@dataclass(slots=True)
class Roles:
    """Parties by role; `party` are the sides of a clash or deal, in order."""

    perpetrators: list[PartyFind] = field(default_factory=list)
    targets: list[PartyFind] = field(default_factory=list)


def roles_of(a: Annotated, trigger: Match) -> Roles:
    """Fill a trigger's frame from the parties of its clause."""
    first, last = clause(a, trigger)
    after = [x for x in arguments(a, trigger.last, last) if usable(x.party) and x.link != "speaker"]
    before = [x for x in arguments(a, first, trigger.first) if usable(x.party)]
    frame = trigger.entry.meaning("frame")
    if frame in ("weapon_noun", "attack_noun") and trigger.entry.meaning("type") in _BOMBS:
        for index, x in enumerate(after):  # a bomb inside a building strikes it
            word = a.doc.words[x.party.first - 1].text
            if x.link in ("في", "prep") and word in ("في", "داخل", "وسط") and x.party.kind in ("civilians", "infrastructure") and not x.party.number:
                after[index] = Argument(x.party, "علي", x.distance)
    roles = _FRAMES.get(frame, _nothing)(a, trigger, before, after)
    inner = [p for p in within(a.parties, trigger.first, trigger.last) if usable(p) and not p.particle]
    if inner and (frame == "victim_noun" or _object_inside(a, trigger, inner[0])):
        if frame in ("attack_verb", "act") and inner[0] in roles.perpetrators:
            roles.perpetrators = []
        roles.targets = roles.targets or inner[:1]
    elif inner and frame in ("attack_verb", "attack_noun", "act", "seize", "move", "deal"):
        roles.targets = [p for p in roles.targets if p is not inner[0]]
        roles.perpetrators = [p for p in inner[:1] if can_act(p)]  # the trigger's own words hold its subject («طائرات حربية تقصف»)
    for argument in after:
        if argument.link == "by" and argument.distance < 16 and argument.party not in roles.perpetrators:
            roles.perpetrators.append(argument.party)
            if argument.party in roles.targets:
                roles.targets.remove(argument.party)
    if roles.targets and frame in ("victim_noun", "victim_verb", "kill_verb") and roles.targets[0].head.entry.id == "noun.person":
        roles.targets += [p for p in among(a, after) if p not in roles.targets]
    if not roles.perpetrators and frame in _ACTIVE and trigger.entry.meaning("rank") == "occurrence" and trigger.entry.pos != "participle":
        roles.perpetrators = [p for p in author_of(a, trigger, before) if p not in roles.targets]
    return roles


_UNDOING = frozenset("حل تجميد اقاله تعليق حظر اغلاق عزل اعفاء تعيين طرد سحب ابعاد حجب الغاء فض تفريق قمع".split())


def _object_inside(a: Annotated, trigger: Match, party: PartyFind) -> bool:
    """Whether the party inside a trigger's words is what the act is done to («حل البرلمان», «اعتدت على المشيعين»)."""
    words = a.doc.words
    if words[trigger.first].text in _UNDOING:
        return True
    return party.first > trigger.first and words[party.first - 1].text in ("علي", "ضد", "عن")


_BOMBS = frozenset("ied suicide_bombing explosion".split())
_ACTIVE = frozenset({"attack_verb", "attack_noun", "victim_noun", "seize", "move", "act", "weapon_noun", "kill_verb"})
_PRONOUN_SUBJECTS = frozenset("انه انها انهم بانه بانها بانهم وانها وانه".split())
_TO_ACT = frozenset("من علي في عن الي ب".split())
_SOURCED = frozenset("مصدره مصدرها مصدرهما".split())


def author_of(a: Annotated, trigger: Match, before: list[Argument]) -> list[PartyFind]:
    """Who acts where the trigger's own frame does not say: the verb behind it, a pronoun, an accusation, the sentence's subject."""
    sentence = a.sentence(trigger.first)
    for finder in (_done_by, _accused, _demonstrators, _governor, _owner, _shared_subject):
        found = [p for p in finder(a, trigger, sentence.first, sentence.last) if can_act(p) and usable(p) and not is_state_name(p)]
        if found:
            return found
    return []


def is_state_name(party: PartyFind) -> bool:
    """A country by its name or its capital, where it can as well be the place."""
    return party.head.entry.id.startswith("nation.") and party.head.form.tense != "demonym"


_DEMOS = frozenset({"protest", "riot"})


def _demonstrators(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«خرج المئات في مسيرة», «وقفة نظمتها الجبهة», «مظاهرة شارك فيها الآلاف»."""
    if trigger.entry.meaning("type") not in _DEMOS or verb_like(trigger):
        return []
    words = a.doc.words
    for party in within(a.parties, trigger.last, min(trigger.last + 9, last)):
        before = words[party.first - 1].text
        if before in ("فيها", "فيه") or before.startswith(_HELD) and before.endswith(("ها", "ه")):
            return [party]
    if words[trigger.first - 1].text not in ("في", "خلال", "هذه", "هذا") or trigger.first == first:
        return []
    start = max(first, trigger.first - 14)
    near = [x.party for x in arguments(a, start, trigger.first) if x.link == "" and x.party.animate]
    return near[-1:]


_HELD = ("نظمت", "نظمه", "ينظم", "تنظم", "دعا", "دعت", "اقام", "نفذ", "خرج", "قام")


def _group(a: Annotated, first: int, last: int) -> list[PartyFind]:
    """The first direct party of words [first, last) and those that waw joins to it."""
    out: list[PartyFind] = []
    for party in within(a.parties, first, last):
        if not out and party.particle == "" or out and party.joiner == "و" and party.first - out[-1].last <= 1:
            out.append(party)
        elif out:
            break
    return out


def _done_by(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«عملية قام بها X», «هجوم نفذه X», «قصف مصدره مناطق X»: a relative clause behind the act."""
    if verb_like(trigger):
        return []
    words = a.doc.words
    for index in range(trigger.last, min(trigger.last + 12, last)):
        if words[index].text in _SOURCED:
            found = [p for p in within(a.parties, index, min(index + 10, last)) if is_force(p)]
            return found[:1] + [p for p in found[1:2] if p.joiner == "و"]
    for verb in within(a.triggers, trigger.last, min(trigger.last + 12, last)):
        if verb.entry.meaning("rank") != "light" or verb.entry.meaning("gives") != "perpetrator" or not verb_like(verb):
            continue
        behind = verb.last
        if behind < last and words[behind].text in ("بها", "به", "بهما"):
            behind += 1
        elif not verb.form.pronoun:
            return []
        found = _group(a, behind, min(behind + 3, last))
        return found if found and found[0].first - behind <= 1 else []
    return []


def _accused(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«تتهم الحكومة X بالهجوم»: the last direct party between the accusation and the act."""
    for speech in within(a.speech, max(first, trigger.first - 25), trigger.first)[::-1]:
        if speech.entry.meaning("act") == "accuse":
            between = [x.party for x in arguments(a, speech.last, trigger.first) if x.link in ("", "speaker")]
            ahead = [p for p in within(a.parties, max(first, speech.first - 4), speech.first) if speech.first - p.last <= 1]
            if between and (not verb_like(speech) or ahead or speech.form.number == "plural" or speech.form.pronoun):
                return between[:1]
            if len(between) >= 2:
                return between[1:2]
            return between if between and between[0].kind in ARMED and between[0].kind not in ("state_forces", "foreign_forces") else []
    return []


def _governor(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«كثفت الطائرات من غاراتها», «نجحت القوات في طرد», «قامت القوات بمحاصرة», «أعلنت الشرطة عن اعتقال»: the subject of what governs the act."""
    if verb_like(trigger) or trigger.first == first:
        return []
    before = a.doc.words[trigger.first - 1].text
    link = trigger.particle if trigger.particle == "ب" else before
    owned = bool(_pronoun(a, trigger)) and trigger.entry.meaning("frame") != "victim_noun"
    if link not in _TO_ACT and not owned:
        return _plain_subject(a, trigger, first)
    coercive = trigger.entry.meaning("type") in _COERCIVE
    if link == "عن" and not coercive or link == "الي":
        return []
    start = max(first, trigger.first - 14)
    near = [x for x in arguments(a, start, trigger.first) if x.link in ("", "speaker", "ل") and usable(x.party) and can_act(x.party)]
    near = [x for x in near if is_force(x.party) or x.party.kind in ARMED and link in ("من", "علي", "ب")]
    near = [x for x in near if (x.link != "speaker" or link == "عن" or trigger.form.pronoun) and trigger.first - x.party.last <= 10]
    near = [x for x in near if x.party.kind != "officials"] or near
    if not near or link == "في" and not _strives(a, near[0].party):
        return []
    victims = [t for t in within(a.triggers, start, trigger.first) if t.entry.meaning("frame") in ("victim_verb", "victim_noun", "kill_verb")]
    if any(t.last <= near[-1].party.first and near[-1].party.first - t.last <= 2 for t in victims):
        return []
    return [near[-1].party]


def _pronoun(a: Annotated, trigger: Match) -> str:
    """The pronoun joined to an event noun, in a set phrase as well («غاراتها الجوية»)."""
    if trigger.form.pronoun:
        return trigger.form.pronoun
    text = a.doc.words[trigger.first].text
    return next((p for p in ("ها", "هم") if text.endswith(p) and len(text) > 4), "") if not verb_like(trigger) else ""


def _plain_subject(a: Annotated, trigger: Match, first: int) -> list[PartyFind]:
    """«وسعت الأجهزة الأمنية حملات», «أطلق الجيش عملية»: a force right before an indefinite act that is the object of its verb."""
    if trigger.entry.meaning("frame") != "attack_noun" or trigger.definite or a.doc.words[trigger.first].gap == BREAK:
        return []
    start = max(first, trigger.first - 10)
    near = [x for x in arguments(a, start, trigger.first) if x.link == "" and is_force(x.party) and usable(x.party)][-1:]
    if not near or trigger.first - near[0].party.last > 4 or near[0].party.first == first:
        return []
    gap = range(near[0].party.last, trigger.first + 1)
    if any(a.doc.words[i].gap == BREAK for i in gap) or within(a.triggers, near[0].party.last, trigger.first):
        return []
    before = [t for t in within(a.triggers, max(first, near[0].party.first - 3), near[0].party.first) if t.last == near[0].party.first]
    return [near[0].party] if all(t.entry.meaning("gives") == "perpetrator" for t in before) else []


_STRIVES = frozenset("نجح نجحت نجحوا بدا بدات استمر استمرت شارك شاركت تواصل واصلت يواصل شرع شرعت ينجح تنجح ساهم ساهمت مستمر مستمره ماضيه تستمر".split())


def _strives(a: Annotated, party: PartyFind) -> bool:
    around = (*range(max(0, party.first - 2), party.first), *range(party.last, min(party.last + 2, len(a.doc.words))))
    return any(r.rest in _STRIVES for i in around for r in analyses(a.doc.words[i].text))


def _owner(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«غاراتها», «سيطرته», «أنها اعتقلت»: the nearest force before it that the pronoun can mean."""
    pronoun = _pronoun(a, trigger)
    if trigger.entry.meaning("frame") in ("victim_noun", "kill_verb", "weapon_noun"):
        return []
    if verb_like(trigger):
        before = a.doc.words[trigger.first - 1].text if trigger.first else ""
        if before not in _PRONOUN_SUBJECTS:
            return []
        pronoun = "هم" if before.endswith("هم") else ("ها" if before.endswith("ها") else "ه")
    if pronoun not in ("ه", "ها", "هم"):
        return []
    known = [p for p in within(a.parties, first, trigger.first) if is_force(p) and usable(p)]
    fitting = [p for p in known if pronoun == "هم" or _feminine(a, p) == (pronoun == "ها")]
    return fitting[-1:]


def _shared_subject(a: Annotated, trigger: Match, first: int, last: int) -> list[PartyFind]:
    """«أحرق مسلحون مدرسة وخطفوا عمالا»: a second verb whose subject the first one named."""
    if not verb_like(trigger) or not trigger.joiner and trigger.form.number == "sing":
        return []
    earlier = [t for t in within(a.triggers, first, trigger.first) if verb_like(t) and t.entry.meaning("frame") in ("attack_verb", "seize", "act", "move")]
    for verb in earlier[::-1]:
        done = roles_of(a, verb).perpetrators
        if done:
            singular = trigger.form.number == "sing" and a.doc.words[trigger.last - 1].text.endswith("ت") != _feminine(a, done[0])
            return [] if singular and trigger.form.tense == "past" else done
    return []


CASUALTIES = frozenset({"noun.dead", "noun.wounded", "noun.victim"})
_SPEAKS = frozenset({"media", "monitor", "agency"})
_AIRCRAFT = frozenset({"noun.aircraft", "noun.helicopter", "noun.drone_target", "noun.warship", "noun.patrol", "noun.tank"})


def usable(party: PartyFind) -> bool:
    """A party that can act or suffer: not a news agency, a monitor or an office that only reports."""
    entry = party.head.entry
    if entry.meaning("role") in _SPEAKS and entry.meaning("kind") == "other" or entry.id == "organ.spokesman":
        return entry.meaning("role") == "agency" and entry.id.startswith("organ.") and entry.id != "organ.state_tv_agency"
    return True


def can_act(party: PartyFind) -> bool:
    """A party that can be an attacker: people, bodies, and craft that people steer; no building or car, nor the dead."""
    if party.head.entry.id in CASUALTIES and len(party.matches) == 1:
        return False
    return party.animate or party.head.entry.id in _AIRCRAFT


def is_force(party: PartyFind) -> bool:
    """A body or group under arms, not a number of its members."""
    return can_act(party) and (party.kind in ARMED or party.kind == "officials") and party.count is None


def _feminine(a: Annotated, party: PartyFind) -> bool:
    """Whether a verb beside this noun would be feminine, guessed by its form."""
    word = a.doc.words[party.head.first].text
    return word.endswith(("ه", "ات")) or party.head.form.number == "plural" and word in _FEMININE or word in _FEMININE


_FEMININE = frozenset("قوات القوات طايرات الطايرات ميليشيات مليشيات فصايل الفصايل عناصر وحدات كتايب سرايا قوي قسد حماس طالبان داعش امريكا تركيا روسيا ايران اسراييل سوريا".split())


def disagrees(a: Annotated, trigger: Match, party: PartyFind) -> bool:
    """A past verb right before a noun of the other gender: the noun is not its subject."""
    if trigger.form.tense != "past" or trigger.form.number != "sing" or trigger.form.pronoun or party.first - trigger.last > 1:
        return False
    if party.head.form.number == "plural" and party.head.entry.room == "nouns" and not _feminine(a, party):
        return False
    verb = a.doc.words[trigger.last - 1].text
    return verb.endswith("ت") != _feminine(a, party) and len(verb) > 3


def _place_behind(a: Annotated, party: PartyFind) -> bool:
    """A place without preposition right behind a party: the verb's object («قصف الجيش بلدة …»)."""
    return any(p.first - party.last <= 1 and not p.settled.find.preposition for p in within(a.places, party.last, party.last + 3))


def among(a: Annotated, after: list[Argument]) -> list[PartyFind]:
    """«تسعة أشخاص بينهم خمسة مدنيين»: what some of the victims are."""
    return [x.party for x in after if x.party.animate and a.doc.words[x.party.first - 1].text in ("بينهم", "بينها", "منهم", "معظمهم")][:1]


def _nothing(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles()


def _subject_before(a: Annotated, trigger: Match, before: list[Argument]) -> list[PartyFind]:
    """The noun phrase that a finite verb follows («مسلحون هاجموا»), with those joined to it by waw."""
    if not before:
        return []
    nearest = before[-1]
    gap = trigger.first - nearest.party.last
    if gap > 3 or nearest.link not in ("", "prep") and not _relative(a, trigger):
        return []
    if any(a.doc.words[i].gap == BREAK for i in range(nearest.party.last, trigger.first + 1)):
        return []
    out = [nearest.party]
    for argument in reversed(before[:-1]):
        if out[-1].joiner == "و" and out[-1].first - argument.party.last <= 2 and argument.link == nearest.link:
            out.append(argument.party)
        else:
            break
    return out[::-1]


def _relative(a: Annotated, trigger: Match) -> bool:
    return trigger.first > 0 and a.doc.words[trigger.first - 1].text in ("الذي", "التي", "الذين", "اللذين", "اللذان")


def _direct(after: list[Argument]) -> list[list[PartyFind]]:
    """Direct noun phrases behind a verb, each with those joined to it by waw."""
    groups: list[list[PartyFind]] = []
    for argument in after:
        if argument.link != "":
            continue
        if groups and argument.party.joiner == "و" and argument.party.first - groups[-1][-1].last <= 3:
            groups[-1].append(argument.party)
        else:
            groups.append([argument.party])
    return groups


def _linked(after: list[Argument], *links: str, within_words: int = 12) -> list[PartyFind]:
    return [x.party for x in after if x.link in links and x.distance <= within_words]


def _event_before(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right before a verb is its subject («الهجوم استهدف», «عبوة استهدفت»)."""
    sentence = a.sentence(trigger.first)
    near = max(sentence.first, trigger.first - 4)
    things = [m for m in (*within(a.triggers, near, trigger.first), *within(a.weapons, near, trigger.first)) if not verb_like(m)]
    parties = [p for p in within(a.parties, near, trigger.first) if not p.particle]
    return bool(things) and (not parties or things[-1].first > parties[-1].first)


def _event_after(a: Annotated, trigger: Match) -> bool:
    """An event noun or weapon right behind a verb is its subject («استهدف الانفجار سيارة»)."""
    behind = [m for m in (*within(a.triggers, trigger.last, trigger.last + 2), *within(a.weapons, trigger.last, trigger.last + 2)) if not verb_like(m)]
    return bool(behind) and behind[0].particle == ""


def _after_preposition(a: Annotated, trigger: Match) -> bool:
    """No verb stands right behind a preposition: it is a noun that looks like one («نتيجة قصف»)."""
    if trigger.first == 0 or a.doc.words[trigger.first].gap == BREAK or trigger.form.tense != "past":
        return False
    return a.doc.words[trigger.first - 1].text in _BEFORE_NOUNS


_BEFORE_NOUNS = frozenset("في من الي علي عن جراء اثر نتيجه بسبب خلال اثناء عقب قبل بعد تحت وسط ضد مع بين عبر دون".split())


def _attack_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    if _after_preposition(a, trigger):
        return Roles()
    direct = _direct(after)
    subject = [p for p in _subject_before(a, trigger, before) if can_act(p)]
    on = _linked(after, "علي", "ضد")
    if trigger.form.pronoun and trigger.form.pronoun != "نا":
        topic = [p for p in subject if p.animate and p.kind not in ARMED]
        if direct and can_act(direct[0][0]) and direct[0][0].first - trigger.last <= 3:
            return Roles(direct[0], topic or on)
        return Roles([], topic) if topic and trigger.form.number == "sing" else Roles(subject, on)
    if _event_before(a, trigger) or _event_after(a, trigger):
        return Roles([], (direct[0] if direct else []) + on)
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
        if can_act(only[0]) and (on or _place_behind(a, only[-1])):
            return Roles(only, on)
        if trigger.entry.meaning("type") in _COERCIVE and only[0].kind in ARMED | {"officials"} and only[0].count is None:
            return Roles(only, _linked(after, "ل", "من", within_words=8))
        if is_force(only[0]) and only[0].head.entry.room == "actors":
            return Roles(only, _linked(after, "ل", within_words=10))
        if trigger.form.tense == "present" and is_force(only[0]):
            return Roles(only, [])
        return Roles([], only)
    if subject:
        counted = subject[0].count is not None and trigger.entry.meaning("type") in ("abduction", "arrest", "killing", "assassination", "release")
        passive = counted or trigger.form.number == "plural" and subject[0].kind in ("civilians", "officials", "protesters")
        inert = not on and subject[0].kind not in ARMED | {"officials"}
        return Roles([], subject) if passive or inert else Roles(subject, on)
    return Roles([], on)


def _kill_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = _direct(after)
    subject = _subject_before(a, trigger, before)
    if _event_before(a, trigger) or _event_after(a, trigger):
        return Roles([], direct[0] if direct else [])
    if len(direct) >= 2 and direct[1][0].animate and is_force(direct[0][0]) and not disagrees(a, trigger, direct[0][0]):
        if direct[0][0].head.entry.room == "actors" or direct[1][0].first - direct[0][-1].last <= 1:
            return Roles(direct[0], direct[1])
    if direct:
        did = bool(subject) and subject[0].kind in ARMED and not subject[0].count and can_act(subject[0])
        return Roles(subject if did else [], direct[0])
    return Roles([], [p for p in subject if p.animate])


def _victim_verb(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = [g for g in _direct(after) if g[0].animate or trigger.entry.meaning("type") not in ("killing",)]
    subject = _subject_before(a, trigger, before)
    if trigger.entry.meaning("type") == "release" and a.doc.words[trigger.first].text.endswith(("ت", "وا")):
        return Roles([p for p in subject if can_act(p)], direct[0] if direct else [])
    if direct and direct[0][0].first - trigger.last <= 10:
        return Roles([], direct[0])
    return Roles([], subject)


def _victim_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    """مقتل X, اعتقال X; with a party of force first and a second noun phrase behind it, the first did it (اعتقال الجيش شابين)."""
    near = [x for x in after if x.distance <= NEAR or x.link]
    governed = _direct([x for x in near if x.distance <= NEAR])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 14]
    if governed and governed[0][0].first - trigger.last <= 1 and governed[0][0].kind in ARMED | {"officials"} and governed[0][0].count is None:
        person = governed[0][0].head.entry.meaning("role") == "person"
        second = [g for g in _direct(after)[1:2] if not person and g[0].first - governed[0][-1].last <= 1 and governed[0][0].head.entry.room == "actors"]
        if to and is_force(governed[0][0]) or second:
            return Roles(governed[0], to or second[0])
    if governed:
        return Roles([], governed[0])
    if to and to[0].first - trigger.last <= 3:
        return Roles([], to[:1])
    on = _linked(after, "علي", "ب", within_words=4)
    return Roles([], on)


def _borne_by(a: Annotated, trigger: Match) -> list[PartyFind]:
    """«هجوم تعرضت له القوات»: who bore it stands behind the verb."""
    for verb in within(a.triggers, trigger.last, trigger.last + 3):
        if verb.entry.meaning("gives") == "target" and a.doc.words[min(verb.last, len(a.doc.words) - 1)].text in ("له", "لها", "لهما"):
            return [p for p in _group(a, verb.last + 1, verb.last + 3) if p.first == verb.last + 1]
    return []


def _attack_noun(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    on = _linked(after, "علي", "ضد", "الي", "نحو")
    bearer = _borne_by(a, trigger)
    if bearer:
        return Roles([], bearer)
    direct = _direct([x for x in after if x.distance <= NEAR])
    to = [x.party for x in after if x.link == "ل" and x.distance <= 6]
    perpetrators: list[PartyFind] = []
    targets = on
    if direct and direct[0][0].first - trigger.last <= 2:
        first = direct[0][0]
        if can_act(first) and (on or first.kind in ARMED and first.count is None or first.country):
            perpetrators = direct[0]
            if len(direct) > 1 and not on and direct[1][0].first - direct[0][-1].last <= 2:
                targets = direct[1]
        elif first.kind not in ARMED or not first.animate:
            targets = [p for p in direct[0]] + on
    if to:
        if perpetrators and not targets:
            targets = to
        elif not perpetrators and is_force(to[0]):
            perpetrators = to
        elif not targets:
            targets = to
    return Roles(perpetrators, targets)


def _weapon(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    on = _linked(after, "علي", "ضد")
    return Roles([], on)


def _clash(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    between = _linked(after, "بين", within_words=20)
    if between:
        rest = [x.party for x in after if x.party.joiner == "و" and x.party.first >= between[0].last and x.party not in between][:1]
        second = [x.party for x in after if x.link == "مع"]
        sides = between + rest
        return Roles(sides[:1], (sides[1:] or second)[:2])
    against = _linked(after, "مع", "ضد")
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = [g for g in _direct(after) if g[0].first - trigger.last <= NEAR]
    sides = subject or (direct[0] if direct else [])
    if not sides and verb_like(trigger) and before:
        sides = [before[-1].party]
    return Roles(sides, against)


def _seize(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    direct = _direct(after)
    hands = _linked(after, "ب", "by")
    if hands:
        return Roles(hands, [])
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    sides = subject or (direct[0] if direct and direct[0][0].first - trigger.last <= 4 else [])
    return Roles([p for p in sides if p.kind not in ("infrastructure",)], [p for p in _linked(after, "من", within_words=20)[:1] if is_force(p)])


def _act(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    subject = _subject_before(a, trigger, before) if verb_like(trigger) else []
    direct = _direct(after)
    near = direct[0] if direct and direct[0][0].first - trigger.last <= 6 and can_act(direct[0][0]) else []
    if not subject and not near and trigger.entry.pos == "phrase" and before and before[-1].link == "" and before[-1].party.last == trigger.first and a.doc.words[trigger.first].gap != BREAK:
        subject = [before[-1].party]
    return Roles(subject or near, _linked(after, "علي", "ضد", "بحق"))


def _deal(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    between = _linked(after, "بين", within_words=20)
    if between:
        rest = [x.party for x in after if x.party.joiner == "و" and x.party.first >= between[0].last and x.party not in between][:1]
        return Roles(between + rest, [])
    roles = _act(a, trigger, before, after)
    sides = roles.perpetrators + _linked(after, "مع")
    if not sides and not verb_like(trigger) and trigger.first and a.doc.words[trigger.first - 1].text == "الي":
        sides = [x.party for x in before if x.link == "" and trigger.first - x.party.last <= 6]  # «توصل X وY إلى اتفاق»
    return Roles(sides, [])


def _move(a: Annotated, trigger: Match, before: list[Argument], after: list[Argument]) -> Roles:
    return Roles(_act(a, trigger, before, after).perpetrators, [])


_FRAMES = {
    "attack_verb": _attack_verb,
    "kill_verb": _kill_verb,
    "victim_verb": _victim_verb,
    "victim_noun": _victim_noun,
    "attack_noun": _attack_noun,
    "weapon_verb": _weapon,
    "weapon_noun": _weapon,
    "clash": _clash,
    "seize": _seize,
    "act": _act,
    "deal": _deal,
    "move": _move,
    "party_change": _act,
}
