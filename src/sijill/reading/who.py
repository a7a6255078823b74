"""Who did it and to whom, for an event as a whole: its mentions name the same party in several wordings, and name others in passing."""

from __future__ import annotations

from collections.abc import Sequence

from sijill.extract.closed import PREPOSITIONS
from sijill.extract.lookup import Match
from sijill.extract.ordered import beginning, covering
from sijill.extract.parties import PartyFind
from sijill.knowledge.lexicon import UNINFLECTED, Entry
from sijill.reading.able import ARMED, can_act, is_force, is_state_name, usable
from sijill.reading.annotate import Annotated, PlaceInText, within
from sijill.reading.announced import accused_later, announcer
from sijill.reading.bombs import BOMBS, beside, struck_directly
from sijill.reading.draft import Draft
from sijill.reading.noun_frames import Roles
from sijill.reading.one_party import PEOPLE, REBELS, STATE, Cluster, clusters, joined, same, shared
from sijill.reading.roles import roles_of
from sijill.reading.subjects import state_acts
from sijill.text import BREAK

_STRIKES = frozenset(["shelling", "air_strike", "drone_strike", "armed_attack"])
_WEIGHT = {"occurrence": 2.0, "outcome": 1.2, "generic": 0.0}
_VAGUE = frozenset({"noun.area", "noun.town", "noun.target_generic", "noun.front_line"})
_PLACES = frozenset({"noun.village", "noun.neighbourhood", "noun.road", "noun.forest", "noun.farm"})
# Types whose author is most often the one that the article already named for the same sort of act.
_CARRIED = frozenset(
    "air_strike drone_strike shelling arrest security_operation abduction release protest riot territory_captured withdrawal"
    " deployment political_decision armed_attack killing protest_repressed".split()
)


_PAIRS = {"release": "abduction", "abduction": "release"}


def settle_parties(a: Annotated, drafts: list[Draft]) -> None:
    """For each event, in place: who did it, whom it struck; one party each, and those that the words join to it."""
    for draft in drafts:
        _choose(a, draft)
    for index, draft in enumerate(drafts):
        if not draft.perpetrators and draft.type in _CARRIED:
            before = _carried(draft, drafts, range(index - 1, -1, -1))
            draft.perpetrators = before or _carried(draft, drafts, range(index + 1, len(drafts)))
        if not draft.perpetrators and draft.type in _BY_THE_SUBJECT and not draft.background:
            told = [p for p in _headline(a) if p.kind != "officials" or draft.type != "air_strike"]
            draft.perpetrators = [p for p in told if not any(same(p, t) for t in draft.targets)]
    for draft in drafts:
        if not draft.targets and draft.type in _SHELLED and draft.place_rank == 2 and draft.places:
            draft.targets = _struck_place(a, draft.places[0][0])
        if draft.type in _PLACED and all(p.animate for p in draft.targets):
            struck = struck_directly(a, draft.triggers)
            if struck is not None and (not draft.targets or draft.type != "armed_attack"):
                draft.targets = _struck_place(a, struck) + draft.targets
        if draft.type in BOMBS and all(p.animate for p in draft.targets):
            draft.targets = beside(a, draft.triggers) + draft.targets
        other = _PAIRS.get(draft.type)
        pairs = [d for d in drafts if d.type == other] if other is not None else []
        if not draft.targets and draft.type in ("air_strike", "shelling") and not draft.background:
            known = _known_enemy(draft, drafts)
            draft.targets = [] if any(same(p, t) for p in draft.perpetrators for t in known) else known
        if not draft.targets and draft.type in _PAIRS:
            draft.targets = list(next((d.targets for d in pairs if d.targets), []))
        if not draft.perpetrators and draft.type == "release" and draft.targets:
            draft.perpetrators = list(next((d.perpetrators for d in pairs if d.perpetrators and _together(a, d, draft)), []))
        draft.perpetrators = [_abroad(draft, p) for p in draft.perpetrators]
        draft.targets = [_abroad(draft, p) for p in draft.targets]


def _known_enemy(draft: Draft, drafts: Sequence[Draft]) -> list[PartyFind]:
    """The armed group by name that the first other event of the same type struck."""
    for other in drafts:
        if other is not draft and other.type == draft.type and other.targets and other.targets[0].named and other.targets[0].kind in ARMED:
            return list(other.targets)
    return []


