"""Values that a reviewer sets by hand: from the words of a command or a form to what a decision keeps, and back to the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sijill.knowledge import Knowledge, event_types
from sijill.model import KINDS, PLACE_PRECISIONS, Party, Place, Toll, When
from sijill.model.said import Said, said

FIELDS = (
    "type", "factuality", "date", "clock", "place", "perpetrators", "claimed_by", "accused", "denied_by", "targets", "weapons", "killed",
    "wounded", "captured",
)  # fmt: skip
_PARTIES = frozenset({"perpetrators", "claimed_by", "accused", "denied_by", "targets"})
_TOLLS = frozenset({"killed", "wounded", "captured"})
_PARTY = frozenset({"label", "kind", "actor_id", "text"})
_PLACE = frozenset({"text", "name", "admin1", "country", "lat", "lon", "precision", "gazetteer_id"})
_KINDS, _PRECISIONS = sorted(KINDS), list(PLACE_PRECISIONS)  # lists, in which anything can be looked for
_MANY, _LONGEST, _HIGHEST = 40, 300, 10_000_000  # parties or weapons, letters of a name, people
_NO_NAME = re.compile("[\x00-\x08\ud800-\udfff]")
_RIGHT = Said("")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ValueFaultError(ValueError):
    """A value that a field cannot take, with what it can."""


def parsed(field: str, words: str, knowledge: Knowledge) -> Any:
    """The value that words give, as JSON has it.

    Args:
        field: one of `FIELDS`.
        words: "none" for no value; a type's id; a day or two joined by ".."; HH:MM; the id of a place in the gazetteer, or
            "name; lat, lon; precision"; actors' ids or labels joined by ";", a label with its kind as "label = kind";
            weapons joined by ","; a figure or two joined by "-".
        knowledge: the gazetteer and the registry of actors.

    Raises:
        ValueFaultError: the words give no such value.
    """
    if field not in FIELDS:
        raise ValueFaultError(
            said("value.field", "{field!r} is no field that can be corrected; these are: {fields}", field=field, fields=", ".join(FIELDS))
        )
    text = words.strip()
    if text.lower() in ("none", ""):
        value: Any = [] if field in _PARTIES or field == "weapons" else None
    elif field in _PARTIES:
        value = [_party(part, knowledge) for part in text.split(";") if part.strip()]
    elif field == "weapons":
        value = [part.strip() for part in text.split(",") if part.strip()]
    elif field in _TOLLS:
        value = _figures(field, text)
    elif field == "date":
        value = _days(text)
    elif field == "place":
        value = _place(text, knowledge)
    else:
        value = text
    check_value(field, value)
    return value


def check_value(field: str, value: Any) -> None:
    """Refuse a value that a field cannot take.

    Raises:
        ValueFaultError: with what is wrong.
    """
    if field not in FIELDS:
        raise ValueFaultError(
            said("value.field", "{field!r} is no field that can be corrected; these are: {fields}", field=field, fields=", ".join(FIELDS))
        )
    fault = _shape(field, value)
    if fault:
        raise ValueFaultError(said("value.form", "{value!r} is no value of {field}: {why}", value=str(value)[:200], field=field, why=fault))
    if field in ("type", "factuality") and value is None:
        raise ValueFaultError(said("value.always", "an incident always has a {field}", field=field))
    if field == "type" and value not in event_types():
        raise ValueFaultError(said("value.type", "{value!r} is no type of event; `sijill types` lists them", value=value))
    if field == "factuality" and value not in ("asserted", "alleged", "denied"):
        raise ValueFaultError(said("value.factuality", "{value!r} is not asserted, alleged or denied", value=value))
    if field == "clock" and value is not None and not _CLOCK.fullmatch(value):
        raise ValueFaultError(said("value.clock", "{value!r} is no hour; write HH:MM", value=value))
    if field in _TOLLS and value is not None and not _is_range(value):
        raise ValueFaultError(
            said("value.range", "{value!r} is no value of {field}: give the lowest and the highest figure", value=value, field=field)
        )
    if (field in _PARTIES or field == "weapons") and not isinstance(value, list):
        raise ValueFaultError(said("value.list", "{value!r} is no value of {field}: give a list", value=value, field=field))
    try:
        model_value(field, value)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueFaultError(
            said("value.other", "{value!r} is no value of {field}: {error}", value=value, field=field, error=error)
        ) from None


def _shape(field: str, value: Any) -> Said:
    """What is wrong with the form of a value, "" where nothing is. Values come from programs too, and may be anything."""
    if field in ("type", "factuality", "clock"):
        return _RIGHT if value is None or _is_name(value) else said("form.word", "give a word")
    if field == "weapons" and isinstance(value, list):
        good = len(value) <= _MANY and all(map(_is_name, value))
        return _RIGHT if good else said("form.words", "give words, {most} at most", most=_MANY)
    if field in _PARTIES and isinstance(value, list):
        good = len(value) <= _MANY and all(isinstance(one, dict) and set(one) <= _PARTY and _is_party(one) for one in value)
        return (
            _RIGHT
            if good
            else said("form.parties", "give {most} parties at most, each with label, kind and perhaps actor_id and text", most=_MANY)
        )
    if field == "date" and value is not None:
        good = isinstance(value, dict) and set(value) == {"start", "end"} and all(map(_is_name, value.values()))
        return _RIGHT if good else said("form.days", "give start and end as YYYY-MM-DD")
    if field == "place" and value is not None:
        good = isinstance(value, dict) and set(value) <= _PLACE and _is_place(value)
        return _RIGHT if good else said("form.place", "give text and precision, and perhaps name, admin1, country, lat, lon, gazetteer_id")
    return _RIGHT


def _is_party(one: dict[str, Any]) -> bool:
    known, text = one.get("actor_id"), one.get("text")
    named = all(words is None or _is_name(words) for words in (known, text))
    return _is_name(one.get("label")) and one.get("kind") in _KINDS and named


def _is_place(one: dict[str, Any]) -> bool:
    lat, lon = one.get("lat"), one.get("lon")
    located = (lat is None and lon is None) or (_is_degree(lat, 90) and _is_degree(lon, 180))
    words = all(one.get(name) is None or _is_name(one[name]) for name in ("name", "admin1", "country", "gazetteer_id"))
    return _is_name(one.get("text")) and one.get("precision") in _PRECISIONS and located and words


def _is_degree(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= _LONGEST and not _NO_NAME.search(value)


def _is_range(value: Any) -> bool:
    figures = isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)
    return figures and 0 <= value[0] <= value[1] <= _HIGHEST


def model_value(field: str, value: Any) -> Any:
    """The value of the model: None, a string, a `When`, `Place` or `Toll`, or a tuple of parties or weapons."""
    if field in _PARTIES:
        return tuple(Party(p.get("text") or p["label"], p["label"], p["kind"], p.get("actor_id")) for p in value)
    if field == "weapons":
        return tuple(value)
    if value is None or field in ("type", "factuality", "clock"):
        return value
    makers: dict[str, Callable[[Any], Any]] = {"date": _when, "place": lambda p: Place(p["text"], **{k: p[k] for k in p if k != "text"})}
    return makers[field](value) if field in makers else Toll(value[0], value[1], value[0])


def _when(value: dict[str, str]) -> When:
    start, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
    days = (end - start).days
    return When(start, end, "day" if days <= 1 else "week" if days <= 7 else "month" if days <= 31 else "year")


def _days(text: str) -> dict[str, str]:
    first, _, last = text.partition("..")
    try:
        start = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if last else start
    except ValueError:
        raise ValueFaultError(said("value.day", "{value!r} is no day; write 2021-09-12, or 2021-09-12..2021-09-14", value=text)) from None
    if start > end:
        raise ValueFaultError(said("value.days", "{value!r}: the last day is before the first", value=text))
    return {"start": start.isoformat(), "end": end.isoformat()}


def _figures(field: str, text: str) -> list[int]:
    low, _, high = text.partition("-")
    if not low.strip().isdecimal() or (high and not high.strip().isdecimal()):
        raise ValueFaultError(said("value.figure", "{value!r} is no number of {field}; write 3, or 3-5", value=text, field=field))
    figures = [int(low), int(high or low)]
    if figures[0] > figures[1]:
        raise ValueFaultError(said("value.figures", "{value!r}: the higher figure comes last", value=text))
    return figures


def _party(text: str, knowledge: Knowledge) -> dict[str, Any]:
    words, _, kind = (part.strip() for part in text.partition("="))
    if words in knowledge.lexicon.by_id:
        entry = knowledge.lexicon.entry(words)
        label = entry.meaning("label") or words
        in_arabic = entry.meaning("label_ar") or label
        return {"label": label, "kind": kind or entry.meaning("kind") or "other", "actor_id": words, "text": in_arabic}
    if kind and kind not in KINDS:
        raise ValueFaultError(
            said("value.party_kind", "{value!r} is no kind of party; these are: {kinds}", value=kind, kinds=", ".join(sorted(KINDS)))
        )
    return {"label": words, "kind": kind or "other", "actor_id": None}


def _place(text: str, knowledge: Knowledge) -> dict[str, Any]:
    gazetteer = knowledge.gazetteer
    if text in gazetteer.by_id:
        row = gazetteer.rows[gazetteer.by_id[text]]
        precision: str = row.kind if row.kind in PLACE_PRECISIONS else "town" if row.kind == "village" else "site"
        return {
            "text": row.ar[0] or row.en, "name": row.en,
            "admin1": row.admin1 or None, "country": row.country or None, "lat": row.lat, "lon": row.lon,
            "precision": precision, "gazetteer_id": row.id,
        }  # fmt: skip
    parts = [part.strip() for part in text.split(";")]
    try:
        name, point, grain = parts if len(parts) == 3 else (*parts, "site")
        lat, lon = (float(number) for number in point.split(","))
    except ValueError:
        raise ValueFaultError(
            said(
                "value.place",
                "{value!r} is no place; write an id of the gazetteer (`sijill find places`), or name; lat, lon; precision",
                value=text,
            )
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or grain not in PLACE_PRECISIONS:
        raise ValueFaultError(
            said(
                "value.point",
                "{value!r}: the latitude, longitude or precision ({precisions}) cannot be",
                value=text,
                precisions=", ".join(PLACE_PRECISIONS),
            )
        )
    return {"text": name, "name": name, "lat": lat, "lon": lon, "precision": grain}
