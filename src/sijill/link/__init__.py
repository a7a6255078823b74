"""Linking: which events of different reports are one incident, and why.

`link_events` is the function to read first, `group_events` its core for very many events. Both are pure: the same occurrences
in any order give the same incidents.
"""

from sijill.link.clusters import group, group_events, incident_id, link_events, links_among, recalling
from sijill.link.comparisons import APART_DAYS, compare, verdict
from sijill.link.copies import agencies, agency_of, group_copies, same_words
from sijill.link.levels import LEVELS, SAME, UNSURE, Level
from sijill.link.occurrence import OPEN_DAYS, Occurrence, days_of, make, occurrence, place_words

__all__ = [
    "APART_DAYS",
    "LEVELS",
    "OPEN_DAYS",
    "SAME",
    "UNSURE",
    "Level",
    "Occurrence",
    "agencies",
    "agency_of",
    "compare",
    "days_of",
    "group",
    "group_copies",
    "group_events",
    "incident_id",
    "link_events",
    "links_among",
    "make",
    "occurrence",
    "place_words",
    "recalling",
    "same_words",
    "verdict",
]