def _abroad(draft: Draft, party: PartyFind) -> PartyFind:
    """Forces of a state in another country are foreign forces there."""
    if party.kind != "state_forces" or not party.country or not draft.places:
        return party
    country = draft.places[0][0].settled.place.country
    if not country or party.country == country:
        return party
    return PartyFind(
        party.first, party.last, party.start, party.end, party.matches, "foreign_forces", party.label, party.actor_id, party.country,
        party.count, party.number, party.particle, party.joiner, party.loaded, party.named, party.animate, party.alleged,
    )  # fmt: skip


_BY_THE_SUBJECT = frozenset(["air_strike", "arrest", "security_operation", "withdrawal", "disrupted_attack"])


def _headline(a: Annotated) -> list[PartyFind]:
    """The force that the first two sentences begin with: what the article tells of is its doing."""
    for sentence in a.doc.sentences[:2]:
        parties = [
            p
            for p in within(a.parties, sentence.first, sentence.last)
            if is_force(p) and usable(p) and p.particle == "" and p.head.entry.role != "person" and not (is_state_name(p) and _tells(a, p))
        ]
        if (
            parties
            and parties[0].first - sentence.first <= 3
            and (not is_state_name(parties[0]) or (parties[0].first == sentence.first and a.doc.words[parties[0].last].gap != BREAK))
        ):
            return parties[:1]
    return []


def _tells(a: Annotated, party: PartyFind) -> bool:
    """«قالت موسكو إن», «أفادت مراسلتنا في موسكو بأن»: a state's name that says something or where something was said."""
    word = a.doc.words[party.first - 1].text if party.first else ""
    return word in PREPOSITIONS or any(m.last == party.first for m in within(a.speech, party.first - 4, party.first))


def _together(a: Annotated, abduction: Draft, release: Draft) -> bool:
    """Whether those who abducted set free: the same captives, or «ثم أفرجوا عنه»."""
    plural = any(t.form.number == "plural" or a.doc.words[t.first].text.endswith("وا") for t in release.triggers)
    return abduction.targets == release.targets or plural


def _choose(a: Annotated, draft: Draft) -> None:
    did: dict[int, float] = {}
    bore: dict[int, float] = {}
    held: dict[int, list[PartyFind]] = {}  # by the first word
    for find in (*draft.perpetrators, *draft.targets):
        held.setdefault(find.first, []).append(find)
    foiled = draft.type == "disrupted_attack"
    for number, trigger in enumerate(draft.triggers):
        roles = roles_of(a, trigger)
        if foiled and trigger.entry.type in _FOILED:
            roles = Roles([], roles.perpetrators)  # who launched what was shot down
        if not (roles.perpetrators or roles.targets):
            continue
        weight = _WEIGHT.get(trigger.entry.rank, 0.0) - min(0.1 * number, 0.6)
        if roles.perpetrators and roles.targets:
            weight += 0.6 if draft.type == "armed_clash" else 0.25  # one mention that names both sides
        for find in (*roles.perpetrators, *roles.targets):
            known = held.get(find.first)
            if known is None:
                known = held[find.first] = []
            if find not in known:
                known.append(find)
                (draft.perpetrators if find in roles.perpetrators else draft.targets).append(find)
        _note(did, roles.perpetrators, weight)
        _note(bore, roles.targets, weight)
    lent = 1.9
    actors = [
        p for p in draft.perpetrators if can_act(p) and not _bare_casualty(p) and not _passing(a, draft, p) and not _bystander(draft, p)
    ]
    if draft.type == "air_strike":  # none of them has an air force: it is whom the strike was against
        actors = [p for p in actors if p.kind != "jihadist_group"]
    if draft.type == "suicide_bombing":
        actors = [p for p in actors if p.kind not in STATE]
        bombers = [p for p in draft.targets if p.head.entry.id in _BOMBERS]
        actors += [p for p in bombers if p not in actors]
        draft.targets = [p for p in draft.targets if p not in bombers]
        if not actors:
            near = draft.sentences | {max(draft.sentences) + 1}
            actors = [p for p in a.parties if p.head.entry.id in _BOMBERS and a.sentence(p.first).index in near][:1]
    victims = [p for p in draft.targets if _can_suffer(a, draft, p)]
    if draft.type == "armed_clash":  # «اثنين من جنوده» are those of who speaks, where others are named
        victims = [p for p in victims if not p.head.form.pronoun] or victims
    left, right = _weighed(actors, did, lent), _weighed(victims, bore, lent)
    for one in list(left):
        for two in list(right):
            if two in right and one in left and shared(one, two):
                if one.weight > two.weight or (one.weight == two.weight and one.finds[0].kind in ARMED):
                    right.remove(two)
                else:
                    left.remove(one)
    if not left and draft.type not in _PEACEFUL:
        left = clusters(accused_later(a, draft, victims))
    if not left and draft.type in _FATAL and victims and all(p.kind in REBELS for p in victims):
        left = clusters(announcer(a, draft))
    together = draft.type == "agreement"  # all who come to a deal
    draft.perpetrators = [p for c in left for p in c.finds] if together else _kept(left)
    draft.targets = _kept(right)
    draft.targets += [p for p in _singled_out(a, draft.targets) if p not in draft.targets]


