"""`read_report`: the function to read first."""

from __future__ import annotations

from sijill.knowledge import Knowledge
from sijill.model import Reading, Report
from sijill.reading.annotate import annotate
from sijill.reading.dealt import deal
from sijill.reading.fill import fill_places
from sijill.reading.fill_times import fill_times
from sijill.reading.fuse import fuse
from sijill.reading.later import Mentions
from sijill.reading.lost import in_order, lost_of
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
    lost = in_order([*dropped, *unmerged, *weeded, *lost_of(found)])
    return Reading(report, events, Mentions(report, knowledge), lost, knowledge.version)
