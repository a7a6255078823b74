#!/usr/bin/env python3
"""Build ``corpus/gold.jsonl`` from the articles written in ``corpus/articles/*.yaml``.

Usage:
    python tools/build_corpus.py            write corpus/gold.jsonl
    python tools/build_corpus.py --check    write nothing; exit 1 where the file is not up to date

The stages, in order: read a YAML file with every scalar as a string; join title and body to
the full text; split it into sentences; turn each quote into a sentence number and its words;
check types, kinds, places, dates and figures; write one JSON object a line. All faults of all
files are reported at once, each with file, event and field, and nothing is written then.

``corpus/README.md`` describes the YAML; the meaning of the fields is that of the annotation
guidelines named there.
"""

from __future__ import annotations

import argparse
import calendar
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import yaml

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
ARTICLES = CORPUS / "articles"
GOLD = CORPUS / "gold.jsonl"
SNIPPETS = CORPUS / "snippets.yaml"

# With BaseLoader every scalar is a string: `no` stays "no" and 12:30 stays "12:30".
Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

TYPES = frozenset(
    {
        "armed_clash",
        "armed_attack",
        "assassination",
        "killing",
        "air_strike",
        "drone_strike",
        "shelling",
        "ied",
        "suicide_bombing",
        "grenade",
        "chemical_attack",
        "explosion",
        "abduction",
        "sexual_violence",
        "abuse",
        "destruction",
        "protest",
        "protest_repressed",
        "riot",
        "territory_captured",
        "withdrawal",
        "deployment",
        "security_operation",
        "arrest",
        "disrupted_attack",
        "release",
        "agreement",
        "group_change",
        "political_decision",
    }
)
KINDS = frozenset(
    {
        "state_forces",
        "foreign_forces",
        "rebel_group",
        "militia",
        "jihadist_group",
        "unidentified_armed",
        "civilians",
        "protesters",
        "officials",
        "infrastructure",
        "other",
    }
)
STATUSES = frozenset({"new", "background"})
FACTUALITIES = frozenset({"asserted", "alleged", "denied"})
PLACE_PRECISIONS = frozenset({"site", "town", "district", "governorate", "country", "none"})
DATE_PRECISIONS = frozenset({"day", "week", "month", "year", "none"})
# A finer place than this must name its first-level division.
NEEDS_ADMIN1 = frozenset({"site", "town", "district", "governorate"})
WEAPONS = frozenset(
    {
        "small arms", "machine gun", "blade", "stones", "batons", "fire", "tear gas", "rubber bullets", "sound bomb",
        "ied", "sticky bomb", "landmine", "car bomb", "truck bomb", "explosive belt", "bomb", "explosives", "grenade",
        "rocket-propelled grenade", "mortar", "artillery", "tank", "rocket", "missile", "guided missile", "air defence",
        "fighter aircraft", "helicopter", "drone", "barrel bomb", "cluster munition", "chemical agent", "vehicle",
    }
)  # fmt: skip
ARTICLE_FIELDS = frozenset({"id", "outlet", "published", "url", "title", "note", "text", "relevant", "events"})
EVENT_FIELDS = frozenset(
    {
        "type",
        "status",
        "aggregate",
        "factuality",
        "mentions",
        "date",
        "time",
        "place",
        "perpetrators",
        "targets",
        "claimed_by",
        "weapons",
        "killed",
        "wounded",
        "captured",
        "sources",
    }
)
PARTY_FIELDS = frozenset({"text", "label", "kind"})
PLACE_FIELDS = frozenset({"text", "name", "admin1", "country", "lat", "lon", "precision"})
NULLS = frozenset({"", "null", "~"})


class CorpusError(Exception):
    """Raised with every fault found, one a line."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the corpus that a fault can name: file, event, field."""

    file: str
    event: str = ""
    field: str = ""

    def at(self, field: str) -> Where:
        """The same event, another field."""
        return Where(self.file, self.event, field)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.event, self.field) if part)