def _note(table: dict[int, float], finds: Sequence[PartyFind], weight: float) -> None:
    """Keep how strongly the mentions give each party, the strongest of them."""
    for find in finds:
        table[find.first] = max(table.get(find.first, 0.0), weight)


_AMONG = frozenset("بينهم بينها بينهن ضمنهم منهم احدهم ابرزهم".split())


def _singled_out(a: Annotated, targets: Sequence[PartyFind]) -> list[PartyFind]:
    """«اعتقل عشرين متظاهرا، بينهم القيادي …», «قتلى بينهم محافظ …»: a person of rank or name whom the words pick from the many."""
    out = []
    for target in targets:
        if not target.animate or (target.count is not None and target.count.high == 1):
            continue
        end = min(target.last + 10, a.sentence(target.first).last)
        for index in range(target.last, end):
            if a.doc.words[index].text in _AMONG:
                one = [p for p in beginning(a.parties, index + 1) if p.animate and p.number is None and p.head.form.number == "sing"]
                out += [p for p in one if p.kind == "officials" or p.named or p.head.entry.id in _NOTABLE]
                break
    return out


_NOTABLE = frozenset({"noun.leader", "noun.named", "noun.field_commander"})
_FATAL = frozenset({"killing", "assassination", "armed_clash", "armed_attack"})
_FOILED = frozenset({"shelling", "air_strike", "drone_strike", "armed_attack", "ied", "suicide_bombing"})
_PEACEFUL = frozenset("protest agreement release political_decision deployment withdrawal group_change arrest".split())


def _weighed(finds: Sequence[PartyFind], table: dict[int, float], lent: float) -> list[Cluster]:
    out = clusters(finds)
    for cluster in out:
        first = cluster.finds[0]
        most, named = table.get(first.first, lent) - _faults(first), first.named
        for find in cluster.finds[1:]:
            most = max(most, table.get(find.first, lent) - _faults(find))
            named = named or find.named
        cluster.weight = most + 0.15 * min(len(cluster.finds) - 1, 3) + (0.3 if named else 0.0)
    return out


def _faults(party: PartyFind) -> float:
    """What speaks against a party: a word that says next to nothing."""
    entry = party.head.entry
    if entry.id in _VAGUE or entry.id in _PLACES:
        return 0.9
    if entry.id == "noun.person":
        return 0.7
    return 0.4 if party.kind == "other" else 0.0


def _passing(a: Annotated, draft: Draft, party: PartyFind) -> bool:
    """A state's name that is only a place: behind a preposition or before a colon."""
    if not is_state_name(party) or state_acts(a, party) or _beside_its_ally(draft, party):
        return False
    if draft.type in BOMBS or (draft.places and draft.places[0][0].settled.place.country == party.country and draft.type in _TAKEN):
        return True
    if any(p.settled.place.precision != "country" and p.settled.find.first <= party.first for p in covering(a.places, party.first)):
        return True  # a capital
    before = a.doc.words[party.first - 1].text if party.first else ""
    return party.particle != "" or before in PREPOSITIONS or (party.last < len(a.doc.words) and a.doc.words[party.last].gap == BREAK)


def _beside_its_ally(draft: Draft, party: PartyFind) -> bool:
    """«قوات النظام وروسيا»: a state's name that waw joins to who acts."""
    return party.joiner == "و" and any(p.last == party.first and p.kind in ARMED and not is_state_name(p) for p in draft.perpetrators)


def _bystander(draft: Draft, party: PartyFind) -> bool:
    """People without arms that a bomb or shell was near, not its author."""
    if draft.type == "protest_repressed":
        return party.kind in PEOPLE
    if draft.type == "suicide_bombing" and party.head.entry.id in _ANYBODY:
        return False  # «نفذته امرأة»
    return party.kind == "civilians" and draft.type in _NEAR_WHICH and party.head.entry.room == "nouns"


