"""What is asked of incidents, as an address says it: the same names in the pages' query strings and in the API's.

    country, admin1, place, type, since, until, actor, weapon, claimed_by, outlet, killed, review, contested,
    min_confidence, text, status, sort, cursor

A name may come several times where several values make sense. What cannot be understood is told (`Asked.faults`) and asks
nothing: a page shows the faults beside what it found, the API refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast, get_args

from sijill.exports.labels import WEAPONS_AR
from sijill.knowledge import Knowledge, event_types
from sijill.model import Review
from sijill.register.names import actor_ids
from sijill.store.rows import Filters, Order
from sijill.store.words import question_of
from sijill.web.addresses import with_query

V = TypeVar("V")
MANY = ("country", "admin1", "place", "type", "actor", "weapon", "claimed_by", "outlet", "review", "status")
ONE = ("since", "until", "killed", "contested", "waiting", "min_confidence", "text")
NAMES = (*MANY, *ONE)
ORDERS: tuple[Order, ...] = get_args(Order)
STATUSES = ("asserted", "alleged")
# What waits for a reviewer, as one value of `review`.
WAITING = "waiting"
WAITS: tuple[Review, ...] = ("unreviewed", "flagged")
REVIEWS: tuple[str, ...] = (WAITING, *get_args(Review))
_MOST = 40  # values of one question
_LONGEST = 200  # letters of one value


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be understood: its name, itself, and the key of the words that say why."""

    name: str
    value: str
    key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Attributes:
        pairs: names and values that ask something, in the order of `NAMES`; without sort and cursor.
        filters: the same as the register takes it.
        order: in which order.
        cursor: of the page before, "" for the first.
        faults: what was not understood.
    """

    pairs: tuple[tuple[str, str], ...]
    filters: Filters
    order: Order
    cursor: str
    faults: tuple[Fault, ...]

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a name."""
        return tuple(value for known, value in self.pairs if known == name)

    def value(self, name: str) -> str:
        """The only value of a name, "" where it has none."""
        return next(iter(self.values(name)), "")

    def address(self, path: str = "/incidents", *, without: tuple[str, str] | None = None, cursor: str = "", **changed: str) -> str:
        """The address of this question, or of one a little other: `asked.address(sort="killed")`.

        Args:
            path: of which page.
            without: a pair that is left out.
            cursor: of the page before.
            changed: values in the place of those of a name; "" asks nothing.
        """
        pairs = [pair for pair in self.pairs if pair != without and pair[0] not in changed]
        sort = changed.pop("sort", self.order)
        pairs += [(name, value) for name, value in changed.items() if value]
        pairs += [("sort", sort)] if sort and sort != "latest" else []
        return with_query(path, [*pairs, *([("cursor", cursor)] if cursor else [])])


def asked_of(params: Iterable[tuple[str, str]], knowledge: Knowledge) -> Asked:
    """The question of a query string.

    Args:
        params: names and values as they come; names that are none of ours are passed over.
        knowledge: knows the actors by their names.
    """
    given: dict[str, list[str]] = {}
    for name, value in params:
        words = value.strip()
        if words and "\0" not in words:
            known = given.setdefault(name, [])
            if words not in known:
                known.append(words)
    read = _Read(given)
    filters = Filters(
        countries=read.many("country", _country),
        admin1=read.many("admin1"),
        types=read.many("type", lambda v: v if v in event_types() else None),
        since=read.one("since", _day),
        until=read.one("until", _day),
        facets=(
            *(("actor", v) for v in read.many("actor", lambda v: actor_ids(v, knowledge))),
            *(("weapon", v) for v in read.many("weapon", _weapon)),
            *(("claimed_by", v) for v in read.many("claimed_by", lambda v: actor_ids(v, knowledge))),
            *(("place", v) for v in read.many("place")),
            *(("waiting", v) for v in read.values("waiting", {"yes": "yes"}.get)),
        ),
        outlets=read.many("outlet"),
        killed_at_least=read.one("killed", _count),
        review=_reviews(read.many("review", lambda v: v if v in REVIEWS else None)),
        contested=read.one("contested", {"yes": True, "no": False}.get),
        text=read.one("text", _text) or "",
        factuality=read.many("status", lambda v: v if v in STATUSES else None),
        confidence_at_least=read.one("min_confidence", _share),
    )
    order = next(iter(given.get("sort", ())), "latest")
    if order not in ORDERS:
        read.faults.append(Fault("sort", order, "asked.sort"))
        order = "latest"
    cursor = next(iter(given.get("cursor", ())), "")
    ranked = sorted(read.pairs, key=lambda pair: NAMES.index(pair[0]))
    return Asked(tuple(ranked), filters, cast(Order, order), cursor, tuple(read.faults))


class _Read:
    """Takes values one after another, and notes what is wrong with them."""

    def __init__(self, given: dict[str, list[str]]) -> None:
        self._given = given
        self.pairs: list[tuple[str, str]] = []
        self.faults: list[Fault] = []

    def many(self, name: str, check: Callable[[str], str | None] = lambda v: v) -> tuple[str, ...]:
        found = []
        for value in self._given.get(name, ())[:_MOST]:
            good = check(value) if len(value) <= _LONGEST else None
            if good is None:
                self.faults.append(Fault(name, value[:_LONGEST], f"asked.{name}"))
            elif good not in found:
                found.append(good)
                self.pairs.append((name, good))
        return tuple(found)

    def values(self, name: str, check: Callable[[str], str | None]) -> tuple[str, ...]:
        found = self.one(name, check)
        return () if found is None else (found,)

    def one(self, name: str, check: Callable[[str], V | None]) -> V | None:
        for value in self._given.get(name, ())[:1]:
            good = check(value) if len(value) <= _LONGEST else None
            if good is not None:
                self.pairs.append((name, value))
                return good
            self.faults.append(Fault(name, value[:_LONGEST], f"asked.{name}"))
        return None


def _country(value: str) -> str | None:
    code = value.upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _weapon(value: str) -> str:
    """A weapon's English word, under which it is kept."""
    return next((en for en, ar in WEAPONS_AR.items() if ar == value), value)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _count(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 8 else None


def _share(value: str) -> float | None:
    try:
        share = float(value)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _text(value: str) -> str | None:
    try:
        question_of(value)
    except ValueError:
        return None
    return value


def _reviews(values: tuple[str, ...]) -> tuple[Review, ...]:
    found = [state for value in values for state in (WAITS if value == WAITING else (cast(Review, value),))]
    return tuple(dict.fromkeys(found))