class Faults:
    """Collects faults so that a writer sees all of them in one run."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: Where, message: str) -> None:
        """Note one fault: where it is and what to do about it."""
        self.lines.append(f"{where}: {message}")

    def stop_if_any(self) -> None:
        """Raise what was found, if anything."""
        if self.lines:
            raise CorpusError("\n".join(self.lines))


def full_text(title: str, body: str) -> str:
    """The text that all offsets refer to.

    The body alone where there is no title or the body begins with it, else title, newline,
    body; both stripped.
    """
    title, body = title.strip(), body.strip()
    return body if not title or body.startswith(title) else f"{title}\n{body}"


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open code-point offsets of the sentences of ``text``.

    A sentence ends at a newline, and after ``.``, ``!``, ``؟`` or ``?`` where white space
    follows. A stop with no space after it (a typing error, a decimal point) ends nothing.
    Outer white space belongs to no sentence; empty ones are left out.
    """
    cuts = [
        0,
        *(match.start() for match in re.finditer(r"\n|(?<=[.!؟?])\s", text)),
        len(text),
    ]
    found: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(cuts):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = end - len(piece) + len(piece.rstrip())
        if left < right:
            found.append((left, right))
    return found


def occurrences(text: str, quote: str) -> list[int]:
    """Where ``quote`` begins in ``text`` as whole words: no letter or digit may touch it."""
    pattern = rf"(?<!\w){re.escape(quote)}(?!\w)"
    return [match.start() for match in re.finditer(pattern, text)]


def scalar(value: Raw | None) -> str | None:
    """A string, or None for an empty value, ``null`` or ``~``."""
    return None if not isinstance(value, str) or value.strip() in NULLS else value.strip()


def items(value: Raw | None) -> list[Raw]:
    """A list; a missing or null value is an empty one, a lone value a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None or (isinstance(value, str) and value.strip() in NULLS) else [value]


def mapping(value: Raw | None) -> dict[str, Raw]:
    """A mapping; anything else counts as an empty one."""
    return value if isinstance(value, dict) else {}


def unknown_fields(raw: Mapping[str, Raw], known: frozenset[str], where: Where, faults: Faults) -> None:
    """Report keys that nobody reads: nearly always a typing error."""
    for name in sorted(set(raw) - known):
        faults.add(where.at(name), f"unknown field; known are {', '.join(sorted(known))}")


def one_of(
    value: Raw | None,
    allowed: frozenset[str],
    default: str,
    where: Where,
    faults: Faults,
) -> str:
    """A word of a closed list."""
    word = scalar(value) or default
    if word not in allowed:
        faults.add(
            where,
            f"{word or 'nothing'!r} is not known; use one of {', '.join(sorted(allowed))}",
        )
    return word


def read_bool(value: Raw | None, default: bool, where: Where, faults: Faults) -> bool:
    """``true`` or ``false``."""
    word = scalar(value)
    if word not in (None, "true", "false"):
        faults.add(where, f"{word!r} must be true or false")
    return default if word is None else word == "true"


def read_day(value: str, where: Where, faults: Faults) -> date | None:
    """A calendar day written YYYY-MM-DD."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        faults.add(where, f"{value!r} is no day; write YYYY-MM-DD")
        return None


def read_date(value: Raw | None, where: Where, faults: Faults) -> dict[str, Json]:
    """An interval with its precision; ``2021``, ``2021-07`` and ``2021-07-05`` are short forms."""
    nothing: dict[str, Json] = {"start": None, "end": None, "precision": "none"}
    if isinstance(value, dict):
        unknown_fields(value, frozenset({"start", "end", "precision"}), where, faults)
        precision = one_of(value.get("precision"), DATE_PRECISIONS, "", where, faults)
        start, end = scalar(value.get("start")), scalar(value.get("end"))
        if start is None or end is None:
            if start or end or precision != "none":
                faults.add(where, "start and end go together; without them precision is none")
            return nothing
        first, last = read_day(start, where, faults), read_day(end, where, faults)
        if first and last and first > last:
            faults.add(where, f"start {start} lies after end {end}")
        return {"start": start, "end": end, "precision": precision}
    short = scalar(value)
    if short is None:
        return nothing
    if re.fullmatch(r"\d{4}", short):
        return {"start": f"{short}-01-01", "end": f"{short}-12-31", "precision": "year"}
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", short):
        days = calendar.monthrange(int(short[:4]), int(short[5:]))[1]
        return {
            "start": f"{short}-01",
            "end": f"{short}-{days:02d}",
            "precision": "month",
        }
    read_day(short, where, faults)
    return {"start": short, "end": short, "precision": "day"}


