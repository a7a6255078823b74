"""`read_report`: the function to read first."""

from __future__ import annotations

from sijill.knowledge import Knowledge
from sijill.model import Dropped, Reading, Report
from sijill.reading.annotate import Annotated, annotate
from sijill.reading.dealt import deal
from sijill.reading.fill import fill_places
from sijill.reading.fill_times import fill_times
from sijill.reading.fuse import fuse
from sijill.reading.later import Mentions
from sijill.reading.merge import merge, split
from sijill.reading.propose import propose
from sijill.reading.refine import refine
from sijill.reading.retype import retype
from sijill.reading.settle import settle
from sijill.reading.speakers import sayings
from sijill.reading.told import Told
from sijill.reading.weed import weed
from sijill.reading.who import settle_parties


def read_report(report: Report, knowledge: Knowledge) -> Reading:
    """Read one report. Pure: no clock, no network, no database.

    1. annotate   find words of the lexicon, numbers, times, places and parties, and settle times and places
    2. propose    from each trigger a draft: who, whom, with what, where, when, how many
    3. refine     the weapon named beside a trigger makes its type more precise
    4. fuse       within a sentence, words that tell of one event become one draft
    5. split      a list of places, or of counts with a place each, is as many events
    6. merge      across sentences, mentions of one event come together
    7. retype     who took part makes a type more precise
    8. fill       an event without a place takes the one that the article is about
    9. weed       what is no event after all is dropped, with the reason
    10. settle    every field gets its value, its words and its rule
    """
    found = annotate(report, knowledge)
    drafts, light, dropped = propose(found)
    refine(found, drafts, knowledge)
    drafts = split(found, deal(found, fuse(found, drafts, light)))
    drafts, unmerged = merge(found, drafts)
    retype(drafts)
    fill_places(found, drafts, knowledge.gazetteer)
    fill_times(found, drafts)
    drafts, weeded = weed(found, drafts)
    settle_parties(found, drafts)
    told = Told(found, sayings(found))
    events = tuple(settle(found, draft, told, knowledge) for draft in drafts)
    lost = (*dropped, *unmerged, *weeded, *_lost(found))
    return Reading(report, events, Mentions(report, knowledge), tuple(sorted(lost, key=lambda d: d.span)), knowledge.version)


def _lost(found: Annotated) -> list[Dropped]:
    """Names and words that the lexicon found and the text did not support."""
    out = []
    for lost in found.lookup.lost:
        if lost.winner:
            continue  # a longer entry took the same words: nothing is missing
        evidence = found.doc.evidence(lost.match.start, lost.match.end)
        out.append(Dropped("annotate", f"context: {lost.reason}", evidence.span, evidence.quote, lost.match.entry.id))
    for find, reason in found.places_lost:
        evidence = found.doc.evidence(find.start, find.end)
        out.append(Dropped("annotate", reason, evidence.span, evidence.quote, "places"))
    return out
