"""An event without a place of its own takes the place that the article is about, by a named rule."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sijill.extract.lookup import Match
from sijill.extract.ordered import covering
from sijill.extract.places import PlaceFind
from sijill.knowledge.gazetteer import Gazetteer
from sijill.model import Place
from sijill.reading.annotate import Annotated, PlaceInText, within
from sijill.reading.draft import Draft
from sijill.reading.fuse import VIOLENT
from sijill.reading.grammar import clause
from sijill.reading.where import Chain, chains, fineness, in_dateline, of_speaker, until_meanwhile
from sijill.resolve.places import Settled

LEAD = 2  # sentences that tell where the article plays
RECENT_DAYS = 7
COUNTRY = 4  # the fineness of a country
HELD = "held"  # in `Draft.inherited`: an unknown name, held by the place that the article is about
DEMONYM = "demonym"  # in `Draft.inherited`: the country is that of the parties' demonyms
# Acts of a state as a whole: where the text names no place for them, they belong to the country.
_NATIONAL = frozenset({"political_decision", "agreement"})
# States whose forces the news of the region tells of abroad.
_ABROAD = frozenset({"US", "GB", "FR", "RU", "IL", "TR", "IR"})
SPEAKER = 3  # words between the town of somebody who speaks and what was said
# Acts that a state's forces do at home, where nothing else is said.
_AT_HOME = frozenset({"arrest", "release", "security_operation", "disrupted_attack", "protest_repressed"})


def fill_places(a: Annotated, drafts: list[Draft], gazetteer: Gazetteer) -> None:
    """From the event before it, then from the lead; a state's own act takes its country; at last the country of the demonyms."""
    lead = _lead(a)
    last: list[Chain] = []
    for draft in drafts:
        own = _of_parties(a, draft, gazetteer) if draft.type in _NATIONAL and draft.place_rank < 2 else ()
        if own and (not draft.places or _country(draft.places[0]) not in (None, _country(own))):
            _by_demonym(draft, own)
        if not draft.places:
            draft.places = _pointed_at(a, draft)
        if not draft.places:
            _inherit(a, draft, last, lead, gazetteer)
        elif not draft.background:
            last = draft.places[:1]
        loose = draft.place_rank < 2 and not draft.background and draft.type not in _NATIONAL
        if loose and draft.places and lead and fineness(draft.places[0]) == COUNTRY and _country(lead[0]) == _country(draft.places[0]):
            draft.places = lead[:1]
            draft.inherited.discard(DEMONYM)
        if draft.places and fineness(draft.places[0]) > COUNTRY:
            _hold(draft, lead, last)


def _inherit(a: Annotated, draft: Draft, last: list[Chain], lead: list[Chain], gazetteer: Gazetteer) -> None:
    if draft.type in _NATIONAL or _earlier(a, draft):
        draft.places = [c for c in lead if fineness(c) == COUNTRY][:1]
    else:
        draft.places = list(last or lead)[:1]
    own = _of_parties(a, draft, gazetteer) if draft.type in _NATIONAL | _AT_HOME else ()
    if own and draft.places and _country(draft.places[0]) not in (None, _country(own)):
        draft.places = []
    if not draft.places:
        own = own or _of_all(a, draft, gazetteer)
        if own:
            _by_demonym(draft, own)
        elif not _earlier(a, draft):
            draft.places = _written(a)


def _written(a: Annotated) -> list[Chain]:
    """The dateline, at last: only where it is of a country that the text names in some other way."""
    said = {m.entry.meaning("country") for m in a.demonyms} | {_country((p,)) for p in a.places if not in_dateline(a, p)}
    return [c for c in chains(a, [p for p in a.places if in_dateline(a, p)]) if _country(c) in said][:1]


def _pointed_at(a: Annotated, draft: Draft) -> list[Chain]:
    """«في المخيم نفسه», «سيطروا على البلدة»: the last place of that sort that the text has named."""
    first, last = clause(a, draft.trigger)
    for index in range(first, last):
        for reading in a.doc.words[index].analyses:
            kinds = _POINTS.get(reading.rest) if reading.article else None
            if kinds is None or covering(a.places, index):
                continue
            before = [p for p in a.places if p.last <= index and p.settled.row is not None and p.settled.row.kind in kinds]
            before = [p for p in before if not in_dateline(a, p) and p.settled.find.beside != "countryside"]
            if before:
                return chains(a, before[-1:])
    return []


