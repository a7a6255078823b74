"""An event without a place of its own takes the place that the article is about, by a named rule."""

from __future__ import annotations

from sijill.reading.annotate import Annotated, within
from sijill.reading.draft import Draft
from sijill.reading.where import Chain, chains

LEAD = 2  # sentences that tell where the article plays


def fill_places(a: Annotated, drafts: list[Draft]) -> None:
    """From the event's other sentences, then from the lead, and for later events from the one before."""
    lead = _lead(a)
    last: list[Chain] = []
    for draft in drafts:
        if not draft.places:
            draft.places = list(last if last and not draft.background else lead)[:1]
            if draft.background and lead and lead[0][0].settled.place.precision != "country":
                draft.places = [c for c in lead if c[0].settled.place.precision == "country"][:1]
        elif not draft.background:
            last = draft.places[:1]
        if draft.places and draft.places[0][0].settled.place.precision == "country" and lead and not draft.background:
            finer = lead[0][0].settled.place
            if finer.country == draft.places[0][0].settled.place.country and draft.place_rank < 2:
                draft.places = lead[:1]


def _lead(a: Annotated) -> list[Chain]:
    out: list[Chain] = []
    for sentence in a.doc.sentences[:LEAD]:
        found = chains(a, within(a.places, sentence.first, sentence.last))
        out += [c for c in found if c[0].settled.find.locative] or found
    rank = {"site": 0, "town": 0, "district": 1, "governorate": 2, "country": 3, "none": 4}
    return sorted(out, key=lambda c: rank[c[0].settled.place.precision])
