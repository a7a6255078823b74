"""One field as a form shows it, and what a form says of it as the value that a decision keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sijill.exports.labels import KIND_NAMES, STATES, WEAPONS_AR, one, type_label, weapon_name
from sijill.knowledge import Knowledge, event_types
from sijill.model import KINDS, IncidentRecord, Place, Toll, When
from sijill.model.said import said_by
from sijill.register.values import ValueFaultError, check_value, parsed
from sijill.web.completing import Names
from sijill.web.words import Lang

Widget = Literal["type", "factuality", "date", "clock", "toll", "place", "parties", "weapons"]
WIDGETS: Mapping[str, Widget] = {
    "type": "type", "date": "date", "clock": "clock", "place": "place", "perpetrators": "parties", "targets": "parties",
    "claimed_by": "parties", "accused": "parties", "denied_by": "parties", "weapons": "weapons", "killed": "toll", "wounded": "toll",
    "captured": "toll", "factuality": "factuality",
}  # fmt: skip
_PARTY = ("label", "kind", "actor_id", "text")
_LONGEST = 300


class CorrectionError(ValueError):
    """What a form says is no value of its field: the key of the words that say so."""

    def __init__(self, key: str, detail: str = "", **values: object) -> None:
        super().__init__(f"{key} {detail}".strip())
        self.key, self.detail, self.values = key, detail, values


@dataclass(frozen=True, slots=True)
class Chosen:
    """One party or weapon in the form: what it sends, how it is called, and whether it is ticked."""

    value: str
    name: str
    beside: str
    ticked: bool = True


@dataclass(frozen=True, slots=True)
class Input:
    """What the form of one field holds; only what its widget uses is set."""

    one: str = ""
    start: str = ""
    end: str = ""
    low: str = ""
    high: str = ""
    place: str = ""
    place_name: str = ""
    chosen: tuple[Chosen, ...] = ()
    add: str = ""
    add_kind: str = ""
    none: bool = False
    choices: tuple[tuple[str, str], ...] = field(default=())


def held_value(record: IncidentRecord, name: str) -> Any:
    """The value that is settled, as a decision would keep it."""
    found = getattr(record, name)
    if isinstance(found, tuple):
        return [settled.value if name == "weapons" else _party(settled.value) for settled in found]
    if found is None:
        return None
    value = found.value
    match value:
        case When():
            return {"start": value.start.isoformat(), "end": value.end.isoformat()} if value.start and value.end else None
        case Toll():
            return [value.low, value.high]
        case Place():
            return value.gazetteer_id or _place(value)
        case _:
            return value


def shown_input(name: str, value: Any, names: Names, knowledge: Knowledge, lang: Lang) -> Input:
    """The form of a field that holds this value; of a place its id in the gazetteer, or itself as JSON."""
    widget = WIDGETS[name]
    choices: tuple[tuple[str, str], ...] = ()
    match widget:
        case "type":
            choices = tuple(sorted(((id, type_label(id, lang)) for id in event_types()), key=lambda pair: pair[1]))
        case "factuality":
            choices = tuple((state, one(STATES[state], lang)) for state in ("asserted", "alleged", "denied"))
        case "parties":
            choices = tuple((kind, one(KIND_NAMES[kind], lang)) for kind in KIND_NAMES if kind in KINDS)
        case "weapons":
            choices = tuple((en, weapon_name(en, lang)) for en in WEAPONS_AR)
        case _:
            pass
    if value is None:
        return Input(choices=choices)
    match widget:
        case "date":
            return Input(start=value["start"], end=value["end"] if value["end"] != value["start"] else "")
        case "toll":
            return Input(low=str(value[0]), high=str(value[1]) if value[1] != value[0] else "")
        case "place":
            if isinstance(value, str) and value in knowledge.gazetteer.by_id:
                return Input(place=value, place_name=names.named("places", value, lang).name)
            packed = value if isinstance(value, dict) else {"text": str(value)}
            return Input(place=json.dumps(packed, ensure_ascii=False, sort_keys=True), place_name=str(packed["text"]))
        case "parties":
            return Input(chosen=tuple(_chosen(party, lang) for party in value), choices=choices)
        case "weapons":
            return Input(chosen=tuple(Chosen(weapon, weapon_name(weapon, lang), "") for weapon in value), choices=choices)
        case _:
            return Input(one=str(value), choices=choices)


def typed_input(form: Mapping[str, Any], blank: Input, names: Names, lang: Lang) -> Input:
    """What somebody typed, so that a page that comes again holds it."""
    chosen = []
    for value in form["chosen"]:
        try:
            chosen.append(_chosen(_party_of(value), lang))
        except CorrectionError:
            known_actor = value in names
            found = names.named("actors", value, lang) if known_actor else None
            chosen.append(Chosen(value, found.name, found.beside) if found else Chosen(value, weapon_name(value, lang), ""))
    known = {one.value for one in chosen}
    chosen += [Chosen(c.value, c.name, c.beside, ticked=False) for c in blank.chosen if c.value not in known]
    return Input(
        form["one"], form["start"], form["end"], form["low"], form["high"], form["place"], form["place_name"], tuple(chosen),
        form["add"], form["add_kind"], bool(form["none"]), blank.choices,
    )  # fmt: skip


def value_of(name: str, form: Mapping[str, Any], names: Names, knowledge: Knowledge) -> Any:
    """The value that a form gives.

    Raises:
        CorrectionError: it is no value of the field.
    """
    widget = WIDGETS[name]
    try:
        value = _value(name, widget, form, names, knowledge)
        check_value(name, value)
    except ValueFaultError as error:
        raise CorrectionError(f"correct.wrong.{widget}", said_by(error)) from None
    return value


def _value(name: str, widget: Widget, form: Mapping[str, Any], names: Names, knowledge: Knowledge) -> Any:
    if form["none"]:
        return [] if widget in ("parties", "weapons") else None
    match widget:
        case "date":
            return parsed(name, f"{form['start']}..{form['end']}" if form["end"] else form["start"] or "?", knowledge)
        case "toll":
            low, high = form["low"].strip(), form["high"].strip()
            return parsed(name, f"{low}-{high}" if high else low or "?", knowledge)
        case "place":
            return _place_of(form, names, knowledge)
        case "parties":
            found = [_chosen_party(name, value, knowledge) for value in form["chosen"]]
            if form["add"].strip():
                found.append(_added(name, form, names, knowledge))
            if not found:
                raise CorrectionError("correct.wrong.empty")
            return [party for at, party in enumerate(found) if party not in found[:at]]
        case "weapons":
            words = [*form["chosen"], *([_weapon(form["add"], names)] if form["add"].strip() else [])]
            if not words:
                raise CorrectionError("correct.wrong.empty")
            return list(dict.fromkeys(word.strip()[:_LONGEST] for word in words))
        case _:
            return form["one"] or "?"


def _place_of(form: Mapping[str, Any], names: Names, knowledge: Knowledge) -> Any:
    given, typed = form["place"].strip(), form["place_name"].strip()
    if given.startswith("{"):
        try:
            packed = json.loads(given)
            kept = {key: packed.get(key) for key in ("text", "name", "admin1", "country", "lat", "lon", "precision")}
        except (ValueError, AttributeError):
            raise CorrectionError("correct.wrong.place") from None
        if typed == packed.get("text"):  # the place as it was, that no gazetteer holds
            return kept
    elif given in knowledge.gazetteer.by_id:
        here = {names.named("places", given, lang).name for lang in ("ar", "en")}
        if not typed or typed in here:
            return parsed("place", given, knowledge)
    only = names.only("places", typed) if typed else None
    if only is not None:
        return parsed("place", only, knowledge)
    if ";" in typed or typed in knowledge.gazetteer.by_id:
        return parsed("place", typed, knowledge)
    raise CorrectionError("correct.wrong.place")


def _added(name: str, form: Mapping[str, Any], names: Names, knowledge: Knowledge) -> dict[str, Any]:
    words, id = form["add"].strip()[:_LONGEST], form["add_id"].strip()
    if not id or id not in knowledge.lexicon.by_id or not any(names.named("actors", id, lang).name == words for lang in ("ar", "en")):
        id = names.only("actors", words) or ""
    if id:
        return dict(parsed(name, id, knowledge)[0])
    return dict(parsed(name, f"{words.replace(';', ' ').replace('=', ' ')} = {form['add_kind'] or 'other'}", knowledge)[0])


def _chosen_party(name: str, value: str, knowledge: Knowledge) -> dict[str, Any]:
    """A party as it was, or an actor of the registry by its id."""
    return dict(parsed(name, value, knowledge)[0]) if value in knowledge.lexicon.by_id else _party_of(value)


def _weapon(words: str, names: Names) -> str:
    return names.only("weapons", words) or words.strip()


def _party_of(value: str) -> dict[str, Any]:
    """A party that a form sends back: its four words and nothing else."""
    try:
        found = json.loads(value)
    except ValueError:
        raise CorrectionError("correct.wrong.parties") from None
    if not isinstance(found, dict) or not all(isinstance(found.get(key), (str, type(None))) for key in _PARTY):
        raise CorrectionError("correct.wrong.parties")
    if not found.get("label") or found.get("kind") not in KINDS or len(value) > 4 * _LONGEST:
        raise CorrectionError("correct.wrong.parties")
    return {key: found[key] for key in _PARTY if key in found}


def _chosen(party: Mapping[str, Any], lang: Lang) -> Chosen:
    name = str((party.get("text") if lang == "ar" else "") or party["label"])
    packed = json.dumps(dict(party), ensure_ascii=False, sort_keys=True)
    return Chosen(packed, name, one(KIND_NAMES.get(party["kind"], (party["kind"], party["kind"])), lang))


def _party(value: Any) -> dict[str, Any]:
    text = value.label if value.loaded else value.text  # the outlet's loaded words are never adopted
    return {"label": value.label, "kind": value.kind, "actor_id": value.actor_id, "text": text}


def _place(value: Place) -> dict[str, Any]:
    return {
        "text": value.text, "name": value.name, "admin1": value.admin1, "country": value.country, "lat": value.lat, "lon": value.lon,
        "precision": value.precision,
    }  # fmt: skip


def fields_beyond(record: IncidentRecord, names: Sequence[str]) -> list[str]:
    """Fields that the incident does not have, in the order of people's questions."""
    return [name for name in names if not getattr(record, name)]
