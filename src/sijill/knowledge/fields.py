"""The fields and values that each room of the lexicon knows; whatever else stands in an entry is a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

# The start of an id, by room: the code tells entries apart by it.
PREFIXES: Mapping[str, tuple[str, ...]] = {
    "actors": ("actor.", "nation.", "organ."),
    "nouns": ("noun.",),
    "weapons": ("weapon.",),
    "triggers": ("trigger.",),
    "cues": ("cue.",),
    "speech": ("speech.",),
    "places": ("place.",),
    "times": ("time.",),
    "numbers": ("number.",),
}
LISTS = frozenset(
    "say weak loaded demonym loaded_demonym metonym plural sound present flags not_after not_before not_with needs "
    "matches ignores history".split()
)
_ALL = frozenset("id say means matches ignores not_after not_before not_with needs source".split())
FIELDS: Mapping[str, frozenset[str]] = {
    "actors": _ALL | set("weak loaded demonym loaded_demonym metonym plural history".split()),
    "nouns": _ALL | {"plural", "sound"},
    "weapons": _ALL | {"pos", "present", "plural", "sound"},
    "triggers": _ALL | {"pos", "present", "plural", "sound"},
    "cues": _ALL | {"pos", "present", "plural", "sound"},
    "speech": _ALL | {"pos", "present", "plural", "sound"},
    "places": _ALL | {"plural", "sound"},
    "times": _ALL | {"present", "flags"},
    "numbers": _ALL,
}
MEANS: Mapping[str, frozenset[str]] = {
    "actors": frozenset("label label_ar kind country since until role parent adjective loaded".split()),
    "nouns": frozenset("label label_ar plural_label kind animate loaded group".split()),
    "weapons": frozenset({"weapon"}),
    "triggers": frozenset("type frame rank person weapon outcome count_target aspect joint object uncounted gives holds bare".split()),
    "cues": frozenset({"cue", "scope", "detail"}),
    "speech": frozenset("act source hedge loaded opinion".split()),
    "places": frozenset({"noun", "beside"}),
}
EXAMPLE: Mapping[str, frozenset[str]] = {
    "matches": frozenset({"text", "finds"}),
    "ignores": frozenset({"text", "why"}),
    "history": frozenset({"date", "fact", "say"}),
}
DATED: Mapping[str, frozenset[str]] = {
    "times": frozenset({"value", "published"}),
    "numbers": frozenset({"value"}),
}
REFINEMENT = frozenset("id types ranks weapon words becomes matches ignores".split())
ROLES = frozenset("armed agency media monitor office party mission person".split())


class Kind(NamedTuple):
    """The keys of `means` beside one `kind` of the two grammars, each with its values; an empty set is any figure."""

    needs: Mapping[str, frozenset[str]]
    may: Mapping[str, frozenset[str]] = {}


def _words(*words: str) -> frozenset[str]:
    return frozenset(word for some in words for word in some.split())


def _figures(numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(map(str, numbers))


ANY_FIGURE: frozenset[str] = frozenset()
_PART = _words("dawn morning noon afternoon evening night midnight after_midnight")
_BARE = Kind({})
GRAMMAR: Mapping[str, Mapping[str, Kind]] = {
    "times": {
        "weekday": Kind({"weekday": _figures(range(7))}),
        "part": Kind({"part": _PART}),
        "shift": Kind({"days": _figures(range(-366, 367))}, {"part": _PART}),
        "unit": Kind({"unit": _words("minute hour day week month year")}, {"amount": _figures(range(3))}),
        "relative": Kind({"relative": _words("last this next same following previous recent")}),
        "span": Kind({"span": _words("start middle end")}),
        "season": Kind({"season": _words("winter spring summer autumn")}),
        "decade": Kind({"decade": _figures(range(1800, 2100, 10))}),
        "month": Kind({"month": _figures(range(1, 13)), "calendar": _words("gregorian hijri solar")}),
        "named": Kind({"month": _figures(range(1, 13)), "day": _figures(range(1, 32)), "year": _figures(range(1800, 2101))}),
        "role": Kind(
            {
                "role": _words(
                    "since before after during between from to this same last era_hijri era_christian equals earlier night_between"
                )
            }
        ),
        "clock": Kind({"role": _words("oclock sharp fraction less local gmt")}, {"minutes": _figures(range(60))}),
        **dict.fromkeys(("name_before", "saying", "issuing", "statement", "that", "turn", "told", "vague"), _BARE),
    },
    "numbers": {
        "unit": Kind({"value": _figures(range(1, 11))}),
        "tens": Kind({"value": _figures(range(20, 100, 10))}),
        "hundred": Kind({"value": _figures(range(100, 1000, 100))}),
        "scale": Kind({"value": _figures((1000, 1000000, 1000000000))}),
        "dual": Kind({"value": _figures((2000, 2000000, 2000000000))}),
        "fraction": Kind({"value": ANY_FIGURE}),
        "one_of": Kind({"value": _figures((1,))}),
        "none": Kind({"value": _figures((0,))}),
        "ordinal": Kind({"value": ANY_FIGURE}),
        "bound": Kind({"qualifier": _words("more_than at_least about at_most")}, {"side": _words("before after")}),
        "vague": Kind({"qualifier": _words("tens hundreds thousands millions some")}),
        "range": Kind({"role": _words("between to or from")}),
        "measure": Kind({"unit": _words("money length mass calibre temperature percent duration other")}),
        **dict.fromkeys(("change", "label", "year", "year_after", "sport", "not_noun"), _BARE),
    },
}
FLAGS = _words("construct alone weak day also bare general")
