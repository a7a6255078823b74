"""What was missed, spurious or different in an article, in words that help to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sijill.evaluation.pairs import GROUPS, equal
from sijill.evaluation.records import LISTS, SCALARS, GoldArticle, GoldEvent, PredictedArticle, PredictedEvent, Record
from sijill.evaluation.score import matched, real_pairs, ungrounded

_LONGEST = 240  # characters of a sentence that are shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a found event: what the annotation says and what was read, "–" for nothing."""

    field: str
    gold: str
    ours: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One event that is not as annotated.

    Attributes:
        article: id.
        kind: "missed", "spurious", "differs" or "no evidence".
        event: the type, and what else tells it apart.
        trigger: the words that name it.
        sentence: the sentence with those words.
        hint: why, as far as it can be told.
        differences: for "differs".
    """

    article: str
    kind: str
    event: str
    trigger: str
    sentence: str
    hint: str = ""
    differences: tuple[Difference, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For people."""
        out = [f"{self.kind:9} {self.event} · «{self.trigger}»", f"          {self.sentence}"]
        out += [f"          {self.hint}"] if self.hint else []
        return out + [f"          {d.field}: gold {d.gold} | ours {d.ours}" for d in self.differences]


def details_of(gold: GoldArticle, record: PredictedArticle | None) -> list[Detail]:
    """Everything in one article that is not as annotated; [] where all is right."""
    events = record.events if record else ()
    pairs, uncounted = real_pairs(gold, events)
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    out = [_missed(gold, e, events, used) for i, e in enumerate(gold.events) if i not in found and not e.aggregate]
    out += [_spurious(gold, e) for j, e in enumerate(events) if j not in used and j not in uncounted]
    for i, j in pairs:
        differences = _differences(gold.events[i], events[j])
        if differences:
            out.append(Detail(gold.id, "differs", _name(gold.events[i]), *_gold_words(gold, gold.events[i]), differences=differences))
    for event in events:
        bad = ungrounded(event, gold.text)
        if bad:
            out.append(
                Detail(
                    gold.id, "no evidence", _name(event), *_our_words(gold, event), hint=f"values that point at no words: {', '.join(bad)}"
                )
            )
    return out


def _missed(gold: GoldArticle, event: GoldEvent, ours: tuple[PredictedEvent, ...], used: set[int]) -> Detail:
    trigger, sentence = _gold_words(gold, event)
    spans = [gold.sentences[number] for number, _ in event.mentions]
    here = [
        (j, p) for j, p in enumerate(ours) if any(s < last and first < e for s, e in p.evidence.get("type", ()) for first, last in spans)
    ]
    if not here:
        hint = "no trigger was read in " + ("its sentence" if len(spans) == 1 else f"any of its {len(spans)} sentences")
        hint += "; other mentions: " + ", ".join(f"«{w}»" for _, w in event.mentions[1:]) if len(event.mentions) > 1 else ""
    elif any(GROUPS.get(p.type) == GROUPS.get(event.type) for _, p in here):
        hint = f"its sentence gave {_types(here)}, which stand for other events: several here were read as one"
    else:
        taken = "" if any(j not in used for j, _ in here) else ", which stand for other events"
        hint = f"its sentence gave only {_types(here)}{taken}: another group of types"
    return Detail(gold.id, "missed", _name(event), trigger, sentence, hint)


def _types(here: list[tuple[int, PredictedEvent]]) -> str:
    return ", ".join(dict.fromkeys(p.type for _, p in here))


def _spurious(gold: GoldArticle, event: PredictedEvent) -> Detail:
    trigger, sentence = _our_words(gold, event)
    spans = event.evidence.get("type", ())
    there = [e for e in gold.events if any(s < gold.sentences[n][1] and gold.sentences[n][0] < t for s, t in spans for n, _ in e.mentions)]
    if not spans:
        hint = "it points at no trigger"
    elif not gold.events:
        hint = "the article has no events"
    elif not there:
        hint = "no event is annotated in this sentence"
    else:
        hint = "annotated here: " + ", ".join(f"{_name(e)} «{e.mentions[0][1]}»" for e in there)
    return Detail(gold.id, "spurious", _name(event), trigger, sentence, hint)


def _differences(gold: GoldEvent, predicted: PredictedEvent) -> tuple[Difference, ...]:
    out = [Difference(n, _scalar(gold, n), _scalar(predicted, n)) for n in SCALARS if not equal(n, gold, predicted)]
    for name in LISTS:
        pairs = matched(gold, predicted, name)
        missed = [item for i, item in enumerate(gold.lists[name]) if i not in {a for a, _ in pairs}]
        extra = [item for j, item in enumerate(predicted.lists[name]) if j not in {b for _, b in pairs}]
        if missed or extra:
            out.append(Difference(name, _items(missed), _items(extra)))
    return tuple(out)


def _scalar(record: Record, name: str) -> str:
    value = record.scalars.get(name)
    if value is None:
        return "–"
    if isinstance(value, tuple):
        if name == "point":
            return ", ".join(map(str, value))
        first, *rest = map(str, value)
        return first if all(r == first for r in rest) else " to ".join((first, *rest))
    return value


def _items(items: list[tuple[str, ...]]) -> str:
    return "; ".join(" / ".join(dict.fromkeys(item)) for item in items) or "–"


def _name(event: Record) -> str:
    """The type with status, day and place: enough to tell it from its neighbours."""
    parts = [event.type, str(event.scalars.get("status", ""))]
    parts += [_scalar(event, n) for n in ("date", "time", "admin1") if n in event.scalars]
    return ", ".join(filter(None, parts))


def _gold_words(gold: GoldArticle, event: GoldEvent) -> tuple[str, str]:
    if not event.mentions:
        return "", ""
    number, trigger = event.mentions[0]
    return trigger, _short(gold.text[slice(*gold.sentences[number])], trigger)


def _our_words(gold: GoldArticle, event: PredictedEvent) -> tuple[str, str]:
    spans = event.evidence.get("type", ())
    if not spans:
        return "", ""
    start, end = spans[0]
    trigger = gold.text[start:end]
    sentence = next((gold.text[a:b] for a, b in gold.sentences if a < end and start < b), trigger)
    return trigger, _short(sentence, trigger)


def _short(sentence: str, around: str) -> str:
    """A sentence on one line, cut around the words that matter where it is long."""
    flat = " ".join(sentence.split())
    if len(flat) <= _LONGEST:
        return flat
    at = max(0, flat.find(" ".join(around.split())))
    first = max(0, min(at - _LONGEST // 3, len(flat) - _LONGEST))
    return ("…" if first else "") + flat[first : first + _LONGEST] + ("…" if first + _LONGEST < len(flat) else "")