_NEAR_WHICH = BOMBS | {"shelling", "air_strike", "drone_strike"}
_ANYBODY = frozenset("noun.person noun.man noun.woman noun.young_man noun.girl noun.child noun.student".split())
_BOMBERS = frozenset({"noun.suicide_bomber", "noun.suicide_bomber_single"})
_CASUALTIES = frozenset({"noun.dead", "noun.wounded", "noun.martyr_loaded", "noun.victim"})
_BODIES = frozenset("arrest release killing assassination abduction abuse sexual_violence".split())
_CRAFT = frozenset(
    "noun.ship noun.tanker noun.boat noun.bus noun.airliner noun.convoy noun.caravan noun.aid_convoy noun.motorcade noun.car".split()
)


def _bare_casualty(party: PartyFind) -> bool:
    """«القتلى», «50 جريحا»: an outcome, not a party, unless words behind it say whose or who."""
    return (
        party.head.entry.id in _CASUALTIES
        and len(party.matches) == 1
        and not (party.head.entry.id == "noun.martyr_loaded" and party.last - party.first > 1)
    )


_STRUCK = _STRIKES | BOMBS | {"territory_captured", "destruction"}  # types of which a place can be the target
_TAKEN = _STRIKES | {"territory_captured"}


def _can_suffer(a: Annotated, draft: Draft, party: PartyFind) -> bool:
    entry = party.head.entry
    if _bare_casualty(party) or (entry.id == "noun.crowd" and party.last - party.first == 1):
        return False  # «أصيب العشرات»: how many, not who
    if any(w.joiner == "و" or w.particle == "ب" for w in beginning(a.weapons, party.first)):
        return False  # «بالصواريخ والمدفعية»
    if not party.animate and draft.type in _BODIES and entry.id not in _CRAFT and entry.room == "nouns":
        return False
    if entry.id.startswith("nation.") and party.head.form.tense != "demonym":
        return draft.type in ("armed_clash", "territory_captured", "agreement")
    if (entry.id in _VAGUE and not (party.kind in ARMED and len(party.matches) > 1)) or (entry.id == "noun.road" and party.head.article):
        return False
    if entry.id in _PLACES:
        return draft.type in _STRUCK
    if entry.id == "noun.person" and draft.type in BOMBS:
        return False
    return draft.type not in ("protest", "agreement", "deployment", "withdrawal", "group_change")


def _kept(found: list[Cluster]) -> list[PartyFind]:
    """The strongest party and those that stand joined to it."""
    if not found:
        return []
    first = _strongest(found)
    out = list(first.finds)
    if len(found) > 1:
        for cluster in found:
            if cluster is not first and any(joined(x, y) for x in first.finds for y in cluster.finds):
                out += cluster.finds
        if not any(p.animate for p in out):  # what was struck, and who died in it
            hurt = [c for c in found if c is not first and c.weight > 0.4 and any(p.animate for p in c.finds)]
            if hurt:
                out += _strongest(hurt).finds
    return out


def _strongest(found: list[Cluster]) -> Cluster:
    best = found[0]
    for cluster in found:
        if cluster.weight > best.weight:
            best = cluster
    return best


_PLACED = BOMBS | _STRIKES | {"grenade", "chemical_attack"}
_SHELLED = frozenset({"shelling"})
_PLACE = Entry("noun.struck_place", "nouns", "noun", {"label": "place", "kind": "civilians", "animate": "false"})


def _struck_place(a: Annotated, place: PlaceInText) -> list[PartyFind]:
    """A place that was shelled is what was struck, where nothing else is named; of a list («قرى وبلدات A وB») the word before it."""
    settled = place.settled
    if settled.place.precision not in ("town", "site", "none", "district"):
        return []
    first, last = settled.find.begin, settled.find.last
    listed = place
    for other in within(a.places, 0, first + 1)[::-1]:
        if listed.first - other.last > 2:
            break
        listed = other
        if other.first < other.settled.find.first:
            break
    if listed.first < listed.settled.find.first:
        first, last = listed.first, listed.settled.find.first if listed is not place else last
    label = settled.place.name or a.doc.words_evidence(first, last).quote
    start, end = listed.settled.find.start if first == listed.first else settled.find.start, a.doc.words[last - 1].end
    head = Match(first, last, start, end, _PLACE, UNINFLECTED)
    return [PartyFind(first, last, start, end, (head,), "civilians", label, country=settled.place.country, animate=False)]


def _carried(draft: Draft, drafts: Sequence[Draft], order: range) -> list[PartyFind]:
    """Who the nearest other event of the same type names, unless it is whom this one strikes."""
    for index in order:
        other = drafts[index]
        alike = other.type == draft.type and other.perpetrators and other.background == draft.background
        if alike and not any(same(p, t) for p in other.perpetrators for t in draft.targets):
            return list(other.perpetrators)
    return []