def read_time(value: Raw | None, where: Where, faults: Faults) -> str | None:
    """An hour of the day, HH:MM."""
    hour = scalar(value)
    if hour is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hour):
        faults.add(where, f"{hour!r} is no time of day; write HH:MM")
    return hour


def read_count(value: Raw | None, where: Where, faults: Faults) -> list[Json] | None:
    """``[low, high]``; a lone number is both."""
    numbers = [scalar(item) for item in items(value)]
    if not numbers:
        return None
    if len(numbers) == 1:
        numbers *= 2
    if len(numbers) != 2 or not all(number and number.isascii() and number.isdigit() for number in numbers):
        faults.add(where, "write one whole number, or [low, high]")
        return None
    low, high = (int(number or 0) for number in numbers)
    if low > high:
        faults.add(where, f"low {low} is above high {high}")
    return [low, high]


def quoted(words: str | None, text: str, where: Where, faults: Faults) -> str:
    """A wording that must stand in the article."""
    if words is None:
        faults.add(where, "a wording of the article is missing")
        return ""
    if words not in text:
        faults.add(where, f"«{words}» does not stand in the article")
    return words


def read_place(value: Raw | None, text: str, where: Where, faults: Faults) -> dict[str, Json]:
    """A place, or ``{}`` where the article names none."""
    raw = mapping(value)
    if not raw:
        if scalar(value) is not None:
            faults.add(where, "a place is a mapping, or null")
        return {}
    unknown_fields(raw, PLACE_FIELDS, where, faults)
    words = quoted(scalar(raw.get("text")), text, where, faults)
    name, admin1, country = (scalar(raw.get(key)) for key in ("name", "admin1", "country"))
    precision = one_of(raw.get("precision"), PLACE_PRECISIONS, "", where, faults)
    if name is None:
        faults.add(where, "add name: the usual English name")
    if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
        faults.add(where, f"country {country!r} must be two capital letters of ISO 3166")
    if precision in NEEDS_ADMIN1 and (admin1 is None or country is None):
        faults.add(where, f"precision {precision} needs admin1 and country")
    if precision == "country" and admin1 is not None:
        faults.add(where, "precision country has no admin1")
    point: list[float | None] = []
    for key, limit in (("lat", 90.0), ("lon", 180.0)):
        number = scalar(raw.get(key))
        try:
            degrees = None if number is None else float(number)
        except ValueError:
            degrees = None
        if degrees is None or abs(degrees) > limit:
            faults.add(where, f"{key} must be a number of degrees")
        point.append(degrees)
    return {
        "text": words, "name": name, "admin1": admin1, "country": country,
        "lat": point[0], "lon": point[1], "precision": precision,
    }  # fmt: skip


def read_parties(value: Raw | None, text: str, where: Where, faults: Faults) -> list[Json]:
    """Parties: every wording, a neutral English label, a kind."""
    found: list[Json] = []
    for item in items(value):
        raw = mapping(item)
        if not raw:
            faults.add(where, "a party is {text: [...], label: ..., kind: ...}")
            continue
        unknown_fields(raw, PARTY_FIELDS, where, faults)
        wordings: list[Json] = [quoted(scalar(words), text, where, faults) for words in items(raw.get("text"))]
        label = scalar(raw.get("label"))
        if not wordings or label is None:
            faults.add(where, "a party needs text (its wordings) and label (its English name)")
        found.append(
            {
                "text": wordings,
                "label": label,
                "kind": one_of(raw.get("kind"), KINDS, "", where, faults),
            }
        )
    return found


