"""Linking: which events of different reports are one incident, and why.

`link_events` is the function to read first. It is pure: the same occurrences in any order give the
same incidents.
"""

from sijill.link.clusters import link_events
from sijill.link.comparisons import compare
from sijill.link.copies import agencies, agency_of, group_copies
from sijill.link.levels import LEVELS, SAME, Level
from sijill.link.occurrence import Occurrence, occurrence, place_words

__all__ = [
    "LEVELS",
    "SAME",
    "Level",
    "Occurrence",
    "agencies",
    "agency_of",
    "compare",
    "group_copies",
    "link_events",
    "occurrence",
    "place_words",
]