_TOWN = frozenset({"town", "village"})
_POINTS: dict[str, frozenset[str]] = {
    "مدينه": _TOWN, "بلده": _TOWN, "قريه": _TOWN, "حي": frozenset({"quarter"}), "مخيم": frozenset({"camp"}),
    "قضاء": frozenset({"district"}), "ناحيه": frozenset({"district"}), "مديريه": frozenset({"district"}),
    "محافظه": frozenset({"governorate"}), "ولايه": frozenset({"governorate"}),
}  # fmt: skip


def _earlier(a: Annotated, draft: Draft) -> bool:
    """Told as background, as what went before, as a reason, or dated well before publication: where it was is not where the news is."""
    if draft.background or {"pluperfect", "reason"} & set(draft.cues):
        return True
    ends = [t.when.end for t in draft.times if t.when.end is not None]
    published = a.report.published or a.anchor
    if published is None:  # nothing tells today: a bare year beyond the lead is an older one
        return bool(ends) and draft.sentence > 1 and all(t.when.precision == "year" for t in draft.times if t.when.end is not None)
    return bool(ends) and max(ends) < published - timedelta(days=RECENT_DAYS)


def _by_demonym(draft: Draft, chain: Chain) -> None:
    draft.places, draft.place_rank = [chain], 0
    draft.inherited.add(DEMONYM)


def _hold(draft: Draft, lead: list[Chain], last: list[Chain]) -> None:
    """An unknown name takes the country and division of the place that the article is about."""
    for chain in (*last, *lead):
        if fineness(chain) <= COUNTRY and draft.places[0] != chain:
            draft.places = [draft.places[0] + chain]
            draft.place_rank = 0
            draft.inherited.add(HELD)
            return


def _country(chain: Chain) -> str | None:
    return next((p.settled.place.country for p in chain if p.settled.place.country), None)


def _lead(a: Annotated) -> list[Chain]:
    out: list[Chain] = []
    for sentence in a.doc.sentences[:LEAD]:
        found = chains(a, within(a.places, sentence.first, until_meanwhile(a, sentence.first, sentence.last)))
        written = [c for c in found if in_dateline(a, c[0])]
        found = [
            c
            for c in found
            if c not in written
            and not (c[0].settled.find.preposition in ("في", "ب") and of_speaker(a, c[0], min(c[-1].last + SPEAKER, sentence.last)))
        ]
        out += [c for c in found if c[0].settled.find.locative] or found
    return sorted(out, key=fineness)


def _of_parties(a: Annotated, draft: Draft, gazetteer: Gazetteer) -> Chain:
    """The country whose demonym the event's own parties bear, where they all bear one («السلطات السعودية»)."""
    sentence = a.doc.sentences[draft.sentence]
    inside = within(a.demonyms, sentence.first, sentence.last)
    parties = [p for p in draft.perpetrators if p.kind in ("state_forces", "officials", "other")]
    mine = [m for m in inside if any(p.first <= m.first < p.last for p in parties)]
    codes = {m.entry.meaning("country") for m in mine}
    if draft.type not in _NATIONAL and codes & _ABROAD:
        return ()
    return _chain(a, mine[0], gazetteer) if len(codes) == 1 else ()


def _of_all(a: Annotated, draft: Draft, gazetteer: Gazetteer) -> Chain:
    """The country of all demonyms of the text, where they agree and no place says otherwise."""
    found = a.demonyms
    codes = Counter(m.entry.meaning("country") for m in found)
    if draft.type in VIOLENT and codes.keys() & _ABROAD:
        return ()  # «قصفت القوات التركية قرية»: not at home
    named = {p.settled.place.country for p in a.places if p.settled.place.country}
    return _chain(a, found[0], gazetteer) if len(codes) == 1 and named <= set(codes) else ()


def _chain(a: Annotated, match: Match, gazetteer: Gazetteer) -> Chain:
    number = gazetteer.countries.get(match.entry.meaning("country"))
    if number is None:
        return ()
    row = gazetteer.rows[number]
    words = a.doc.evidence(match.start, match.end)
    place = Place(words.quote, row.en, None, row.country, row.lat, row.lon, "country", row.id)
    find = PlaceFind(match.first, match.first, match.last, match.start, match.end, (number,))
    return (PlaceInText(Settled(find, place, row)),)