def read_mention(
    value: Raw,
    text: str,
    sentences: Sequence[tuple[int, int]],
    where: Where,
    faults: Faults,
) -> list[Json] | None:
    """One mention as ``[sentence number, words]``; a quote that is not unique needs ``nth``."""
    raw = mapping(value)
    quote = scalar(raw.get("quote")) if raw else scalar(value)
    nth = scalar(raw.get("nth")) if raw else None
    if raw:
        unknown_fields(raw, frozenset({"quote", "nth"}), where, faults)
    if quote is None:
        faults.add(where, "a mention is a quote, or {quote: ..., nth: ...}")
        return None
    starts = occurrences(text, quote)
    if not starts:
        hint = "only as a part of longer words" if quote in text else "not at all"
        faults.add(
            where,
            f"«{quote}» must stand in the article as whole words; it stands there {hint}",
        )
        return None
    if nth is None and len(starts) > 1:
        faults.add(
            where,
            f"«{quote}» stands there {len(starts)} times; write {{quote: ..., nth: 1}} or a longer quote",
        )
        return None
    if nth is not None and (not nth.isdigit() or not 1 <= int(nth) <= len(starts)):
        faults.add(where, f"nth {nth} of «{quote}»: it stands there {len(starts)} times")
        return None
    start = starts[int(nth or 1) - 1]
    for number, (left, right) in enumerate(sentences):
        if left <= start and start + len(quote) <= right:
            return [number, quote]
    faults.add(where, f"«{quote}» runs over the end of a sentence")
    return None


def read_event(
    value: Raw,
    number: int,
    file: str,
    text: str,
    sentences: Sequence[tuple[int, int]],
    faults: Faults,
) -> dict[str, Json]:
    """One event, in the order of fields of the gold."""
    raw = mapping(value)
    where = Where(file, f"event {number} ({scalar(raw.get('type')) or 'no type'})")
    unknown_fields(raw, EVENT_FIELDS, where, faults)
    found = [read_mention(item, text, sentences, where.at("mentions"), faults) for item in items(raw.get("mentions"))]
    mentions: list[Json] = [mention for mention in found if mention is not None]
    if not found:
        faults.add(
            where.at("mentions"),
            "an event needs at least one mention, the best one first",
        )
    weapons: list[Json] = []
    for item in items(raw.get("weapons")):
        weapons.append(one_of(item, WEAPONS, "", where.at("weapons"), faults))
    event: dict[str, Json] = {
        "type": one_of(raw.get("type"), TYPES, "", where.at("type"), faults),
        "status": one_of(raw.get("status"), STATUSES, "", where.at("status"), faults),
        "aggregate": read_bool(raw.get("aggregate"), False, where.at("aggregate"), faults),
        "factuality": one_of(
            raw.get("factuality"),
            FACTUALITIES,
            "asserted",
            where.at("factuality"),
            faults,
        ),
        "mentions": mentions,
        "date": read_date(raw.get("date"), where.at("date"), faults),
        "time": read_time(raw.get("time"), where.at("time"), faults),
        "place": read_place(raw.get("place"), text, where.at("place"), faults),
    }
    for name in ("perpetrators", "targets", "claimed_by"):
        event[name] = read_parties(raw.get(name), text, where.at(name), faults)
    event["weapons"] = weapons
    for name in ("killed", "wounded", "captured"):
        event[name] = read_count(raw.get(name), where.at(name), faults)
    event["sources"] = [quoted(scalar(item), text, where.at("sources"), faults) for item in items(raw.get("sources"))]
    event["id"] = f"e{number}"
    return event


def read_article(path: Path, faults: Faults) -> dict[str, Json]:
    """One article with its annotation, as a line of the gold."""
    where = Where(path.name)
    try:
        loaded: Raw | None = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        faults.add(where, f"not readable as YAML: {error}")
        return {}
    raw = mapping(loaded)
    unknown_fields(raw, ARTICLE_FIELDS, where, faults)
    if scalar(raw.get("id")) != path.stem:
        faults.add(where.at("id"), f"must be the file's name, {path.stem!r}")
    for name in ("outlet", "note", "text"):
        if scalar(raw.get(name)) is None:
            faults.add(where.at(name), "is missing")
    published = scalar(raw.get("published"))
    if published is not None:
        read_day(published, where.at("published"), faults)
    text = full_text(scalar(raw.get("title")) or "", scalar(raw.get("text")) or "")
    sentences = split_sentences(text)
    events: list[dict[str, Json]] = [
        read_event(item, number, path.name, text, sentences, faults) for number, item in enumerate(items(raw.get("events")))
    ]
    relevant = read_bool(raw.get("relevant"), False, where.at("relevant"), faults)
    if relevant != any(event["status"] == "new" for event in events):
        faults.add(where.at("relevant"), "must be true exactly where an event has status new")
    spans: list[Json] = [[start, end] for start, end in sentences]
    return {
        "id": path.stem,
        "outlet": scalar(raw.get("outlet")),
        "published": published,
        "url": scalar(raw.get("url")),
        # The title stands at the head of text, so readers that join title and body change nothing.
        "title": "",
        "text": text,
        "sentences": spans,
        "relevant": relevant,
        "events": list(events),
    }


def check_snippets(path: Path, faults: Faults) -> int:
    """Check the one-sentence snippets; return how many there are."""
    loaded: Raw | None = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    entries = items(mapping(loaded).get("snippets"))
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        raw, where = mapping(entry), Where(path.name, f"snippet {number}")
        unknown_fields(raw, frozenset({"text", "published", "expect", "note"}), where, faults)
        text, published = scalar(raw.get("text")), scalar(raw.get("published"))
        if text is None or text in seen:
            faults.add(where.at("text"), "is missing or stands twice")
        seen.add(text or "")
        if published is not None:
            read_day(published, where.at("published"), faults)
        expect = mapping(raw.get("expect"))
        if "expect" not in raw:
            faults.add(where.at("expect"), "is missing; write null where nothing must be found")
        unknown_fields(
            expect,
            EVENT_FIELDS - {"mentions"} | {"trigger"},
            where,
            faults,
        )
        if not expect:
            continue
        one_of(expect.get("type"), TYPES, "", where.at("type"), faults)
        one_of(expect.get("status"), STATUSES, "new", where.at("status"), faults)
        one_of(
            expect.get("factuality"),
            FACTUALITIES,
            "asserted",
            where.at("factuality"),
            faults,
        )
        read_date(expect.get("date"), where.at("date"), faults)
        read_time(expect.get("time"), where.at("time"), faults)
        for name in ("killed", "wounded", "captured"):
            read_count(expect.get(name), where.at(name), faults)
        for item in items(expect.get("weapons")):
            one_of(item, WEAPONS, "", where.at("weapons"), faults)
        for name in (
            "trigger",
            "place",
            "perpetrators",
            "targets",
            "claimed_by",
            "sources",
        ):
            for item in items(expect.get(name)):
                quoted(scalar(item), text or "", where.at(name), faults)
    return len(entries)


def build(folder: Path, snippets: Path) -> str:
    """The text of ``gold.jsonl``.

    Raises:
        CorpusError: with all faults of all files, one a line.
    """
    faults = Faults()
    paths = sorted(folder.glob("*.yaml"))
    articles = [read_article(path, faults) for path in paths]
    if not articles:
        faults.add(Where(str(folder.name)), "holds no article")
    used = {event["type"] for article in articles for event in events_of(article)}
    for missing in sorted(TYPES - used):
        faults.add(Where(folder.name), f"no article has an event of the type {missing}")
    if snippets.is_file():
        check_snippets(snippets, faults)
    faults.stop_if_any()
    return "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)


def events_of(article: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """The events of one line of the gold."""
    events = article.get("events")
    for event in events if isinstance(events, list) else []:
        if isinstance(event, dict):
            yield event


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the gold; 0 where all is well, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Build corpus/gold.jsonl from corpus/articles/*.yaml.")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail where gold.jsonl is not up to date",
    )
    options = parser.parse_args(arguments)
    try:
        made = build(ARTICLES, SNIPPETS)
    except CorpusError as error:
        sys.stderr.write(f"{error}\nNothing was written.\n")
        return 1
    if options.check:
        if not GOLD.is_file() or GOLD.read_text(encoding="utf-8") != made:
            sys.stderr.write("corpus/gold.jsonl is not up to date: run python tools/build_corpus.py\n")
            return 1
        return 0
    GOLD.write_text(made, encoding="utf-8", newline="\n")
    lines = [json.loads(line) for line in made.splitlines()]
    total = sum(len(article["events"]) for article in lines)
    sys.stdout.write(f"{len(lines)} articles, {total} events → corpus/gold.jsonl\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
